"""How dates and numbers are spoken, one maker per filter and language.

Facts arrive from JSON, so a date may be an ISO string as well as a date.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal

Filter = Callable[[object], str]
_WEEK_ZH = "一二三四五六日"
_WEEK_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = (
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)


def _moment(value: object) -> datetime:
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)  # noqa: DTZ001 - a day
    return datetime.fromisoformat(str(value))


def _date(locale: str) -> Filter:
    def speak(value: object) -> str:
        d = _moment(value)
        if locale == "zh":
            return f"{d.month}月{d.day}日"
        return f"{d.day} {_MONTHS[d.month - 1]}"

    return speak


def _day(locale: str) -> Filter:
    plain = _date(locale)

    def speak(value: object) -> str:
        d = _moment(value).weekday()
        if locale == "zh":
            return f"{plain(value)}（周{_WEEK_ZH[d]}）"
        return f"{_WEEK_EN[d]} {plain(value)}"

    return speak


def _exact(locale: str) -> Filter:
    """Speak a day that must not be mistaken: with its year and weekday."""
    plain = _day(locale)

    def speak(value: object) -> str:
        year = _moment(value).year
        return f"{year}年{plain(value)}" if locale == "zh" else f"{plain(value)} {year}"

    return speak


def _time(locale: str) -> Filter:
    del locale

    def speak(value: object) -> str:
        return _moment(value).strftime("%H:%M")

    return speak


def _number(locale: str) -> Filter:
    del locale

    def speak(value: object) -> str:
        return f"{Decimal(str(value)).normalize():f}"

    return speak


FILTERS: Mapping[str, Callable[[str], Filter]] = {
    "date": _date,
    "day": _day,
    "exact": _exact,
    "time": _time,
    "number": _number,
}
