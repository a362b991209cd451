"""A person's own hours, as they write them."""

import re
from datetime import time
from zoneinfo import ZoneInfo

from rules.errors import BadHours
from rules.people import Hours

RESET = frozenset({"默认", "恢复默认", "default", "reset"})
SHORTEST = 60  # minutes
_TIME = r"(\d{1,2})(?:\s*[:：.点]\s*(\d{2}|半)?)?\s*分?"
_HOURS = re.compile(rf"{_TIME}\s*(?:[-–—~～至到]|to)\s*{_TIME}(?:\s+(\S+))?")


def read(given: str) -> Hours:
    """Read `9:00-17:30 Asia/Urumqi`, or 默认. Raises BadHours."""
    said = given.strip()
    if said.lower() in RESET:
        return Hours()
    found = _HOURS.fullmatch(said)
    if found is None:
        raise BadHours({"why": "unread", "given": said[:60]})
    opens, closes = _time(found[1], found[2]), _time(found[3], found[4])
    if _minutes(closes) - _minutes(opens) < SHORTEST:
        raise BadHours({"why": "short", "given": said[:60]})
    return Hours(opens=opens, closes=closes, zone=_zone(found[5]))


def _time(hour: str, minute: str | None) -> time:
    minutes = 30 if minute == "半" else int(minute or 0)
    try:
        return time(int(hour), minutes)
    except ValueError:
        raise BadHours({"why": "unread", "given": f"{hour}:{minutes:02}"}) from None


def _minutes(at: time) -> int:
    return 60 * at.hour + at.minute


def _zone(name: str | None) -> str | None:
    if name is None:
        return None
    try:
        return ZoneInfo(name).key
    except (ValueError, OSError, KeyError):  # KeyError: there is no such zone
        raise BadHours({"why": "zone", "given": name[:40]}) from None
