"""A fortnight of the shipped plan, played through HTTP: some rows in every table."""

import asyncio
from datetime import timedelta
from pathlib import Path

from journeys.town import (
    ADA,
    ANN,
    BO,
    COLLEAGUE,
    HAN,
    LEE,
    PLAN,
    STRANGER,
    a_town,
    local,
)

from rules.ids import UnitId
from rules.people import Role
from store import people, plans
from store.catalog import read
from store.migrations import upgrade
from store.session import Store
from store.tables import AwaitedRow, BoundChatRow, EvidenceRow, LeaseRow, TroubleRow


def play(path: Path, text: str) -> None:
    """Play it into a new SQLite file; `text` is the catalog's."""
    store = Store(f"sqlite:///{path}")
    upgrade(store)
    catalog, now = read(text.encode(), "tasks_catalog.yaml"), local(2, 25, 8, 0)
    store.run_sync(
        lambda tx: plans.apply(
            tx, catalog, text=text, author="安宁", note="首次", now=now
        )
    )
    asyncio.run(_fortnight(store))
    store.close()


async def _fortnight(store: Store) -> None:
    async with a_town(store, local(2, 25, 10, 0)) as town:
        town.meet(ANN, BO, HAN, LEE, ADA, COLLEAGUE)
        async with town.bot():
            await town.say(STRANGER, "/start nothing")
            await town.say(LEE, "/direct 2.3 6月30日前把路检路查全面恢复")
            await town.tap(LEE, "下达")
            await town.say(ANN, "/away 3.9-3.10 @博文")
            await town.say(ANN, "/extend 2.2 2021-01-31 环评公示期延长")
            await town.say(ADA, "/task 2.2")
            await town.tap(ADA, "同意延期")
            await town.say(BO, "/snooze 3.1 3.11")
            await town.to(local(3, 10, 8, 31))
            await town.say(ANN, "2.2 钢铁13家已完成8家，预计9月底全部完成")
            await town.tap(ANN, "确认")
            await town.say(BO, "/hours 9:00-17:30")
            await town.say(COLLEAGUE, '2.3 =HYPERLINK("a") 😀\n第二行\u2028三')
        town.house = None
    store.run_sync(_more)


def _more(tx) -> None:
    """Add what a good fortnight has none of."""
    now = local(3, 13, 9, 0)
    given = {"role": Role.OWNER, "unit": UnitId("law"), "now": now}
    people.invite(tx, PLAN, "unused", expires=now + timedelta(days=1), **given)
    tx.add(AwaitedRow(person=2, task="03.1", subject={}, since=now))
    tx.add(
        EvidenceRow(
            plan=PLAN,
            person=1,
            chat=ANN,
            message=9_001,
            kind="document",
            file="BQ-1",
            name="验收\u202e意见.pdf",
            mime="application/pdf",
            size=3_000_000_000,
            task="02.2",
            unit="air",
            report=1,
            digest="ab" * 32,
            received_at=now,
        )
    )
    tx.add(
        BoundChatRow(
            plan=PLAN, chat=-1_001, unit="air", title="大气处", person=1, bound_at=now
        )
    )
    tx.add(LeaseRow(name=f"plan:{PLAN}", holder="host:1", epoch=3, until=now))
    tx.add(
        TroubleRow(
            plan=PLAN,
            what="letter_late",
            subject="7",
            facts={"letter": 7, "empty": {}, "none": None, "share": 0.1},
            first_at=now,
            last_at=now,
        )
    )
