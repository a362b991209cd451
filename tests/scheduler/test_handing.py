"""Tasks are handed out once as they begin; their end is asked about in time."""

from datetime import date

import pytest
from sqlmodel import select

from rules.ids import PlanId, TaskId, UnitId
from rules.lifecycle import Move, Moved, Stage
from rules.people import Role
from store import moves
from store.session import Store
from store.tables import MoveRow

PLAN = PlanId("zj-2020")
AIR = UnitId("air")


@pytest.fixture
def loaded(whole: Store) -> Store:
    """Return the plan as it is shipped, its whole ladder and all."""
    return whole


@pytest.fixture
def issued(loaded):
    """Return how to read which branches were handed out, in order."""

    def read() -> list[tuple[str, str]]:
        rows = loaded.read_sync(
            lambda tx: tx.scalars(select(MoveRow).order_by(MoveRow.id)).all()
        )
        assert {(one.move, one.of_stage, one.to_stage) for one in rows} == {
            ("issue", "draft", "pending_ack")
        }
        assert {one.person for one in rows} == {None}
        return [(one.task, one.unit) for one in rows]

    return read


@pytest.fixture
def stand(loaded):
    """Return how to put a branch into a stage at a moment."""

    def put(task: str, stage: Stage, now) -> None:
        moved = Moved(
            task=TaskId(task),
            unit=AIR,
            move=Move.ACKNOWLEDGE,
            of=Stage.PENDING_ACK,
            to=stage,
            by=None,
            at=now,
            why="",
        )
        loaded.run_sync(lambda tx: moves.add(tx, PLAN, [moved]))

    return put


def _of(owed, kind: str) -> list[str]:
    return [one.task for one in owed() if one.kind == kind]


async def test_on_the_first_morning_every_task_is_handed_out_once(
    ann, live, owed, issued, letters, messenger, at
):
    assert await live(at(2, 25, 7, 0)) == 0
    assert await live(at(2, 25)) == 1
    await live(at(2, 25, 9, 0))
    assert len(issued()) == len(set(issued())) == 38  # 2.4 begins in October
    receipts = [one for one in owed() if one.kind == "acknowledge"]
    assert len(receipts) == 38
    assert {(one.period, one.due) for one in receipts} == {
        ("issue-1", date(2020, 2, 27))
    }
    ((chat, html),) = messenger.sent
    assert chat == ann.chat
    assert "交办，请于2月27日前签收" in html
    (kept,) = letters()
    assert [key.get("data") for key in kept.buttons[0]] == ["ack_all"]


async def test_a_receipt_climbs_a_ladder_of_its_own(ann, link, live, messenger, at):
    hal, admin = link(Role.HEAD, "air"), link(Role.ADMIN)
    before = {}
    for month, day in [(2, 25), (2, 26), (2, 27), (2, 28), (3, 2), (3, 3), (3, 5)]:
        sent = len(messenger.sent)
        await live(at(month, day))
        chats = {chat for chat, _ in messenger.sent[sent:]}
        heard = {ann.chat: "owner", hal.chat: "head", admin.chat: "admin"}
        before[day] = sorted(heard[chat] for chat in chats)
    assert before[25] == ["admin", "owner"]  # the admin hears of units with nobody
    assert (before[26], before[27], before[28]) == ([], ["owner"], ["owner"])
    assert (before[2], before[3]) == ([], ["head"])
    assert "admin" in before[5]


async def test_what_begins_later_or_is_added_later_is_handed_out_then(
    live, issued, owed, put_in_force, another_task, at
):
    await live(at(2, 25))
    put_in_force(another_task, at(3, 2, 10, 0))
    await live(at(3, 2, 10, 1))
    assert issued()[38:] == [("01.5", "intl")]
    added = [one for one in owed() if one.task == "01.5"]
    assert [(one.kind, one.due) for one in added] == [("acknowledge", date(2020, 3, 4))]
    await live(at(9, 30))
    assert len(issued()) == 39
    await live(at(10, 9))  # begun on the 1st, a day off until the 8th
    assert issued()[39:] == [("02.4", "air")]


async def test_ends_are_asked_about_ten_workdays_before_and_not_twice(live, owed, at):
    await live(at(2, 25))
    await live(at(12, 16))
    assert _of(owed, "finish") == []
    await live(at(12, 17))
    ends = _of(owed, "finish")
    assert (len(ends), len(set(ends))) == (39, 39)
    due = {one.due for one in owed() if one.kind == "finish"}
    assert due == {date(2020, 12, 31)}
    for day in (18, 21):
        await live(at(12, day))
    assert len(_of(owed, "finish")) == 39


@pytest.mark.usefixtures("ann")
async def test_an_end_is_asked_about_in_the_morning_s_message(live, letters, at):
    await live(at(12, 17))
    asked = [
        one
        for letter in letters()
        for one in letter.facts.get("asks", [])
        if one["kind"] == "finish"
    ]
    assert {one["report_due"] for one in asked} == {"2020-12-31"}
    assert "2.1" in {one["task"] for one in asked}


async def test_an_end_moved_by_mistake_and_back_is_asked_about_as_before(
    live, owed, put_in_force, shipped_text, at
):
    def of_one() -> list[date]:
        ends = [one for one in owed() if (one.task, one.kind) == ("02.2", "finish")]
        return [one.due for one in ends if one.state == "open"]

    await live(at(2, 25))
    await live(at(12, 17))
    assert of_one() == [date(2020, 12, 31)]
    head, task, rest = shipped_text.partition('id: "02.2"\n')
    sooner = head + task + rest.replace("due: 2020-12-31", "due: 2020-12-25", 1)
    assert sooner != shipped_text
    put_in_force(sooner, at(12, 17, 10, 0))
    await live(at(12, 17, 10, 1))
    assert of_one() == [date(2020, 12, 25)]
    put_in_force(shipped_text, at(12, 18, 10, 0))
    await live(at(12, 18, 10, 1))
    assert of_one() == [date(2020, 12, 31)]


@pytest.mark.parametrize(
    ("stage", "asked"),
    [
        (Stage.IN_PROGRESS, True),
        (Stage.PENDING_ACK, True),
        (Stage.COMPLETION_REVIEW, False),
        (Stage.COMPLETED, False),
        (Stage.CLOSED_OUT, False),
        (Stage.SUSPENDED, False),
        (Stage.TERMINATED, False),
    ],
)
async def test_only_the_end_of_what_is_being_worked_on_is_asked_about(
    live, stand, owed, at, stage, asked
):
    await live(at(2, 25))
    stand("02.2", stage, at(3, 2))
    await live(at(12, 17))
    assert ("02.2" in _of(owed, "finish")) is asked
    assert "02.1" in _of(owed, "finish")


@pytest.mark.parametrize(
    ("stage", "asked"),
    [
        (Stage.IN_PROGRESS, True),
        (Stage.COMPLETION_REVIEW, False),
        (Stage.COMPLETED, False),
        (Stage.SUSPENDED, False),
    ],
)
async def test_no_report_is_asked_for_a_task_at_rest(
    live, stand, owed, at, stage, asked
):
    await live(at(2, 25))
    stand("02.2", stage, at(2, 28))
    await live(at(3, 3))
    assert ("02.2" in _of(owed, "report")) is asked
