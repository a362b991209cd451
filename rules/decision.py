"""What the chase chose, and why. Every decision is kept."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from rules.catalog import Rung
from rules.ids import PersonId
from rules.obligation import Obligation


class Reason(StrEnum):
    NOT_DUE = "not_due"  # the next rung lies ahead
    RUNG = "rung"  # a rung was taken: somebody is told
    ANNOUNCE = "announce"  # the debtors are told again: nobody is told on before
    QUIET = "quiet"  # outside working hours or on a day off: held
    NOBODY = "nobody"  # nobody is linked who could be asked: held
    AWAY = "away"  # everybody who could be asked is on leave: held
    SNOOZED = "snoozed"  # the debtors asked to be asked later: held
    ON_PACE = "on_pace"  # reported lately and on pace, so not asked: waived
    SPENT = "spent"  # the ladder has no rung left
    CLOSED = "closed"  # answered or waived meanwhile
    BROKEN = "broken"  # our own mistake: set aside and reported


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The obligation as it is now, the reason, the rungs taken and the next one."""

    obligation: Obligation
    reason: Reason
    taken: tuple[Rung, ...] = ()
    next: Rung | None = None
    next_at: datetime | None = None
    told: tuple[PersonId, ...] = ()
