"""The auditor's rounds: what breaks is found, told once, and ended."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from sqlalchemy import text, update

from rules.audit import Trouble
from rules.people import Role
from scheduler import canary, machine
from scheduler.auditing import Auditor
from scheduler.heartbeat import ping
from scheduler.machine import Machine
from store import inbox, outbox, troubles
from store.session import DatabaseAway, Store
from store.tables import LetterRow, ObligationRow
from templates import plain
from tests.scheduler.conftest import PLAN

BOT = 7_000_000_001
ROUND = timedelta(minutes=5)


class Steady:
    """Elapsed time as the test tells it; by itself it goes with the clock."""

    def __init__(self, clock) -> None:
        self._clock, self._began = clock, clock()
        self.ahead = timedelta()

    def __call__(self) -> float:
        return (self._clock() - self._began - self.ahead).total_seconds()


@asynccontextmanager
async def watchman(status: int = 200) -> AsyncIterator[tuple[str, list[str]]]:
    """Listen on a port of our own; yield the address and what was asked for."""
    heard: list[str] = []

    async def answer(reader, writer) -> None:
        heard.append((await reader.readline()).decode().split()[1])
        moved = "Location: /elsewhere\r\n" if status == 302 else ""
        head = f"HTTP/1.1 {status} X\r\n{moved}Content-Length: 0\r\n"
        writer.write(f"{head}Connection: close\r\n\r\n".encode())
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}/ping/a-secret-path", heard


@pytest.fixture
def steady(clock, at):
    clock.now = at(3, 20, 9, 0)
    return Steady(clock)


@pytest.fixture
def auditor(loaded: Store, clock, steady) -> Auditor:
    return Auditor(
        store=loaded,
        plan=PLAN,
        bot=BOT,
        clock=clock,
        machine=Machine(clock, steady),
    )


@pytest.fixture
def look(auditor: Auditor, clock, deliver, tick):
    """Return how a round goes: time passes, the bells ring, the auditor looks."""

    async def round_(after: timedelta = ROUND) -> list[Trouble]:
        await tick(clock() + after)
        await deliver(clock())
        found = await auditor.ring()
        await deliver(clock())
        return [one.what for one in found]

    return round_


@pytest.fixture
def ada(loaded: Store, steady, link):
    """Link the admin who hears of trouble, some minutes after nine."""
    del loaded, steady
    return link(Role.ADMIN)


@pytest.fixture
def change(loaded: Store):
    return lambda table, **values: loaded.run_sync(
        lambda tx: tx.execute(update(table).values(**values))
    )


@pytest.fixture
def told(messenger):
    """Return what somebody was told of trouble, as they read it."""
    return lambda person: [
        plain(one) for one in messenger.to(person) if "运行检查" in one
    ]


def still_open(store: Store) -> list[Trouble]:
    shown = store.read_sync(lambda tx: troubles.still_open(tx, PLAN))
    return [one.what for one in shown]


async def test_a_plan_at_work_is_clean(look, ada, told, loaded):
    assert await look() == []
    assert await look(timedelta(days=4)) == []  # the reports of March are asked for
    assert told(ada) == []
    assert still_open(loaded) == []


class TestEachBreach:
    """Break the real thing; see it found, told once, and ended."""

    @pytest.fixture
    def story(self, look, ada, told, loaded):
        async def played(what: Trouble, words: str, mend) -> None:
            assert await look() == [what]
            assert await look() == [what]
            (said,) = told(ada)
            assert words in said
            assert still_open(loaded) == [what]
            mend()
            assert await look() == []
            assert await look(timedelta(minutes=15)) == []
            assert still_open(loaded) == []
            assert told(ada)[1:] == ["运行检查已恢复正常。"]

        return played

    async def test_a_debt_without_a_look(self, story, tick, change, clock, ann):
        del ann
        await tick(clock())
        change(ObligationRow, look_at=None)
        await story(
            Trouble.UNLOOKED,
            "51项待办没有下次检查时间（1.1、1.2、1.3",
            lambda: change(ObligationRow, look_at=clock() + timedelta(days=1)),
        )

    async def test_a_debt_nobody_can_read(self, story, tick, change, loaded, clock):
        await tick(clock())
        ladder = loaded.read_sync(lambda tx: tx.get(ObligationRow, 1)).policy
        change(ObligationRow, policy={}, look_at=clock())
        await story(
            Trouble.UNDECIDED,
            "待办无法判定",
            lambda: change(ObligationRow, policy=ladder, look_at=clock() + 2 * ROUND),
        )

    async def test_a_letter_nobody_sees_through(
        self, story, promise, loaded, clock, ann
    ):
        promise(clock(), ann)
        loaded.run_sync(lambda tx: outbox.claim(tx, PLAN, clock(), readers=9))
        clock.forward(minutes=1)
        await story(
            Trouble.IN_HAND,
            "1条消息投递超过5分钟没有结果，最早始于 3月20日 09:00",
            lambda: loaded.run_sync(lambda tx: outbox.release(tx, PLAN, clock())),
        )

    async def test_a_letter_put_off_for_no_reason(
        self, story, promise, change, clock, link
    ):
        promise(clock(), link(Role.OBSERVER))  # who is asked nothing else
        later = clock() + timedelta(minutes=50)
        change(LetterRow, send_at=later, knocks=1)
        await story(
            Trouble.LATE_LETTER,
            "1条消息到时未发，最早应于 3月20日 09:00",
            lambda: change(LetterRow, error="502"),
        )

    async def test_an_update_nobody_handles(self, story, loaded, clock):
        raw = [(5, {"update_id": 1})]
        loaded.run_sync(lambda tx: inbox.put(tx, BOT, raw, clock()))
        await story(
            Trouble.UNHANDLED,
            "1条来信超过1分钟未处理，最早收到于 3月20日 09:00",
            lambda: loaded.run_sync(lambda tx: inbox.handled(tx, BOT, 1, [], clock())),
        )

    async def test_a_database_of_another_version(self, story, loaded):
        name = text("UPDATE alembic_version SET version_num = :to")
        was = loaded.read_sync(
            lambda tx: tx.scalar(text("SELECT version_num FROM alembic_version"))
        )
        put = lambda to: loaded.run_sync(lambda tx: tx.execute(name, {"to": to}))  # noqa: E731
        put("9999")
        try:
            await story(Trouble.SHAPE, "另一版本", lambda: put(was))
        finally:
            put(was)

    async def test_a_full_disk(self, story, auditor, monkeypatch, tmp_path):
        auditor.machine._places = [tmp_path]
        room = machine.shutil.disk_usage(tmp_path)
        usage = lambda _: room._replace(free=123_456_789)  # noqa: E731
        monkeypatch.setattr(machine.shutil, "disk_usage", usage)
        plenty = lambda _: room._replace(free=10**12)  # noqa: E731
        await story(
            Trouble.DISK,
            f"{tmp_path} 仅剩123 MB",
            lambda: monkeypatch.setattr(machine.shutil, "disk_usage", plenty),
        )


async def test_a_tick_that_stopped_is_found(auditor, look, ada, change, clock, ann):
    del ada, ann
    await look()
    change(ObligationRow, look_at=clock())
    clock.forward(minutes=6)  # and no tick
    found = await auditor.ring()
    assert [one.what for one in found] == [Trouble.LATE_LOOK]


async def test_a_jump_of_the_clock_is_told_and_then_over(look, ada, steady, told):
    await look()
    steady.ahead += timedelta(hours=1)
    assert await look(timedelta(hours=1, minutes=5)) == [Trouble.CLOCK]
    assert await look() == []
    (said,) = told(ada)
    assert "快了约60分钟" in said


async def test_a_clock_set_back_while_nobody_looked_is_found(
    loaded, look, ada, clock, steady
):
    del ada
    await look()
    clock.forward(hours=-1)
    again = Auditor(
        store=loaded, plan=PLAN, bot=BOT, clock=clock, machine=Machine(clock, steady)
    )
    assert [one.what for one in await again.ring()] == [Trouble.CLOCK]


async def test_a_fast_clock_makes_no_false_trouble(
    loaded, ada, promise, ann, clock, steady
):
    """At 300 plan seconds a second five minutes are more than a day."""
    del ada
    pace = 300.0
    fast = Machine(clock, lambda: steady() / pace, pace=pace)
    auditor = Auditor(
        store=loaded, plan=PLAN, bot=BOT, clock=clock, machine=fast, pace=pace
    )
    promise(clock(), ann)
    clock.forward(hours=4)
    assert await auditor.ring() == ()
    clock.forward(hours=4)
    assert [one.what for one in await auditor.ring()] == [Trouble.LATE_LETTER]


async def test_with_nobody_to_tell_it_is_found_and_kept(look, loaded, link, told):
    assert await look() == [Trouble.NO_ADMIN]
    assert still_open(loaded) == [Trouble.NO_ADMIN]
    ada = link(Role.ADMIN)
    assert await look(timedelta(minutes=20)) == []
    assert still_open(loaded) == []
    assert told(ada) == []


async def test_who_is_on_leave_hears_only_when_everybody_is(
    look, link, rest, told, clock, change, at, steady
):
    del steady
    ada, bob = link(Role.ADMIN), link(Role.ADMIN)
    days = (at(3, 20).date(), at(3, 27).date())
    rest(ada, *days, clock())
    change(ObligationRow, look_at=None)
    await look()
    await look()
    assert told(ada) == []
    assert bob.id != ada.id


async def test_news_of_the_night_that_is_over_by_morning_is_not_told(
    look, ada, told, loaded, clock, at
):
    clock.now = at(3, 20, 22, 0)
    raw = [(5, {"update_id": 1})]
    loaded.run_sync(lambda tx: inbox.put(tx, BOT, raw, clock()))
    assert Trouble.UNHANDLED in await look()
    loaded.run_sync(lambda tx: inbox.handled(tx, BOT, 1, [], clock()))
    await look()
    await look(timedelta(minutes=20))
    await look(timedelta(hours=60))
    assert told(ada) == []


async def test_updates_given_up_are_shown_and_not_told_a_second_time(
    look, ada, told, loaded, clock
):
    raw = [(5, {"update_id": 1})]
    loaded.run_sync(lambda tx: inbox.put(tx, BOT, raw, clock()))
    loaded.run_sync(lambda tx: inbox.set_aside(tx, BOT, 1, "why"))
    assert await look() == [Trouble.ASIDE]
    assert told(ada) == []
    assert still_open(loaded) == [Trouble.ASIDE]


class TestHeartbeat:
    @pytest.fixture
    def heard_by(self, auditor, ada):
        del ada

        def watched(url: str) -> Auditor:
            return Auditor(
                store=auditor.store,
                plan=PLAN,
                bot=BOT,
                clock=auditor.clock,
                machine=auditor.machine,
                heartbeat=url,
            )

        return watched

    async def test_it_is_called_only_when_all_is_well(self, heard_by, change, tick):
        await tick(heard_by("").clock())
        async with watchman() as (url, heard):
            auditor = heard_by(url)
            await auditor.ring()
            assert heard == ["/ping/a-secret-path"]
            change(ObligationRow, look_at=None)
            assert await auditor.ring() != ()
            assert len(heard) == 1

    async def test_it_is_not_called_while_the_database_is_away(
        self, heard_by, tmp_path, clock, steady
    ):
        gone = Store(f"sqlite:///{tmp_path}/none/gone.db")
        async with watchman() as (url, heard):
            auditor = Auditor(
                store=gone,
                plan=PLAN,
                bot=BOT,
                clock=clock,
                machine=Machine(clock, steady),
                heartbeat=url,
            )
            with pytest.raises(DatabaseAway):
                await auditor.ring()
            assert heard == []
        gone.close()
        assert heard_by is not None

    @pytest.mark.parametrize("status", [302, 404, 500])
    async def test_what_is_not_heard_is_logged_without_the_address(
        self, status, logged
    ):
        async with watchman(status) as (url, heard):
            assert not await ping(url)
            assert len(heard) == 1  # a redirection is not followed
        (event,) = logged
        assert event["why"] == status
        assert "secret" not in str(event)

    @pytest.mark.parametrize(
        "url",
        ["http://127.0.0.1:1/secret", "ftp://127.0.0.1/secret", "http://[/secret"],
    )
    async def test_nobody_there_raises_nothing(self, url, logged):
        assert not await ping(url)
        assert "secret" not in str(logged)


async def test_before_any_plan_there_is_nothing_to_audit(store, clock):
    auditor = Auditor(
        store=store, plan=PLAN, bot=BOT, clock=clock, machine=Machine(clock, clock)
    )
    assert await auditor.ring() == ()
    assert await canary.sing(store, PLAN, clock) == 0


def test_a_place_that_is_gone_is_left_out(tmp_path, clock, steady):
    made = Machine(clock, steady, places=[tmp_path, tmp_path / "gone"])
    found = asyncio.run(made.look())
    assert list(found.free) == [str(tmp_path)]


@pytest.mark.parametrize("many", [1, 50])
async def test_a_round_costs_the_same_for_one_breach_or_fifty(
    look, auditor, ada, statements, loaded, clock, many
):
    del ada
    await look()
    for n in range(many):
        raw = [(n, {"update_id": n + 1})]
        loaded.run_sync(lambda tx, raw=raw: inbox.put(tx, BOT, raw, clock()))
    clock.forward(minutes=5)
    statements.clear()
    assert len(await auditor.ring()) == 1
    assert (
        len(
            [
                one
                for one in statements
                if one.startswith(("SELECT", "UPDATE", "INSERT"))
            ]
        )
        <= 24
    )
