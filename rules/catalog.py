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
    DEPUTY = "deputy"  # the owners' standing deputies (B角)
    HEAD = "head"
    ADMIN = "admin"
    LEADER = "leader"  # reads it in the digest; no letter of its own


class Direction(StrEnum):
    UP = "up"
    DOWN = "down"


class Kind(StrEnum):
    """What sort of number an indicator is."""

    COUNT = "count"  # things done, out of the target
    SHARE = "share"  # percent of something
    LEVEL = "level"  # a state measured again and again
    CUMULATIVE = "cumulative"  # an amount that adds up


class Shape(StrEnum):
    """How what is expected grows between the start and the due day."""

    LINEAR = "linear"  # evenly
    FRONT = "front"  # fast early, slow late
    BACK = "back"  # slow early, fast late
    STEPS = "steps"  # flat, with a jump on each dated day
    MILESTONES = "milestones"  # in a straight line from each dated day to the next
    SEASONAL = "seasonal"  # by the weight of each month


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """What is to be reached, in percent of the whole, at the end of a day."""

    day: date
    percent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """`points` are of steps and milestones, `weights` (January first) of seasonal."""

    shape: Shape = Shape.LINEAR
    points: tuple[Point, ...] = ()
    weights: tuple[int, ...] = ()


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
    apart: int = 15  # said and computed progress differing by more: both are shown


LADDER = (
    Rung(at=-3, to=Audience.OWNER),
    Rung(at=-1, to=Audience.OWNER),
    Rung(at=0, to=Audience.OWNER),
    Rung(at=1, to=Audience.OWNER),
    Rung(at=3, to=Audience.HEAD),
    Rung(at=5, to=Audience.ADMIN),
    Rung(at=8, to=Audience.LEADER),
)
"""The default ladder (design §4)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extensions:
    """How often, and by how many days in all, an admin alone may put a date off.

    Past either a leader consents as well.
    """

    most: int = 2
    longest: int = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """How a task is supervised. Frozen into each obligation as it opens.

    `due`: days of the month (1-31; 31 is the last day), or for a weekly
    policy one ISO weekday (Monday 1). All spans are workdays: a period `opens`
    so long before its due day; a task handed out is to be acknowledged within
    `acknowledge` (0: nobody is asked to); its end is asked about from `finish`
    before its due day (0: never); an approver has `decide` to decide a request; a
    report may be corrected for `corrections` after it was made (0: never).
    """

    id: str
    name: str
    report: Cadence
    due: tuple[int, ...]
    opens: int = 5
    ladder: tuple[Rung, ...] = LADDER
    lights: Lights = Lights()
    assist: bool = True  # do assisting units owe a report of their own?
    acknowledge: int = 2
    finish: int = 10
    decide: int = 2
    corrections: int = 3
    spare: bool = False  # is a fresh, on-pace task left unasked?
    extensions: Extensions = Extensions()


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
    curve: Curve = Curve()
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
    curve: Curve = Curve()  # of its progress, where no number tells it
    put_off_from: date | None = None  # the planned due day, once an extension moved it
    handed_from: UnitId | None = None  # the planned lead, once a handover changed it

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
    quiet: tuple[tuple[time, time], ...] = ()  # within working hours: a midday rest


@dataclass(frozen=True, slots=True, kw_only=True)
class Kindness:
    """How many unprompted messages a person gets at most, across all areas.

    A day is a day of the person's own zone, a week runs from Monday to Sunday.
    """

    per_day: int = 3
    per_week: int = 10


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
    kindness: Kindness = Kindness()

    def tasks(self) -> Iterator[Task]:
        """Every task of every area, in the file's order."""
        for area in self.areas:
            yield from area.tasks
