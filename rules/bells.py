"""When a digest goes out next."""

from datetime import date, datetime, timedelta

from rules.catalog import DigestTime
from rules.workdays import Workdays

AFTER = timedelta(days=14)  # the plan's last figures come in after its end


def next_digest(
    digest: DigestTime, days: Workdays, now: datetime, ends: date
) -> datetime | None:
    """Return the next time after `now`; on a day off, the next workday instead.

    None once the plan has been over for a fortnight: there is nothing new to say.
    """
    today = days.local(now).date()
    monday = today - timedelta(days=today.weekday() + 7)
    while True:
        day = days.on_or_after(monday + timedelta(days=digest.weekday - 1))
        at = datetime.combine(day, digest.at, days.zone)
        if day > ends + AFTER:
            return None
        if at > now:
            return at
        monday += timedelta(days=7)
