"""A policy's due days fit its cadence; its ladder and lights ascend, and fit too."""

from itertools import pairwise

from rules.catalog import LADDER, Audience, Cadence, Lights
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
_LEAD = whole(0, 60)

_NOT_FIRST = {to.value for to in Audience} - {Audience.OWNER.value}
_OPENS = 5  # as `rules.catalog.Policy` has it
_GAPS = {"note": Lights().note, "yellow": Lights().yellow, "red": Lights().red}


def check(plain: Data, root: Node) -> Sensed:
    del root
    for id_ in table(plain, "policies"):
        policy = table(table(plain, "policies"), id_)
        loc: Loc = ("policies", id_)
        yield from _due(loc, policy)
        yield from _ladder(loc, policy)
        yield from _opening(loc, policy)
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
    steps = _steps(loc, policy)
    if steps and (first := text(steps[0][2], "to")) in _NOT_FIRST:
        at, _, _ = steps[0]
        yield (*at, "to"), Wrong("ladder_first", "write", value=first, fix="owner")
    order = ", ".join(str(rise) for rise in sorted(rise for _, rise, _ in steps))
    for (_, before, last), (at, rise, rung) in pairwise(steps):
        whom, to = text(last, "to"), text(rung, "to")
        if rise < before:
            yield (*at, "at"), Wrong("ladder_order", "order", order=order)
        elif (rise, to) == (before, whom):
            yield (*at, "at"), Wrong("ladder_twice", "take_out")


def _steps(loc: Loc, policy: Row) -> list[tuple[Loc, int, Row]]:
    """Return each rung with its way and day; one without a day is named already."""
    return [
        (at, rise, rung)
        for at, rung in rows(policy, "ladder", loc)
        if (rise := value(rung, "at", _RISE)) is not None
    ]


def _opening(loc: Loc, policy: Row) -> Sensed:
    """Nobody is asked for a period that has not opened."""
    opens = value(policy, "opens", _LEAD) if "opens" in policy else _OPENS
    if opens is None:
        return
    if "ladder" not in policy and -LADDER[0].at > opens:
        least = -LADDER[0].at
        yield (*loc, "opens"), Wrong("opens_late", "at_least", least=least)
    for at, rise, _ in _steps(loc, policy):
        if -rise > opens:
            facts = {"opens": opens, "least": -rise, "fix": -opens}
            yield (*at, "at"), Wrong("rung_unopened", "later_or_opens", **facts)


def _lights(loc: Loc, policy: Row) -> Sensed:
    said = table(policy, "lights")
    gaps = {key: value(said, key, _POINTS) for key in said if key in _GAPS}
    if None in gaps.values():
        return
    points = [gap for gap in (_GAPS | gaps).values() if gap is not None]
    if any(a >= b for a, b in pairwise(points)):
        order = ", ".join(map(str, points))
        yield (*loc, "lights"), Wrong("lights_order", "rise_lights", order=order)
