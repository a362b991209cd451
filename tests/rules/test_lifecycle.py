"""The life of a branch: every move from every stage by everybody, as a table."""

from itertools import pairwise, product

import pytest
from builders import at
from hypothesis import given
from hypothesis import strategies as st
from tables import each

from rules.ids import TaskId, UnitId
from rules.lifecycle import (
    MOVES,
    Barred,
    Branch,
    Move,
    Moved,
    Mover,
    Stage,
    into_work,
    move,
    moves,
    needs_reason,
    stage_after,
    standing,
    undone,
)
from rules.people import Role

TASK, AIR, LAW = TaskId("02.2"), UnitId("air"), UnitId("law")
HOUSE = Mover(role=None)
UNIT = "owner head"
# move: (from, to, by, takes a reason), written out apart from the code.
TABLE = {
    "issue": ("draft", "pending_ack", "admin", False),
    "acknowledge": ("pending_ack", "in_progress", UNIT, False),
    "decline": ("pending_ack", "draft", UNIT, True),
    "apply": ("in_progress", "completion_review", UNIT, False),
    "withdraw": ("completion_review", "in_progress", UNIT, False),
    "approve": ("completion_review", "completed", "admin", False),
    "return": ("completion_review completed", "in_progress", "admin leader", True),
    "close_out": ("completed", "closed_out", "admin leader", False),
    "suspend": (
        "draft pending_ack in_progress completion_review",
        "suspended",
        "leader",
        True,
    ),
    "resume": ("suspended", "in_progress", "leader", False),
    "terminate": (
        "draft pending_ack in_progress completion_review suspended",
        "terminated",
        "leader",
        True,
    ),
    "waive": (
        "draft pending_ack in_progress completion_review",
        "waived",
        "admin leader",
        True,
    ),
    "reopen": (
        "closed_out terminated waived",
        "in_progress",
        "admin leader",
        True,
    ),
}


def a_branch(stage: Stage = Stage.IN_PROGRESS, **over) -> Branch:
    made = {"task": TASK, "unit": AIR, "lead": False, "stage": stage}
    return Branch(**(made | over))


def a_mover(role: Role | None, *units: UnitId) -> Mover:
    return Mover(role=role, units=frozenset(units or (AIR,)))


def test_the_table_holds_every_move():
    assert set(TABLE) == {one.value for one in Move} == {m.value for m in MOVES}


@each(("wanted", "stage", "role"), product(Move, Stage, Role))
def test_a_move_is_made_from_its_stages_by_its_roles_and_no_other(wanted, stage, role):
    of, to, by, reason = TABLE[wanted]
    found = move(a_branch(stage), wanted, a_mover(role), "理由")
    if stage.value not in of.split():
        assert found is Barred.STAGE
    elif role.value not in by.split():
        assert found is Barred.ROLE
    else:
        assert found is Stage(to)
    assert needs_reason(wanted) is reason


@pytest.mark.parametrize("wanted", [one for one in Move if TABLE[one][3]])
@pytest.mark.parametrize("why", ["", "  \n"])
def test_a_move_that_takes_a_reason_is_not_made_without(wanted, why):
    of, _, by, _ = TABLE[wanted]
    stage, role = Stage(of.split()[0]), Role(by.split()[0])
    assert move(a_branch(stage), wanted, a_mover(role), why) is Barred.REASON


@pytest.mark.parametrize("wanted", [one for one in Move if TABLE[one][2] == UNIT])
def test_a_units_own_move_is_no_other_units(wanted):
    stage = Stage(TABLE[wanted][0].split()[0])
    mover = a_mover(Role.OWNER, LAW)
    assert move(a_branch(stage), wanted, mover, "理由") is Barred.UNIT
    assert isinstance(move(a_branch(stage), wanted, HOUSE, "理由"), Stage)


