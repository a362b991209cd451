"""Who may ask for what, who has to agree, and what a decision makes of it."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from rules import facts
from rules.catalog import Audience, Catalog, Extensions, Task
from rules.ids import ReportId, UnitId
from rules.lifecycle import Barred, Branch, Move, Mover, Stage, move, undone
from rules.people import UNIT_ROLES, Role
from rules.request import PENDING, Request, RequestKind, RequestState

LONGEST = timedelta(days=366)  # so far ahead a date can be put off at once
_WORKED_ON = frozenset({Stage.PENDING_ACK, Stage.IN_PROGRESS})


class Denied(StrEnum):
    """Why a request is not taken, or not decided."""

    ROLE = "role"  # not this role's to ask or to decide
    UNIT = "unit"  # another unit's
    LEAD = "lead"  # only the lead unit asks for it
    STAGE = "stage"  # the task is not being worked on
    PENDING = "pending"  # one of its kind awaits a decision
    DATE = "date"  # it takes a new date
    EARLIER = "earlier"  # the date is not after the one in force
    PAST = "past"  # the date has gone by
    FAR = "far"  # the date is more than a year away
    REASON = "reason"  # it takes a reason
    EVIDENCE = "evidence"  # nothing was ever reported
    ASSISTS = "assists"  # assisting branches are not done yet
    TO = "to"  # it takes a unit
    SAME = "same"  # the unit leads it already
    NOBODY = "nobody"  # nobody in the new unit could accept
    DECIDED = "decided"  # somebody has decided
    EDITED = "edited"  # the catalog says something else by now


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """Who decides a request, and who has to consent as well."""

    by: Audience
    then: Audience | None = None
    late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked for, by whom, and how the task stands.

    `branch` is the lead's. `granted`: extensions of the task granted before.
    `pending`: the kinds of its requests that await a decision. `hearers`: how many
    people of the unit a task is to go to could accept it.
    """

    kind: RequestKind
    task: Task
    branch: Branch
    mover: Mover
    extensions: Extensions
    reason: str = ""
    until: date | None = None
    to: UnitId | None = None
    granted: int = 0
    pending: frozenset[RequestKind] = frozenset()
    hearers: int = 0


def ask(asked: Asked, today: date) -> Ruling | Denied:
    """Rule on what is asked for; a completion is ruled on by `completion`."""
    if asked.kind is RequestKind.HANDOVER:
        return handover(asked)
    return extension(asked, today)


def extension(asked: Asked, today: date) -> Ruling | Denied:
    """Rule on a new date. Asked after the one in force, it counts as late."""
    denied = _standing(asked) or _dated(asked, today)
    if denied:
        return denied
    if asked.until is None:
        return Denied.DATE
    if not asked.reason.strip():
        return Denied.REASON
    then = consent(asked.task, asked.until, asked.extensions, asked.granted)
    return Ruling(by=Audience.ADMIN, then=then, late=today > asked.task.due)


def consent(
    task: Task, until: date, extensions: Extensions, granted: int
) -> Audience | None:
    """Return who has to consent besides an admin: past the policy's limits a leader."""
    planned = task.put_off_from or task.due
    within = granted < extensions.most and (until - planned).days <= extensions.longest
    return None if within else Audience.LEADER


def handover(asked: Asked) -> Ruling | Denied:
    """Rule on giving a task to another unit: its owners have to accept."""
    denied = _standing(asked)
    if denied:
        return denied
    if asked.to is None:
        return Denied.TO
    if asked.to == asked.task.lead:
        return Denied.SAME
    if not asked.hearers:
        return Denied.NOBODY
    if not asked.reason.strip():
        return Denied.REASON
    return Ruling(by=Audience.OWNER)


_BARRED = {
    Barred.STAGE: Denied.STAGE,
    Barred.ROLE: Denied.ROLE,
    Barred.UNIT: Denied.UNIT,
    Barred.ASSISTS: Denied.ASSISTS,
}


