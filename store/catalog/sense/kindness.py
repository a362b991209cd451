"""Rests lie within working hours, and a week's letters are no fewer than a day's."""

from datetime import time
from itertools import pairwise

from rules.catalog import Kindness, WorkCalendar
from store.catalog.mistakes import Wrong
from store.catalog.scalars import whole
from store.catalog.sense.rows import Row, Sensed, table, texts, value
from store.catalog.tree import Data, Node
from store.catalog.when import hours, rest

_PER_DAY, _PER_WEEK = whole(1, 20), whole(1, 100)


def check(plain: Data, root: Node) -> Sensed:
    del root
    yield from _rests(table(plain, "calendar"))
    yield from _budget(table(plain, "kindness"))


def _rests(calendar: Row) -> Sensed:
    usual = WorkCalendar()
    open_ = (usual.opens, usual.closes)
    worked = value(calendar, "hours", hours) if "hours" in calendar else open_
    spans = [
        (loc, span)
        for loc, said in texts(calendar, "quiet", ("calendar",))
        if (span := value({"quiet": said}, "quiet", rest)) is not None
    ]
    for loc, span in spans:
        if worked is None:
            break  # the hours are named already
        if span[0] < worked[0] or span[1] > worked[1]:
            yield loc, Wrong("rest_outside", "within", fix=_said(worked))
        elif span == worked:
            yield loc, Wrong("rest_all_day", "shorter_rest")
    for (_, before), (loc, span) in pairwise(spans):
        if span[0] < before[1]:
            yield loc, Wrong("rests_order", "rests_apart")


def _said(span: tuple[time, time]) -> str:
    return "-".join(end.strftime("%H:%M") for end in span)


def _budget(kindness: Row) -> Sensed:
    usual = Kindness()
    day = value(kindness, "per_day", _PER_DAY)
    week = value(kindness, "per_week", _PER_WEEK)
    if day is not None and "per_week" not in kindness and day > usual.per_week:
        fix = f"per_week: {min(day * 3, 100)}"
        wrong = Wrong("day_over_week", "add", week=usual.per_week, example=fix)
        yield ("kindness", "per_day"), wrong
    elif day is None and "per_day" not in kindness:
        day = usual.per_day
    if day is not None and week is not None and day > week:
        wrong = Wrong("week_under_day", "at_least", least=day, day=day)
        yield ("kindness", "per_week"), wrong
