"""What became of requests, directives and leaves, kept and read back."""

from sqlmodel import func, select

from rules.ids import PlanId, TaskId, UnitId
from store import events
from store.tables import EventRow

PLAN = PlanId("p1")
TASK = TaskId("01.1")


def test_what_is_noted_is_read_back_in_order_with_who_did_it(small, ann, at):
    def work(tx):
        events.note(
            tx,
            PLAN,
            "request_asked",
            task=TASK,
            unit=UnitId("air"),
            subject=3,
            person=ann.id,
            at=at(3, 2),
            why="公示",
            facts={"kind": "extension"},
        )
        events.note(tx, PLAN, "request_withdrawn", task=TASK, at=at(3, 3))
        events.note(tx, PLAN, "away", person=ann.id, at=at(3, 4))
        return events.of_task(tx, PLAN, TASK)

    first, second = small.run_sync(work)
    assert (first.what, first.subject, first.by, first.who) == (
        "request_asked",
        3,
        ann.id,
        ann.name,
    )
    assert (first.unit, first.at, first.why) == ("air", at(3, 2), "公示")
    assert first.facts == {"kind": "extension"}
    assert (second.by, second.who, second.subject, second.facts) == (None, "", None, {})
    assert first.id < second.id


def test_another_plan_or_task_has_its_own(small, at):
    def work(tx):
        events.note(tx, PLAN, "request_asked", task=TASK, at=at(3, 2))
        count = tx.scalar(select(func.count()).select_from(EventRow))
        other = events.of_task(tx, PlanId("p2"), TASK)
        return count, other, events.of_task(tx, PLAN, TaskId("01.2"))

    assert small.run_sync(work) == (1, [], [])
