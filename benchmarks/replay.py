"""The year of the shipped plan: alone, and in a database with 99 such years.

A process serves one plan, so it is one plan's year that is lived; the copies stand
beside it, as other organisations' plans do, with all their letters and reports.
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime

from benchmarks import databases
from benchmarks.copies import fill
from benchmarks.figures import Figure
from benchmarks.planted import PLAN, SHANGHAI, opened, plant
from benchmarks.rounds import seconds
from benchmarks.showing import say
from benchmarks.year import Year
from rules.ids import PlanId

FIRST = datetime(2020, 2, 25, 8, 0, tzinfo=SHANGHAI)
AMONG = PlanId("zj-2020-among")


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """`owners` who live until a day, alone and among `copies` of that."""

    owners: int
    until: datetime
    copies: int


FULL = Size(owners=24, until=datetime(2021, 1, 8, tzinfo=SHANGHAI), copies=99)
QUICK = Size(owners=24, until=datetime(2020, 5, 1, tzinfo=SHANGHAI), copies=19)
TINY = Size(owners=2, until=datetime(2020, 2, 27, tzinfo=SHANGHAI), copies=2)


def measure(size: Size) -> list[Figure]:
    with databases.sqlite() as files, opened(files.fresh()) as store:
        plant(store, size.owners, FIRST)
        alone = Year(store=store, plan=PLAN, now=FIRST)
        one = seconds(lambda: asyncio.run(alone.live(size.until)))
        say(f"replay: filling the database with {size.copies} copies")
        store.run_sync(lambda tx: fill(tx, size.copies))
        plant(store, size.owners, FIRST, plan=AMONG)
        among = Year(store=store, plan=AMONG, now=FIRST)
        last = seconds(lambda: asyncio.run(among.live(size.until)))
    assert (alone.letters, alone.answers) == (among.letters, among.answers)
    return [
        Figure(what="replay: letters", unit="", ours=alone.letters),
        Figure(what="replay: answers", unit="", ours=alone.answers),
        Figure(
            what=f"replay among {size.copies + 1} such plans",
            unit="s",
            ours=last,
            beside="the same year alone",
            other=one,
        ),
    ]
