"""What becomes of a directive: who may take it further, by when, and how it stands.

Every step is kept with who, when and why. No live directive is without a way out,
and any leader may close one: whoever gave it may have left.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from rules import facts
from rules.catalog import Catalog
from rules.directive import LIVE, Directive, DirectiveState
from rules.lifecycle import Barred, Mover
from rules.obligation import Obligation, Owed
from rules.owing import Owing
from rules.people import UNIT_ROLES, Role
from rules.workdays import Workdays

AGAIN = 3  # workdays more for one returned after its day
SHOWN = 5  # lines in a digest


class Step(StrEnum):
    """What may be done with a directive that was given."""

    HEAR = "hear"  # 签收
    TELL = "tell"  # 报结
    CLOSE = "close"  # 办结
    RETURN = "return"  # 退回
    WITHDRAW = "withdraw"  # 撤回


class Event(StrEnum):
    """What is kept of each step, as history tells it."""

    GIVEN = "directive_given"
    HEARD = "directive_heard"
    TOLD = "directive_told"
    CLOSED = "directive_closed"
    RETURNED = "directive_returned"
    WITHDRAWN = "directive_withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """From which states, to which, by whom; `words`: with a result or a reason."""

    of: frozenset[DirectiveState]
    to: DirectiveState
    by: frozenset[Role]
    words: bool = False


_LEADER = frozenset({Role.LEADER})
STEPS: dict[Step, Rule] = {
    Step.HEAR: Rule(
        of=frozenset({DirectiveState.GIVEN}),
        to=DirectiveState.ACKNOWLEDGED,
        by=UNIT_ROLES,
    ),
    Step.TELL: Rule(
        of=frozenset({DirectiveState.GIVEN, DirectiveState.ACKNOWLEDGED}),
        to=DirectiveState.REPORTED,
        by=UNIT_ROLES,
        words=True,
    ),
    Step.CLOSE: Rule(
        of=frozenset({DirectiveState.REPORTED}),
        to=DirectiveState.CLOSED,
        by=_LEADER,
    ),
    Step.RETURN: Rule(
        of=frozenset({DirectiveState.REPORTED}),
        to=DirectiveState.ACKNOWLEDGED,
        by=_LEADER,
        words=True,
    ),
    Step.WITHDRAW: Rule(of=LIVE, to=DirectiveState.WITHDRAWN, by=_LEADER, words=True),
}


def step(
    directive: Directive, wanted: Step, mover: Mover, said: str = ""
) -> DirectiveState | Barred:
    """Return the state a directive comes to, or why it may not."""
    rule = STEPS[wanted]
    if mover.role not in rule.by:
        return Barred.ROLE
    if rule.by == UNIT_ROLES and directive.unit not in mover.units:
        return Barred.UNIT
    if directive.state not in rule.of:
        return Barred.STAGE
    if rule.words and not said.strip():
        return Barred.REASON
    return rule.to


def again(directive: Directive, today: date, days: Workdays) -> date:
    """Return by when one that was returned is due: its own day unless that is over."""
    if directive.due >= today:
        return directive.due
    return days.shift(today, AGAIN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """How directives were carried out. `live`: reported ones first, then by day."""

    closed: int
    going: int
    late: int
    live: tuple[Directive, ...]


def looked_back(days: Workdays, now: datetime) -> datetime:
    """Return since when a digest of `now` tells of closed ones: last week's Monday."""
    today = days.local(now).date()
    monday = today - timedelta(days=today.weekday() + 7)
    return datetime.combine(monday, time(), days.zone)


def carried(found: Sequence[Directive], today: date) -> Carried:
    """Count how these directives stand. One reported as done is not late."""
    live = sorted(
        (one for one in found if one.state in LIVE),
        key=lambda one: (one.state is not DirectiveState.REPORTED, one.due, one.id),
    )
    late = sum(is_late(one, today) for one in live)
    return Carried(
        closed=sum(one.state is DirectiveState.CLOSED for one in found),
        going=len(live) - late,
        late=late,
        live=tuple(live),
    )


def is_late(directive: Directive, today: date) -> bool:
    """Whether its unit has let the day go by."""
    waits = directive.state in LIVE - {DirectiveState.REPORTED}
    return waits and directive.due < today


def section(
    catalog: Catalog, found: Sequence[Directive], days: Workdays, today: date
) -> facts.Line:
    """Return the facts of a digest's 批示落实."""
    made = carried(found, today)
    shown = made.live[:SHOWN]
    return {
        "closed": made.closed,
        "going": made.going,
        "late": made.late,
        "total": made.closed + len(made.live),
        "lines": [line(catalog, one, days, today) for one in shown],
        "more": len(made.live) - len(shown),
    }


def line(
    catalog: Catalog, directive: Directive, days: Workdays, today: date
) -> facts.Line:
    """Return one directive as a line. `late`: the workdays since its day."""
    short = {task.id: task.short for task in catalog.tasks()}
    late = is_late(directive, today)
    return {
        "directive": directive.id,
        "id": directive.task,
        "task": facts.number(directive.task),
        "short": short.get(directive.task, ""),
        "unit": facts.units_of(catalog).get(directive.unit, directive.unit),
        "who": directive.name,
        "text": directive.text,
        "due": facts.day(directive.due),
        "state": directive.state.value,
        "late": days.between(directive.due, today) if late else 0,
        "told": directive.told,
        "answer": directive.answer,
    }


def after_letter(owing: Owing, days: Workdays, now: datetime) -> Owing:
    """Look at what a letter asks for today another day: nobody is asked twice.

    What is due in a day or two is looked at on its day, what is to be done from
    the next workday on.
    """
    if owing.kind is Owed.DIRECTIVE:
        return replace(owing, look_at=max(owing.look_at, days.next_morning(now)))
    return replace(owing, look_at=days.opening(owing.due))


def concerns(owed: Obligation) -> bool:
    """Whether an obligation is about a directive."""
    return owed.period.startswith("D")
