"""What the bells cost: the same few questions however large the plan is."""

import pytest
from sqlalchemy import update

from rules.ids import PlanId, ReportId
from rules.people import Role
from rules.report import Report
from scheduler import chasing, digesting, opening
from store import plans, reports
from store.session import Store
from store.tables import LetterRow, ObligationRow

PLAN = PlanId("zj-2020")


@pytest.fixture
def loaded(whole: Store) -> Store:
    """Return the plan as it is shipped, its whole ladder and all."""
    return whole


@pytest.fixture
def asked(statements):
    """Return how to count the questions a bell asks."""

    async def count(ring, now) -> tuple[int, int]:
        statements.clear()
        did = await ring(now)
        return did, sum(not sql.startswith("BEGIN") for sql in statements)

    return count


@pytest.fixture
def look_only(loaded, at):
    """Return how to have only these obligations looked at on the first of March."""

    def look(ids) -> None:
        def work(tx) -> None:
            tx.execute(update(ObligationRow).values(look_at=at(12, 1)))
            these = update(ObligationRow).where(ObligationRow.id.in_(ids))
            tx.execute(these.values(look_at=at(3, 1)))

        loaded.run_sync(work)

    return look


@pytest.fixture
def chase(loaded, clock):
    async def ring(now) -> int:
        clock.now = now
        return await chasing.tick(loaded, PLAN, clock)

    return ring


@pytest.fixture
def open_up(loaded, clock):
    async def ring(now) -> int:
        clock.now = now
        return await opening.open_periods(loaded, PLAN, clock)

    return ring


@pytest.fixture
def crowd(link, loaded, open_up):
    """Link an owner to every unit, and return how to open what is owed at a moment."""
    found = loaded.read_sync(lambda tx: plans.loaded(tx, PLAN))
    for unit in found.catalog.units:
        link(Role.OWNER, unit.id)
    return open_up


async def test_a_tick_costs_the_same_for_one_obligation_or_for_all(
    crowd, chase, asked, look_only, letters, owed, at
):
    await crowd(at(3, 18))
    everybody = len(owed())
    look_only([owed()[0].id])
    one, cost_of_one = await asked(chase, at(3, 25))
    letters_of_one = len(letters())
    look_only([o.id for o in owed()])
    many, cost_of_many = await asked(chase, at(3, 26))
    assert (one, letters_of_one) == (1, 1)
    assert (many, len(letters()) > 10) == (everybody, True)
    assert everybody >= 70
    assert cost_of_one == cost_of_many <= 18


async def test_a_morning_without_anything_due_costs_one_question(chase, asked, at):
    assert await asked(chase, at(3, 10)) == (0, 1)


async def test_an_opening_costs_the_same_for_one_new_task_or_for_all(
    loaded, open_up, asked, put_in_force, another_task, at
):
    loaded.read_sync(lambda tx: plans.loaded(tx, PLAN))
    many, cost_of_many = await asked(open_up, at(2, 25))
    put_in_force(another_task, at(2, 26, 8, 0))
    loaded.read_sync(lambda tx: plans.loaded(tx, PLAN))  # a file is read once
    one, cost_of_one = await asked(open_up, at(2, 26))
    assert (many, one) == (38, 1)
    assert cost_of_one == cost_of_many <= 8


async def test_an_opening_on_a_day_opened_before_costs_two_questions(
    open_up, asked, at
):
    await open_up(at(3, 3))
    assert await asked(open_up, at(3, 3, 17, 0)) == (0, 2)


async def test_what_is_judged_at_sending_costs_the_same_for_one_task_or_for_all(
    crowd, chase, deliver, asked, look_only, owed, at
):
    await crowd(at(3, 18))
    air = [one.id for one in owed() if one.unit == "air" and one.kind == "report"]
    look_only(air[:1])
    await chase(at(3, 25))
    one, cost_of_one = await asked(deliver, at(3, 25))
    look_only(air)
    await chase(at(3, 26))
    many, cost_of_many = await asked(deliver, at(3, 26))
    assert (one, many, len(air) > 2) == (1, 1, True)
    assert cost_of_one == cost_of_many <= 21


async def test_each_letter_more_costs_what_becomes_of_it_and_nothing_else(
    crowd, chase, deliver, asked, look_only, owed, at
):
    await crowd(at(3, 18))
    look_only([one.id for one in owed()])
    await chase(at(3, 25))
    letters, cost = await asked(deliver, at(3, 25))
    assert letters > 10
    assert cost <= 19 + 2 * letters


async def test_an_empty_outbox_costs_one_question(deliver, asked, at):
    assert await asked(deliver, at(3, 10)) == (0, 1)


async def test_a_digest_costs_the_same_for_one_need_and_correction_or_for_many(
    link, loaded, clock, asked, letters, at
):
    link(Role.LEADER)
    owner = link(Role.OWNER, "air")

    async def ring(now) -> int:
        clock.now = now
        return await digesting.ring(loaded, PLAN, clock)

    def say(tx, task, now, **said) -> ReportId:
        blank = {"status": None, "expected": None, "problem": "", "unchanged": False}
        told = Report(task=task.id, person=owner.id, text="", **(blank | said))
        return reports.keep(tx, PLAN, task.lead, told, now)

    def correct(n, shown, made, fixed) -> None:
        """Let `n` tasks ask for help, corrected once a digest had shown it."""

        def work(tx) -> None:
            tx.execute(update(LetterRow).values(sent_at=shown, send_at=None))
            for task in [*plans.loaded(tx, PLAN).catalog.tasks()][:n]:
                first = say(tx, task, made, percent=60, needs="请省厅协调")
                again = {"percent": 50, "needs": "请省厅尽快协调", "supersedes": first}
                say(tx, task, fixed, **again)

        loaded.run_sync(work)

    await ring(at(3, 2))
    correct(1, at(3, 2), at(2, 28), at(3, 4))
    one, cost_of_one = await asked(ring, at(3, 9))
    correct(39, at(3, 9), at(3, 6), at(3, 11))
    many, cost_of_many = await asked(ring, at(3, 16))
    assert (one, many) == (1, 1)
    told = [letter.facts for letter in letters()]
    found = [
        (facts["sections"]["needs"]["total"], facts["corrections"]["total"])
        for facts in told
    ]
    assert found == [(0, 0), (1, 1), (39, 39)]
    assert cost_of_one == cost_of_many <= 25
