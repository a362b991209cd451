"""What to do when a letter did not get through."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zlib import crc32

from rules.ids import LetterId
from rules.message import Sort

FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=15), timedelta(hours=1)
SHORTEST_WAIT = timedelta(seconds=1)
# A notice older than this tells its reader nothing new any more.
FRESH = timedelta(days=7)


class Kind(StrEnum):
    """How the messenger said no. The values are kept, counted and have words."""

    BLOCKED = "blocked"  # by the person, who can open the chat again
    DEACTIVATED = "deactivated"  # the account
    GONE = "gone"  # the chat, or it was never opened
    KICKED = "kicked"  # from a group
    NO_RIGHTS = "no_rights"  # to write there
    REFUSED = "refused"  # these words, whoever reads them
    UNWRITTEN = "unwritten"  # we could not put it into words ourselves
    FLOOD = "flood"  # too many at once
    HELD_BACK = "held_back"  # by ourselves, so that there are not too many
    TOKEN = "token"  # it does not know us any more  # noqa: S105 - no secret
    SERVER = "server"  # it is in trouble itself
    NETWORK = "network"  # it was not reached, or the connection broke
    TIMEOUT = "timeout"  # it did not answer in time


LOST = frozenset(
    {Kind.BLOCKED, Kind.DEACTIVATED, Kind.GONE, Kind.KICKED, Kind.NO_RIGHTS}
)
"""Nothing reaches this address any more, until its reader is found again."""

_ONE_LETTER = LOST | {Kind.REFUSED, Kind.UNWRITTEN}


@dataclass(eq=False)  # an exception is itself: equal by fields, it has no hash
class Undelivered(Exception):
    """The messenger came back with the letter in hand.

    `wait`: what was asked of us, in seconds that really pass. `doubt`: it may have
    arrived all the same. `everybody`: no letter to anybody may go before `wait`.
    """

    why: str
    kind: Kind = Kind.NETWORK
    wait: timedelta | None = None
    doubt: bool = False
    everybody: bool = False

    @property
    def hopeless(self) -> bool:
        """Whether this address will not work again by itself."""
        return self.kind in LOST

    @property
    def final(self) -> bool:
        """Whether this letter will never be taken, while others to its reader may."""
        return self.kind is Kind.REFUSED

    @property
    def on_the_way(self) -> bool:
        """Whether what follows to the same reader would fail just so."""
        return self.kind not in _ONE_LETTER


def next_try(
    failure: Undelivered, knocks: int, now: datetime, letter: int = 0
) -> datetime | None:
    """Return when to knock again, or None to give it up.

    A letter is never given up for a passing fault: it waits longer each time, up
    to an hour, and a little less or more than the next letter, lest all come back
    at one moment. What was asked of us is obeyed; whoever gave us the wait has to be
    asked again after an hour at the latest.
    """
    if failure.hopeless or failure.final:
        return None
    if failure.wait is not None:
        return now + min(max(failure.wait, SHORTEST_WAIT), LONGEST_WAIT)
    doubled: timedelta = FIRST_WAIT * (1 << min(max(knocks - 1, 0), 10))
    return now + min(doubled, LONGEST_WAIT) * (1 - _apart(letter, knocks) / 4)


def _apart(letter: int, knocks: int) -> float:
    """Return a part of one that differs from letter to letter and knock to knock."""
    return crc32(f"{letter}:{knocks}".encode()) / 2**32


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenUp:
    """A letter that did not reach its reader while nothing did."""

    letter: LetterId
    template: str
    sort: Sort
    made: datetime


def stale(
    letters: Sequence[GivenUp], now: datetime, *, anew: str
) -> frozenset[LetterId]:
    """Return which letters are not worth promising again to somebody found again.

    What is composed `anew` as it goes is always true. What became of a person's own
    act is told however late. Any other notice is worth it for a week, and of each
    sort of announcement only the newest.
    """
    newest = {one.template: one.letter for one in sorted(letters, key=_age)}
    return frozenset(
        one.letter
        for one in letters
        if one.template != anew and one.sort is not Sort.PROMPTED
        if one.made < now - FRESH
        or one.sort is Sort.CANARY
        or (one.sort is Sort.UNPROMPTED and newest[one.template] != one.letter)
    )


def _age(letter: GivenUp) -> tuple[datetime, int]:
    return letter.made, letter.letter
