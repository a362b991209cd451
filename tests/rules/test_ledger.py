"""The ledger: every task in one line."""

import pytest
from builders import ADMIN, HEAD, OWNER, a_person, a_reached, a_state, at, day

from rules.ids import PersonId, UnitId
from rules.ledger import LedgerLine, lines
from rules.lifecycle import Stage
from rules.pace import Light
from rules.understand import Status

TODAY = day(5, 25)


def test_a_line_holds_all_a_program_may_ask_of_a_task():
    state = a_state(indicators=(a_reached("8"),), last_report=at(5, 11))
    assert lines([state], [OWNER], TODAY) == (
        LedgerLine(
            id="02.2",
            area="02",
            title="锅炉和炉窑整治",
            lead="air",
            owners=("王敏",),
            status=Stage.IN_PROGRESS,
            progress=62,
            expected=40,
            gap=-22,
            light=Light.GREEN,
            due=day(12, 31),
            last_report=at(5, 11),
        ),
    )


@pytest.mark.parametrize("stage", Stage)
def test_a_task_is_in_the_stage_of_its_leads_branch(stage):
    (line,) = lines([a_state(stage=stage)], [], TODAY)
    assert line.status is stage


def test_a_word_alone_completes_nothing():
    said = a_state(status=Status.DONE, last_report=at(5, 11))
    (line,) = lines([said], [], TODAY)
    assert (line.status, line.progress) == (Stage.IN_PROGRESS, 100)
    assert line.light is Light.GREEN


def test_only_the_leading_units_owners_are_named():
    second = a_person(id=PersonId(8), name="钱华")
    other = a_person(id=PersonId(9), name="李强", unit=UnitId("water"))
    (line,) = lines([a_state()], [OWNER, HEAD, ADMIN, other, second], TODAY)
    assert line.owners == ("王敏", "钱华")


def test_tasks_stay_in_the_plans_order():
    found = lines([a_state("10.1"), a_state("02.2")], [], TODAY)
    assert [line.id for line in found] == ["10.1", "02.2"]
    assert (found[0].progress, found[0].gap, found[0].owners) == (None, None, ())
