"""The Monday screen: once a week, on a workday, to whom it is for."""

import pytest

from rules.ids import PlanId
from rules.people import Role
from scheduler import digesting
from store import digests
from store.digests import DueDigest
from store.session import Store

PLAN = PlanId("zj-2020")


@pytest.fixture
def ring(loaded, clock):
    """Return how to let the bell ring at a moment."""

    async def rung(now, store: Store = loaded) -> int:
        clock.now = now
        return await digesting.ring(store, PLAN, clock)

    return rung


def _next(store):
    return store.read_sync(lambda tx: digests.next_look(tx, PLAN))


async def test_the_digest_rings_once_each_monday(link, ring, letters, loaded, at):
    leader = link(Role.LEADER)
    rung = [
        await ring(at(3, 2, 8, 29)),
        await ring(at(3, 2)),
        await ring(at(3, 2, 8, 31)),
        await ring(at(3, 6)),
        await ring(at(3, 9)),
    ]
    assert rung == [0, 1, 0, 0, 1]
    assert [(one.person, one.template) for one in letters()] == [
        (leader.id, "digest/weekly")
    ] * 2
    first, second = (one.facts for one in letters())
    assert (first["total"], first["number"], first["from"], first["to"]) == (
        39,
        1,
        "2020-02-24",
        "2020-03-01",
    )
    assert second["number"] == 2
    assert _next(loaded) == at(3, 16)


async def test_on_a_holiday_monday_it_rings_the_next_workday(link, ring, loaded, at):
    link(Role.LEADER)
    await ring(at(3, 30))
    assert _next(loaded) == at(4, 7)  # Monday the 6th is 清明
    assert await ring(at(4, 6)) == 0
    assert await ring(at(4, 7)) == 1
    assert _next(loaded) == at(4, 13)


async def test_three_weeks_asleep_make_one_digest(link, ring, letters, loaded, at):
    link(Role.LEADER)
    assert await ring(at(3, 24, 11, 0)) == 1
    assert len(letters()) == 1
    assert _next(loaded) == at(3, 30)


async def test_a_restart_makes_no_double(link, ring, letters, loaded, at):
    link(Role.LEADER)
    await ring(at(3, 2))
    restarted = Store(loaded.url.render_as_string(hide_password=False))
    try:
        assert await ring(at(3, 2, 8, 31), restarted) == 0
    finally:
        restarted.close()
    assert len(letters()) == 1


async def test_the_same_digest_promised_again_is_one_letter(
    link, ring, letters, loaded, at
):
    link(Role.LEADER)
    (due,) = loaded.run_sync(lambda tx: digests.due(tx, PLAN, at(3, 2)))
    assert isinstance(due, DueDigest)
    await ring(at(3, 2))
    loaded.run_sync(lambda tx: digests.set_next(tx, PLAN, due, due.look_at))
    await ring(at(3, 2, 8, 31))
    assert len(letters()) == 1


async def test_only_its_readers_get_it_and_with_none_it_waits_for_next_week(
    link, ring, letters, loaded, at
):
    link(Role.OWNER, "air")
    link(Role.ADMIN)
    assert await ring(at(3, 2)) == 0
    assert letters() == []
    assert _next(loaded) == at(3, 9)


async def test_a_plan_that_is_not_loaded_has_no_digest(store, clock):
    assert await digesting.ring(store, PlanId("nobody's"), clock) == 0
