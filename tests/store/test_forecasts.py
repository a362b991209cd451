"""What the past of a task says of its end."""

from decimal import Decimal

import pytest

from rules.ids import PlanId, TaskId
from rules.report import Said
from rules.understand import Status
from store import forecasts, plans, reports, states

PLAN = PlanId("p1")


def _heading(store, as_of, task="01.1"):
    def work(tx):
        plan = plans.loaded(tx, PLAN)
        (state,) = states.states(tx, plan, as_of, [TaskId(task)])
        return forecasts.heading(tx, plan, state, as_of)

    return store.read_sync(work)


def _steel(total: int) -> tuple[Said, ...]:
    value = Decimal(total)
    return (Said(indicator="steel", value=value, kind="total", total=value),)


def test_a_number_is_heading_where_its_last_weeks_lead(small, ann, say, at):
    say(ann, "01.1", at(4, 27), readings=_steel(2))
    say(ann, "01.1", at(5, 25), readings=_steel(4))
    found = _heading(small, at(5, 25))
    assert list(found.numbers) == ["steel"]
    steel = found.numbers["steel"]
    assert (steel.speed, steel.misses) == (Decimal("0.50"), False)
    assert found.percent is None
    assert _heading(small, at(4, 26)).numbers == {}


def test_a_corrected_total_is_no_part_of_the_past(small, ann, say, at):
    say(ann, "01.1", at(4, 27), readings=_steel(2))
    wrong = say(ann, "01.1", at(5, 25), readings=_steel(12))
    say(ann, "01.1", at(5, 26), readings=_steel(2), supersedes=wrong)
    assert _heading(small, at(5, 26)).numbers["steel"].speed == 0
    assert _heading(small, at(5, 25)).numbers["steel"].speed == Decimal("2.5")


def test_where_no_number_is_known_a_stated_percent_is_followed(small, ann, say, at):
    say(ann, "01.1", at(4, 27), percent=20)
    say(ann, "01.1", at(5, 11))
    say(ann, "01.1", at(5, 25), percent=25)
    found = _heading(small, at(5, 25))
    assert (found.numbers, found.percent.misses) == ({}, True)
    assert found.percent.speed == Decimal("1.3")


def test_what_was_reported_done_is_heading_nowhere(small, ann, say, at):
    say(ann, "01.1", at(4, 27), readings=_steel(2))
    say(ann, "01.1", at(5, 25), readings=_steel(4), status=Status.DONE)
    assert _heading(small, at(5, 25)) == forecasts.Heading()


@pytest.mark.parametrize("said", [{"readings": _steel(2)}, {"percent": 10}, {}])
def test_a_past_is_two_questions_at_most(small, ann, say, at, statements, said):
    say(ann, "01.1", at(4, 27), **said)

    def work(tx):
        plan = plans.loaded(tx, PLAN)
        (state,) = states.states(tx, plan, at(5, 25), [TaskId("01.1")])
        statements.clear()
        return forecasts.heading(tx, plan, state, at(5, 25))

    small.read_sync(work)
    assert len(statements) <= 2


def test_measures_named_as_done_stay_done_until_the_report_is_corrected(
    small, ann, say, at
):
    say(ann, "01.1", at(4, 27), measures=("a",))
    named = say(ann, "01.1", at(5, 25), measures=("b",))
    say(ann, "01.1", at(5, 27))
    say(ann, "01.1", at(5, 29), supersedes=named)

    def done(as_of):
        found = small.read_sync(lambda tx: reports.measures_done(tx, PLAN, as_of))
        (state,) = small.read_sync(
            lambda tx: states.states(
                tx, plans.loaded(tx, PLAN), as_of, [TaskId("01.1")]
            )
        )
        assert state.measures_done == found.get(TaskId("01.1"), frozenset())
        return state.measures_done

    assert done(at(4, 26)) == set()
    assert done(at(4, 28)) == {"a"}
    assert done(at(5, 28)) == {"a", "b"}
    assert done(at(5, 30)) == {"a"}
