"""The shipped plan over its whole year, as the people in it live it.

The time line is kept in `golden/a_year.txt`: read it as an official would. Written
anew by `pytest tests/journeys/test_a_year.py --golden`.
"""

from datetime import datetime
from pathlib import Path

import pytest
from journeys.town import ON_SQLITE, SHANGHAI, a_town, local
from journeys.ways import WAYS
from journeys.year import CHEN, HE, LI, MA, QIAN, SUN, WANG, ZHOU, Year

from rules.audit import Trouble
from store import plans
from store.catalog import read

pytestmark = pytest.mark.journey
GOLDEN = Path(__file__).parent / "golden" / "a_year.txt"


@pytest.fixture
async def year(store, shipped_text):
    """The shipped plan on its first morning, everybody linked."""
    catalog = read(shipped_text.encode(), "tasks_catalog.yaml")
    now = local(2, 25, 8, 0)
    store.run_sync(
        lambda tx: plans.apply(
            tx, catalog, text=shipped_text, author="test", note="", now=now
        )
    )
    async with a_town(store, now) as town:
        made = Year(town=town, catalog=catalog, react=WAYS)
        made.link()
        yield made


def events(year: Year) -> None:
    """What people do of their own accord in the course of the year."""
    say, tap = year.town.say, year.town.tap

    def says(who: int, text: str):
        return lambda: say(who, text)

    def taps(who: int, button: str):
        return lambda: tap(who, button)

    on = year.on
    on(3, 11, 9, 0, says(WANG, "/why 2.2"))
    on(3, 24, 9, 20, says(LI, "/snooze 3.1 明天"))
    on(4, 15, 9, 0, says(CHEN, "/direct 4.1 4月30日前完成台账核对并报我"))
    on(4, 15, 9, 1, taps(CHEN, "下达"))
    on(4, 20, 10, 0, taps(MA, "4.1 签收"))
    on(4, 29, 15, 0, taps(MA, "报结"))
    on(4, 29, 15, 1, says(MA, "台账核对完成，共核对疑似地块1200块"))
    on(4, 30, 9, 0, taps(CHEN, "办结"))
    on(5, 20, 9, 0, says(QIAN, "/done 8.2"))
    on(5, 21, 9, 0, taps(SUN, "8.2 不同意"))
    on(5, 21, 9, 1, says(SUN, "空气站只建成4个，依据不足"))
    on(6, 3, 9, 0, says(CHEN, "/direct 3.4 6月19日前提出尾水治理方案"))
    on(6, 3, 9, 1, taps(CHEN, "下达"))
    on(6, 18, 11, 0, taps(ZHOU, "3.4 报结"))
    on(6, 18, 11, 1, says(ZHOU, "方案已报厅务会"))
    on(6, 19, 9, 0, taps(CHEN, "办结"))
    on(6, 30, 17, 0, says(HE, "/away 7.1-7.10 @王敏"))
    on(10, 12, 10, 0, says(ZHOU, "/extend 3.4 2021-01-31 尾水治理受台风影响"))
    on(10, 13, 9, 0, taps(SUN, "3.4 同意"))
    on(11, 16, 9, 0, says(WANG, "2.3 已全部完成"))
    on(11, 16, 9, 1, taps(WANG, "确认"))
    on(11, 17, 9, 0, taps(SUN, "2.3 同意"))
    on(12, 7, 9, 0, says(SUN, "/history 2.3"))


def audits(year: Year) -> list[Trouble]:
    """Let the auditor look once every month; return all it will find."""
    found: list[Trouble] = []

    async def look() -> None:
        found.extend(await year.town.audited())

    for month in range(3, 13):
        year.on(month, 22, 12, 30, look)
    return found


@pytest.mark.no_cover  # so long a story; each part is covered by its own
@ON_SQLITE
async def test_the_year_of_the_shipped_plan(year, request):
    year.asleep = (local(8, 10, 0, 0), local(8, 20, 9, 0))
    events(year)
    found = audits(year)
    try:
        async with year.town.bot():
            await year.live(datetime(2021, 1, 8, 18, 0, tzinfo=SHANGHAI))
            found += await year.town.audited()
    finally:
        told = "\n".join(year.lines).strip() + "\n"
        if request.config.getoption("--golden"):
            GOLDEN.parent.mkdir(exist_ok=True)
            GOLDEN.write_text(told, encoding="utf-8")
    assert told == GOLDEN.read_text(encoding="utf-8")
    assert found == []
