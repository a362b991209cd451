"""What a bench found: our figure, the alternative's, and the bar to clear."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from math import ceil
from typing import Any


class Of(StrEnum):
    """What a bar is laid on: our own figure, or how it stands to the other's."""

    OURS = "ours"
    RATIO = "ratio"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A promise in figures: at least `floor`, at most `ceiling`; one of the two."""

    of: Of
    floor: float | None = None
    ceiling: float | None = None

    def met(self, figure: float) -> bool:
        above = self.floor is None or figure >= self.floor
        return above and (self.ceiling is None or figure <= self.ceiling)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One line of the table. `unit` is of both figures; `beside` names the other.

    `ratio` is ours / other, or other / ours where less is better and the bar says
    how many times (`times_less`). Without a `bar` a figure is only shown.
    """

    what: str
    unit: str
    ours: float
    beside: str = ""
    other: float | None = None
    times_less: bool = False
    bar: Bar | None = None

    @property
    def ratio(self) -> float | None:
        """How ours stands to the other; None without another, or beside nothing."""
        if self.other is None:
            return None
        over, under = self.ours, self.other
        if self.times_less:
            over, under = under, over
        return over / under if under else None

    @property
    def met(self) -> bool | None:
        """Whether the bar is cleared; None without one."""
        if self.bar is None:
            return None
        judged = self.ours if self.bar.of is Of.OURS else self.ratio
        return judged is not None and self.bar.met(judged)

    def plain(self) -> dict[str, Any]:
        """Return the figure as JSON can hold it."""
        return asdict(self) | {"ratio": self.ratio, "met": self.met}


def at_least(floor: float, of: Of = Of.RATIO) -> Bar:
    return Bar(of=of, floor=floor)


def at_most(ceiling: float, of: Of = Of.RATIO) -> Bar:
    return Bar(of=of, ceiling=ceiling)


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that `share` of all are no greater than (the nearest rank)."""
    ranked = sorted(values)
    return ranked[max(ceil(share * len(ranked)) - 1, 0)]
