"""Periods open on their day, once, and for nobody retroactively."""

from collections import Counter
from datetime import date

import pytest

from rules.ids import PlanId
from scheduler import opening
from store import plans
from store.catalog import read

PLAN = PlanId("zj-2020")
# Tasks under each policy of the shipped plan; 2.4 begins only in October.
CAMPAIGN, STANDARD = 13, 25


@pytest.fixture
def open_at(loaded, clock):
    """Return how to let the bell ring at a moment."""

    async def ring(now) -> int:
        clock.now = now
        return await opening.open_periods(loaded, PLAN, clock)

    return ring


@pytest.fixture
def edit(loaded, catalog_text, clock):
    """Return how to put an edited plan in force at a moment."""

    def apply(now, *edits: tuple[str, str]) -> None:
        clock.now = now
        text = catalog_text
        for old, new in edits:
            assert old in text
            text = text.replace(old, new, 1)
        catalog = read(text.encode(), "edited.yaml")
        loaded.run_sync(
            lambda tx: plans.apply(
                tx, catalog, text=text, author="Ann", note="", now=now
            )
        )

    return apply


def _periods(owed) -> dict[str, int]:
    return dict(Counter(one.period for one in owed()))


async def test_nothing_is_open_on_the_plans_first_morning(open_at, at):
    assert await open_at(at(2, 25)) == 0


async def test_a_period_opens_on_its_day_and_only_once(open_at, owed, at):
    opened = [
        await open_at(at(3, 2, 23, 59)),
        await open_at(at(3, 3, 0, 1)),
        await open_at(at(3, 3, 8, 30)),
        await open_at(at(3, 4)),
    ]
    assert opened == [0, CAMPAIGN, 0, 0]
    assert {(one.period, one.due) for one in owed()} == {
        ("2020-03-1", date(2020, 3, 10))
    }
    assert {one.look_at for one in owed()} == {at(3, 10)}


async def test_a_month_asleep_loses_nothing_and_doubles_nothing(open_at, owed, at):
    await open_at(at(3, 3))
    assert await open_at(at(4, 3)) > 0
    assert _periods(owed) == {
        "2020-03-1": CAMPAIGN,
        "2020-03-2": CAMPAIGN,
        "2020-03": STANDARD,
        "2020-04-1": CAMPAIGN,
    }
    assert await open_at(at(4, 3, 9, 0)) == 0


async def test_an_edit_opens_for_a_new_task_what_is_open_now_and_no_more(
    open_at, edit, owed, catalog_text, at
):
    await open_at(at(3, 3))
    await open_at(at(4, 20))
    await open_at(at(4, 21))
    before = len(owed())
    task = catalog_text[
        catalog_text.index('      - id: "01.4"') : catalog_text.index('  - id: "02"')
    ]
    edit(at(4, 21, 8, 45), (task, task + task.replace('"01.4"', '"01.5"')))
    assert await open_at(at(4, 21, 9, 0)) == 1
    (fresh,) = owed()[before:]
    assert (fresh.task, fresh.period) == ("01.5", "2020-04")
    assert await open_at(at(4, 21, 9, 1)) == 0


async def test_a_task_given_another_rhythm_is_not_asked_for_the_months_gone_by(
    open_at, edit, owed, at
):
    await open_at(at(3, 3))
    await open_at(at(4, 3))
    before = len(owed())
    edit(at(5, 8), ("policy: standard}", "policy: campaign}"))
    await open_at(at(5, 8, 9, 0))
    fresh = owed()[before:]
    # The first half of May has been open since the 29th; April's was missed
    # asleep; March and the first of April were asked under the other rhythm.
    assert {one.period for one in fresh} == {"2020-04-2", "2020-05-1"}


async def test_what_opened_while_asleep_is_not_lost_to_an_edit(open_at, edit, owed, at):
    await open_at(at(3, 3))
    edit(at(4, 3), ("opens: 5", "opens: 6"))
    await open_at(at(4, 3, 9, 0))
    assert _periods(owed)["2020-03-2"] == CAMPAIGN
    assert _periods(owed)["2020-03"] == STANDARD


async def test_the_next_opening_is_known(loaded, at):
    def following(now, plan: PlanId = PLAN):
        return loaded.read_sync(lambda tx: opening.next_time(tx, plan, now))

    assert following(at(2, 25)) == at(3, 3)
    assert following(at(3, 3)) == at(3, 18)
    assert following(at(12, 31)) is None
    assert following(at(3, 3), PlanId("nobody's")) is None


async def test_a_plan_that_is_not_loaded_opens_nothing(store, clock):
    assert await opening.open_periods(store, PlanId("nobody's"), clock) == 0
