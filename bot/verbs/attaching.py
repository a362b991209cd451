"""Files as evidence: taken with their words, or put where the person's answer is.

A file without words goes to what its sender was asked about, else to the card that
waits for 确认, else to what they reported today; else they are asked, in one tap.
"""

from dataclasses import dataclass

from bot.desk import Scene
from bot.verbs import answering, context, files_of, naming, own, words
from rules import facts
from rules.card_keys import confirm
from rules.catalog import Task
from rules.errors import BadFile
from rules.evidence import FETCHABLE, LARGEST, MB, MOST, Unfit, unfit
from rules.ids import CardId, ChatId, EvidenceId, ReportId, TaskId, UnitId
from rules.lookup import leading_task
from rules.message import Button, Buttons
from rules.people import Person, Verb, may
from store import cards, evidence, reports
from store.cards import REPORT, Awaited
from store.evidence import Batch, Came
from templates import label

_NOTHING_SAID = "hint/nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Goal:
    """Where files go: to a task, and there with a card or a report if one is named.

    `asks`: words are wanted as well.
    """

    task: TaskId
    unit: UnitId | None = None
    card: CardId | None = None
    report: ReportId | None = None
    asks: bool = False


def file(scene: Scene, given: str) -> None:
    """Take a file; words under it are read as any others, unless it was forwarded."""
    said = scene.said
    if said.sent is None and said.edited and not given.strip():
        return  # a place shared live is edited every few seconds
    person = scene.who(Verb.HELP)
    if said.sent is None or not may(person.role, Verb.REPORT):
        _without_file(scene, given)
        return
    caption = "" if said.forwarded else given.strip()
    came = _came(scene)
    refusal = _refusal(scene, person, came)
    if refusal is not None and not caption:
        raise refusal
    if refusal is not None:
        scene.say(refusal.name, refusal.facts)
        words.words(scene, caption)
        return
    fetch_at = scene.now if came.size <= FETCHABLE else None
    evidence.put(scene.tx, scene.id, person.id, came, fetch_at=fetch_at, now=scene.now)
    asked = cards.awaited(scene.tx, person.id)
    read = _read(scene, person, caption)
    found = evidence.batch(scene.tx, scene.id, person.id, came)
    if read:
        _with_words(scene, person, found, asked)
    elif found.settled:
        _follow(scene, found)
    elif not files_of.coming(scene):
        _settle(scene, person, found, caption)


def chosen(scene: Scene, person: Person, task: Task, card: CardId) -> None:
    """Put the files that waited with a card to the task that was tapped for them."""
    these = evidence.chosen(scene.tx, card, task.id)
    _put(scene, person, these, _of_task(scene, person, task.id))


def _without_file(scene: Scene, given: str) -> None:
    """Read the words under what is no evidence; alone it says nothing."""
    if given.strip():
        words.words(scene, given)
    else:
        scene.say("hint/file", {})


def _came(scene: Scene) -> Came:
    sent = scene.said.sent
    assert sent is not None  # noqa: S101 - asked before
    name = sent.name
    if sent.kind == "text":
        name = label("files.forwarded", scene.locale)
    return Came(
        chat=ChatId(scene.said.chat),
        message=scene.said.message,
        kind=sent.kind,
        file=sent.file,
        name=name[:255],
        mime=sent.mime[:255],
        size=sent.size,
        album=sent.album,
        text=sent.text,
    )


def _refusal(scene: Scene, person: Person, came: Came) -> BadFile | None:
    """Return why a file is not taken, in words that say what is."""
    why = unfit(came.kind, came.name, came.mime, came.size)
    if why is None:
        waiting = evidence.waiting(scene.tx, scene.id, person.id, files_of.since(scene))
        why = Unfit.MANY if waiting >= MOST else None
    return None if why is None else _bad(why)


def _bad(why: Unfit) -> BadFile:
    return BadFile(
        {
            "why": why.value,
            "megabytes": LARGEST // MB,
            "most": MOST,
        }
    )


def _read(scene: Scene, person: Person, caption: str) -> bool:
    """Read the words under a file; False if they say nothing that could be reported."""
    if not caption:
        words.edited_away(scene, person)
        return False
    before = len(scene.answers)
    words.words(scene, caption)
    said = [getattr(one, "template", "") for one in scene.answers[before:]]
    if said != [_NOTHING_SAID]:
        return True
    del scene.answers[before:]
    return False


def _with_words(
    scene: Scene, person: Person, found: Batch, asked: Awaited | None
) -> None:
    """Put files where the words under them went, when that is no card on a task."""
    if found.settled:
        return
    card = cards.card_of(scene.tx, person.id, scene.said.chat, scene.said.message)
    if card is not None:
        evidence.place(scene.tx, found.loose, task=card.task, card=card.id)
    elif asked is not None:
        evidence.place(scene.tx, found.loose, task=asked.task)


