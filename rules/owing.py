"""What is owed besides the reports of a period: to acknowledge, finish, act, decide.

Each is an obligation like any other, with a ladder of its own cut from the task's
policy, so that one engine chases them all.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime

from rules.catalog import Audience, Policy, Rung
from rules.chase import first_look
from rules.ids import DirectiveId, RequestId, TaskId, UnitId
from rules.obligation import Owed
from rules.workdays import Workdays

NO_UNIT = UnitId("")  # an admin or a leader owes it


@dataclass(frozen=True, slots=True, kw_only=True)
class Owing:
    """An obligation about to be opened. `look_at`: when it is first looked at."""

    kind: Owed
    task: TaskId
    unit: UnitId
    period: str
    due: date
    policy: Policy
    look_at: datetime
    subject: int | None = None


def acknowledging(
    policy: Policy,
    task: TaskId,
    unit: UnitId,
    *,
    time: int,
    today: date,
    days: Workdays,
) -> Owing:
    """Owe a 签收 for a task handed out today. `time`: which handing out it is."""
    ladder = _ladder(
        (-policy.acknowledge, Audience.OWNER),
        (0, Audience.OWNER),
        (1, Audience.OWNER),
        (3, Audience.HEAD),
        (5, Audience.ADMIN),
    )
    due = days.shift(days.on_or_after(today), policy.acknowledge)
    return _owing(
        Owed.ACKNOWLEDGE, task, unit, f"issue-{time}", due, policy, ladder, days
    )


def finishing(
    policy: Policy, task: TaskId, unit: UnitId, *, due: date, days: Workdays
) -> Owing:
    """Owe the end of a task: to apply for completion, or for more time, by `due`."""
    first = Rung(at=-policy.finish, to=Audience.OWNER)
    later = tuple(rung for rung in policy.ladder if rung.at > first.at)
    moved = days.on_or_after(due)
    return _owing(
        Owed.FINISH, task, unit, due.isoformat(), moved, policy, (first, *later), days
    )


def hearing(
    policy: Policy,
    task: TaskId,
    unit: UnitId,
    directive: DirectiveId,
    *,
    today: date,
    days: Workdays,
) -> Owing:
    """Owe a 签收 for a directive given today: by the next workday."""
    ladder = _ladder(
        (-1, Audience.OWNER),
        (0, Audience.OWNER),
        (1, Audience.OWNER),
        (2, Audience.HEAD),
    )
    due = days.shift(days.on_or_after(today), 1)
    owing = _owing(
        Owed.ACKNOWLEDGE, task, unit, f"D{directive}", due, policy, ladder, days
    )
    return replace(owing, subject=directive)


def acting(
    policy: Policy,
    task: TaskId,
    unit: UnitId,
    directive: DirectiveId,
    *,
    due: date,
    time: int = 1,
    days: Workdays,
) -> Owing:
    """Owe what a directive asks, by its own day. `time`: again once returned."""
    period = f"D{directive}" if time == 1 else f"D{directive}-{time}"
    moved = days.on_or_after(due)
    owing = _owing(
        Owed.DIRECTIVE, task, unit, period, moved, policy, policy.ladder, days
    )
    return replace(owing, subject=directive)


def deciding(
    policy: Policy,
    task: TaskId,
    period: str,
    subject: RequestId | DirectiveId,
    *,
    by: Audience,
    unit: UnitId = NO_UNIT,
    today: date,
    days: Workdays,
) -> Owing:
    """Owe a decision: an admin's, a leader's, or the owners' of `unit`.

    `period`: R12 for a request, R12-2 for a leader's consent to it, D12 for a
    directive reported as done.
    """
    after = {Audience.ADMIN: Audience.LEADER, Audience.OWNER: Audience.HEAD}.get(by)
    rungs = [(-policy.decide, by), (0, by), (2, by)]
    if after:
        rungs.append((4, after))
    due = days.shift(days.on_or_after(today), policy.decide)
    owing = _owing(Owed.DECIDE, task, unit, period, due, policy, _ladder(*rungs), days)
    return replace(owing, subject=subject)


def _ladder(*rungs: tuple[int, Audience]) -> tuple[Rung, ...]:
    """Return a ladder; of two rungs on one day the first counts."""
    found: dict[int, Audience] = {}
    for at, to in rungs:
        found.setdefault(at, to)
    return tuple(Rung(at=at, to=to) for at, to in sorted(found.items()))


def _owing(  # noqa: PLR0917 - the seven parts of one dataclass
    kind: Owed,
    task: TaskId,
    unit: UnitId,
    period: str,
    due: date,
    policy: Policy,
    ladder: tuple[Rung, ...],
    days: Workdays,
) -> Owing:
    frozen = replace(policy, ladder=ladder)
    return Owing(
        kind=kind,
        task=task,
        unit=unit,
        period=period,
        due=due,
        policy=frozen,
        look_at=first_look(frozen, due, days),
    )
