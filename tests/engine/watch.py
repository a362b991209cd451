"""Somebody who reads everything the engine sends and keeps, and trusts none of it.

What must hold is said here once more, as plainly as can be, beside the rules.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import chinese_calendar
from engine.phone import Sent
from engine.plan import PLAN
from engine.rows import Row, Rows, rows
from engine.world import World

from rules.catalog import Catalog
from rules.workdays import Workdays
from store import plans

SERVICE, UNPROMPTED = "service", "unprompted"
BUNDLE = "chase/bundle"
DEBTORS = {"deputy"}


@dataclass
class Watch:
    """`letters`: everything that arrived by itself, in order, with its row."""

    world: World
    letters: list[tuple[Sent, Row]] = field(default_factory=list)
    reopened: dict[int, datetime] = field(default_factory=dict)
    _heard: int = 0
    _deaths: int = 0

    def rang(self) -> None:
        """Check what has been sent since the last ring, at this very moment."""
        fresh = self.world.phones.sent[self._heard :]
        self._heard += len(fresh)
        if not fresh:
            self._deaths = self.world.deaths
            return
        found = rows(self.world.store)
        by_number = {row["message"]: row for row in found["letter"].values()}
        for sent in fresh:
            letter = by_number.get(sent.number)
            if letter is None:  # only one in flight at a death can be repeated
                assert self.world.deaths > self._deaths, sent
                continue
            self._check(sent, letter, found)
            self.letters.append((sent, letter))
        self._deaths = self.world.deaths

    def _check(self, sent: Sent, letter: Row, found: Rows) -> None:
        catalog = self.catalog
        (reader,) = (
            row for row in found["person"].values() if row["id"] == letter["person"]
        )
        assert reader["chat"] == sent.chat
        assert reader["retired_at"] is None
        own = Own.of(reader, catalog)
        assert own.working(sent.at), ("outside hours", sent, dict(letter), own)
        if letter["sort"] != SERVICE:
            day = sent.at.astimezone(ZoneInfo(catalog.plan.timezone)).date()
            away = [
                row
                for row in found["leave"].values()
                if row["person"] == reader["id"]
                and row["ended_at"] is None
                and row["first"] <= day <= row["last"]
            ]
            assert not away, ("on leave", sent, dict(letter), away)
        self._count(sent, letter, own)
        if letter["template"] == BUNDLE:
            self._announced(sent, letter, found)

    def _count(self, sent: Sent, letter: Row, own: "Own") -> None:
        """No reader gets more than the budget, a day or a week."""
        if letter["sort"] != UNPROMPTED:
            return
        mine = [
            own.day(one.at)
            for one, row in [*self.letters, (sent, letter)]
            if row["person"] == letter["person"] and row["sort"] == UNPROMPTED
        ]
        today, kindness = own.day(sent.at), self.catalog.kindness
        monday = today - timedelta(days=today.weekday())
        assert mine.count(today) <= kindness.per_day, ("a day", sent, mine)
        week = [day for day in mine if day >= monday]
        assert len(week) <= kindness.per_week, ("a week", sent, week)

    def _announced(self, sent: Sent, letter: Row, found: Rows) -> None:
        """Nobody is told on before a letter told the debtors, a workday before."""
        for about in _about(letter, found):
            owed = found["obligation"][about["obligation"],]
            if not escalation(owed, about["audience"]):
                continue
            since = self.reopened.get(owed["id"])
            warned = [one.at for one, row in self.letters if warns(row, owed, found)]
            in_time = [
                at
                for at in warned
                if (since is None or at >= since) and self._a_workday(at, sent.at)
            ]
            told = dict(owed) | {"policy": ""}
            assert in_time, ("told on unannounced", sent, told, warned, since)

    def _a_workday(self, at: datetime, later: datetime) -> bool:
        """Whether a whole workday lies between, but for its first hour."""
        days, day = self.days, self.day(at)
        soon = days.working(at) and at <= days.opening(day) + timedelta(hours=1)
        first = day if soon else day + timedelta(days=1)
        whole = (self.day(later) - first).days
        return any(days.worked(first + timedelta(days=n)) for n in range(whole))

    @property
    def catalog(self) -> Catalog:
        return self._plan.catalog

    @property
    def days(self) -> Workdays:
        return self._plan.days

    @property
    def _plan(self) -> plans.Loaded:
        found = self.world.store.read_sync(lambda tx: plans.loaded(tx, PLAN))
        assert found is not None
        return found

    def day(self, at: datetime) -> date:
        return self.days.local(at).date()


@dataclass(frozen=True)
class Own:
    """When somebody may be bothered: their own hours in their own zone."""

    zone: ZoneInfo
    opens: Any
    closes: Any
    catalog: Catalog

    @classmethod
    def of(cls, reader: Row, catalog: Catalog) -> "Own":
        return cls(
            zone=ZoneInfo(reader["zone"] or catalog.plan.timezone),
            opens=reader["opens"] or catalog.calendar.opens,
            closes=reader["closes"] or catalog.calendar.closes,
            catalog=catalog,
        )

    def day(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    def working(self, at: datetime) -> bool:
        here = at.astimezone(self.zone)
        now, calendar = here.time(), self.catalog.calendar
        rest = any(start <= now < end for start, end in calendar.quiet)
        return worked(here.date(), self.catalog) and (
            self.opens <= now < self.closes and not rest
        )


def worked(day: date, catalog: Catalog) -> bool:
    """Whether a day is worked: by the catalog's own days, else by China's calendar."""
    if day in catalog.calendar.extra_workdays:
        return True
    if day in catalog.calendar.extra_days_off:
        return False
    return bool(chinese_calendar.is_workday(day))


def debtor(owed: Row) -> str:
    return str(owed["policy"]["ladder"][0]["to"])


def escalation(owed: Row, audience: str) -> bool:
    return audience not in {debtor(owed), "deputy"}


def warns(letter: Row, owed: Row, found: Rows) -> bool:
    """Whether a letter told a debtor of this debt that somebody hears of it next.

    A line stands for all the reports of its branch.
    """
    if letter["template"] != BUNDLE:
        return False
    if not any(
        one["obligation"] == owed["id"] and one["audience"] == debtor(owed)
        for one in _about(letter, found)
    ):
        return False
    for line in letter["facts"]["asks"]:
        named = found["obligation"][line["obligation"],]
        same = named["id"] == owed["id"] or (
            named["kind"] == owed["kind"] == "report"
            and (named["task"], named["unit"]) == (owed["task"], owed["unit"])
        )
        if same and line["chain"]:
            return True
    return False


def _about(letter: Row, found: Rows) -> Iterator[Row]:
    for row in found["letter_about"].values():
        if row["letter"] == letter["id"]:
            yield row


def by_branch(moves: Mapping[Any, Row]) -> Mapping[tuple[str, str], list[Row]]:
    """Return each branch's moves, the oldest first."""
    found: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in sorted(moves.values(), key=lambda row: row["id"]):
        found[row["task"], row["unit"]].append(row)
    return found
