"""What an admin asks: how the house stands, and who is in it."""

from collections import defaultdict
from datetime import timedelta

from bot.desk import Scene
from rules import alarm, facts
from rules.people import Person, Verb
from store import inbox, outbox, people, troubles


def status(scene: Scene, given: str) -> None:
    """/status - what waits, what was given up, who cannot be reached."""
    del given
    scene.who(Verb.STATUS)
    linked = people.linked(scene.tx, scene.id)
    letters = outbox.waiting(scene.tx, scene.id)
    day = scene.now - timedelta(days=1)
    told: facts.Line = {
        "version": scene.plan.number,
        "now": facts.moment(scene.now, scene.plan.days),
        "people": len(linked),
        "unreachable": [
            {"name": p.name, "why": p.unreachable} for p in linked if p.unreachable
        ],
        "unlinked": _unlinked(scene, linked),
        "letters": letters.letters,
        "oldest": facts.moment(letters.oldest, scene.plan.days),
        "given_up": letters.given_up,
        "sent": outbox.sent_since(scene.tx, scene.id, day),
        "updates": inbox.waiting(scene.tx, scene.bot) - 1,  # this one is in hand
        "aside": inbox.aside(scene.tx, scene.bot),
        "troubles": [
            alarm.line(one) for one in troubles.still_open(scene.tx, scene.id)
        ],
        "calendar_known": scene.plan.days.knows(scene.today.year),
    }
    scene.say("status", told)


def roll(scene: Scene, given: str) -> None:
    """/people - who is linked, unit by unit, and which units have nobody."""
    del given
    scene.who(Verb.PEOPLE)
    linked = people.linked(scene.tx, scene.id)
    names = facts.units_of(scene.catalog)
    by_unit: dict[str, list[Person]] = defaultdict(list)
    for person in linked:
        by_unit[names.get(person.unit, "") if person.unit else ""].append(person)
    told: facts.Line = {
        "units": [
            {
                "unit": unit,
                "people": [
                    {
                        "name": person.name,
                        "role": person.role.value,
                        "why": person.unreachable,
                    }
                    for person in found
                ],
            }
            for unit, found in sorted(by_unit.items())
        ],
        "unlinked": _unlinked(scene, linked),
        "total": len(linked),
    }
    scene.say("people", told)


def _unlinked(scene: Scene, linked: list[Person]) -> list[str]:
    """Return the lead units in which nobody could be asked."""
    held = {person.unit for person in linked}
    leads = {task.lead for task in scene.catalog.tasks()}
    return [u.name for u in scene.catalog.units if u.id in leads and u.id not in held]
