"""The whole of 2020 with owners who never answer, and a year nobody knows yet."""

import asyncio
import shutil
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from engine.plan import TEXT
from engine.world import ADA, LEE, World, opened
from structlog.testing import capture_logs

pytestmark = pytest.mark.no_cover  # long lives; each part is covered by its own
SHANGHAI = ZoneInfo("Asia/Shanghai")
# One area, and no budget: here it is the days that count, not how many letters.
ROOMY = TEXT[: TEXT.index('  - id: "02"')].replace(
    "per_day: 2, per_week: 6", "per_day: 9, per_week: 30"
)
OFF = {
    *(date(2020, 4, day) for day in (4, 5, 6)),
    *(date(2020, 5, day) for day in (1, 2, 3, 4, 5)),
    *(date(2020, 6, day) for day in (25, 26, 27)),
    *(date(2020, 10, day) for day in range(1, 9)),
    date(2020, 6, 30),  # the catalog's own
}
MAKE_UP = {
    date(2020, 4, 26),  # a Sunday: what is due on Saturday the 25th
    date(2020, 5, 9),  # the third workday after the 6th
    date(2020, 6, 28),  # what is due on the 25th
    date(2020, 9, 27),  # the day after the 25th
    date(2020, 10, 10),  # the day after the 9th
}


async def _silent(empty: Path, url: str, text: str, begins: datetime, days: int):
    """Let time pass with nobody answering; return the world."""
    shutil.copy(empty, url.removeprefix("sqlite:///"))
    with capture_logs():
        world = await opened(url, text=text, now=begins)
        await world.to(begins + timedelta(days=days))
    return world


@pytest.fixture(scope="module")
def lived(sqlite_originals, tmp_path_factory):
    """Return how to live through 2020: it is done once, by the first who asks."""

    @cache
    def live() -> World:
        folder = tmp_path_factory.mktemp("year")
        begins = datetime(2020, 2, 25, tzinfo=UTC)
        url = f"sqlite:///{folder}/year.db"
        return asyncio.run(
            _silent(sqlite_originals["migrated"], url, ROOMY, begins, days=310)
        )

    yield live
    live().end()


def _days(world: World) -> set[date]:
    return {sent.at.astimezone(SHANGHAI).date() for sent in world.phones.sent}


def test_nothing_is_sent_on_a_holiday_or_a_weekend(lived):
    days = _days(lived())
    assert not days & OFF
    assert {day for day in days if day.weekday() > 4} <= MAKE_UP


def test_the_make_up_workdays_are_worked_when_something_falls_due(lived):
    assert _days(lived()) >= MAKE_UP


def test_every_other_week_has_its_letters(lived):
    """Silence on the days above is no silence of the house."""
    assert {day.isocalendar().week for day in _days(lived())} == set(range(9, 54))


def test_an_unknown_year_is_worked_monday_to_friday_and_says_so(
    sqlite_originals, tmp_path
):
    begins = datetime(2032, 2, 25, tzinfo=UTC)
    url = f"sqlite:///{tmp_path}/far.db"
    text = ROOMY.replace("2020-", "2032-")
    world = asyncio.run(
        _silent(sqlite_originals["migrated"], url, text, begins, days=75)
    )
    days = _days(world)
    assert {day.weekday() for day in days} == {0, 1, 2, 3, 4}
    assert (
        date(2032, 4, 5) in days
    )  # 清明 is the 4th: nobody has said which days are off
    asyncio.run(world.command(ADA, "status"))
    warning = "本年度节假日安排尚未收录，暂按周一至周五计算"
    assert warning in world.phones.chats[ADA][-1].html
    digests = [one.html for one in world.phones.sent if "督办周报" in one.html]
    assert {one.chat for one in world.phones.sent if one.html in digests} == {LEE}
    assert digests
    assert all(warning in one for one in digests)
    world.end()


def test_a_known_year_says_nothing_of_it(lived):
    assert not any("尚未收录" in one.html for one in lived().phones.sent)
