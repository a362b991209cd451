"""What the risk is: asked in one line once 有风险 was tapped."""

from bot.desk import Scene
from bot.verbs import answering, naming, own, standing, viewing
from bot.verbs.mending import Elsewhere
from bot.verbs.tapping import Line, head
from rules.errors import Refusal
from rules.ids import ReportId, TaskId, UnitId
from rules.lookup import leading
from rules.people import Verb
from rules.taps import at_risk as read
from rules.taps import fixes
from rules.understand import parts, understand
from store import cards
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


def elsewhere(scene: Scene, text: str, task: TaskId) -> bool:
    """Whether words name another task by its number, beside this one or alone."""
    numbered = parts(text, naming.known(scene), ())
    return any(set(part.tasks) - {task} for part in numbered)


def hear_risk(scene: Scene, text: str, waited: Awaited) -> None:
    """Show what was said of the risk as a card that corrects the report."""
    if elsewhere(scene, text, waited.task):
        raise Elsewhere
    numbered = leading(scene.catalog, text)
    text = numbered[1] if numbered else text
    person = scene.who(Verb.REPORT)
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
        fixed={
            key: value
            for key, value in fixes(found).items()
            if key in {"status", "problem"}
        },
    )
    card = answering.read(scene, person, task, words, place)
    if card is not None:
        viewing.show(scene, person, task, card, place)
