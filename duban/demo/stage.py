"""The demo's stage: a temporary database, the shipped catalog, the stand-in."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from duban import clock
from duban.demo import cast
from duban.house import House, open_house
from duban.opened import opened_store
from rules.catalog import Catalog
from rules.clock import PlanClock
from sandbox.server import serve
from sandbox.world import World
from store import plans
from store.catalog import read
from store.copies import Copies
from templates import words

TOKEN = "100000001:sandbox-token-opens-nothing-else"  # noqa: S105 - the stand-in's own
OPENS = time(8, 0)
EVIDENCE = 1_000_000_000  # bytes of what people send in a demo
EASE = 100.0  # a month passes in seconds, and so do Telegram's limits


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a demo was asked for. `until`: the last day; None goes on.

    `greeted`: the bot greets everybody at the start, each in their own chat.
    """

    folder: Path
    catalog: Path
    locale: str
    speed: float
    port: int
    until: date | None
    greeted: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """`url` is where the chat page is; `ends` the end of the last day."""

    catalog: Catalog
    house: House
    world: World
    clock: PlanClock
    zone: ZoneInfo
    ends: datetime | None
    url: str


@asynccontextmanager
async def set_stage(wanted: Wanted) -> AsyncIterator[Stage]:
    """Open everything on loopback: what runs is the production bot, over HTTP."""
    data, locale = wanted.catalog.read_bytes(), wanted.locale
    found = read(data, wanted.catalog.name)
    zone = ZoneInfo(found.plan.timezone)
    opens = datetime.combine(found.plan.starts, OPENS, zone).astimezone(UTC)
    timepiece = PlanClock(clock.now, opens, wanted.speed)
    last = wanted.until
    ends = datetime.combine(last, time(23, 59), zone) if last else None
    world = World(timepiece, bot_username="duban_demo_bot", token=TOKEN)
    cast.seat(world, locale, greeted=wanted.greeted)
    house: House | None = None

    async def next_event() -> datetime | None:
        return await house.next_event() if house else None

    with opened_store(f"sqlite:///{wanted.folder / 'demo.db'}") as store:
        text, plan = data.decode("utf-8-sig"), found.plan.id
        store.run_sync(
            lambda tx: plans.apply(
                tx, found, text=text, author="demo", note="", now=opens
            )
        )
        cast.link(store, plan, locale, opens)
        async with (
            serve(
                world,
                wanted.port,
                timepiece=timepiece,
                next_event=next_event,
                hint=tuple(words("demo", locale)["hint"].values()),
                ends=ends,
                zone=zone,
            ) as url,
            open_house(
                store,
                plan,
                timepiece,
                token=TOKEN,
                api_url=url,
                locale=locale,
                ease=EASE,
                copies=Copies(wanted.folder / "evidence", EVIDENCE),
            ) as house,
        ):
            # The first bell: the plan is handed out before anybody touches the clock.
            await house.tick()
            yield Stage(
                catalog=found,
                house=house,
                world=world,
                clock=timepiece,
                zone=zone,
                ends=ends,
                url=url,
            )
