"""Why something is owed and was asked, why it is not asked now, and what comes next.

It decides nothing: what was decided is read from what was kept, what keeps it back
now and what comes next are asked of the chase itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from rules.audience import facing, told
from rules.case import Case
from rules.catalog import Audience
from rules.chase import chase, escalates
from rules.decision import Decision, Reason
from rules.lifecycle import OUT
from rules.obligation import Obligation, ObligationState
from rules.people import Person
from rules.progress import TaskState
from rules.spare import spared
from rules.workdays import Workdays

_LOOKS = 60  # more than the longest ladder takes, each rung held and announced


class WhyNot(StrEnum):
    """What keeps an obligation from being asked now."""

    ANSWERED = "answered"  # it was answered
    ON_PACE = "on_pace"  # spared: reported lately and on pace
    OUT = "out"  # the branch is suspended, terminated or waived
    WAIVED = "waived"  # closed without an answer
    BROKEN = "broken"  # our own mistake: set aside
    NOT_DUE = "not_due"  # its first step lies ahead
    STEP = "step"  # a step was taken, the next one lies ahead
    DAY_OFF = "day_off"
    HOURS = "hours"  # outside working hours
    REST = "rest"  # quiet hours within them
    AWAY = "away"  # whoever could be asked is on leave
    SNOOZED = "snoozed"
    NOBODY = "nobody"  # nobody is linked who could be asked
    SPENT = "spent"  # the ladder has no rung left
    HELD = "held"  # its letter waits
    NOW = "now"  # nothing: it is asked with the next look


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One thing that keeps it back; `until` is when that ends, if that is known."""

    why: WhyNot
    until: datetime | None = None
    who: str = ""
    what: str = ""  # a stage, a holiday or why a letter is held, by its code


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """What happens at `at` if nothing is answered. `asks`: the debtors are asked."""

    at: datetime
    to: Audience
    asks: bool
    told: tuple[Person, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """`late` counts workdays since the due day."""

    case: Case
    late: int
    why_not: tuple[Bar, ...]
    next: tuple[Coming, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What the chase would go by. `state`: how the task stands, if it is known."""

    people: Sequence[Person]
    state: TaskState | None
    days: Workdays
    now: datetime

    @property
    def today(self) -> date:
        return self.days.local(self.now).date()

    def decide(self, owed: Obligation) -> Decision:
        """Return what the chase would decide at this moment."""
        alone = self.state is not None and spared(owed, self.state, self.days, self.now)
        faces = facing(self.people, owed, spared=alone)
        return chase(owed, faces, self.days, self.now)

    def later(self, now: datetime) -> "View":
        """Return the view from a later moment: a leave over by then is over."""
        today = self.days.local(now).date()
        back = tuple(
            replace(person, leave=None)
            if person.leave is not None and person.leave.last < today
            else person
            for person in self.people
        )
        return replace(self, people=back, now=now)


def explain(case: Case, view: View) -> Explanation:
    """Explain one obligation as it stands in this view."""
    owed = case.obligation
    live = owed.state is ObligationState.OPEN and case.stage not in OUT
    steps, ends = _ahead(owed, view) if live and case.readable else ((), None)
    alone = ends is Reason.ON_PACE and not steps
    return Explanation(
        case=case,
        late=view.days.between(owed.due, view.today) if live else 0,
        why_not=(
            *((Bar(why=WhyNot.ON_PACE),) if alone else _why_not(case, view)),
            *_held(case),
        ),
        next=steps,
    )


def _why_not(case: Case, view: View) -> tuple[Bar, ...]:
    owed = case.obligation
    if owed.state is ObligationState.ANSWERED:
        return (Bar(why=WhyNot.ANSWERED, until=case.closed, who=case.by),)
    last = max(case.kept, key=lambda kept: kept.last, default=None)
    if case.stage in OUT:
        return (Bar(why=WhyNot.OUT, what=case.stage.value),)
    if owed.state is ObligationState.WAIVED:
        spared = last is not None and last.reason == Reason.ON_PACE.value
        why = WhyNot.ON_PACE if spared else WhyNot.WAIVED
        return (Bar(why=why, until=case.closed),)
    broken = last is not None and last.reason == Reason.BROKEN.value
    if broken or not case.readable:
        return (Bar(why=WhyNot.BROKEN, until=owed.look_at),)
    return _bars(owed, view)


def _bars(owed: Obligation, view: View) -> tuple[Bar, ...]:
    decided = view.decide(owed)
    match decided.reason:
        case Reason.QUIET:
            return (_quiet(view.days, view.now),)
        case Reason.AWAY:
            return _away(owed, decided, view.people)
        case Reason.SNOOZED | Reason.NOBODY | Reason.SPENT as reason:
            return (Bar(why=WhyNot(reason.value), until=decided.next_at),)
        case Reason.NOT_DUE:
            why = WhyNot.NOT_DUE if owed.rung is None else WhyNot.STEP
            return (Bar(why=why, until=decided.next_at),)
        case _ if owed.look_at and owed.look_at > view.now:
            return (Bar(why=WhyNot.STEP, until=owed.look_at),)
        case _:
            return (Bar(why=WhyNot.NOW, until=owed.look_at),)


def _quiet(days: Workdays, now: datetime) -> Bar:
    here, until = days.local(now), days.next_working(now)
    if not days.worked(here.date()):
        return Bar(why=WhyNot.DAY_OFF, until=until, what=days.holiday(here.date()))
    hours = days.calendar.opens <= here.time() < days.calendar.closes
    return Bar(why=WhyNot.REST if hours else WhyNot.HOURS, until=until)


def _away(
    owed: Obligation, decided: Decision, people: Sequence[Person]
) -> tuple[Bar, ...]:
    gone = [p.name for p in people if p.leave is not None and p.unit == owed.unit]
    return tuple(
        Bar(why=WhyNot.AWAY, until=decided.next_at, who=name) for name in gone or [""]
    )


def _held(case: Case) -> tuple[Bar, ...]:
    """Name the letters that wait for an hour or for room in a budget."""
    return tuple(
        Bar(why=WhyNot.HELD, until=letter.release, who=letter.to, what=letter.held)
        for letter in case.letters
        if letter.held and letter.release is not None
    )


def _ahead(owed: Obligation, view: View) -> tuple[tuple[Coming, ...], Reason | None]:
    """Look ahead as the chase will, as though every letter were delivered.

    Return what happens, and the reason at which it ends, if it does.
    """
    found: list[Coming] = []
    at = max(view.now, owed.look_at or view.now)
    for _ in range(_LOOKS):
        here = view.later(at)
        decided = here.decide(owed)
        found += _heard(owed, decided, here)
        owed = decided.obligation
        if owed.look_at is None:
            return tuple(found), decided.reason
        if _announces(decided):
            owed = replace(owed, announced=at)
        at = max(at, owed.look_at or at)
    return tuple(found), None


def _heard(owed: Obligation, decided: Decision, view: View) -> list[Coming]:
    heard = {rung.to: not escalates(owed, rung) for rung in decided.taken}
    return [
        Coming(
            at=view.now,
            to=to,
            asks=asks,
            told=tuple(told(view.people, owed.unit, to)),
        )
        for to, asks in heard.items()
    ]


def _announces(decided: Decision) -> bool:
    """Whether the debtors hear, and somebody else is next."""
    owed, following = decided.obligation, decided.next
    asked = any(not escalates(owed, rung) for rung in decided.taken)
    return asked and following is not None and escalates(owed, following)
