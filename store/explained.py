"""Everything kept of an obligation, gathered in a constant number of questions.

What a newer or a damaged row says is given as it stands: an explanation is most
wanted when something is wrong.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement
from sqlmodel import col, select

from rules.case import Case, Instruction, Kept, Place, Wish
from rules.catalog import Policy
from rules.ids import ObligationId, PersonId, PlanId, TaskId, UnitId
from rules.lifecycle import Stage
from rules.obligation import Obligation, ObligationState, Owed
from rules.people import Person
from rules.periods import nominal_due
from store import frozen, posted
from store.around import Around, around
from store.catalog import where
from store.catalog.tree import Loc
from store.decisions import NONE_YET
from store.plans import Loaded
from store.session import Tx
from store.tables import DecisionRow, EventRow, MoveRow, ObligationRow

_OPEN = ObligationState.OPEN.value


def of_task(tx: Tx, plan: Loaded, task: TaskId) -> list[Case]:
    """Return what is owed on a task, the most urgent first, and what was last."""
    here = (ObligationRow.plan == plan.catalog.plan.id, ObligationRow.task == task)
    rows = _rows(tx, *here, ObligationRow.state == _OPEN)
    rows += tx.scalars(
        select(ObligationRow)
        .where(*here, ObligationRow.state != _OPEN)
        .order_by(col(ObligationRow.closed_at).desc(), col(ObligationRow.id).desc())
        .limit(1)
    ).all()
    return _cases(tx, plan, rows)


def one(tx: Tx, plan: Loaded, obligation: ObligationId) -> list[Case]:
    """Return one obligation of the plan, open or closed, or nothing."""
    here = (ObligationRow.plan == plan.catalog.plan.id, ObligationRow.id == obligation)
    return _cases(tx, plan, _rows(tx, *here))


def owed_by(tx: Tx, plan: Loaded, person: Person, since: datetime) -> list[Case]:
    """Return what a person's units owe, and what they were told of since then."""
    id_ = plan.catalog.plan.id
    owed = col(ObligationRow.unit).in_([*person.units, ""])
    heard = col(ObligationRow.id).in_(posted.heard_of(person.id, since))
    open_ = (ObligationRow.plan == id_, ObligationRow.state == _OPEN)
    return _cases(tx, plan, _rows(tx, *open_, owed | heard))


def _rows(tx: Tx, *here: ColumnElement[bool] | bool) -> list[ObligationRow]:
    urgent = (col(ObligationRow.due), col(ObligationRow.task), col(ObligationRow.id))
    return list(tx.scalars(select(ObligationRow).where(*here).order_by(*urgent)))


def _cases(tx: Tx, plan: Loaded, rows: Sequence[ObligationRow]) -> list[Case]:
    found = around(tx, plan, rows)
    return [_case(plan, row, found) for row in rows]


def _case(plan: Loaded, row: ObligationRow, near: Around) -> Case:
    owed, readable = _obligation(plan, row)
    asked = row.subject if owed.kind is not Owed.REPORT else None
    directed = row.period.startswith("D")
    kept = near.decisions.get(owed.id, ())
    return Case(
        obligation=owed,
        opened=row.opened_at,
        closed=row.closed_at,
        by=_by(row, near),
        planned=_planned(plan, owed, near),
        place=_place(plan, owed, kept, near),
        kept=tuple(_kept(one, near.names) for one in kept),
        letters=tuple(near.letters.get(owed.id, ())),
        directive=_instruction(near, asked if directed else None),
        request=_wish(near, None if directed else asked),
        stage=_stage(row, near.moves),
        readable=readable,
    )


def _obligation(plan: Loaded, row: ObligationRow) -> tuple[Obligation, bool]:
    """Return an obligation as well as it can be read, and whether in full."""
    policy, kind, state = _policy(row), _kind(row.kind), _state(row.state)
    ours = plan.catalog.policies
    tasks = {task.id: task.policy for task in plan.catalog.tasks()}
    usual = ours[tasks.get(TaskId(row.task), plan.catalog.plan.policy)]
    made = Obligation(
        id=ObligationId(row.id or 0),
        plan=PlanId(row.plan),
        kind=kind or Owed.REPORT,
        task=TaskId(row.task),
        unit=UnitId(row.unit),
        period=row.period,
        due=row.due,
        policy=policy or usual,
        rung=row.rung,
        look_at=row.look_at,
        state=state or ObligationState.OPEN,
        subject=row.subject,
        announced=row.announced,
        snoozed=row.snoozed,
    )
    return made, policy is not None and kind is not None and state is not None


