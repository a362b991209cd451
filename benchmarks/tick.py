"""The tick: 1,000 obligations due among 10,000 open, on SQLite.

The alternative does what a loop over tasks would: the same rules, one transaction
for each obligation.
"""

import asyncio
import shutil
import tempfile
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import insert

from benchmarks.measured import Measured, alternate, seconds
from rules.catalog import Catalog
from rules.ids import PlanId
from scheduler import chasing
from store import frozen, plans
from store.catalog import read
from store.migrations import upgrade
from store.session import Store, Tx
from store.tables import ObligationRow

OPEN, DUE = 10_000, 1_000
NOW = datetime(2020, 3, 10, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
CATALOG = Path(__file__).parents[1] / "tasks_catalog.yaml"


def measure() -> Measured:
    """Build one database, copy it for each run, time a whole tick."""
    with tempfile.TemporaryDirectory(prefix="duban-bench-") as folder:
        original = Path(folder) / "original.db"
        _build(original)
        ours, other = alternate(
            lambda: _run(original, batch=chasing.BATCH),
            lambda: _run(original, batch=1),
        )
    return Measured(
        what=f"tick: {DUE} due of {OPEN} open",
        ours="one set-based tick",
        other="a transaction per obligation",
        ours_seconds=ours,
        other_seconds=other,
    )


def _run(original: Path, batch: int) -> float:
    """Tick until nothing is due, `batch` obligations a transaction."""
    copy = original.with_name("copy.db")
    for left in original.parent.glob("copy.db*"):
        left.unlink()
    shutil.copy(original, copy)
    store = Store(f"sqlite:///{copy}")
    plan = PlanId("zj-2020")

    async def ticks() -> None:
        while await chasing.tick(store, plan, lambda: NOW, batch=batch):
            pass

    try:
        return seconds(lambda: asyncio.run(ticks()))
    finally:
        store.close()


def _build(path: Path) -> None:
    text = CATALOG.read_text(encoding="utf-8")
    catalog = read(text.encode(), CATALOG.name)
    store = Store(f"sqlite:///{path}")
    upgrade(store)
    loaded = NOW - timedelta(days=14)
    store.run_sync(
        lambda tx: plans.apply(
            tx, catalog, text=text, author="bench", note="", now=loaded
        )
    )
    store.run_sync(lambda tx: _open(tx, catalog))
    store.close()


def _open(tx: Tx, catalog: Catalog) -> None:
    tasks = list(catalog.tasks())
    rows = []
    for n in range(OPEN):
        task = tasks[n % len(tasks)]
        late = timedelta(minutes=0) if n < DUE else timedelta(days=30)
        rows.append(
            {
                "plan": catalog.plan.id,
                "kind": "report",
                "task": task.id,
                "unit": task.lead,
                "period": f"bench-{n}",
                "due": date(2020, 3, 10),
                "policy": frozen.policy_json(catalog.policies[task.policy]),
                "state": "open",
                "opened_at": NOW - timedelta(days=7),
                "look_at": NOW + late,
            }
        )
    tx.execute(insert(ObligationRow), rows)
