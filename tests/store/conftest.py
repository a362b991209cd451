"""A small plan of two tasks, its people, and Shanghai's clock."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import datetime, timedelta
from threading import Event

import pytest

from rules.ids import PlanId, UnitId
from rules.people import Person, Role
from rules.periods import Period
from rules.report import Report
from store import obligations, people, plans, reports
from store.catalog import read
from store.plans import Applied
from store.session import Store
from tests.store.planted import at

__all__ = ["at"]

PLAN = PlanId("p1")
SMALL = """\
plan:
  id: p1
  title: 工作要点
  timezone: Asia/Shanghai
  starts: 2020-02-25
  ends: 2020-12-31
  policy: standard
calendar: {country: CN, hours: "08:30-18:00"}
units:
  - {id: air, name: 大气环境处}
  - {id: water, name: 水生态环境处}
  - {id: law, name: 政策法规处}
policies:
  standard: {name: 月报, report: monthly, due: 25, assist: false}
  campaign: {name: 半月报, report: half_monthly, due: [10, 25], assist: true}
digests:
  - {to: leader, every: monday 08:30}
areas:
  - id: "01"
    title: 打赢蓝天保卫战
    leader: 分管领导
    tasks:
      - id: "01.1"
        title: 锅炉和炉窑整治
        short: 锅炉炉窑
        lead: air
        assist: [law]
        policy: standard
        measures: [{id: a, text: 完成改造}]
        indicators:
          - {id: steel, name: 钢铁, target: 13, unit: 家, baseline: 0}
          - {id: kilns, name: 炉窑, target: 0.1, unit: 万座}
      - id: "01.2"
        title: 柴油货车
        short: 柴油货车
        lead: water
        assist: [air]
        policy: campaign
        measures: [{id: a, text: 淘汰老旧货车}]
"""


@pytest.fixture
def small_text() -> str:
    return SMALL


@pytest.fixture
def put_in_force(store: Store, clock) -> Callable[..., Applied]:
    """Apply a catalog's text at the clock's time."""

    def put(text: str) -> Applied:
        catalog, now = read(text.encode(), "small.yaml"), clock()
        return store.run_sync(
            lambda tx: plans.apply(
                tx, catalog, text=text, author="Ann", note="", now=now
            )
        )

    return put


@pytest.fixture
def small(store: Store, put_in_force) -> Store:
    """Return a database with the small plan in force."""
    put_in_force(SMALL)
    return store


@pytest.fixture
def link(store: Store, clock) -> Callable[..., Person]:
    """Bring somebody in by an invite, as the bot does."""
    users = iter(range(101, 1_000))

    def bring(role: Role, unit: str | None = None, plan: PlanId = PLAN) -> Person:
        user, now = next(users), clock()
        code = f"code-{user}"

        def work(tx):
            people.invite(
                tx,
                plan,
                code,
                role=role,
                unit=UnitId(unit) if unit else None,
                expires=now + timedelta(days=1),
                now=now,
            )
            tx.flush()
            invite = people.invite_of(tx, code)
            return people.link(
                tx, invite, user=user, chat=user, name=f"N{user}", locale="zh", now=now
            )

        return store.run_sync(work)

    return bring


@pytest.fixture
def ann(small: Store, link) -> Person:  # noqa: ARG001 - a person is of a plan
    """Link the owner of the air unit."""
    return link(Role.OWNER, "air")


@pytest.fixture
def open_up(small: Store, at) -> Callable[..., int]:
    """Open a period of one of the small plan's policies."""

    def opened(policy: str, key: str, due, *, look=None, now=None) -> int:
        catalog = read(SMALL.encode(), "small.yaml")
        period = Period(key=key, opens=due - timedelta(days=7), due=due)
        return small.run_sync(
            lambda tx: obligations.open_period(
                tx,
                PLAN,
                catalog.policies[policy],
                period,
                look=look or at(due.month, due.day),
                now=now or at(3, 3),
            )
        )

    return opened


@pytest.fixture
def say(small: Store) -> Callable[..., int]:
    """Keep a report of one task's, as of a moment."""

    def kept(person: Person, task: str, now: datetime, unit: str = "air", **said):
        blank = {
            "text": "",
            "percent": None,
            "status": None,
            "expected": None,
            "problem": "",
            "needs": "",
            "unchanged": False,
        }
        report = Report(task=task, person=person.id, **(blank | said))
        return small.run_sync(
            lambda tx: reports.keep(tx, PLAN, UnitId(unit), report, now)
        )

    return kept


@pytest.fixture
def at_once() -> Callable[..., Exception | None]:
    """Begin a second transaction before a first ends; return what the second raised.

    SQLite lets nobody in meanwhile: this is for PostgreSQL.
    """

    def both(store: Store, first, second) -> Exception | None:
        done, may_end = Event(), Event()

        def held(tx) -> None:
            first(tx)
            done.set()
            may_end.wait(10)

        with ThreadPoolExecutor(2) as threads:
            faster = threads.submit(store.run_sync, held)
            assert done.wait(10)
            slower = threads.submit(store.run_sync, second)
            wait([slower], timeout=0.5)
            may_end.set()
            faster.result()
            return slower.exception()

    return both


@pytest.fixture
def sqlite_store(sqlite_url: str) -> Iterator[Store]:
    """Open an empty SQLite database, when only SQLite is meant."""
    opened = Store(sqlite_url)
    yield opened
    opened.close()