def _policy(row: ObligationRow) -> Policy | None:
    try:
        return frozen.policy(row.policy)
    except ValueError:
        return None


def _kind(kept: str) -> Owed | None:
    return next((kind for kind in Owed if kind.value == kept), None)


def _state(kept: str) -> ObligationState | None:
    return next((state for state in ObligationState if state.value == kept), None)


def _stage(row: ObligationRow, moves: Sequence[MoveRow]) -> Stage | None:
    """Return where the branch stands; nothing where no move was ever kept."""
    mine = [m.to_stage for m in moves if (m.task, m.unit) == (row.task, row.unit)]
    return next((stage for stage in Stage if mine and stage.value == mine[-1]), None)


def _by(row: ObligationRow, near: Around) -> str:
    """Return who answered: of the report, or of what was done at that moment."""
    steps: Sequence[MoveRow | EventRow] = (*near.moves, *near.events)
    acted = [
        step.person
        for step in steps
        if (step.task, step.at) == (row.task, row.closed_at)
        and (step.unit == row.unit or "" in {step.unit, row.unit})
    ]
    found = [near.reports.get(row.answered_by or 0), *acted]
    return next((near.names.get(who, "") for who in found if who is not None), "")


def _planned(plan: Loaded, owed: Obligation, near: Around) -> date | None:
    """Return the day that was meant, where a holiday moved it."""
    meant: date | None = None
    if owed.kind is Owed.REPORT:
        meant = nominal_due(owed.policy, plan.catalog.plan, owed.period)
    elif owed.kind is Owed.FINISH:
        meant = _iso(owed.period)
    elif owed.kind is Owed.DIRECTIVE:
        given = near.directives.get(owed.subject or 0)
        meant = given.due if given else None
    moved = meant is not None and plan.days.on_or_after(meant) == owed.due != meant
    return meant if moved else None


def _iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _place(
    plan: Loaded, owed: Obligation, kept: Sequence[DecisionRow], near: Around
) -> Place | None:
    """Return where the rule stands in the catalog that was in force."""
    version = kept[0].version if kept else 0
    version = version if version in near.texts else plan.number
    text = near.texts.get(version)
    line = where.line(text, *_ways(owed)) if text is not None else None
    return None if line is None else Place(version=version, line=line)


def _ways(owed: Obligation) -> tuple[Loc, ...]:
    policy: Loc = ("policies", owed.policy.id)
    task: Loc = ("areas", where.ANY, "tasks", owed.task)
    match owed.kind:
        case Owed.REPORT:
            return (*policy, "report"), policy
        case Owed.FINISH:
            return (*task, "due"), task
        case Owed.ACKNOWLEDGE if not owed.period.startswith("D"):
            return (*policy, "acknowledge"), policy
        case Owed.DECIDE if not owed.period.startswith("D"):
            return (*policy, "decide"), policy
        case _:
            return (task,)


def _kept(row: DecisionRow, names: Mapping[int, str]) -> Kept:
    told = tuple(map(PersonId, row.facts.get("people") or ()))
    return Kept(
        reason=row.reason,
        rung=None if row.rung == NONE_YET else row.rung,
        told=tuple(names.get(person, "") for person in told),
        people=told,
        audiences=tuple(dict.fromkeys(row.facts.get("told") or ())),
        first=row.first_at,
        last=row.last_at,
        times=row.times,
        next_at=row.next_at,
    )


def _instruction(near: Around, subject: int | None) -> Instruction | None:
    row = near.directives.get(subject or 0)
    if row is None:
        return None
    who = near.names.get(row.person, "")
    return Instruction(id=row.id or 0, who=who, text=row.text, due=row.due)


def _wish(near: Around, subject: int | None) -> Wish | None:
    row = near.requests.get(subject or 0)
    if row is None:
        return None
    return Wish(
        id=row.id or 0,
        kind=row.kind,
        who=near.names.get(row.person, ""),
        reason=row.reason,
        until=row.until,
    )
