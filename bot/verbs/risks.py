"""What the risk is: asked in one line once 有风险 was tapped."""

from bot.desk import Scene
from bot.verbs import answering, context, naming, own, standing, viewing
from bot.verbs.mending import Elsewhere
from bot.verbs.tapping import Line, head
from rules.errors import Refusal
from rules.fixes import Fixes
from rules.ids import ReportId, TaskId, UnitId
from rules.lookup import leading
from rules.people import Person, Verb
from rules.taps import at_risk as read
from rules.taps import fixes
from rules.understand import Part, Subject, parts, understand
from store import answered, cards
from store.cards import Awaited

RISK = "risk"  # what words are awaited as


def ask(scene: Scene, here: Line, kept: ReportId) -> None:
    """Ask what the risk is; the words become a new version of the report."""
    cards.await_words(
        scene.tx,
        here.person.id,
        here.task.id,
        scene.now,
        supersedes=kept,
        what=RISK,
        subject={"unit": here.unit},
    )
    scene.say("chase/risk", head(here))


def elsewhere(scene: Scene, person: Person, text: str, task: TaskId) -> bool:
    """Whether words are about another task by its number, or by its line.

    1. and 2. may number the reasons of a risk: they are lines of the morning's
    message where its message is replied to, or a number is reported.
    """
    found, known = context.of(scene, person), naming.known(scene)
    if any(set(part.tasks) - {task} for part in parts(text, known, ())):
        return True
    listed = parts(text, known, (), found.lines, replies=found.replies)
    others = [part for part in listed if set(part.tasks) - {task}]
    return bool(others) and (
        found.replies or any(_counts(scene, part) for part in others)
    )


def _counts(scene: Scene, part: Part) -> bool:
    (task, *_) = part.tasks
    subject = Subject(task=own.any_task(scene, task), totals={})
    said = understand(part.text, subject, scene.today, scene.plan.days.worked)
    return said.percent is not None or bool(said.readings)


def hear_risk(scene: Scene, text: str, waited: Awaited) -> None:
    """Show what was said of the risk as a card that corrects the report."""
    person = scene.who(Verb.REPORT)
    if elsewhere(scene, person, text, waited.task):
        raise Elsewhere
    numbered = leading(scene.catalog, text)
    text = numbered[1] if numbered else text
    try:
        task = own.own_task(scene, person, waited.task)
        standing.still_last(scene, waited.supersedes)
    except Refusal as refusal:  # things moved on: the question is no longer open
        scene.say(refusal.name, refusal.facts)
        return
    unit = UnitId(waited.subject["unit"])
    place = standing.place(scene, person, task, waited.supersedes, unit)
    found = read(
        understand(text, place.subject, scene.today, scene.plan.days.worked), text
    )
    words = answering.Words(
        text=text,
        message=scene.said.message,
        supersedes=waited.supersedes,
        unit=unit,
        fixed=_standing(scene, waited.supersedes, fixes(found)),
    )
    card = answering.read(scene, person, task, words, place)
    if card is not None:
        viewing.show(scene, person, task, card, place)


def _standing(scene: Scene, report: ReportId | None, said: Fixes) -> Fixes:
    """Return what the report said and the words do not, and what the risk is."""
    before = answered.as_said(scene.tx, scene.id, report) if report else None
    stands = fixes(before) if before else {}
    return {key: value for key, value in stands.items() if key not in said} | {
        key: said[key] for key in ("status", "problem") if key in said
    }
