"""What a reply would change: totals, pace, and what deserves a second look."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from rules import facts
from rules.catalog import Indicator, Kind
from rules.ids import IndicatorId
from rules.pace import IndicatorState, Standing, TaskState, judge
from rules.report import Said
from rules.understand import Understanding
from rules.workdays import Workdays


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A reply applied to a task, not yet kept."""

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
    told = dict(totals) | {said.indicator: said.total for said in readings}
    unchanged = found.unchanged
    after = replace(
        state,
        indicators=tuple(
            IndicatorState(
                indicator=held.indicator, total=told.get(held.indicator.id), at=held.at
            )
            for held in state.indicators
        ),
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
    return Proposal(state=after, standing=judge(after, today), readings=readings)


def card_facts(
    proposal: Proposal,
    found: Understanding,
    totals: Mapping[IndicatorId, Decimal],
    days: Workdays,
) -> facts.Line:
    """Return the facts of `report/card`: only what was said, beside what was."""
    by_id = {held.indicator.id: held.indicator for held in proposal.state.indicators}
    return facts.standing_line(proposal.state, proposal.standing, days) | {
        "readings": [
            _reading(said, by_id[said.indicator], totals.get(said.indicator))
            for said in proposal.readings
        ],
        "percent": found.percent,
        "status": found.status.value if found.status else None,
        "finish": facts.day(found.expected),
        "problem": found.problem,
        "needs": found.needs,
        "unchanged": found.unchanged,
    }


def _reading(said: Said, indicator: Indicator, before: Decimal | None) -> facts.Line:
    change = None if before is None else said.total - before
    target = indicator.target
    return {
        "name": indicator.name,
        "unit": indicator.unit,
        "total": facts.plain(said.total),
        "target": None if target is None else facts.plain(target),
        "before": None if before is None else facts.plain(before),
        "change": None if change is None else f"{change.normalize():+f}",
        "falls": change is not None and change < 0,
        "over": indicator.kind is Kind.COUNT
        and target is not None
        and said.total > target,
    }
