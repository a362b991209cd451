"""Which debts are a person's to put off: they, or whom they stand for, are asked."""

from collections.abc import Sequence

from bot.desk import Scene
from bot.verbs import own
from rules import facts
from rules.audience import told
from rules.catalog import Task
from rules.errors import OldButton
from rules.ids import ObligationId
from rules.obligation import Obligation
from rules.people import Person
from rules.snooze import may_snooze
from store import obligations, people


def debt(scene: Scene, person: Person, given: str) -> Obligation:
    """Return an open obligation by a button's number if it is theirs, or refuse."""
    number = ObligationId(own.number(given))
    owed = obligations.one(scene.tx, scene.id, number)
    if owed is None or not _theirs(scene, person, [owed]):
        raise OldButton
    if not owed.open:
        raise OldButton({"why": "answered"})
    return owed


def debts_of(scene: Scene, person: Person, task: Task | None) -> list[Obligation]:
    """Return what is theirs to answer: of one task, or all that was asked about."""
    if task is not None:
        found = obligations.of_task(scene.tx, scene.id, task.id)
    else:
        found = own.owed(scene, person)
    return _theirs(scene, person, found)


def may_put_off(scene: Scene, person: Person, owed: Obligation) -> bool:
    """Whether a debt is theirs to put off: they, or whom they stand for, are asked."""
    return bool(_theirs(scene, person, [owed]))


def _theirs(
    scene: Scene, person: Person, debts: Sequence[Obligation]
) -> list[Obligation]:
    linked = people.linked(scene.tx, scene.id, today=scene.today)
    return [
        owed
        for owed in debts
        if may_snooze(
            person, owed, {p.id for p in told(linked, owed.unit, owed.debtor)}
        )
    ]


def head(scene: Scene, debts: Sequence[Obligation]) -> facts.Line:
    """Return the tasks of these debts, each once."""
    shorts = {task.id: task.short for task in scene.catalog.tasks()}
    tasks = sorted({owed.task for owed in debts} & set(shorts), key=facts.place)
    lines = [{"task": facts.number(one), "short": shorts[one]} for one in tasks]
    return {"tasks": lines[:20], "more": max(len(lines) - 20, 0)}