def completion(
    branch: Branch, mover: Mover, evidence: ReportId | None
) -> Ruling | Denied:
    """Rule on calling a branch done; its last report is the evidence."""
    found = move(branch, Move.APPLY, mover)
    if isinstance(found, Barred):
        return _BARRED[found]
    if evidence is None:
        return Denied.EVIDENCE
    return Ruling(by=Audience.ADMIN)


def _standing(asked: Asked) -> Denied | None:
    """Return why a unit may ask for nothing of this kind now."""
    if asked.mover.role not in UNIT_ROLES:
        return Denied.ROLE
    if asked.task.lead not in asked.mover.units:
        return Denied.LEAD
    if asked.branch.stage not in _WORKED_ON:
        return Denied.STAGE
    return Denied.PENDING if asked.kind in asked.pending else None


def _dated(asked: Asked, today: date) -> Denied | None:
    """Return what is wrong with a date, where one was given."""
    if asked.until is None:
        return None
    if asked.until < today:
        return Denied.PAST
    if asked.until <= asked.task.due:
        return Denied.EARLIER
    far = max(asked.task.due, today) + LONGEST
    return Denied.FAR if asked.until > far else None


def in_the_way(asked: Asked, denied: Denied) -> facts.Line:
    """Return the facts of why a request is not taken."""
    return {
        "task": facts.number(asked.task.id),
        "kind": asked.kind.value,
        "why": denied.value,
        "stage": asked.branch.stage.value,
        "due": facts.day(asked.task.due),
        "undone": undone(asked.branch.assists),
    }


def granted(
    request: Request, decider: Mover, catalog: Catalog, then: Audience | None
) -> RequestState | Denied:
    """Return what 同意 makes of a request. `catalog`: as its file says.

    `then`: who has to consent besides an admin.
    """
    denied = _decides(request, decider)
    if denied:
        return denied
    if planned(catalog, request) != request.planned:
        return Denied.EDITED
    first = request.state is RequestState.ASKED
    return RequestState.CONSENT if then and first else RequestState.GRANTED


def refused(request: Request, decider: Mover, why: str) -> RequestState | Denied:
    """Return what 不同意 makes of a request; it takes a reason."""
    denied = _decides(request, decider)
    if denied:
        return denied
    return RequestState.REFUSED if why.strip() else Denied.REASON


def withdrawn(request: Request, by: Mover) -> RequestState | Denied:
    """Return what taking a request back makes of it: its own unit may, while it waits.

    An application for completion is taken back as a move.
    """
    if by.role not in UNIT_ROLES or request.unit not in by.units:
        return Denied.UNIT
    return RequestState.WITHDRAWN if request.state in PENDING else Denied.DECIDED


def decides(request: Request, person: Mover) -> bool:
    """Whether the request awaits this person's word."""
    return _decides(request, person) is None


def _decides(request: Request, decider: Mover) -> Denied | None:
    if request.state not in PENDING:
        return Denied.DECIDED
    if request.state is RequestState.CONSENT:
        return None if decider.role is Role.LEADER else Denied.ROLE
    if request.kind is not RequestKind.HANDOVER:
        return None if decider.role is Role.ADMIN else Denied.ROLE
    accepts = decider.role in UNIT_ROLES and request.to in decider.units
    return None if accepts else Denied.UNIT


def planned(catalog: Catalog, request: Request) -> str | None:
    """Return what a catalog's file says of what is to change; None without the task."""
    task = next((one for one in catalog.tasks() if one.id == request.task), None)
    if task is None:
        return None
    handed = request.kind is RequestKind.HANDOVER
    return task.lead if handed else task.due.isoformat()


def told(catalog: Catalog, request: Request) -> facts.Line:
    """Return the facts of a request."""
    units = facts.units_of(catalog)
    task = next((one for one in catalog.tasks() if one.id == request.task), None)
    return {
        "request": request.id,
        "kind": request.kind.value,
        "task": facts.number(request.task),
        "short": task.short if task else "",
        "who": request.name,
        "unit": units.get(request.unit, request.unit),
        "reason": request.reason,
        "was": facts.day(request.was),
        "until": facts.day(request.until),
        "to": units.get(request.to, request.to) if request.to else None,
        "late": request.late,
        "state": request.state.value,
        "answer": request.answer,
    }
