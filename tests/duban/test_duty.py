"""On duty, standing by, and standing down in time: on a real PostgreSQL."""

import asyncio
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest
from processes import ROOT
from servers import postgres_server

from duban.alive import ended, signature
from duban.clock import ticks
from duban.duty import Duty, Occupied, Terms, this_process
from rules.ids import PlanId
from store import duty as leases
from store.migrations import upgrade
from store.session import Store

pytestmark = pytest.mark.postgres
BOT, PLAN = 7, PlanId("zj-2020")
SHORT = Terms(length=1.5, every=0.2, margin=0.5, look=0.05)


@pytest.fixture
def shared(postgres_url: str) -> Iterator[Store]:
    opened = Store(postgres_url)
    upgrade(opened)
    yield opened
    opened.close()


_numbers = count()


class Replica:
    """A process with nothing to do but to be on duty."""

    def __init__(self, store: Store, bot: int = BOT, plan: PlanId = PLAN) -> None:
        here = this_process(bot, f"bot{bot}", plan, store)
        # Within one process of the machine, each is to be another to the lease.
        self.process = replace(
            here, place=f"{here.place}-{next(_numbers)}", session="-"
        )
        self.duty = Duty(store, self.process, terms=SHORT)
        self.at_work = 0
        self.begun = 0

    async def work(self) -> None:
        self.begun += 1
        self.at_work += 1
        try:
            await asyncio.Event().wait()
        finally:
            self.at_work -= 1

    @asynccontextmanager
    async def kept(self) -> AsyncIterator[asyncio.Task[None]]:
        keeping = asyncio.create_task(self.duty.keep(self.work))
        try:
            yield keeping
        finally:
            keeping.cancel()
            with suppress(asyncio.CancelledError):
                await keeping


async def until(seen) -> None:
    async with asyncio.timeout(20):
        while not seen():
            await asyncio.sleep(0.01)


async def test_one_works_the_other_stands_by_and_says_so_once(shared, capsys):
    first, second = Replica(shared), Replica(shared)
    async with first.kept():
        await until(lambda: first.at_work)
        async with second.kept():
            await asyncio.sleep(2)  # longer than the lease: it is renewed
            assert (first.at_work, second.at_work) == (1, 0)
            assert (first.duty.on(), second.duty.on()) == (True, False)
        assert capsys.readouterr().err.count("Standing by") == 1


async def test_what_is_given_up_the_other_takes_at_once(shared):
    first, second = Replica(shared), Replica(shared)
    async with second.kept():
        async with first.kept():
            await until(lambda: first.at_work or second.at_work)
        await until(lambda: second.at_work)
    held = shared.read_sync(lambda tx: leases.others(tx, Replica(shared).process))
    assert held == []


async def test_without_the_database_it_stands_down_before_anybody_may_follow():
    with postgres_server() as server:
        store = Store(server.create())
        upgrade(store)
        one, told = Replica(store), []
        one.duty.overtaken = lambda: told.append(1)
        async with one.kept():
            await until(lambda: one.at_work)
            held = ticks()
            await asyncio.to_thread(server.stop)
            await until(lambda: not one.at_work)
            assert not one.duty.on()
            assert ticks() - held < SHORT.length  # the lease itself still runs
            assert told == []
            await asyncio.to_thread(server.start)
            await until(lambda: one.begun == 2)
            assert one.duty.on()
        store.close()


async def test_a_process_that_was_stopped_knows_at_once_that_its_time_is_over(shared):
    one, told = Replica(shared), []
    one.duty.overtaken = lambda: told.append(one.at_work)
    async with one.kept():
        await until(lambda: one.at_work)
        time.sleep(SHORT.length)  # noqa: ASYNC251 - nothing of it runs meanwhile
        assert not one.duty.on()
        assert one.duty.grace() == 0
        await until(lambda: one.begun == 2)
    assert told == [1]  # before anything of it went on


def a_dead_process() -> str:
    """Return the signature of a process of this machine that has ended."""
    code = "from duban.alive import signature; print(signature())"
    said = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        check=True,
        text=True,
        cwd=ROOT,
    )
    return said.stdout.strip()


async def test_of_a_process_of_this_machine_that_ended_the_lease_is_not_waited_out(
    shared,
):
    dead, elsewhere = Replica(shared), Replica(shared)
    mark = a_dead_process()
    dead.process = replace(dead.process, mark=mark)
    elsewhere.process = replace(elsewhere.process, mark=f"other{mark}")
    long = timedelta(hours=1)
    shared.run_sync(lambda tx: leases.take(tx, dead.process, long))
    one = Replica(shared)
    async with one.kept():
        await until(lambda: one.at_work)
    # Of one that ran on another machine nobody here can tell.
    shared.run_sync(lambda tx: leases.take(tx, elsewhere.process, long))
    async with one.kept():
        await asyncio.sleep(0.5)
        assert not one.at_work


def test_a_process_is_known_to_live_and_its_number_is_not_enough():
    own = signature()
    assert not ended(own)
    kernel, pid, started = own.split(":")
    assert ended(f"{kernel}:{pid}:{int(started) + 1}")  # the number was used again
    assert not ended(f"elsewhere:{pid}:{started}")
    assert not ended(f":{pid}:{started}")  # nobody could tell where it ran


async def test_a_lease_taken_by_another_ends_the_work(shared):
    one, other = Replica(shared), Replica(shared)
    async with one.kept():
        await until(lambda: one.at_work)

        def usurp(tx) -> int:
            leases.give_up(tx, one.process)
            return leases.take(tx, other.process, timedelta(minutes=1))

        shared.run_sync(usurp)
        await until(lambda: not one.at_work)
        assert not one.duty.on()


async def test_work_that_fails_is_told_and_the_duty_given_up(shared):
    one = Replica(shared)

    async def broken() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await one.duty.keep(broken)
    assert shared.read_sync(lambda tx: leases.others(tx, Replica(shared).process)) == []


@pytest.mark.parametrize(
    ("bot", "plan"),
    [
        pytest.param(8, PLAN, id="another bot for the plan"),
        pytest.param(BOT, PlanId("other"), id="another plan for the bot"),
    ],
)
async def test_what_waiting_cannot_help_is_refused(shared, bot, plan):
    one = Replica(shared)
    async with one.kept():
        await until(lambda: one.at_work)
        other = Replica(shared, bot, plan)
        with pytest.raises(Occupied) as refused:
            await other.duty.keep(other.work)
        assert refused.value.other == one.process
        assert one.duty.on()


async def test_on_sqlite_the_file_s_lock_has_decided(tmp_path):
    store = Store(f"sqlite:///{tmp_path}/duban.db")
    one = Replica(store)
    async with one.kept():
        await until(lambda: one.at_work)
        assert one.duty.on()
    assert not one.duty.on()
    store.close()
