"""A person's own hours: when they may be bothered."""

from bot.desk import Scene
from rules import facts, hours
from rules.people import Hours, Verb
from rules.workdays import for_person
from store import events, people


def keep_hours(scene: Scene, given: str) -> None:
    """/hours 9:00-17:30 - be bothered in one's own hours; 默认 for the plan's."""
    person = scene.who(Verb.HOURS)
    if not given.strip():
        scene.say("rest/hours", _told(scene, person.hours, changed=False))
        return
    wanted = hours.read(given)
    people.keep_hours(scene.tx, person.id, wanted)
    events.note(scene.tx, scene.id, "hours", person=person.id, at=scene.now)
    scene.say("rest/hours", _told(scene, wanted, changed=True))


def _told(scene: Scene, own: Hours, *, changed: bool) -> facts.Line:
    days = for_person(scene.plan.days, own)
    here = days.calendar
    return {
        "opens": here.opens.isoformat("minutes"),
        "closes": here.closes.isoformat("minutes"),
        "zone": own.zone,
        "own": own != Hours(),
        "changed": changed,
        "quiet": [
            [start.isoformat("minutes"), end.isoformat("minutes")]
            for start, end in here.quiet
            if start < here.closes and end > here.opens
        ],
    }
