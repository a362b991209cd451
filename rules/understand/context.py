"""What a sentence has said so far, and what was heard in it."""

from dataclasses import dataclass

from rules.ids import IndicatorId
from rules.understand.amounts import Fit
from rules.understand.counted import Counted
from rules.understand.evidence import Evidence
from rules.understand.roles import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """A number that counts something here, but what or whether is not said.

    `fits`: what it may count.
    """

    part: Role
    fits: tuple[Fit, ...]
    start: int
    end: int
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a sentence has said so far.

    `whole`: the indicators whose target it named as what the rest is out of;
    None when it named none. `other`: it was counting something else. `told`: what
    its numbers were. `rising`: the last one was where something rose from.
    `to_come`: the last one was planned or under way. `adding`: what is
    listed was added. `lately`: what was counted last.
    """

    since: str = ""
    named: frozenset[IndicatorId] = frozenset()
    whole: frozenset[IndicatorId] | None = None
    part: bool = False
    planned: bool = False
    other: bool = False
    told: tuple[Role, ...] = ()
    rising: bool = False
    to_come: bool = False
    adding: bool = False
    lately: frozenset[IndicatorId] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    counted: tuple[Counted, ...] = ()
    left_open: tuple[Open, ...] = ()
