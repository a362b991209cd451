"""How long a report can be corrected; a new report can be made at any time."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from rules.catalog import Policy
from rules.workdays import Workdays


class Window(StrEnum):
    """Why a report can be corrected, or why not."""

    OPEN = "open"
    OVER = "over"  # its workdays have passed
    NEVER = "never"  # the policy lets nothing be corrected once it was confirmed


@dataclass(frozen=True, slots=True, kw_only=True)
class Correctable:
    """`last`: the last day for corrections, by the plan's calendar."""

    window: Window
    last: date


def correctable(
    policy: Policy, made: datetime, days: Workdays, now: datetime
) -> Correctable:
    """Say whether a report made at `made` can still be corrected.

    `made` is when its first version was: a correction does not open the window anew.
    """
    first, today = days.local(made).date(), days.local(now).date()
    last = days.shift(first, policy.corrections)
    if not policy.corrections:
        return Correctable(window=Window.NEVER, last=last)
    window = Window.OPEN if today <= last else Window.OVER
    return Correctable(window=window, last=last)
