"""Remind people, once, of answers they have not confirmed."""

from collections.abc import Sequence
from datetime import datetime

from rules.catalog import Task
from rules.clock import Clock
from rules.ids import ChatId, PersonId, PlanId, TaskId
from rules.message import Message
from rules.people import answers_for
from rules.reminder import reminder, reminder_of_several
from rules.report import Card
from rules.workdays import Workdays
from store import outbox, people, plans, reminding
from store.plans import Loaded
from store.session import Store, Tx

BATCH = 1_000


async def ring(store: Store, plan: PlanId, clock: Clock, *, batch: int = BATCH) -> int:
    """Promise a reminder of each card whose time has come; return how many cards."""
    now = clock()
    first = await store.read(lambda tx: reminding.next_look(tx, plan))
    if first is None or first > now:
        return 0  # an idle look takes no lock
    return await store.run(lambda tx: _ring(tx, plan, now, batch))


def _ring(tx: Tx, plan: PlanId, now: datetime, batch: int) -> int:
    found = plans.loaded(tx, plan)
    due = reminding.claim(tx, plan, now, limit=batch) if found else []
    if found is None or not due:
        return 0
    past = reminding.overtaken(tx, [card.id for card in due], now)
    waiting = [card for card in due if card.id not in past]
    outbox.put(tx, plan, _messages(tx, found, waiting, now), now)
    return len(due)


def _messages(
    tx: Tx, found: Loaded, waiting: Sequence[Card], now: datetime
) -> Sequence[Message]:
    """Return the reminders; a task that left the person is spoken of no more."""
    plan, today = found.catalog.plan.id, found.days.local(now).date()
    linked = {one.id: one for one in people.linked(tx, plan, today=today)}
    tasks = {task.id: task for task in found.catalog.tasks()}
    said: dict[tuple[PersonId, ChatId | None, int], list[tuple[Card, Task]]] = {}
    for card in waiting:
        person, task = linked.get(card.person), tasks.get(card.task or TaskId(""))
        if person is None or task is None or person.unreachable:
            continue
        if answers_for(person, task.units):
            words = (person.id, card.chat, card.message)
            said.setdefault(words, []).append((card, task))
    return [_reminder(made, to, found.days) for (to, _, _), made in said.items()]


def _reminder(
    made: Sequence[tuple[Card, Task]], to: PersonId, days: Workdays
) -> Message:
    """Return one letter for what was said in one message."""
    if len(made) > 1:
        return reminder_of_several(made, to, days)
    ((card, task),) = made
    return reminder(card, task, to, days)
