"""Backups: what they are called, when the next is due, which may go."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

SUFFIXES = (".db", ".dump", ".zip")
NIGHT = time(2)  # the hour of the daily one, by the plan's clock
STALE = timedelta(days=1)  # what is half done for so long was left behind

_STAMP = "%Y%m%dT%H%M%SZ"
_OURS = re.compile(r"duban-(\d{8}T\d{6}Z)\.(db|dump|zip)")
_HALF = re.compile(rf"\.{_OURS.pattern}\.\d+\.part")


def called(now: datetime, suffix: str) -> str:
    """Return the name of a backup made now."""
    return f"duban-{now.astimezone(UTC):{_STAMP}}{suffix}"


def made_at(name: str) -> datetime | None:
    """Return when a backup was made, by its name; None for a file that is not ours."""
    return _moment(_OURS.fullmatch(name))


def due(names: Iterable[str], now: datetime, zone: ZoneInfo) -> bool:
    """Whether none of these was made since the last night."""
    local = now.astimezone(zone)
    night = datetime.combine(local.date(), NIGHT, zone)
    if night > local:
        night -= timedelta(days=1)
    made = [at for at in map(made_at, names) if at]
    return not made or max(made) < night


def surplus(names: Iterable[str], keep: int, now: datetime) -> list[str]:
    """Return what may go: all but the newest `keep`, and halves left behind."""
    names = list(names)
    ours = sorted(name for name in names if made_at(name))
    halves = [
        name
        for name in names
        if (began := _moment(_HALF.fullmatch(name))) and now - began > STALE
    ]
    return ours[: max(len(ours) - keep, 0)] + halves


def _moment(found: re.Match[str] | None) -> datetime | None:
    if found is None:
        return None
    try:
        return datetime.strptime(found[1], _STAMP).replace(tzinfo=UTC)
    except ValueError:  # the thirtieth of February
        return None
