"""Dates stand in order and inside the plan."""

from datetime import date

from store.catalog.mistakes import Wrong
from store.catalog.sense.rows import (
    Placed,
    Row,
    Sensed,
    indicators,
    rows,
    table,
    tasks,
    texts,
    value,
)
from store.catalog.tree import Data, Node
from store.catalog.when import day

_MOST_DAYS = 3660  # ten years: a plan is for a year or a few


def check(plain: Data, root: Node) -> Sensed:
    del root
    yield from _calendar(table(plain, "calendar"))
    plan = table(plain, "plan")
    starts, ends = value(plan, "starts", day), value(plan, "ends", day)
    if starts is None or ends is None:
        return
    if starts > ends:
        yield ("plan", "ends"), _order(starts, ends)
        return
    pace = value(plan, "pace_from", day)
    if pace is not None and pace > ends:
        fix = starts.isoformat()
        yield ("plan", "pace_from"), Wrong("after_end", "write", fix=fix)
    if (ends - starts).days > _MOST_DAYS:
        yield ("plan", "ends"), Wrong("plan_too_long", "ten_years")
    yield from _inside(plain, starts, ends)
    for placed in tasks(plain):
        yield from _in_order(placed, starts, ends)


def _inside(plain: Data, starts: date, ends: date) -> Sensed:
    dated: list[tuple[Placed, tuple[str, ...]]] = [
        *((placed, ("due",)) for placed in indicators(plain)),
        *((placed, ("starts", "due")) for placed in tasks(plain)),
        *(
            (measure, ("due",))
            for loc, task in tasks(plain)
            for measure in rows(task, "measures", loc)
        ),
    ]
    for (loc, row), keys in dated:
        for key in keys:
            said = value(row, key, day)
            if said is not None and not starts <= said <= ends:
                fix = min(max(said, starts), ends).isoformat()
                facts = {"starts": starts.isoformat(), "ends": ends.isoformat()}
                yield (*loc, key), Wrong("outside_plan", "write", fix=fix, **facts)


def _in_order(placed: Placed, first: date, last: date) -> Sensed:
    """Compare a task's own days; one outside the plan is named already."""
    loc, task = placed
    starts, due = (
        _within(task, "starts", first, last),
        _within(task, "due", first, last),
    )
    if starts is not None and due is not None and starts > due:
        yield (*loc, "due"), _order(starts, due)


def _within(task: Row, key: str, first: date, last: date) -> date | None:
    said = value(task, key, day)
    return said if said is not None and first <= said <= last else None


def _order(starts: date, due: date) -> Wrong:
    facts = {"starts": starts.isoformat(), "value": due.isoformat()}
    return Wrong("before_start", "or_later", fix=starts.isoformat(), **facts)


def _calendar(calendar: Row) -> Sensed:
    off = {said for _, said in texts(calendar, "extra_days_off", ())}
    for loc, said in texts(calendar, "extra_workdays", ("calendar",)):
        if said in off:
            yield loc, Wrong("day_both", "keep_one_of_both")
