"""What a reply would change: totals, pace, and what deserves a second look."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from rules import facts
from rules.ids import IndicatorId
from rules.looks import looks
from rules.pace import IndicatorState, Standing, TaskState, achievement, judge
from rules.report import Said
from rules.understand import Understanding
from rules.workdays import Workdays


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A reply applied to a task, not yet kept."""

    before: TaskState
    state: TaskState
    standing: Standing
    readings: tuple[Said, ...]


def propose(
    state: TaskState,
    found: Understanding,
    totals: Mapping[IndicatorId, Decimal],
    today: date,
) -> Proposal:
    """Return how the task would stand. `totals`: the last known ones.

    What a reply does not say stays as last reported, except the status: silence
    about trouble does not prolong it, unless the reply is "no change".
    """
    readings = tuple(
        Said(
            indicator=reading.indicator,
            value=reading.value,
            kind=reading.kind,
            total=reading.value
            if reading.kind == "total"
            else totals.get(reading.indicator, Decimal(0)) + reading.value,
        )
        for reading in found.readings
    )
    unchanged = found.unchanged
    told = {said.indicator: said.total for said in readings}
    before = _with_totals(state, totals)
    after = replace(
        _with_totals(state, dict(totals) | told),
        percent=state.percent
        if found.percent is None and not readings
        else found.percent,  # a newer number is not held against an older percent
        status=found.status or (state.status if unchanged else None),
        expected_finish=found.expected or state.expected_finish,
        problem=found.problem or (state.problem if unchanged else ""),
        needs=found.needs or (state.needs if unchanged else ""),
        measures_done=state.measures_done | frozenset(found.done_measures),
        missed=0,
    )
    return Proposal(
        before=before, state=after, standing=judge(after, today), readings=readings
    )


def _with_totals(state: TaskState, totals: Mapping[IndicatorId, Decimal]) -> TaskState:
    held = tuple(
        IndicatorState(
            indicator=one.indicator, total=totals.get(one.indicator.id), at=one.at
        )
        for one in state.indicators
    )
    return replace(state, indicators=held)


def card_facts(
    proposal: Proposal, found: Understanding, today: date, days: Workdays
) -> facts.Line:
    """Return the facts of `report/card`: only what was said, beside what was.

    `was`: the progress as last reported; `alone`: whether the one number there is
    makes the whole progress, so that one line says both.
    """
    state, standing = proposal.state, proposal.standing
    before = {one.indicator.id: one for one in proposal.before.indicators}
    readings = [_reading(said, before[said.indicator]) for said in proposal.readings]
    texts = {one.id: one.text for one in state.task.measures}
    return facts.standing_line(state, standing, days) | {
        "was": judge(proposal.before, today).progress,
        "readings": readings,
        "alone": len(readings) == 1 and readings[0]["share"] == standing.progress,
        "percent": found.percent,
        "status": found.status.value if found.status else None,
        "finish": facts.day(found.expected),
        "problem": found.problem,
        "needs": found.needs,
        "unchanged": found.unchanged,
        "measures": [texts[one] for one in found.done_measures if one in texts],
        "looks": looks(proposal.before, standing, proposal.readings, found, today),
    }


def _reading(said: Said, before: IndicatorState) -> facts.Line:
    indicator, was = before.indicator, before.total
    change, target = None if was is None else said.total - was, indicator.target
    reached = IndicatorState(indicator=indicator, total=said.total)
    return {
        "name": indicator.name,
        "unit": indicator.unit,
        "total": facts.plain(said.total),
        "target": None if target is None else facts.plain(target),
        "before": None if was is None else facts.plain(was),
        "change": None if change is None else f"{change.normalize():+f}",
        "share": achievement(reached),
    }
