"""When a digest goes out next."""

from datetime import datetime, timedelta

from rules.catalog import DigestTime
from rules.workdays import Workdays


def next_digest(digest: DigestTime, days: Workdays, now: datetime) -> datetime:
    """Return the next time after `now`; on a day off, the next workday instead."""
    today = days.local(now).date()
    monday = today - timedelta(days=today.weekday() + 7)
    while True:
        day = days.on_or_after(monday + timedelta(days=digest.weekday - 1))
        at = datetime.combine(day, digest.at, days.zone)
        if at > now:
            return at
        monday += timedelta(days=7)
