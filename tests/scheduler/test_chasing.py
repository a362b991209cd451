"""The ladder in a living database: who hears what on which morning."""

import pytest
from sqlalchemy import text, update
from sqlmodel import select

from rules.ids import PlanId, UnitId
from rules.people import Role
from scheduler import chasing, opening
from store import obligations, people
from store.tables import DecisionRow, ObligationRow

PLAN = PlanId("zj-2020")


@pytest.fixture
def tick(loaded, clock):
    """Return how to let the bell ring at a moment: open periods, then chase."""

    async def ring(now) -> int:
        clock.now = now
        await opening.open_periods(loaded, PLAN, clock)
        return await chasing.tick(loaded, PLAN, clock)

    return ring


def _told(letters) -> list[tuple[int, str]]:
    return [(letter.person, letter.template) for letter in letters()]


def _reasons(store) -> set[str]:
    return set(store.read_sync(lambda tx: tx.scalars(select(DecisionRow.reason)).all()))


async def test_the_ladder_climbs_from_owner_to_head_and_ends(
    ann, link, tick, letters, loaded, at
):
    hal = link(Role.HEAD, "air")
    await tick(at(3, 3))
    assert await tick(at(3, 10, 8, 29)) == 0
    assert letters() == []
    for day in (10, 11, 12, 13, 16):  # due, +1, +2, +3 and the Monday after
        await tick(at(3, day))
    assert _told(letters) == [
        (ann.id, "chase/morning"),
        (ann.id, "chase/morning"),
        (hal.id, "chase/escalation"),
    ]
    due, late, escalated = (letter.facts for letter in letters())
    assert due["total"] == late["total"] == escalated["total"] >= 3
    assert [facts["today"] for facts in (due, late, escalated)] == [
        "2020-03-10",
        "2020-03-11",
        "2020-03-13",
    ]
    assert [facts["items"][0]["late"] for facts in (due, late, escalated)] == [0, 1, 3]
    assert late["items"][0]["next_to"] == "head"
    assert late["items"][0]["next_at"].startswith("2020-03-13T08:30")
    mine = loaded.read_sync(lambda tx: obligations.mine(tx, PLAN, UnitId("air")))
    spent = [one for one in mine if one.period == "2020-03-1"]
    assert {(one.rung, one.look_at) for one in spent} == {(3, None)}


async def test_a_second_tick_on_the_same_morning_says_nothing_more(
    ann, tick, letters, at
):
    await tick(at(3, 3))
    for minute in (30, 31, 59):
        await tick(at(3, 10, 8, minute))
    assert _told(letters) == [(ann.id, "chase/morning")]


async def test_an_answer_stops_the_ladder(ann, tick, letters, loaded, at):
    await tick(at(3, 3))
    await tick(at(3, 10))
    items = letters()[0].facts["items"]

    def answer(tx):
        for one in obligations.mine(tx, PLAN, UnitId("air")):
            obligations.answer(tx, PLAN, one.task, one.unit, at(3, 10, 9, 0))

    loaded.run_sync(answer)
    for day in (11, 12, 13):
        await tick(at(3, day))
    assert _told(letters) == [(ann.id, "chase/morning")]
    assert len(items) >= 3


async def test_what_is_looked_at_by_night_is_held_until_the_morning(
    ann, tick, letters, loaded, at
):
    await tick(at(3, 3))
    assert await tick(at(3, 10, 22, 0)) > 0
    assert letters() == []
    assert _reasons(loaded) == {"quiet"}
    look = loaded.read_sync(lambda tx: obligations.next_look(tx, PLAN))
    assert look == at(3, 11)
    await tick(at(3, 11))
    assert _told(letters) == [(ann.id, "chase/morning")]  # both rungs in one


async def test_what_falls_on_a_holiday_waits_for_the_next_workday(
    ann, tick, letters, loaded, at
):
    await tick(at(3, 3))
    await tick(at(4, 4, 10, 0))  # 清明, a Saturday; Monday the 6th is off as well
    assert letters() == []
    assert loaded.read_sync(lambda tx: obligations.next_look(tx, PLAN)) == at(4, 7)
    await tick(at(4, 7))
    assert _told(letters)[0] == (ann.id, "chase/morning")


async def test_a_make_up_sunday_is_a_day_like_any_other(ann, tick, letters, at):
    await tick(at(4, 20))
    before = len(letters())
    await tick(at(4, 26))  # a worked Sunday; the 25th was a Saturday
    (morning,) = letters()[before:]
    assert (morning.person, morning.facts["today"]) == (ann.id, "2020-04-26")
    assert {item["report_due"] for item in morning.facts["items"]} == {"2020-04-26"}


async def test_a_month_asleep_makes_one_letter_each_and_no_storm(
    ann, link, tick, letters, at
):
    hal, admin = link(Role.HEAD, "air"), link(Role.ADMIN)
    await tick(at(4, 1))
    first = [(ann.id, "chase/morning"), (admin.id, "chase/unwatched")]
    assert _told(letters) == first
    assert await tick(at(4, 1, 9, 0)) == 0
    await tick(at(4, 2))  # nobody is told on before being told
    assert _told(letters) == [*first, (hal.id, "chase/escalation")]


