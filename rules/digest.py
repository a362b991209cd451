"""What the weekly digest says: computed from this week's facts and last week's."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from rules.catalog import Area
from rules.facts import place
from rules.ids import AreaId
from rules.needed import OpenNeed
from rules.pace import Light, Standing, TaskState, Why

_ORDER = {
    Light.DONE: 0,
    Light.GREEN: 1,
    Light.NONE: 1,
    Light.OUT: 1,
    Light.YELLOW: 2,
    Light.RED: 3,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One task on the screen.

    `pressed`: its reports are overdue, but have not come as far as the leaders yet;
    nobody is told on before the time he was told of. `needs`: what its branches ask
    of others, one by one.
    """

    state: TaskState
    now: Standing
    before: Standing
    pressed: bool = False
    needs: tuple[OpenNeed, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Needing:
    """One thing asked for, and the task it is for."""

    line: Line
    open: OpenNeed


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaLine:
    """An area. A task on hold or terminated is in `lights` and in no other figure."""

    id: AreaId
    short: str
    lights: Mapping[Light, int]
    progress: int | None
    expected: int
    reported: int  # how many of its tasks `progress` is the mean of
    tasks: int


class Section(StrEnum):
    """Where a task stands on the screen: in one place, the first that fits."""

    NEEDS = "needs"  # asks for a leader's help
    SILENT = "silent"  # a report fell due and none has ever come: told by unit
    WORSE = "worse"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """The whole screen. Each list is worst first; of needs, the most urgent.

    `fell` and `unheard` count the tasks, the silent aside, that got worse or owe a
    report: some may stand in a section before. `hushed` counts the newly silent,
    `pressed` those whose owners are still being asked.
    """

    fell: int
    unheard: int
    hushed: int
    pressed: int
    totals: Mapping[Light, int]
    areas: tuple[AreaLine, ...]
    worse: tuple[Line, ...]
    better: tuple[Line, ...]
    needs: tuple[Needing, ...]
    overdue: tuple[Line, ...]
    silent: tuple[Line, ...]


def week_of(plan_starts: date, today: date) -> int:
    """Return the digest's number: which week of the plan it looks back on, from 1.

    Counted from Monday to Monday, so that a holiday that moves a digest within its
    week gives no number twice.
    """
    began, now = (day - timedelta(days=day.weekday()) for day in (plan_starts, today))
    return max((now - began).days // 7, 1)


def compose(areas: Sequence[Area], lines: Sequence[Line]) -> Digest:
    """Return the digest of these tasks; every task counts in exactly one light.

    One on hold or terminated counts in nothing else.
    """
    stands: dict[Section, list[Line]] = {section: [] for section in Section}
    going = [line for line in lines if line.now.light is not Light.OUT]
    for line in going:
        section = _section(line)
        if section:
            stands[section].append(line)
    named = [line for line in going if not _merely_pressed(line)]
    heard = [line for line in named if not _silent(line)]
    return Digest(
        fell=sum(map(fell, heard)),
        unheard=sum(bool(line.state.missed) and not line.pressed for line in heard),
        hushed=sum(_silent(line) and _unworried(line) for line in named),
        pressed=sum(line.pressed for line in going),
        totals=_count(lines),
        areas=tuple(_area(area, lines) for area in areas),
        worse=_worst(stands[Section.WORSE]),
        better=_worst(line for line in going if _moved(line) < 0),
        needs=_most_urgent(stands[Section.NEEDS]),
        overdue=_worst(stands[Section.OVERDUE]),
        silent=_worst(stands[Section.SILENT]),
    )


def _section(line: Line) -> Section | None:
    if line.needs:
        return Section.NEEDS
    if _merely_pressed(line):
        return None
    if _silent(line):
        return Section.SILENT
    if fell(line):
        return Section.WORSE
    return Section.OVERDUE if line.state.missed and not line.pressed else None


def _merely_pressed(line: Line) -> bool:
    """Whether an overdue report is all there is, and the leaders' time has not come."""
    return line.pressed and line.now.why is Why.STALE and not line.needs


def _silent(line: Line) -> bool:
    """Whether a report fell due and none has ever come."""
    state = line.state
    return bool(state.missed) and state.last_report is None and not line.needs


def _unworried(line: Line) -> bool:
    """Whether nothing was missing a week ago: silence past its day is never so."""
    return line.before.light in {Light.NONE, Light.GREEN}


def _count(lines: Sequence[Line]) -> dict[Light, int]:
    found = Counter(line.now.light for line in lines)
    return {light: found[light] for light in Light}


def _area(area: Area, lines: Sequence[Line]) -> AreaLine:
    own = [line for line in lines if line.state.area == area.id]
    going = [line for line in own if line.now.light is not Light.OUT]
    reported = [line.now.progress for line in going if line.now.progress is not None]
    return AreaLine(
        id=area.id,
        short=area.short,
        lights=_count(own),
        progress=round(sum(reported) / len(reported)) if reported else None,
        expected=round(sum(line.now.expected for line in going) / max(len(going), 1)),
        reported=len(reported),
        tasks=len(going),
    )


def fell(line: Line) -> bool:
    """Whether the light got worse."""
    return _moved(line) > 0


def _moved(line: Line) -> int:
    """Return how many steps a light went: above 0 is worse.

    From nothing reported to green is news, not a change for the better; nor is
    being put on hold or taken up again a change for better or worse.
    """
    if line.before.light is Light.OUT:
        return 0
    return _ORDER[line.now.light] - _ORDER[line.before.light]


def _most_urgent(lines: Iterable[Line]) -> tuple[Needing, ...]:
    """Put what has a day first, the earliest first; then what is worst, then oldest."""
    found = [Needing(line=line, open=one) for line in lines for one in line.needs]
    return tuple(sorted(found, key=_urgency))


def _urgency(one: Needing) -> tuple[object, ...]:
    light, by = _ORDER[one.line.now.light], one.open.need.by
    return (by or date.max, -light, one.open.since, *_badness(one.line))


def _worst(lines: Iterable[Line]) -> tuple[Line, ...]:
    return tuple(sorted(lines, key=_badness))


def _badness(line: Line) -> tuple[object, ...]:
    gap = line.now.gap if line.now.gap is not None else line.now.expected
    return (
        -_ORDER[line.now.light],
        -line.state.missed,
        -gap,
        place(line.state.task.id),
    )
