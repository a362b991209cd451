"""The life of a task's branch: its stages, and who may move it how (design §4).

Each unit has a branch of its own under a task. Derived facts (临期, 逾期, 欠进度 …)
are no stages. Every move is kept with who, when and why; none is overwritten, and
no stage is without a way out.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from rules.ids import PersonId, TaskId, UnitId
from rules.people import UNIT_ROLES, Role


class Stage(StrEnum):
    DRAFT = "draft"
    PENDING_ACK = "pending_ack"  # 交办
    IN_PROGRESS = "in_progress"  # 签收
    COMPLETION_REVIEW = "completion_review"  # 申请办结
    COMPLETED = "completed"  # 办结
    CLOSED_OUT = "closed_out"  # 销号
    SUSPENDED = "suspended"  # 暂停
    TERMINATED = "terminated"  # 终止
    WAIVED = "waived"  # 免办, an assisting branch


class Move(StrEnum):
    ISSUE = "issue"  # 交办
    ACKNOWLEDGE = "acknowledge"  # 签收
    DECLINE = "decline"  # 退回交办
    APPLY = "apply"  # 申请办结
    WITHDRAW = "withdraw"  # 撤回申请
    APPROVE = "approve"  # 办结
    RETURN = "return"  # 退回
    CLOSE_OUT = "close_out"  # 销号
    SUSPEND = "suspend"  # 暂停
    RESUME = "resume"  # 恢复, to the stage before; of a review, to the work
    TERMINATE = "terminate"  # 终止
    WAIVE = "waive"  # 免办
    REOPEN = "reopen"  # 重启


class Barred(StrEnum):
    """Why a move is not to be."""

    STAGE = "stage"  # not from this stage
    ROLE = "role"  # not by this role
    UNIT = "unit"  # the branch is another unit's
    REASON = "reason"  # it takes a reason
    ASSISTS = "assists"  # assisting branches are not done yet
    LEAD = "lead"  # a lead branch cannot be waived


REPORTING = frozenset({Stage.PENDING_ACK, Stage.IN_PROGRESS})
"""The stages in which reports are owed."""

ENDED = frozenset({Stage.COMPLETED, Stage.CLOSED_OUT})
OUT = frozenset({Stage.SUSPENDED, Stage.TERMINATED, Stage.WAIVED})
"""The stages out of all rates."""

_OPEN = frozenset(
    {Stage.DRAFT, Stage.PENDING_ACK, Stage.IN_PROGRESS, Stage.COMPLETION_REVIEW}
)
_UNIT, _ADMIN, _LEADER = UNIT_ROLES, frozenset({Role.ADMIN}), frozenset({Role.LEADER})
_DONE_WITH = ENDED | {Stage.WAIVED, Stage.TERMINATED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """From which stages, to which (None: to the one before), by whom, on what terms.

    The house itself may make the moves that need no unit's word and no reason.
    """

    of: frozenset[Stage]
    to: Stage | None
    by: frozenset[Role]
    reason: bool = False


MOVES: dict[Move, Rule] = {
    Move.ISSUE: Rule(of=frozenset({Stage.DRAFT}), to=Stage.PENDING_ACK, by=_ADMIN),
    Move.ACKNOWLEDGE: Rule(
        of=frozenset({Stage.PENDING_ACK}), to=Stage.IN_PROGRESS, by=_UNIT
    ),
    Move.DECLINE: Rule(
        of=frozenset({Stage.PENDING_ACK}), to=Stage.DRAFT, by=_UNIT, reason=True
    ),
    Move.APPLY: Rule(
        of=frozenset({Stage.IN_PROGRESS}), to=Stage.COMPLETION_REVIEW, by=_UNIT
    ),
    Move.WITHDRAW: Rule(
        of=frozenset({Stage.COMPLETION_REVIEW}), to=Stage.IN_PROGRESS, by=_UNIT
    ),
    Move.APPROVE: Rule(
        of=frozenset({Stage.COMPLETION_REVIEW}), to=Stage.COMPLETED, by=_ADMIN
    ),
    Move.RETURN: Rule(
        of=frozenset({Stage.COMPLETION_REVIEW, Stage.COMPLETED}),
        to=Stage.IN_PROGRESS,
        by=_ADMIN | _LEADER,
        reason=True,
    ),
    Move.CLOSE_OUT: Rule(
        of=frozenset({Stage.COMPLETED}), to=Stage.CLOSED_OUT, by=_ADMIN | _LEADER
    ),
    Move.SUSPEND: Rule(of=_OPEN, to=Stage.SUSPENDED, by=_LEADER, reason=True),
    Move.RESUME: Rule(of=frozenset({Stage.SUSPENDED}), to=None, by=_LEADER),
    Move.TERMINATE: Rule(
        of=_OPEN | {Stage.SUSPENDED}, to=Stage.TERMINATED, by=_LEADER, reason=True
    ),
    Move.WAIVE: Rule(of=_OPEN, to=Stage.WAIVED, by=_ADMIN | _LEADER, reason=True),
    Move.REOPEN: Rule(
        of=frozenset({Stage.CLOSED_OUT, Stage.TERMINATED, Stage.WAIVED}),
        to=Stage.IN_PROGRESS,
        by=_LEADER | _ADMIN,
        reason=True,
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """A branch as it stands. `before`: the stage it was suspended in.

    `assists`: the stages of the task's assisting branches that owe answers of
    their own; empty for an assisting branch itself.
    """

    task: TaskId
    unit: UnitId
    lead: bool
    stage: Stage
    before: Stage | None = None
    assists: tuple[Stage, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mover:
    """Who moves: their role and the units they answer for. No role: the house."""

    role: Role | None
    units: frozenset[UnitId] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """One move as it is kept. `by` is None where the house itself moved."""

    task: TaskId
    unit: UnitId
    move: Move
    of: Stage
    to: Stage
    by: PersonId | None
    at: datetime
    why: str


def move(branch: Branch, wanted: Move, mover: Mover, why: str = "") -> Stage | Barred:
    """Return the stage a branch moves to, or why it may not."""
    rule = MOVES[wanted]
    if branch.stage not in rule.of:
        return Barred.STAGE
    if mover.role is not None and mover.role not in rule.by:
        return Barred.ROLE
    if rule.by == _UNIT and mover.role is not None and branch.unit not in mover.units:
        return Barred.UNIT
    if rule.reason and not why.strip():
        return Barred.REASON
    if wanted is Move.WAIVE and branch.lead:
        return Barred.LEAD
    if wanted is Move.APPLY and not set(branch.assists) <= _DONE_WITH:
        return Barred.ASSISTS
    return rule.to or _resumed(branch)


def _resumed(branch: Branch) -> Stage:
    """Return the stage before a suspension; an application lapsed with it."""
    handed = branch.before in {Stage.DRAFT, Stage.PENDING_ACK}
    return branch.before if branch.before and handed else Stage.IN_PROGRESS


def moves(branch: Branch, mover: Mover) -> tuple[Move, ...]:
    """Return the moves somebody could make, a reason given where one is needed."""
    return tuple(
        wanted for wanted in Move if isinstance(move(branch, wanted, mover, "-"), Stage)
    )


def needs_reason(wanted: Move) -> bool:
    return MOVES[wanted].reason


def stage_after(last: Moved | None) -> Stage:
    """Return where a branch stands after its last move.

    One that was never handed out is in progress: older than 交办, or its policy
    asks nobody to acknowledge.
    """
    return last.to if last else Stage.IN_PROGRESS


def standing(task: TaskId, unit: UnitId, last: Moved | None, *, lead: bool) -> Branch:
    """Return a branch as its last move left it, without those that assist it."""
    before = last.of if last and last.to is Stage.SUSPENDED else None
    return Branch(
        task=task, unit=unit, lead=lead, stage=stage_after(last), before=before
    )


_INTO_WORK = {
    Stage.DRAFT: Move.ISSUE,
    Stage.PENDING_ACK: Move.ACKNOWLEDGE,
    Stage.COMPLETION_REVIEW: Move.WITHDRAW,
    Stage.COMPLETED: Move.RETURN,
    Stage.SUSPENDED: Move.RESUME,
}


def into_work(stage: Stage) -> Move | None:
    """Return the next move on a branch's way into progress, None when it is there."""
    if stage is Stage.IN_PROGRESS:
        return None
    return _INTO_WORK.get(stage, Move.REOPEN)


def undone(stages: Collection[Stage]) -> int:
    """Count the assisting branches still to be done."""
    return sum(stage not in _DONE_WITH for stage in stages)