@pytest.mark.parametrize("role", [Role.ADMIN, Role.LEADER])
def test_a_lead_branch_is_never_waived(role):
    branch = a_branch(lead=True)
    assert move(branch, Move.WAIVE, a_mover(role), "理由") is Barred.LEAD


@pytest.mark.parametrize("stage", Stage)
def test_the_lead_applies_once_those_who_assist_are_done_with(stage):
    branch = a_branch(lead=True, assists=(Stage.COMPLETED, stage))
    found = move(branch, Move.APPLY, a_mover(Role.OWNER))
    done = {"completed", "closed_out", "waived", "terminated"}
    wanted = Stage.COMPLETION_REVIEW if stage.value in done else Barred.ASSISTS
    assert found is wanted
    assert undone(branch.assists) == (stage.value not in done)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (Stage.DRAFT, Stage.DRAFT),
        (Stage.PENDING_ACK, Stage.PENDING_ACK),
        (Stage.IN_PROGRESS, Stage.IN_PROGRESS),
        (Stage.COMPLETION_REVIEW, Stage.IN_PROGRESS),
        (None, Stage.IN_PROGRESS),
    ],
)
def test_resuming_leads_back_to_where_it_was_and_a_review_back_to_work(before, after):
    branch = a_branch(Stage.SUSPENDED, before=before)
    assert move(branch, Move.RESUME, a_mover(Role.LEADER)) is after


def test_what_can_be_done_is_what_is_allowed():
    assert moves(a_branch(Stage.PENDING_ACK), a_mover(Role.OWNER)) == (
        Move.ACKNOWLEDGE,
        Move.DECLINE,
    )
    assert moves(a_branch(Stage.COMPLETED), a_mover(Role.OBSERVER)) == ()


def a_moved(wanted: Move, of: Stage, to: Stage) -> Moved:
    return Moved(
        task=TASK, unit=AIR, move=wanted, of=of, to=to, by=None, at=at(3, 2), why=""
    )


def test_a_branch_stands_as_its_last_move_left_it():
    last = a_moved(Move.SUSPEND, Stage.PENDING_ACK, Stage.SUSPENDED)
    found = standing(TASK, AIR, last, lead=True)
    assert (found.stage, found.before) == (Stage.SUSPENDED, Stage.PENDING_ACK)
    assert stage_after(last) is Stage.SUSPENDED


def test_a_branch_never_handed_out_is_in_progress():
    assert standing(TASK, AIR, None, lead=False) == a_branch()


@pytest.mark.parametrize("stage", Stage)
def test_every_stage_can_be_left_by_somebody(stage):
    branch = a_branch(stage)
    assert any(moves(branch, a_mover(role)) for role in Role)


@pytest.mark.parametrize("stage", Stage)
def test_the_house_finds_its_way_into_work_from_everywhere(stage):
    branch, steps = a_branch(stage, lead=True), 0
    while (wanted := into_work(branch.stage)) is not None:
        found = move(branch, wanted, HOUSE, "改派")
        assert isinstance(found, Stage)
        branch, steps = a_branch(found, lead=True), steps + 1
    assert branch.stage is Stage.IN_PROGRESS
    assert steps <= 2


TRIED = st.lists(st.tuples(st.sampled_from(Move), st.sampled_from(Role)), max_size=30)


@given(TRIED, st.booleans())
def test_no_story_ends_where_nobody_can_go_on_and_none_is_rewritten(tried, lead):
    history: list[Moved] = []
    for wanted, role in tried:
        last = history[-1] if history else None
        branch = standing(TASK, AIR, last, lead=lead)
        found = move(branch, wanted, a_mover(role), "理由")
        kept = list(history)
        if isinstance(found, Stage):
            assert branch.stage in MOVES[wanted].of
            history.append(a_moved(wanted, branch.stage, found))
        assert history[: len(kept)] == kept
    last = history[-1] if history else None
    left = standing(TASK, AIR, last, lead=lead)
    assert any(moves(left, a_mover(role)) for role in Role)
    assert all(one.to == after.of for one, after in pairwise(history))
