"""What cannot be made sense of is set aside, and silences nobody."""

import pytest
from sqlalchemy import text
from sqlmodel import select

from store.tables import DecisionRow, ObligationRow


@pytest.mark.parametrize(
    "harm",
    [
        pytest.param("due = '9999-12-31'", id="a day past the calendar"),
        pytest.param("policy = '{}'", id="a policy nobody can read"),
        pytest.param("state = 'lost'", id="a state nobody knows"),
        pytest.param("task = '99.9'", id="a task not in the plan"),
        pytest.param("unit = 'ghosts'", id="a unit not in the plan"),
    ],
)
async def test_a_broken_obligation_is_set_aside_an_hour_and_silences_nobody(
    ann, tick, letters, owed, loaded, logged, at, harm
):
    await tick(at(3, 3))
    poor = next(one.id for one in owed() if one.unit == "air")
    here = "WHERE id = :poor"
    harmed = text(f"UPDATE obligation SET {harm} {here}")  # noqa: S608 - our own words
    loaded.run_sync(lambda tx: tx.execute(harmed, {"poor": poor}))
    await tick(at(3, 10))
    (morning,) = letters()
    asked = {item["obligation"] for item in morning.facts["asks"]}
    assert (morning.person, len(asked) >= 2, poor in asked) == (ann.id, True, False)

    def kept(tx):
        here = DecisionRow.obligation == poor
        row = tx.scalars(select(DecisionRow).where(here)).one()
        return row.reason, row.next_at, row.times

    assert loaded.read_sync(kept) == ("broken", at(3, 10, 9, 30), 1)
    assert next(o.look_at for o in owed() if o.id == poor) == at(3, 10, 9, 30)
    assert [one["log_level"] for one in logged] == ["error"]
    assert await tick(at(3, 10, 9, 29)) == 0
    assert await tick(at(3, 10, 9, 30)) == 1
    assert loaded.read_sync(kept) == ("broken", at(3, 10, 10, 30), 2)


@pytest.mark.usefixtures("ann")
async def test_a_ladder_without_rungs_asks_nobody_and_is_spent(
    tick, letters, owed, reasons, loaded, at
):
    await tick(at(3, 3))
    poor = next(one for one in owed() if one.unit == "air")
    bare = poor.policy | {"ladder": []}

    def strip(tx):
        tx.get(ObligationRow, poor.id).policy = bare

    loaded.run_sync(strip)
    await tick(at(3, 10))
    asked = {item["obligation"] for item in letters()[0].facts["asks"]}
    assert poor.id not in asked
    assert next(o.look_at for o in owed() if o.id == poor.id) is None
    assert "spent" in reasons()
