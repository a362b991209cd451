"""A policy's due days fit its cadence; its ladder and lights ascend."""

from dataclasses import asdict
from itertools import pairwise

from rules.catalog import Cadence, Lights
from store.catalog.fields import due_day
from store.catalog.mistakes import Wrong
from store.catalog.scalars import whole
from store.catalog.sense.rows import Row, Sensed, rows, table, text, value
from store.catalog.tree import Data, Loc, Node
from store.catalog.when import WEEKDAYS

_DUE = {
    Cadence.WEEKLY: "friday",
    Cadence.HALF_MONTHLY: "[10, 25]",
    Cadence.MONTHLY: "25",
    Cadence.QUARTERLY: "25",
    Cadence.HALF_YEARLY: "25",
}
_POINTS = whole(0, 100)
_RISE = whole(-60, 250)


def check(plain: Data, root: Node) -> Sensed:
    del root
    for id_ in table(plain, "policies"):
        policy = table(table(plain, "policies"), id_)
        loc: Loc = ("policies", id_)
        yield from _due(loc, policy)
        yield from _ladder(loc, policy)
        yield from _lights(loc, policy)


def _due(loc: Loc, policy: Row) -> Sensed:
    report = text(policy, "report")
    if report not in _DUE:  # `once` is due when the plan ends; or it is no cadence
        return
    cadence, days = Cadence(report), value(policy, "due", _days)
    if "due" not in policy:
        example = f"due: {_DUE[cadence]}"
        yield (*loc, "due"), Wrong("missing", "add", example=example)
    elif days is not None and not _fits(cadence, days):
        wrong = Wrong("due_against_report", "write", report=report, fix=_DUE[cadence])
        yield (*loc, "due"), wrong


def _days(said: object) -> list[int | str]:
    return [due_day(day) for day in (said if isinstance(said, list) else [said])]


def _fits(cadence: Cadence, days: list[int | str]) -> bool:
    if cadence is Cadence.WEEKLY:
        return len(days) == 1 and days[0] in WEEKDAYS
    numbers = [day for day in days if isinstance(day, int)]
    wanted = 2 if cadence is Cadence.HALF_MONTHLY else 1
    ascending = all(a < b for a, b in pairwise(numbers))
    return len(numbers) == len(days) == wanted and ascending


def _ladder(loc: Loc, policy: Row) -> Sensed:
    if policy.get("ladder") == []:
        example = "ladder: [{at: 0, to: owner}]"
        yield (*loc, "ladder"), Wrong("ladder_empty", "add", example=example)
    steps = [
        (at, rise, text(rung, "to"))
        for at, rung in rows(policy, "ladder", loc)
        if (rise := value(rung, "at", _RISE)) is not None
    ]
    order = ", ".join(str(rise) for rise in sorted(rise for _, rise, _ in steps))
    for (_, before, whom), (at, rise, to) in pairwise(steps):
        if rise < before:
            yield (*at, "at"), Wrong("ladder_order", "order", order=order)
        elif (rise, to) == (before, whom):
            yield (*at, "at"), Wrong("ladder_twice", "take_out")


def _lights(loc: Loc, policy: Row) -> Sensed:
    said = table(policy, "lights")
    gaps = {key: value(said, key, _POINTS) for key in said}
    if None in gaps.values() or not gaps.keys() <= asdict(Lights()).keys():
        return
    points = [gap for gap in (asdict(Lights()) | gaps).values() if gap is not None]
    if any(a >= b for a, b in pairwise(points)):
        order = ", ".join(map(str, points))
        yield (*loc, "lights"), Wrong("lights_order", "rise_lights", order=order)
