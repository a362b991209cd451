"""One obligation as a line of a message: what is asked, of whom, how it stands."""

from rules import facts
from rules.audience import facing, told
from rules.catalog import Audience
from rules.chase import coming, escalates
from rules.ids import DirectiveId, ReportId, RequestId
from rules.message import About
from rules.morning import Morning
from rules.obligation import Obligation, ObligationState, Owed
from rules.pace import judge
from rules.people import Role


def item(morning: Morning, about: About) -> facts.Line:
    """Return the facts of one line.

    `chain`: who hears of it next and when, once the next step is no longer the
    debtors' own; empty before.
    """
    owed, days = morning.owed[about.obligation], morning.days
    state = morning.states[owed.task]
    people = morning.people
    return facts.standing_line(state, judge(state, morning.today), days) | {
        "obligation": owed.id,
        "kind": owed.kind.value,
        "asked": not tells(owed, about),
        "unit": facts.units_of(morning.catalog).get(owed.unit),
        "lead": owed.unit,
        "assists": bool(owed.unit) and owed.unit != state.task.lead,
        "owners": [p.name for p in told(people, owed.unit, Audience.OWNER)],
        "period": owed.period,
        "report_due": facts.day(owed.due),
        "late": days.between(owed.due, morning.today),
        "open": owed.state is ObligationState.OPEN,
        "drafted": about.audience is Audience.ADMIN and tells(owed, about),
        "chain": _chain(morning, owed),
        "request": _request(morning, owed),
        "directive": _directive(morning, owed),
        "answer": _answer(morning, owed),
    }


def tells(owed: Obligation, about: About) -> bool:
    """Whether a reader hears of it as somebody else's debt."""
    return about.audience not in {owed.debtor, Audience.DEPUTY}


def _chain(morning: Morning, owed: Obligation) -> list[facts.Line]:
    hear = facing(morning.people, owed).reachable
    steps = [
        (rung, at)
        for rung, at in coming(owed, morning.days, morning.now, hear)
        if rung.to is not Audience.DEPUTY
    ]
    if not any(escalates(owed, rung) for rung, at in steps if at == steps[0][1]):
        return []
    found: list[facts.Line] = []
    for rung, at in steps:
        whom = _whom(morning, owed, rung.to)
        line: facts.Line = {"to": whom, "at": facts.moment(at, morning.days)}
        if escalates(owed, rung) and line not in found:
            found.append(line)
    return found


def _whom(morning: Morning, owed: Obligation, to: Audience) -> str:
    """Return whom it will really be told to: a unit's admins where no head can be."""
    hearers = told(morning.people, owed.unit, to)
    admins = to is Audience.HEAD and all(one.role is Role.ADMIN for one in hearers)
    return (Audience.ADMIN if admins else to).value


def _request(morning: Morning, owed: Obligation) -> facts.Line | None:
    if owed.kind is not Owed.DECIDE or owed.period.startswith("D"):
        return None
    found = morning.requests.get(RequestId(owed.subject or 0))
    if found is None:
        return None
    units = facts.units_of(morning.catalog)
    return {
        "id": found.id,
        "kind": found.kind.value,
        "who": found.name,
        "unit": units.get(found.unit, found.unit),
        "reason": found.reason,
        "was": facts.day(found.was),
        "until": facts.day(found.until),
        "to": units.get(found.to, found.to) if found.to else None,
        "late": found.late,
        "consent": "-" in owed.period,
    }


def _directive(morning: Morning, owed: Obligation) -> facts.Line | None:
    found = (
        morning.directives.get(DirectiveId(owed.subject or 0))
        if owed.period.startswith("D")
        else None
    )
    if found is None:
        return None
    return {
        "id": found.id,
        "who": found.name,
        "text": found.text,
        "due": facts.day(found.due),
        "told": found.told,
    }


def _answer(morning: Morning, owed: Obligation) -> facts.Line | None:
    """Return what was reported, once a report has answered it."""
    found = morning.answers.get(owed.answered_by or ReportId(0))
    if found is None:
        return None
    return {
        "report": found.report,
        "status": found.status.value if found.status else None,
        "percent": found.percent,
        "unchanged": found.unchanged,
        "measures": len(found.measures),
    }
