"""What plain words answer: a question, a message of ours, an older one of theirs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from bot.desk import Scene
from bot.verbs import correcting, own
from rules.bundle import BUNDLE
from rules.catalog import Task
from rules.ids import ReportId, TaskId, UnitId
from rules.lookup import leading_task, lines
from rules.people import Person
from rules.report import Card
from store import bound, cards, shown
from store.cards import REPORT, Awaited
from templates import plain, render

PATIENCE = timedelta(hours=24)  # a question asked longer ago is forgotten


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """`asked`: the question put to them last; `about`: the task of what they reply to.

    `lines`: the tasks of the numbered list they were sent, which `replies` says they
    reply to; `before`: the cards made of a message that is now edited, by task.
    """

    asked: Awaited | None = None
    about: TaskId | None = None
    lines: Mapping[int, TaskId] = field(default_factory=dict)
    replies: bool = False
    before: Mapping[TaskId, Card] = field(default_factory=dict)

    @property
    def task(self) -> TaskId | None:
        """The task of words that name none, where something tells it."""
        if self.about is not None or self.replies:
            return self.about
        if self.asked is not None:
            return self.asked.task
        return next(iter(self.before)) if len(self.before) == 1 else None

    @property
    def corrects(self) -> bool:
        """Whether what was said before is put right; then it stays on its task."""
        if len(self.before) == 1:
            (card,) = self.before.values()
            return bool(card.report or card.supersedes)
        return self.asked is not None and self.asked.supersedes is not None


def of(scene: Scene, person: Person) -> Context:
    """Return what the words of this update answer."""
    if scene.said.edited:
        return Context(before=_before(scene, person))
    asked = _asked(scene, person)
    listed, task = _replied(scene)
    if listed:
        (only, *more) = dict.fromkeys(listed.values())
        about = None if more else only
        return Context(asked=asked, about=about, lines=listed, replies=True)
    if task is not None and own.does(person, task):
        return Context(asked=asked, about=task.id)
    return Context(asked=asked, lines={} if asked else _sent(scene, person))


def replies_elsewhere(scene: Scene, task: TaskId) -> bool:
    """Whether the message replied to is about another task, or about several."""
    listed, named = _replied(scene)
    about = set(listed.values()) or ({named.id} if named else set())
    return bool(about - {task})


def corrected(scene: Scene, found: Context, task: TaskId) -> ReportId | None:
    """Return the report that words about this task correct, or refuse to."""
    card = found.before.get(task)
    if card is not None:
        report = card.report or card.supersedes
        correcting.allowed(scene, report)
        return report
    asked = found.asked
    return asked.supersedes if asked is not None and asked.task == task else None


def branch(scene: Scene, person: Person, found: Context, task: TaskId) -> UnitId | None:
    """Return the branch that was asked about; in a unit's group theirs, of several."""
    card = found.before.get(task)
    if card is not None:
        return card.unit
    asked = found.asked
    named = asked.subject.get("unit") if asked and asked.task == task else None
    if isinstance(named, str):
        return UnitId(named)
    group = bound.of(scene.tx, scene.id, scene.group) if scene.group else None
    return group.unit if group and group.unit in person.units else None


def _replied(scene: Scene) -> tuple[Mapping[int, TaskId], Task | None]:
    """Return the list, or the one task, of the message of ours that is replied to."""
    replied = scene.said.reply_text
    return lines(scene.catalog, replied), leading_task(
        scene.catalog, _headline(replied)
    )


def _headline(text: str) -> str:
    """Return a message of ours without what stands before its task's number."""
    for word in ("更正", "Correct"):
        text = text.removeprefix(word)
    return text


def _before(scene: Scene, person: Person) -> Mapping[TaskId, Card]:
    made = cards.cards_of(scene.tx, person.id, scene.said.chat, scene.said.message)
    return {card.task: card for card in made if card.task is not None}


def _asked(scene: Scene, person: Person) -> Awaited | None:
    """Return the question put to them last, unless it is of yesterday or not theirs."""
    asked = cards.awaited(scene.tx, person.id)
    if asked is None or asked.what != REPORT or scene.now - asked.since > PATIENCE:
        return None
    if asked.subject.get("chat") != scene.group:
        return None  # what was asked in private is not answered in a group
    theirs = {t.id for t in scene.catalog.tasks() if own.does(person, t)}
    return asked if asked.task in theirs else None


def _sent(scene: Scene, person: Person) -> Mapping[int, TaskId]:
    """Return the lines of the last morning's message, as it stands in their chat."""
    if scene.group is not None:
        return {}
    told = shown.last(scene.tx, person.id, BUNDLE, scene.now - PATIENCE)
    if told is None:
        return {}
    return lines(scene.catalog, plain(render(BUNDLE, scene.locale, **told)))
