"""What a catalog says, once it has been read and found sound.

Plain facts, no YAML: `store.catalog` reads the file and names its mistakes.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from enum import StrEnum

from rules.ids import AreaId, IndicatorId, PlanId, TaskId, UnitId


class Cadence(StrEnum):
    """How often a task is reported."""

    WEEKLY = "weekly"
    HALF_MONTHLY = "half_monthly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    ONCE = "once"


class Audience(StrEnum):
    """Whom a rung of the ladder speaks to."""

    OWNER = "owner"
    HEAD = "head"
    ADMIN = "admin"
    LEADER = "leader"


class Direction(StrEnum):
    UP = "up"
    DOWN = "down"


class Kind(StrEnum):
    """What sort of number an indicator is."""

    COUNT = "count"  # things done, out of the target
    SHARE = "share"  # percent of something
    LEVEL = "level"  # a state measured again and again
    CUMULATIVE = "cumulative"  # an amount that adds up


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One step of the ladder: `at` workdays after the due day, to whom."""

    at: int
    to: Audience


@dataclass(frozen=True, slots=True, kw_only=True)
class Lights:
    """Gaps in points from which a light changes (design §4)."""

    note: int = 5
    yellow: int = 10
    red: int = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """How a task is supervised. Frozen into each obligation as it opens.

    `due`: days of the month (1-31; 31 is the last day), or for a weekly
    policy one ISO weekday (Monday 1). `opens`: workdays before the due day.
    """

    id: str
    name: str
    report: Cadence
    due: tuple[int, ...]
    opens: int = 5
    ladder: tuple[Rung, ...] = (
        Rung(at=0, to=Audience.OWNER),
        Rung(at=1, to=Audience.OWNER),
        Rung(at=3, to=Audience.HEAD),
    )
    lights: Lights = Lights()
    assist: bool = True  # do assisting units owe a report of their own?


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    id: UnitId
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    id: str
    text: str
    due: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """A number to reach. A qualitative target has a `test` and no `target`."""

    id: IndicatorId
    name: str
    target: Decimal | None
    unit: str = ""
    baseline: Decimal | None = None
    direction: Direction = Direction.UP
    kind: Kind = Kind.COUNT
    curve: str = "linear"
    due: date | None = None
    test: str = ""
    aliases: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    id: TaskId
    title: str
    short: str
    lead: UnitId
    assist: tuple[UnitId, ...] = ()
    starts: date
    due: date
    policy: str
    source: str
    measures: tuple[Measure, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    aliases: tuple[str, ...] = ()

    @property
    def units(self) -> frozenset[UnitId]:
        """Every unit with a branch of its own, lead and assist."""
        return frozenset({self.lead, *self.assist})


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    id: AreaId
    title: str
    short: str
    leader: str
    tasks: tuple[Task, ...]
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestTime:
    """When a digest goes out: an ISO weekday (Monday 1) and a plan-time hour."""

    to: Audience
    weekday: int
    at: time


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkCalendar:
    """Which days are worked: a country's holidays, the catalog's own days, hours."""

    country: str = "CN"
    extra_days_off: frozenset[date] = frozenset()
    extra_workdays: frozenset[date] = frozenset()
    opens: time = time(8, 30)
    closes: time = time(18, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    id: PlanId
    title: str
    timezone: str
    starts: date
    ends: date
    policy: str
    pace_from: date  # the day from which a task's pace counts, usually 1 January


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalog:
    plan: Plan
    calendar: WorkCalendar
    units: tuple[Unit, ...]
    policies: Mapping[str, Policy]
    digests: tuple[DigestTime, ...]
    targets: tuple[Indicator, ...]
    areas: tuple[Area, ...]

    def tasks(self) -> Iterator[Task]:
        """Every task of every area, in the file's order."""
        for area in self.areas:
            yield from area.tasks