async def test_with_nobody_to_ask_the_admin_hears_once_and_who_comes_is_asked(
    ann, link, tick, letters, loaded, at
):
    admin = link(Role.ADMIN)
    await tick(at(3, 3))
    for day in (10, 11):
        await tick(at(3, day))
    unwatched = [one for one in letters() if one.template == "chase/unwatched"]
    assert [one.person for one in unwatched] == [admin.id]
    assert "水生态环境处" in {line["unit"] for line in unwatched[0].facts["units"]}
    assert "大气环境处" not in {line["unit"] for line in unwatched[0].facts["units"]}
    bob, now = link(Role.OWNER, "water"), at(3, 11, 10, 0)
    loaded.run_sync(lambda tx: obligations.look_again(tx, PLAN, [UnitId("water")], now))
    await tick(now)
    asked = letters()[-1]
    assert (asked.person, asked.template) == (bob.id, "chase/morning")
    assert {item["unit"] for item in asked.facts["items"]} == {"水生态环境处"}
    assert _told(letters).count((ann.id, "chase/morning")) == 2


async def test_a_person_out_of_reach_is_not_asked_but_told_of(
    ann, link, tick, letters, loaded, at
):
    admin = link(Role.ADMIN)
    loaded.run_sync(lambda tx: people.lost(tx, ann.id, "blocked"))
    await tick(at(3, 3))
    await tick(at(3, 10))
    assert _told(letters) == [(admin.id, "chase/unwatched")]
    units = {line["unit"] for line in letters()[0].facts["units"]}
    assert "大气环境处" in units


@pytest.mark.parametrize(
    "harm",
    [
        pytest.param("due = '9999-12-31'", id="a day past the calendar"),
        pytest.param("policy = '{}'", id="a policy nobody can read"),
        pytest.param("state = 'lost'", id="a state nobody knows"),
        pytest.param("task = '99.9'", id="a task not in the plan"),
        pytest.param("unit = 'ghosts'", id="a unit not in the plan"),
    ],
)
async def test_a_broken_obligation_is_set_aside_an_hour_and_silences_nobody(
    ann, tick, letters, owed, loaded, logged, at, harm
):
    await tick(at(3, 3))
    poor = next(one.id for one in owed() if one.unit == "air")
    here = "WHERE id = :poor"
    harmed = text(f"UPDATE obligation SET {harm} {here}")  # noqa: S608 - our own words
    loaded.run_sync(lambda tx: tx.execute(harmed, {"poor": poor}))
    await tick(at(3, 10))
    (morning,) = letters()
    asked = {item["obligation"] for item in morning.facts["items"]}
    assert (morning.person, len(asked) >= 2, poor in asked) == (ann.id, True, False)

    def kept(tx):
        here = DecisionRow.obligation == poor
        row = tx.scalars(select(DecisionRow).where(here)).one()
        return row.reason, row.next_at, row.times

    assert loaded.read_sync(kept) == ("broken", at(3, 10, 9, 30), 1)
    assert next(o.look_at for o in owed() if o.id == poor) == at(3, 10, 9, 30)
    assert [one["log_level"] for one in logged] == ["error"]
    assert await tick(at(3, 10, 9, 29)) == 0
    assert await tick(at(3, 10, 9, 30)) == 1
    assert loaded.read_sync(kept) == ("broken", at(3, 10, 10, 30), 2)


@pytest.mark.usefixtures("ann")
async def test_a_ladder_without_rungs_asks_nobody_and_is_spent(
    tick, letters, owed, loaded, at
):
    await tick(at(3, 3))
    poor = next(one for one in owed() if one.unit == "air")
    bare = poor.policy | {"ladder": []}

    def strip(tx):
        tx.get(ObligationRow, poor.id).policy = bare

    loaded.run_sync(strip)
    await tick(at(3, 10))
    asked = {item["obligation"] for item in letters()[0].facts["items"]}
    assert poor.id not in asked
    assert next(o.look_at for o in owed() if o.id == poor.id) is None
    assert "spent" in _reasons(loaded)


async def test_a_tick_costs_the_same_for_one_obligation_or_for_all(
    link, tick, letters, owed, loaded, catalog, statements, clock, at
):
    for unit in catalog.units:
        link(Role.OWNER, unit.id)
    await tick(at(3, 18))
    everybody, first = len(owed()), owed()[0].id

    def look_at_only(*ids: int) -> None:
        def work(tx):
            tx.execute(update(ObligationRow).values(look_at=at(12, 1)))
            these = update(ObligationRow).where(ObligationRow.id.in_(ids))
            tx.execute(these.values(look_at=at(3, 1)))

        loaded.run_sync(work)

    async def cost(now) -> tuple[int, int, int]:
        clock.now = now
        before = len(letters())
        statements.clear()
        looked = await chasing.tick(loaded, PLAN, clock)
        spent = len(statements)
        return looked, len(letters()) - before, spent

    look_at_only(first)
    one, letters_of_one, cost_of_one = await cost(at(3, 25))
    look_at_only(*(o.id for o in owed()))
    many, letters_of_many, cost_of_many = await cost(at(3, 26))
    assert (one, letters_of_one) == (1, 1)
    assert (many, letters_of_many > 10) == (everybody, True)
    assert everybody >= 35
    assert cost_of_one == cost_of_many <= 14


async def test_a_plan_that_is_not_loaded_owes_nothing(store, clock):
    assert await chasing.tick(store, PlanId("nobody's"), clock) == 0
