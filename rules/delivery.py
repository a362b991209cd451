"""What to do when a letter did not get through."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=15), timedelta(hours=1)


class Loss(StrEnum):
    """Why letters no longer reach a person."""

    BLOCKED = "blocked"  # by the person, who can open the chat again
    DEACTIVATED = "deactivated"  # the account
    GONE = "gone"  # the chat


def loss(why: str) -> Loss:
    """Return the loss that the messenger's own words tell of."""
    said = why.lower()
    return next((found for found in Loss if found.value in said), Loss.GONE)


@dataclass(eq=False)  # an exception is itself: equal by fields, it has no hash
class Undelivered(Exception):
    """The messenger came back with the letter in hand.

    `hopeless`: this address will never work again. `wait`: what was asked of us.
    """

    why: str
    hopeless: bool = False
    wait: timedelta | None = None


def next_try(failure: Undelivered, knocks: int, now: datetime) -> datetime | None:
    """Return when to knock again, or None to give the address up.

    A letter is never given up for a passing fault: it waits longer each time, up
    to an hour.
    """
    if failure.hopeless:
        return None
    if failure.wait is not None:
        return now + failure.wait
    doubled: timedelta = FIRST_WAIT * (1 << min(max(knocks - 1, 0), 10))
    return now + min(doubled, LONGEST_WAIT)
