"""Invite codes: how often they may be guessed, and how they are struck out."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

MOST_TRIES = 5
"""Wrong codes a Telegram user may send within `SPAN`."""
SPAN = timedelta(hours=1)

# As it is sent, as it stands in a link, as a button carries it.
_CODE = re.compile(r"(/start(?:@\w+)?\s+|[?&]start=|\bjoin:)[\w-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tries:
    """The wrong codes of one Telegram user.

    `since`: when the first came; once there are too many, when the last came.
    """

    since: datetime
    times: int


def tried(before: Tries | None, now: datetime) -> Tries:
    """Return the tries with one more wrong code; those of long ago are forgotten."""
    if before is None or not _lately(before, now):
        return Tries(since=now, times=1)
    times = before.times + 1
    return Tries(since=now if times >= MOST_TRIES else before.since, times=times)


def shut_until(tries: Tries | None, now: datetime) -> datetime | None:
    """Return until when no code of this user is looked at; None while it would be."""
    if tries is None or tries.times < MOST_TRIES or not _lately(tries, now):
        return None
    return tries.since + SPAN


def _lately(tries: Tries, now: datetime) -> bool:
    # A clock set back must neither forgive at once nor shut somebody out for long.
    return abs(now - tries.since) < SPAN


def struck(text: str) -> str:
    """Return words without the invite codes in them: whoever has one may come in."""
    return _CODE.sub(r"\1***", text)