def _follow(scene: Scene, found: Batch) -> None:
    """Put what comes late where the rest of its album is; it was told of already."""
    evidence.place(
        scene.tx,
        found.loose,
        task=found.task,
        unit=found.unit,
        card=found.card,
        report=found.report,
    )


def _settle(scene: Scene, person: Person, found: Batch, caption: str) -> None:
    """Find where files belong, or ask."""
    goal = _goal(scene, person, caption)
    if goal is not None:
        _put(scene, person, found.loose, goal)
        return
    card = cards.put_card(
        scene.tx,
        scene.id,
        person.id,
        task=None,
        text="",
        found=None,
        supersedes=None,
        message=scene.said.message,
        now=scene.now,
        chat=scene.group,
    )
    evidence.place(scene.tx, found.loose, task=None, card=card)
    told: facts.Line = {"files": len(found.loose)} | _about(scene)
    scene.say("evidence/which", told, answering.choices(scene, person, card))


def _goal(scene: Scene, person: Person, caption: str) -> _Goal | None:
    theirs = {t.id for t in scene.catalog.tasks() if own.does(person, t)}
    numbered = leading_task(scene.catalog, caption)
    if numbered is not None and numbered.id in theirs:
        return _of_task(scene, person, numbered.id)
    named = naming.named(scene, caption, theirs) if caption else ()
    if len(named) == 1:
        return _of_task(scene, person, named[0])
    found = context.of(scene, person)
    if found.about is not None and found.about in theirs:
        return _of_task(scene, person, found.about)
    if (asked := found.asked) is not None:
        return _corrected(scene, asked.supersedes) or _Goal(task=asked.task, asks=True)
    if (goal := _lately(scene, person, None)) is not None:
        return goal
    return _of_task(scene, person, theirs.pop()) if len(theirs) == 1 else None


def _of_task(scene: Scene, person: Person, task: TaskId) -> _Goal:
    """Return the answer on a task that files go with; without one, words are wanted."""
    return _lately(scene, person, task) or _Goal(task=task, asks=True)


def _lately(scene: Scene, person: Person, task: TaskId | None) -> _Goal | None:
    """Return today's card or report, of a task or of any."""
    midnight = scene.plan.days.local(scene.now).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    here = (scene.tx, scene.id, person.id, midnight)
    if (pending := evidence.pending_card(*here, task)) is not None:
        card, of = pending
        return _Goal(task=of, card=card)
    return _corrected(scene, evidence.last_report(*here, task))


def _corrected(scene: Scene, report: ReportId | None) -> _Goal | None:
    kept = reports.one(scene.tx, scene.id, report) if report is not None else None
    if kept is None:
        return None
    return _Goal(task=kept.task, unit=kept.unit, report=kept.id)


def _put(
    scene: Scene, person: Person, these: tuple[EvidenceId, ...], goal: _Goal
) -> None:
    """Put files where they belong, and say so in one line."""
    total = len(these) + _there(scene, goal)
    if total > MOST:
        raise _bad(Unfit.MANY)
    evidence.place(
        scene.tx,
        these,
        task=goal.task,
        unit=goal.unit,
        card=goal.card,
        report=goal.report,
    )
    if goal.asks:
        _await_words(scene, person, goal.task)
    task = own.any_task(scene, goal.task)
    kept = reports.one(scene.tx, scene.id, goal.report) if goal.report else None
    told: facts.Line = {
        "task": facts.number(task.id),
        "short": task.short,
        "files": len(these),
        "total": total,
        "card": goal.card is not None,
        "at": facts.moment(kept.at, scene.plan.days) if kept else None,
    } | _about(scene)
    scene.edit("evidence/kept", told, _buttons(scene, goal))


def _buttons(scene: Scene, goal: _Goal) -> Buttons:
    """Return what is left to be done: to say words or not, or to confirm them."""
    if goal.card is not None:
        return ((confirm(goal.card, cards.one(scene.tx, goal.card).fixed),),)
    if goal.asks:
        return ((Button(label="buttons.cancel", data="cancel"),),)
    return ()


def _there(scene: Scene, goal: _Goal) -> int:
    """Count the files that are there before."""
    if goal.card is not None:
        return evidence.of_card(scene.tx, goal.card)
    return files_of.of_report(scene, goal.report) if goal.report is not None else 0


def _await_words(scene: Scene, person: Person, task: TaskId) -> None:
    """Let the next words be about the task, unless they are already."""
    asked = cards.awaited(scene.tx, person.id)
    if asked is None or asked.task != task or asked.what != REPORT:
        cards.await_words(scene.tx, person.id, task, scene.now)


def _about(scene: Scene) -> facts.Line:
    """Return what a sender has to know of this file."""
    sent = scene.said.sent
    return {
        "voice": sent is not None and sent.kind == "voice",
        "uncopied": sent is not None and sent.size > FETCHABLE,
        "megabytes": FETCHABLE // MB,
    }
