"""An explanation as a template and a program are told it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from rules import facts
from rules.case import Case, Instruction, Kept, Posted, Wish
from rules.catalog import Audience, Catalog, Policy, Task
from rules.explain import Bar, Coming, Explanation, View, explain
from rules.ids import TaskId
from rules.obligation import Owed
from rules.pace import TaskState
from rules.people import Person
from rules.workdays import Workdays

_SPAN = re.compile(r"(\d{4})(?:-([WQH]?)(\d{1,2})(?:-(\d))?)?")
_SPANS = {"": "month", "W": "week", "Q": "quarter", "H": "half_year"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What every line of one explanation is told with."""

    catalog: Catalog
    days: Workdays
    version: int  # the one in force
    people: Sequence[Person]
    states: Mapping[TaskId, TaskState]
    now: datetime

    def explain(self, case: Case) -> Explanation:
        """Explain one obligation as it stands now."""
        view = View(
            people=self.people,
            state=self.states.get(case.obligation.task),
            days=self.days,
            now=self.now,
        )
        return explain(case, view)

    def line(self, found: Explanation) -> facts.Line:
        """Return one obligation: why, what happened, why not, what next."""
        case, owed = found.case, found.case.obligation
        units, task = facts.units_of(self.catalog), self._task(case)
        put_off = task.put_off_from if task and owed.kind is Owed.FINISH else None
        return {
            "obligation": owed.id,
            "id": owed.task,
            "task": facts.number(owed.task),
            "short": task.short if task else "",
            "unit": units.get(owed.unit, owed.unit),
            "kind": owed.kind.value,
            "debtor": owed.debtor.value,
            "period": owed.period,
            "span": span(owed.period),
            "state": owed.state.value,
            "rule": self._rule(case),
            "opened": facts.moment(case.opened, self.days),
            "due": facts.day(owed.due),
            "planned": facts.day(case.planned),
            "holiday": self.days.holiday(case.planned) if case.planned else "",
            "put_off": facts.day(put_off),
            "late": found.late,
            "happened": [self._kept(one, owed.debtor) for one in case.kept],
            "letters": [self.letter(one) for one in case.letters],
            "why_not": [self._bar(one) for one in found.why_not],
            "next": [self.coming(one) for one in found.next],
        }

    def _task(self, case: Case) -> Task | None:
        task = case.obligation.task
        return next((one for one in self.catalog.tasks() if one.id == task), None)

    def _rule(self, case: Case) -> facts.Line:
        owed, place = case.obligation, case.place
        policy = owed.policy
        return {
            "policy": policy.name,
            "cadence": policy.report.value,
            "days": list(policy.due),
            "within": _within(owed.kind, policy),
            "line": place.line if place else None,
            "version": place.version if place else self.version,
            "former": bool(place and place.version != self.version),
            "directive": _instruction(case.directive),
            "request": _wish(case.request),
        }

    def _kept(self, kept: Kept, debtor: Audience) -> facts.Line:
        heard = [person for person in self.people if person.id in kept.people]
        asked = {debtor.value, Audience.DEPUTY.value}
        return {
            "reason": kept.reason,
            "rung": kept.rung,
            "audiences": [_role(one, heard) for one in kept.audiences],
            "asked": asked.issuperset(kept.audiences),
            "told": list(kept.told),
            "times": kept.times,
            "first": facts.moment(kept.first, self.days),
            "last": facts.moment(kept.last, self.days),
            "next": facts.moment(kept.next_at, self.days),
        }

    def letter(self, posted: Posted) -> facts.Line:
        """Return a letter: sent, or waiting and why, or given up."""
        return {
            "to": posted.to,
            "template": posted.template,
            "tasks": list(posted.tasks),
            "made": facts.moment(posted.made, self.days),
            "sent": facts.moment(posted.sent, self.days),
            "release": facts.moment(posted.release, self.days),
            "held": posted.held,
            "error": posted.error,
        }

    def _bar(self, bar: Bar) -> facts.Line:
        return {
            "why": bar.why.value,
            "until": facts.moment(bar.until, self.days),
            "who": bar.who,
            "what": bar.what,
        }

    def coming(self, coming: Coming) -> facts.Line:
        return {
            "at": facts.moment(coming.at, self.days),
            "to": _role(coming.to.value, coming.told),
            "asks": coming.asks,
            "told": [person.name for person in coming.told],
        }


def _instruction(given: Instruction | None) -> facts.Line | None:
    if given is None:
        return None
    return {
        "id": given.id,
        "who": given.who,
        "text": " ".join(given.text.split()),
        "due": facts.day(given.due),
    }


def _wish(asked: Wish | None) -> facts.Line | None:
    if asked is None:
        return None
    return {
        "id": asked.id,
        "kind": asked.kind,
        "who": asked.who,
        "reason": asked.reason,
        "until": facts.day(asked.until),
    }


def _role(audience: str, heard: Sequence[Person]) -> str:
    """Return as what an audience really hears: a unit's head for want of an owner."""
    roles = [person.role.value for person in heard]
    named = audience in {Audience.DEPUTY, Audience.LEADER, *roles}
    return audience if named or not roles else roles[0]


def _within(kind: Owed, policy: Policy) -> int:
    """Return how many workdays the policy gives, where it gives some."""
    given: Mapping[Owed, int] = {
        Owed.ACKNOWLEDGE: policy.acknowledge,
        Owed.FINISH: policy.finish,
        Owed.DECIDE: policy.decide,
    }
    return given.get(kind, 0)


def span(period: str) -> facts.Line | None:
    """Return what a report's period is, counted within its year; None for others."""
    found = _SPAN.fullmatch(period)
    if found is None:
        return None
    year, sort, number, half = found.groups()
    if number is None:
        return {"of": "year", "n": int(year), "half": None}
    of = "half_month" if half else _SPANS[sort]
    return {"of": of, "n": int(number), "half": int(half) if half else None}
