"""The engine through time: hours and weeks pass, the process sleeps and dies."""

import asyncio
import shutil
import tempfile
from collections.abc import Callable, Coroutine
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar

from engine.kept import Kept
from engine.rows import PASSING, copy, rows
from engine.watch import Watch
from engine.world import World
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from structlog.testing import capture_logs

from store.session import Store


class Life(RuleBasedStateMachine):
    """A living engine. `original`: the database to begin with; `empty`: a bare one."""

    original: ClassVar[Any]
    empty: ClassVar[Any]

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.loop = asyncio.Runner()
        self.logged = capture_logs()
        self.logged.__enter__()
        self.edits = frozenset[int]()  # those in force of the plan's
        self.world = World(url=self.fresh("here", of=self.original), updates=100)
        self.watch = Watch(self.world)
        self.world.rang = self.watch.rang
        self.kept = Kept(self.world, self.watch)
        self.does(self.world.ring)

    def fresh(self, name: str, of: Any) -> str:
        """Return the address of a copy of a database."""
        shutil.copy(of, self.folder / f"{name}.db")
        return f"sqlite:///{self.folder}/{name}.db"

    def does(self, *work: Callable[[], Coroutine[Any, Any, Any]]) -> None:
        for one in work:
            self.loop.run(one())

    def acts(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Let a person act, then the bells ring; what is refused changes nothing."""
        self.passes(timedelta(minutes=1))
        before = rows(self.world.store)
        self.does(work)
        if self.world.refused:
            after = rows(self.world.store)
            for table in set(after) - PASSING - _revived(before, after):
                assert _steady(before[table]) == _steady(after[table]), table
        self.does(self.world.ring)

    @rule(minutes=st.sampled_from([1, 20, 90, 600]))
    def waits(self, minutes: int) -> None:
        self.passes(timedelta(minutes=minutes))

    @rule(hour=st.sampled_from([9, 9, 11, 15]), more=st.sampled_from([0, 0, 1, 3]))
    def becomes_morning(self, hour: int, more: int) -> None:
        """Let it become an hour of the next workday, or of one later."""
        days = self.watch.days
        day = days.shift(days.next_morning(self.world.now).date(), more)
        until = days.opening(day).replace(hour=hour)
        self.does(lambda: self.world.to(until))

    @rule(days=st.sampled_from([1, 1, 2, 3, 5, 10, 21]), hours=st.integers(0, 12))
    def passes_days(self, days: int, hours: int) -> None:
        self.passes(timedelta(days=days, hours=hours))

    def passes(self, span: timedelta) -> None:
        until = self.world.now + span
        self.does(lambda: self.world.to(until))

    @rule(days=st.sampled_from([0.1, 1, 4, 15]), hours=st.integers(0, 12))
    def sleeps(self, days: float, hours: int) -> None:
        self.world.now += timedelta(days=days, hours=hours)
        self.does(self.world.ring)

    @rule(days=st.integers(1, 8), die=st.integers(1, 400))
    def dies_on_the_way(self, days: int, die: int) -> None:
        until = self.world.now + timedelta(days=days)
        self.does(lambda: self.world.surviving(lambda: self.world.to(until), die))

    @rule(hours=st.sampled_from([1, 5, 30]))
    def network_is_down(self, hours: int) -> None:
        self.world.phones.down = True
        self.passes(timedelta(hours=hours))
        self.world.phones.down = False
        self.passes(timedelta(hours=1))

    @invariant()
    def holds(self) -> None:
        if hasattr(self, "kept"):
            self.kept.step()

    def teardown(self) -> None:
        if not hasattr(self, "kept"):
            return
        try:
            self.kept.again(self._elsewhere)
        finally:
            self.world.end()
            self.loop.close()
            self.logged.__exit__(None, None, None)
            shutil.rmtree(self.folder)

    def _elsewhere(self) -> Store:
        other = Store(self.fresh("there", of=self.empty))
        copy(rows(self.world.store), other)
        return other


def _revived(before: Any, after: Any) -> set[str]:
    """Return what may change when somebody thought lost speaks: their letters."""
    back = any(
        row["unreachable"] and not after["person"][key]["unreachable"]
        for key, row in before["person"].items()
    )
    return {"letter"} if back else set()


def _steady(table: Any) -> Any:
    """Return rows without what speaking at all changes."""
    return {
        key: {name: row[name] for name in row if name != "unreachable"}
        for key, row in table.items()
    }
