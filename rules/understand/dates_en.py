"""How dates are written in English, and the last day each wording can mean."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from rules.understand import days

Read = Callable[[re.Match[str], date], date | None]

_MONTHS = (
    *("jan", "feb", "mar", "apr", "may", "jun"),
    *("jul", "aug", "sep", "oct", "nov", "dec"),
)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_COUNTS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_COUNTS |= {"seven": 7, "eight": 8, "nine": 9, "ten": 10}
_QUARTERS = ("first", "second", "third", "fourth")
# The last day before it.
_HOLIDAYS = {"n": (9, 30), "l": (4, 30), "m": (4, 30)}
_PARTS = {"early": "early", "mid": "mid", "middle": "mid"}


def _month(found: re.Match[str]) -> int:
    return _MONTHS.index(found["month"][:3].lower()) + 1


def _year(found: re.Match[str], today: date) -> int:
    year: str | None = found["year"]
    return int(year) if year else days.year_of(today, _month(found))


def _day(found: re.Match[str], today: date) -> date | None:
    return days.day(_year(found, today), _month(found), int(found["number"]))


def _whole_month(found: re.Match[str], today: date) -> date:
    part = _PARTS.get((found["part"] or "").lower(), "")
    return days.part_end(_year(found, today), _month(found), part)


def _quarter(found: re.Match[str], today: date) -> date:
    said = found["quarter"] or str(_QUARTERS.index(found["nth"].lower()) + 1)
    month = 3 * int(said)
    year: str | None = found["year"]
    return days.month_end(int(year) if year else days.year_of(today, month), month)


def _next(found: re.Match[str]) -> int:
    return 1 if (found["which"] or "").lower() == "next" else 0


def _weekday(found: re.Match[str], today: date) -> date:
    number = _WEEKDAYS.index(found["weekday"][:3].lower()) + 1
    if found["which"]:
        return days.weekday(today, _next(found), number)
    return days.upcoming(today, number)


def _span(found: re.Match[str], today: date) -> date:
    unit, step = found["unit"].lower(), _next(found)
    if unit == "week":
        return days.sunday(today, step)
    if unit == "month":
        return days.month_end(today.year, today.month + step)
    if unit == "quarter":
        return days.month_end(today.year, 3 * ((today.month + 2) // 3 + step))
    return days.month_end(today.year + step, days.DECEMBER)


def _within(found: re.Match[str], today: date) -> date:
    said, unit = found["count"].lower(), found["unit"].lower()
    if unit == "fortnight":
        return today + timedelta(days=14)
    count = _COUNTS.get(said) or int(said)
    if unit == "month":
        return days.months_on(today, count)
    return today + timedelta(days=count * (7 if unit == "week" else 1))


def _near(found: re.Match[str], today: date) -> date:
    said = found.group().lower()
    return today + timedelta(days=2 if "after" in said else 1)


def _weekday_next_week(found: re.Match[str], today: date) -> date:
    number = _WEEKDAYS.index(found["weekday"][:3].lower()) + 1
    return days.weekday(today, 1, number)


def _day_first(found: re.Match[str], _: date) -> date | None:
    return days.day(int(found["y"]), int(found["m"]), int(found["d"]))


def _month_day(found: re.Match[str], today: date) -> date | None:
    month = int(found["m"])
    return days.day(days.year_of(today, month), month, int(found["d"]))


def _the_day(found: re.Match[str], today: date) -> date | None:
    number, after = int(found["number"]), days.month_end(today.year, today.month + 1)
    this = days.day(today.year, today.month, number)
    return this if this and this >= today else days.day(after.year, after.month, number)


def _half(found: re.Match[str], today: date) -> date:
    return days.month_end(today.year, 6 if found["half"][0] in "fF1" else days.DECEMBER)


def _holiday(found: re.Match[str], today: date) -> date:
    month, number = _HOLIDAYS[found["holiday"][0].lower()]
    this = date(today.year, month, number)
    return this if this >= today else this.replace(year=today.year + 1)


_M = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?"
    r"|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_D = r"(?P<number>3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?"
_Y = r"(?:,?\s+(?P<year>20[0-9]{2})\b)?"
_END = r"(?:(?:the\s+)?(?:end|close)\s+of\s+)"
_UNIT = r"(?P<unit>week|month|quarter|year)"
_ALL: tuple[tuple[str, Read], ...] = (
    (
        (
            r"(?<![0-9])(?P<d>1[3-9]|2[0-9]|3[01])[/.](?P<m>1[0-2]"
            r"|0?[1-9])[/.](?P<y>20[0-9]{2})(?![0-9])"
        ),
        _day_first,
    ),
    (
        # Where both could be the month nobody can tell: 5/6.
        (
            r"(?:(?<=\bby )|(?<=\bbefore )|(?<=\bexpected )|(?<=\bon )|(?<=\buntil )"
            r"|(?<=\beta ))"
            r"(?P<m>1[0-2]|0?[1-9])/(?P<d>1[3-9]|2[0-9]|3[01])(?![0-9/])"
        ),
        _month_day,
    ),
    (rf"\b{_M}\s+{_D}(?![0-9%]){_Y}", _day),
    (rf"(?<![0-9.]){_D}(?:\s+of)?\s+{_M}{_Y}", _day),
    # "may" alone is a verb; as a month it needs a preposition.
    (
        (
            rf"(?:\b{_END}|(?<=\bby )|(?<=\bin )|(?<=\bbefore )"
            rf"|(?<=\buntil )|(?<=\btill )|(?<=\bto ))(?:the\s+)?"
            rf"(?:(?P<part>early|mid(?:dle)?|late|end)(?:-|\s+(?:of\s+)?))?{_M}{_Y}"
        ),
        _whole_month,
    ),
    (
        rf"\b(?P<part>early|mid(?:dle)?|late|end)(?:-|\s+(?:of\s+)?){_M}{_Y}",
        _whole_month,
    ),
    (
        (
            rf"\b{_END}?(?:Q(?P<quarter>[1-4])|(?:the\s+)?(?P<nth>first|second|third"
            r"|fourth)"
            rf"\s+quarter)\b{_Y}"
        ),
        _quarter,
    ),
    (
        (
            r"\b(?P<half>first|second|H1|H2)"
            r"(?:(?<=[12])|\s+half(?:\s+of\s+(?:the|this)\s+year)?)\b"
        ),
        _half,
    ),
    (
        (
            r"\b(?P<weekday>mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)day"
            r"(?:\s+of)?\s+next\s+week\b"
        ),
        _weekday_next_week,
    ),
    (
        (
            r"\b(?:(?P<which>this|next)\s+)?(?P<weekday>mon|tues?|wed(?:nes)?"
            r"|thu(?:rs)?"
            r"|fri|sat(?:ur)?|sun)day\b"
        ),
        _weekday,
    ),
    (rf"\b{_END}(?:(?P<which>this|next|the)\s+)?{_UNIT}\b", _span),
    (rf"\b(?P<which>this|next)\s+{_UNIT}\b(?:[-\s]end\b)?", _span),
    (rf"\b(?P<which>)(?:the\s+)?{_UNIT}[-\s]end\b", _span),
    (
        (
            rf"\b(?:in|within)\s+(?:(?:the|about|around|next|another)\s+)*"
            rf"(?P<count>[0-9]{{1,3}}|{'|'.join(_COUNTS)})\s+"
            r"(?P<unit>day|week|month|fortnight)s?\b(?:['’]?\s+time\b)?"
        ),
        _within,
    ),
    (r"\b(?:the\s+)?day after tomorrow\b|\btomorrow\b", _near),
    (
        (
            r"\b(?:by|before|on|until)\s+the\s+(?P<number>3[01]|[12][0-9]|[1-9])(?:st"
            r"|nd|rd"
            r"|th)\b"
        ),
        _the_day,
    ),
    (
        (
            r"(?<=\bbefore )(?:the\s+)?(?P<holiday>national|labou?r|may)\s+day"
            r"(?:\s+holidays?)?\b"
        ),
        _holiday,
    ),
)
RULES = tuple((re.compile(pattern, re.IGNORECASE), read) for pattern, read in _ALL)
