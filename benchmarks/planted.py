"""What a bench finds in its database: the shipped plan, its people, what they owe."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert

from benchmarks.known import FIRST_PERSON
from rules.catalog import Catalog
from rules.ids import PlanId
from rules.people import Role
from store import frozen, plans
from store.catalog import read
from store.migrations import upgrade
from store.session import Store, Tx
from store.tables import ObligationRow, PersonRow

PLAN = PlanId("zj-2020")
SHANGHAI = ZoneInfo("Asia/Shanghai")
CATALOG = Path(__file__).parents[1] / "tasks_catalog.yaml"


@contextmanager
def opened(url: str) -> Iterator[Store]:
    """Open a database for the block."""
    store = Store(url)
    try:
        yield store
    finally:
        store.close()


def shipped(plan: PlanId = PLAN) -> tuple[Catalog, str]:
    """Return the shipped plan and its text, under this name."""
    text = CATALOG.read_text(encoding="utf-8").replace(PLAN, plan)
    return read(text.encode(), CATALOG.name), text


def plant(
    store: Store,
    people: int,
    at: datetime,
    units: Sequence[str] = (),
    plan: PlanId = PLAN,
) -> Catalog:
    """Load the shipped plan and link so many owners in `units`, or in all that lead."""
    catalog, text = shipped(plan)
    upgrade(store)
    store.run_sync(
        lambda tx: plans.apply(tx, catalog, text=text, author="bench", note="", now=at)
    )
    units = units or sorted({task.lead for task in catalog.tasks()})
    rows = [_owner(plan, n, units[n % len(units)], at) for n in range(people)]
    if rows:
        store.run_sync(lambda tx: tx.execute(insert(PersonRow), rows))
    return catalog


def _owner(plan: PlanId, n: int, unit: str, at: datetime) -> dict[str, Any]:
    user = FIRST_PERSON + n
    return {
        "plan": plan,
        "telegram_user": user,
        "chat": user,
        "name": f"责任人{n}",
        "role": Role.OWNER.value,
        "unit": unit,
        "locale": "zh",
        "linked_at": at,
        "unreachable": "",
        "username": "",
    }


def owe(tx: Tx, catalog: Catalog, *, every: int, due: int, at: datetime) -> None:
    """Open `every` obligations, of which `due` are to be looked at now."""
    tx.execute(insert(ObligationRow), _owed(catalog, every, due, at))


def _owed(
    catalog: Catalog, every: int, due: int, at: datetime
) -> Sequence[dict[str, Any]]:
    tasks = list(catalog.tasks())
    policies = {
        name: frozen.policy_json(policy) for name, policy in catalog.policies.items()
    }
    made = []
    for n in range(every):
        task = tasks[n % len(tasks)]
        made.append(
            {
                "plan": catalog.plan.id,
                "kind": "report",
                "task": task.id,
                "unit": task.lead,
                "period": f"bench-{n}",
                "due": date(2020, 3, 10),
                "policy": policies[task.policy],
                "state": "open",
                "opened_at": at - timedelta(days=7),
                "look_at": at + (timedelta(0) if n < due else timedelta(days=30)),
            }
        )
    return made
