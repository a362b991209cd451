"""How dates are written in Chinese, and the last day each wording can mean."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from rules.understand import days
from rules.understand.numbers import read_han

Read = Callable[[re.Match[str], date], date | None]

_YEARS = {"今": 0, "本": 0, "当": 0, "明": 1, "后": 2, "去": -1}
_SHIFT = {"上": -1, "本": 0, "这": 0, "当": 0, "下": 1, "下下": 2}
_NEAR = {"大后": 3, "后": 2, "明": 1, "今": 0, "昨": -1, "前": -2}
_HOLIDAYS = {
    "元旦": (12, 31),
    "五一": (4, 30),
    "劳动节": (4, 30),
    "国庆": (9, 30),
    "十一": (9, 30),
}
_WEEKDAYS = "一二三四五六日天末"
_LAST_WEEKDAY = 7


def _count(text: str) -> int:
    return int(text) if text.isdecimal() else int(read_han(text) or 0)


def _year(found: re.Match[str], today: date, month: int) -> int:
    said = found["year"]
    if not said:
        return days.year_of(today, month)
    return int(said[:4]) if said[0] == "2" else today.year + _YEARS[said[0]]


def _full(found: re.Match[str], _: date) -> date | None:
    return days.day(int(found["y"]), int(found["m"]), int(found["d"]))


def _month_day(found: re.Match[str], today: date) -> date | None:
    month, number = _count(found["month"]), found["until"] or found["number"]
    return days.day(_year(found, today, month), month, _count(number))


def _point_day(found: re.Match[str], today: date) -> date | None:
    month = int(found["month"])
    return days.day(days.year_of(today, month), month, int(found["number"]))


def _month(found: re.Match[str], today: date) -> date:
    month = _count(found["month"])
    return days.part_end(_year(found, today, month), month, found["part"] or "")


def _this_month(found: re.Match[str], today: date) -> date | None:
    end = days.month_end(today.year, today.month + _SHIFT[found["which"] or "本"])
    if found["number"]:
        return days.day(end.year, end.month, _count(found["number"]))
    return days.part_end(end.year, end.month, found["part"] or "")


def _year_end(found: re.Match[str], today: date) -> date:
    year = _year(found, today, days.DECEMBER)
    return days.month_end(year, 6 if "上半年" in found.group() else days.DECEMBER)


def _quarter(found: re.Match[str], today: date) -> date:
    said = found["quarter"] or found["q"]
    month = 3 * _count(said)
    return days.month_end(_year(found, today, month), month)


def _this_quarter(found: re.Match[str], today: date) -> date:
    quarter = (today.month + 2) // 3 + _SHIFT[found["which"] or "本"]
    return days.month_end(today.year, 3 * quarter)


def _weekday(found: re.Match[str], today: date) -> date:
    number = min(_WEEKDAYS.index(found["weekday"]) + 1, _LAST_WEEKDAY)
    if found["which"]:
        return days.weekday(today, _SHIFT[found["which"]], number)
    return days.upcoming(today, number)


def _week(found: re.Match[str], today: date) -> date:
    return days.sunday(today, _SHIFT[found["which"] or "本"])


def _within_months(found: re.Match[str], today: date) -> date:
    if found["count"] == "半":
        return today + timedelta(days=15)
    return days.months_on(today, _count(found["count"]))


def _within(found: re.Match[str], today: date) -> date:
    unit = found["unit"]
    if unit == "年":
        half = found["count"] == "半"
        return days.months_on(today, 6 if half else 12 * _count(found["count"]))
    count = 0 if found["count"] == "半" else _count(found["count"])
    return today + timedelta(days=count * (1 if unit in {"天", "日"} else 7))


def _near(found: re.Match[str], today: date) -> date:
    return today + timedelta(days=_NEAR[found["near"] or found["same"]])


def _coming(this: date | None, after: date | None, today: date) -> date | None:
    return this if this and this >= today else after


def _day(found: re.Match[str], today: date) -> date | None:
    number = _count(found["number"])
    after = days.month_end(today.year, today.month + 1)
    return _coming(
        days.day(today.year, today.month, number),
        days.day(after.year, after.month, number),
        today,
    )


def _ten_days(found: re.Match[str], today: date) -> date | None:
    part, after = found["part"], days.month_end(today.year, today.month + 1)
    return _coming(
        days.part_end(today.year, today.month, part),
        days.part_end(after.year, after.month, part),
        today,
    )


def _holiday(found: re.Match[str], today: date) -> date | None:
    month, number = _HOLIDAYS[found["holiday"]]
    this = date(today.year, month, number)
    return _coming(this, this.replace(year=today.year + 1), today)


_M = r"(?<![0-9.个第])(?P<month>1[0-2]|0?[1-9]|十[一二]|[一二三四五六七八九十])\s?月"
_DAY = r"3[01]|[12][0-9]|0?[1-9]|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九]"
_D = rf"(?P<number>{_DAY})\s?[日号]"
_Y = r"(?:(?P<year>20[0-9]{2}\s?年|[今本当明后去]年)度?的?)"
_PART = r"(?:(?P<part>上中旬|中下旬|[上中下]旬|[初中](?!旬))|[底末])"
_IN = r"(?:之?内|以内)?"
# 9.15 and 9/15 are dates only in such company; alone they are numbers.
_POINT = (
    r"(?<![0-9.])(?P<month>1[0-2]|0?[1-9]){}(?P<number>3[01]|[12][0-9]|0?[1-9])"
    r"(?![0-9.]|\s*[%万亿千百家个项座吨台公米元年])"
)
_COMPANY = (
    r"(?:(?<=预计)|(?<=计划)|(?<=争取)|(?<=力争)|(?<=确保)|(?<=[拟将已计划]于)"
    r"|(?<=[^达增升高加扩][到至])|(?<=期至)|(?<=期到))"
)
_COUNT = r"(?<![0-9.后])(?P<count>半|[0-9]{1,3}|[一二两三四五六七八九十]{1,3})\s?"
_WEEK = r"(?:周|星期|礼拜)"

# The fuller wording first: what one rule has taken, no later one sees.
_ALL: tuple[tuple[str, Read], ...] = (
    (
        (
            r"(?<![0-9])(?P<y>20[0-9]{2})\s?[-./年]\s?(?P<m>[0-9]{1,2})\s?[-./月]\s?"
            r"(?P<d>[0-9]{1,2})(?![0-9])\s?[日号]?"
        ),
        _full,
    ),
    (rf"{_Y}?{_M}份?{_D}(?:[-~—–至到](?P<until>{_DAY})[日号])?", _month_day),
    (
        (
            rf"{_Y}?{_M}(?P<number>[0-9]{{1,2}})(?P<until>)(?![0-9.])(?=之?前"
            rf"|[全能可]?[^，]{{0,2}}完成)"
        ),
        _month_day,
    ),
    (rf"{_Y}?(?:[0-9]{{1,2}}月?[-~—–至到])?{_M}份?(?:{_PART}{_IN})?", _month),
    (
        (
            rf"(?P<which>下下|[上下本这当])个?月(?![报度])份?(?:(?:{_D}|{_PART}){_IN}"
            rf"|{_IN})"
        ),
        _this_month,
    ),
    (
        (
            rf"{_COUNT}(?P<unit>[天周年]|个?星期|个?礼拜|日(?=之?内|以内))"
            r"(?:之?内|以内|之?后|左右)"
        ),
        _within,
    ),
    (rf"{_COUNT}个月(?:之?内|以内|之?后|左右)", _within_months),
    (
        # 还要两周才能完成; alone it is a length, not a day.
        (
            r"(?:(?<=还[要需得])|(?<=还需要)|(?<=再[要过有给])|(?<=再给我)"
            rf"|(?<=再给我们)|(?<=大约要)|(?<=预计要))(?:大?约|大概)?{_COUNT}"
            r"(?P<unit>[天周]|个?星期|个?礼拜)(?:时间)?(?=[^，]{0,4}(?:完|办|改|做|搞"
            r"|弄|建|全)|，?(?:保证|一定|肯定|能|可以?)[^，]{0,3}完)"
        ),
        _within,
    ),
    (
        (
            r"(?:(?<=还[要需得])|(?<=还需要)|(?<=再[要过有]))(?:大?约"
            rf"|大概)?{_COUNT}个月(?:时间)?"
            r"(?=[^，]{0,4}(?:完|办|改|做|搞|弄|建|全))"
        ),
        _within_months,
    ),
    (
        (
            r"(?P<which>)(?P<number>)(?P<part>)(?<![0-9个每零一二三四五六七八九十])月["
            r"底末"
            r"内]"
        ),
        _this_month,
    ),
    (r"(?P<which>)(?<![0-9一二两三四五六七八九十每本这下上几半])周内", _week),
    (rf"{_Y}?[上下]半年[底末]?{_IN}", _year_end),
    (
        (
            rf"{_Y}?(?:第?(?P<quarter>[一二三四1-4])季度?"
            rf"|(?<![A-Za-z])[Qq](?P<q>[1-4])(?![0-9]|\s+20))[底末]?{_IN}"
        ),
        _quarter,
    ),
    (rf"(?:(?P<which>[本这下上])个?季度?[底末]?{_IN})|季度?[底末]", _this_quarter),
    (rf"(?:{_Y}年?|(?<![/0-9每一二三四五六七八九十])年)[底末内终]", _year_end),
    (
        rf"(?<!每)(?P<which>下下|[上下本这])?个?{_WEEK}(?P<weekday>[{_WEEKDAYS}])",
        _weekday,
    ),
    (rf"(?P<which>下下|[上下本这])个?{_WEEK}(?![边年报转围会期]){_IN}", _week),
    (r"(?P<near>大后|[后明今昨前])天(?![然气])|(?P<same>[明今昨])日", _near),
    (_COMPANY + _POINT.format("[./]"), _point_day),
    (_POINT.format("[./]") + r"(?=\s*(?:之?前|以前|左右|[日号]))", _point_day),
    (_POINT.format("[.]") + r"(?=\s*(?:全部)?完[成工])", _point_day),
    (
        rf"(?<![0-9.第月十〕\]]){_D}(?![文令线楼炉机窑公锅])",
        _day,
    ),
    (
        (
            r"(?P<holiday>元旦|五一|劳动节|国庆"
            r"|(?<![二三四五六七八九第])十一)节?(?:假期"
            r"|长假)?(?=之?前)"
        ),
        _holiday,
    ),
    (r"(?P<part>[上中下]旬)", _ten_days),
    (_Y.replace("去", ""), _year_end),
)
RULES = tuple((re.compile(pattern), read) for pattern, read in _ALL)
