"""A number that counts an indicator, and what it was known by."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from rules.catalog import Direction, Indicator, Kind
from rules.understand.amounts import Amount, Fit
from rules.understand.evidence import Evidence
from rules.understand.roles import Role
from rules.understand.said import Reading

_KINDS: Mapping[Role, Literal["total", "increment"]] = {
    Role.SUM: "total",
    Role.TOTAL: "total",
    Role.LEFT: "total",
    Role.INCREMENT: "increment",
}
_BEFORE_AND_NOW = 2
# What settles an indicator when several numbers are said of it.
_ORDER = (Role.SUM, Role.TOTAL, Role.LEFT, Role.INCREMENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """`strange`: words beside it that belong to something else, in letters."""

    role: Role
    indicator: Indicator
    value: Decimal
    start: int
    end: int
    evidence: Evidence
    strange: bool = False

    def reading(self) -> Reading:
        """Return it as a finding; its span is one of the clean text."""
        return Reading(
            indicator=self.indicator.id,
            value=self.value,
            kind=_KINDS[self.role],
            span=(self.start, self.end),
        )


def counted(
    one: Amount, fit: Fit, part: Role, evidence: Evidence, *, strange: bool = False
) -> Iterator[Counted]:
    """Say what a number counts; what is left of a target gives what was reached."""
    value, indicator = fit.value, fit.indicator
    if part is Role.NOTHING:
        return
    if part is Role.LEFT:
        counts = indicator.kind in {Kind.COUNT, Kind.CUMULATIVE}
        up = counts and indicator.direction is Direction.UP
        if not up or indicator.target is None or not value < indicator.target:
            return
        value, evidence = indicator.target - value, Evidence.LEFT
    yield Counted(
        role=part,
        indicator=indicator,
        value=value,
        start=one.start,
        end=one.end,
        evidence=evidence,
        strange=strange,
    )


def settle(indicator: Indicator, said: Sequence[Counted]) -> Counted | None:
    """Choose among the numbers said of one indicator; a contradiction is none.

    What is said of it plainly goes before what is said of its like besides:
    镇街88个，工业园区62个 are 62 parks.
    """
    own = [one for one in said if one.indicator.id == indicator.id]
    wanted = next((r for r in _ORDER if any(one.role is r for one in own)), None)
    found = [one for one in own if one.role is wanted]
    found = [one for one in found if not one.strange] or found
    if len({one.value for one in found}) == 1:
        return found[0]
    return found[-1] if wanted is Role.SUM and _adds_up(own, found) else None


def _adds_up(own: Sequence[Counted], sums: Sequence[Counted]) -> bool:
    """Whether the last of two sums is the first and what was new: 83 and 4 are 87."""
    new = [one.value for one in own if one.role is Role.INCREMENT]
    two = {one.value for one in sums}
    risen = sums[-1].value - sums[0].value
    return len(two) == _BEFORE_AND_NOW and bool(new) and risen == sum(new)
