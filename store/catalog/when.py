"""Days, hours and zones as the catalog writes them."""

import re
import unicodedata
from calendar import monthrange
from datetime import date, time
from functools import cache
from zoneinfo import available_timezones

from store.catalog.mistakes import Wrong, shown
from store.catalog.near import nearest, nearest_named
from store.catalog.scalars import scalar

WEEKDAYS = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)
_FIRST_YEAR, _LAST_YEAR = 2000, 2100
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_LOOSE_DAY = re.compile(r"([0-9]{4})\D{0,2}?([0-9]{1,2})\D{0,2}?([0-9]{1,2})(?![0-9])")
_LOOSE_HOUR = re.compile(r"(?<![0-9])([0-9]{1,2})[:.点时]([0-9]{2})(?![0-9])")
_HOUR = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
_CRON = re.compile(r"(\S+)\s+(\S+)\s+\S+\s+\S+\s+(\S+)")
_CHINESE_DAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
_OUR_ZONE = "Asia/Shanghai"
_OUR_ZONE_NAMES = (
    "Asia/Beijing",
    "Beijing",
    "Shanghai",
    "China",
    "China Standard Time",
    "CST",
    "UTC+8",
    "GMT+8",
    "+08:00",
    "+8",
    "北京时间",
    "北京",
    "上海",
    "东八区",
)


def day(said: object) -> date:
    """Read a date; one that does not exist is answered with the nearest that does."""
    word = scalar(said)
    strict = _DAY.fullmatch(word)
    loose = strict or _LOOSE_DAY.search(unicodedata.normalize("NFKC", word))
    if loose is None:
        raise Wrong("not_a_date", "date_form", value=shown(word))
    year, month, number = (int(part) for part in loose.groups())
    near = _nearest_day(year, month, number)
    if strict and (year, month, number) == (near.year, near.month, near.day):
        return near
    instead = "or_earlier" if strict and number > near.day else "write"
    raise Wrong("not_a_date", instead, value=shown(word), fix=near.isoformat())


def _nearest_day(year: int, month: int, number: int) -> date:
    year = min(max(year, _FIRST_YEAR), _LAST_YEAR)
    month = min(max(month, 1), 12)
    return date(year, month, min(max(number, 1), monthrange(year, month)[1]))


def weekday(said: object) -> int:
    """Read an English weekday: monday is 1."""
    word = scalar(said)
    if word.casefold() in WEEKDAYS:
        return WEEKDAYS.index(word.casefold()) + 1
    if meant := _weekday_meant(word):
        raise Wrong("not_a_weekday", "write", value=shown(word), fix=meant)
    raise Wrong("not_a_weekday", "weekday_form", value=shown(word))


def _weekday_meant(word: str) -> str | None:
    found = re.search(r"(?:周|星期|礼拜)([一二三四五六日天])", word)
    if found:
        return WEEKDAYS[_CHINESE_DAYS[found[1]]]
    short = [name for name in WEEKDAYS if word.casefold() == name[: len(word)]]
    if len(short) == 1:
        return short[0]
    return nearest(word, WEEKDAYS)


def every(said: object) -> tuple[int, time]:
    """Read `monday 08:30`: when a digest goes out."""
    words = scalar(said)
    name, _, hour = words.partition(" ")
    if name.casefold() in WEEKDAYS and _HOUR.fullmatch(hour):
        return WEEKDAYS.index(name.casefold()) + 1, time.fromisoformat(hour)
    if cron := _CRON.fullmatch(words):
        raise Wrong(
            "cron", "every_form", value=shown(words), fix=_from_cron(*cron.groups())
        )
    meant, at = _weekday_meant(name), _hours_meant(words)
    if meant and at:
        raise Wrong("bad_every", "write", value=shown(words), fix=f"{meant} {at[0]}")
    fix = f"{meant or 'monday'} 08:30"
    raise Wrong("bad_every", "every_form", value=shown(words), fix=fix)


def _from_cron(minute: str, hour: str, weekdays: str) -> str:
    """Return what a cron line means in our form, or the usual example."""
    at = _hours_meant(f"{hour}:{minute:0>2}")
    if not at:
        return "monday 08:30"
    numbers = {str(i): name for i, name in enumerate(("sunday", *WEEKDAYS))}
    return f"{numbers.get(weekdays, 'monday')} {at[0]}"


def hours(said: object) -> tuple[time, time]:
    """Read working hours, `08:30-18:00`."""
    return _span(scalar(said), "hours_order", "08:30-18:00")


def rest(said: object) -> tuple[time, time]:
    """Read a rest within working hours, `12:00-13:30`."""
    return _span(scalar(said), "rest_order", "12:00-13:30")


def _span(word: str, backwards: str, example: str) -> tuple[time, time]:
    opens, _, closes = word.partition("-")
    meant = _hours_meant(word)
    exact = _HOUR.fullmatch(opens) and _HOUR.fullmatch(closes)
    if len(meant) == 2 and meant[0] > meant[1]:  # noqa: PLR2004 - from, to
        fix = f"{meant[1]}-{meant[0]}"
        raise Wrong(backwards, "write", value=shown(word), fix=fix)
    if exact and opens < closes:
        return time.fromisoformat(opens), time.fromisoformat(closes)
    fix = "-".join(meant) if len(set(meant)) == 2 else example  # noqa: PLR2004 - from, to
    raise Wrong("bad_hours", "write", value=shown(word), fix=fix)


def _hours_meant(words: str) -> list[str]:
    """Return the times of day in what was said, written the way we write them."""
    plain = unicodedata.normalize("NFKC", words)
    found = (f"{int(h):02}:{m}" for h, m in _LOOSE_HOUR.findall(plain))
    return [hour for hour in found if _HOUR.fullmatch(hour)]


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def zone(said: object) -> str:
    """Read a time zone's name."""
    word = scalar(said)
    if word in _zones():
        return word
    named = {name: name for name in _zones()} | dict.fromkeys(
        _OUR_ZONE_NAMES, _OUR_ZONE
    )
    if near := nearest_named(word, named):
        raise Wrong("bad_zone", "near", value=shown(word), near=near)
    raise Wrong("bad_zone", "write", value=shown(word), fix=_OUR_ZONE)


def country(said: object) -> str:
    """Read a country's two letters, of those whose holidays are known."""
    code = scalar(said)
    if code == "CN":  # the common case needs no other country's holidays
        return code
    from holidays.registry import COUNTRIES  # noqa: PLC0415 - 0.2 s, seldom wanted

    named = {"中国": "CN"}
    for name, (_, alpha2, alpha3, *_) in COUNTRIES.items():
        named |= {alpha2: alpha2, alpha3: alpha2, name.replace("_", " "): alpha2}
    if code in set(named.values()):
        return code
    if near := nearest_named(code, named):
        raise Wrong("bad_country", "near", value=shown(code), near=near)
    raise Wrong("bad_country", "country_form", value=shown(code))
