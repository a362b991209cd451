"""Killed anywhere and started again, the house says what it would have said."""

import asyncio
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from engine.rows import Rows, rows
from engine.world import ADA, ANN, BO, LEE, WEI, World, opened
from hypothesis import given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

pytestmark = pytest.mark.no_cover  # long lives; each part is covered by its own
Step = tuple[str, int, str]
"""What is done: `pass` so many hours, or a person and what they say or tap."""

SAID = st.sampled_from(
    [
        "/away {a}-{b} @博文",
        "/back",
        "/snooze 1.1 下周一",
        "/hours 10:00-16:00",
        "/extend 1.1 2020-09-30 疫情影响",
        "/extend 2.1 2020-12-20 疫情影响",
        "/handover 2.1 大气处 职责调整",
        "1.1 总体进度40%，正常推进",
        "2.1 已全部完成",
        "1.2 总体进度20%，滞后，需要省能源局协调",
        "2.1 两周内报方案",
        "*confirm",
        "*on_track",
        "*done",
        "*correct",
        "*ack_all",
        "*take_back",
        "*give",
        "*grant",
        "*hear",
        "*snooze_all",
    ]
)
SCRIPT = st.lists(
    st.one_of(
        st.tuples(st.just("pass"), st.sampled_from([1, 24, 26, 50, 120]), st.just("")),
        st.tuples(st.just("say"), st.sampled_from([ANN, BO, WEI, ADA, LEE]), SAID),
    ),
    min_size=4,
    max_size=14,
)


@pytest.fixture(scope="module")
def original(sqlite_originals: dict[str, Path]) -> Path:
    peopled = sqlite_originals["migrated"].with_name("twins.db")
    shutil.copy(sqlite_originals["migrated"], peopled)
    asyncio.run(opened(f"sqlite:///{peopled}")).end()
    return peopled


@settings(max_examples=5)
@given(script=SCRIPT, kills=st.lists(st.integers(1, 150), min_size=14, max_size=14))
def test_a_killed_house_says_what_an_unharmed_one_says(
    original: Path, script: list[Step], kills: list[int]
) -> None:
    unharmed = asyncio.run(_lived(original, "one", script, []))
    killed = asyncio.run(_lived(original, "other", script, kills))
    for table in ("obligation", "move", "report", "event", "request", "directive"):
        assert _told(killed, table) == _told(unharmed, table), table
    assert _letters(killed) == _letters(unharmed)


async def _lived(
    original: Path, name: str, script: list[Step], kills: list[int]
) -> Rows:
    """Live through a script; die once in each step there is a kill for."""
    here = original.with_name(f"{name}.db")
    shutil.copy(original, here)
    world = World(url=f"sqlite:///{here}", updates=100)
    try:
        with capture_logs():
            await _to(world, None, 1)  # nine o'clock
            for number, step in enumerate(script):
                await _step(world, step, kills[number] if kills else None)
            # What was in flight at a death comes once its lease is over.
            await _to(world, None, 24)
        return rows(world.store)
    finally:
        world.end()


async def _step(world: World, step: Step, die: int | None) -> None:
    what, number, said = step
    if what == "pass":
        await _to(world, die, number)
        return
    world.fate = die
    if said.startswith("*"):
        await _tap(world, number, said[1:])
    elif said.startswith("/"):
        day = world.now.date() + timedelta(days=1)
        last = day + timedelta(days=4)
        text = said.format(a=f"{day.month}.{day.day}", b=f"{last.month}.{last.day}")
        word, _, rest = text[1:].partition(" ")
        await world.command(number, word, rest)
    else:
        await world.say(number, said)
    world.fate = None
    await _to(world, None, 0)


async def _tap(world: World, who: int, wanted: str) -> None:
    for message, data in world.phones.buttons([who], last=20):
        if data.partition(":")[0] == wanted:
            await world.tap(who, data, message)
            return


async def _to(world: World, die: int | None, hours: int) -> None:
    until = world.now + timedelta(hours=hours)
    await world.surviving(lambda: world.to(until), die)


def _told(found: Rows, table: str) -> Any:
    """Return a table's rows without what a lease of five minutes puts off."""
    late = {"announced", "look_at"}
    return [
        {name: row[name] for name in row if name not in late}
        for row in found[table].values()
    ]


def _letters(found: Rows) -> Any:
    """Return what became of each promise, and on which day it arrived."""
    return {
        row["key"]: (row["sent_at"] and row["sent_at"].date(), row["held"])
        for row in found["letter"].values()
    }
