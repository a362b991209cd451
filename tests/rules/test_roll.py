"""People are found by unit and role as by going through all of them."""

from hypothesis import given
from hypothesis import strategies as st

from rules.ids import ChatId, PersonId, PlanId, UnitId
from rules.people import Person, Role
from rules.roll import roll

UNITS = (UnitId("air"), UnitId("water"))


def person(number: int, role: Role, unit: UnitId | None, why: str) -> Person:
    return Person(
        id=PersonId(number),
        plan=PlanId("p"),
        user=number,
        chat=ChatId(number),
        name=str(number),
        role=role,
        unit=unit,
        locale="zh",
        unreachable=why,
    )


people = st.lists(
    st.builds(
        person,
        st.integers(1, 99),
        st.sampled_from(Role),
        st.sampled_from([None, *UNITS]),
        st.sampled_from(["", "blocked"]),
    )
)


@given(people)
def test_those_found_are_those_who_are_there(everybody):
    found = roll(everybody)
    for role in Role:
        there = [p for p in everybody if p.role is role and not p.unreachable]
        assert found.in_(role) == there
        for unit in UNITS:
            assert found.of(unit, role) == [p for p in there if p.unit == unit]


@given(people)
def test_a_roll_is_made_once(everybody):
    made = roll(everybody)
    assert roll(made) is made
    assert list(made) == everybody
