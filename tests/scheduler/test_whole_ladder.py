"""The ladder as it is shipped: −3, −1, 0, +1 owner, +3 head, +5 admin, +8 leader."""

import pytest
from sqlalchemy import update

from rules.ids import PlanId
from rules.people import Role
from rules.screen import weekly
from store import plans, states
from store.session import Store
from store.tables import ObligationRow

PLAN = PlanId("zj-2020")


@pytest.fixture
def loaded(whole: Store) -> Store:
    """Return the plan as it is shipped."""
    return whole


@pytest.fixture
async def staff(link, live, loaded, at):
    """Link everybody of the air unit, and let it acknowledge what it was given."""
    people = {
        role.value: link(role, "air" if role in {Role.OWNER, Role.HEAD} else None)
        for role in (Role.OWNER, Role.HEAD, Role.ADMIN, Role.LEADER)
    }
    await live(at(2, 25))
    loaded.run_sync(
        lambda tx: tx.execute(
            update(ObligationRow).values(
                state="answered", look_at=None, closed_at=at(2, 25, 9, 0)
            )
        )
    )
    return {person.chat: role for role, person in people.items()}


async def test_who_hears_of_a_silent_unit_on_which_morning(staff, live, messenger, at):
    heard = {}
    for day in (3, 4, 5, 6, 9, 10, 11, 12, 13, 16, 17, 18, 19, 20, 23):
        before = len(messenger.sent)
        await live(at(3, day))
        heard[day] = [
            (staff[chat], html.partition("· ")[2].partition("</b>")[0])
            for chat, html in messenger.sent[before:]
            if "无人可催" not in html
        ]
    assert {day: told for day, told in heard.items() if told} == {
        5: [("owner", "3项待办")],
        9: [("owner", "3项待办")],
        10: [("owner", "3项待办")],
        11: [("owner", "3项待办，其中3项逾期")],
        13: [("head", "3项逾期，请督促")],
        17: [("admin", "3项逾期，请督促")],
        20: [("owner", "3项待办")],  # +8 for the leader's digest; the next one's −3
    }


async def test_a_week_asleep_makes_one_message_and_no_storm_after_it(
    ann, link, live, letters, messenger, at
):
    """The whole ladder: −3, −1, 0 and +1 went by, and the receipts' with them."""
    hal = link(Role.HEAD, "air")
    await live(at(3, 4))
    before = len(messenger.sent)
    assert await live(at(3, 13, 11, 0)) == 1
    assert [chat for chat, _ in messenger.sent[before:]] == [ann.chat]
    for moment in (at(3, 13, 12, 0), at(3, 13, 17, 0), at(3, 16)):
        assert await live(moment) == 0
    assert await live(at(3, 17)) == 1  # as it was announced: a workday is left
    assert messenger.sent[-1][0] == hal.chat
    assert all(one.sent_at for one in letters())


@pytest.mark.usefixtures("staff")
async def test_leaders_read_of_an_overdue_report_once_its_ladder_has_come_to_them(
    live, loaded, at
):
    """Of a unit with nobody to ask they read at once: nothing would ever rise there."""

    def screen(now):
        def work(tx):
            found = plans.loaded(tx, PLAN)
            return weekly(found.catalog, states.week(tx, found, now), found.days, now)

        return loaded.read_sync(work)

    for day in (5, 9, 10, 11, 12, 13):
        await live(at(3, day))
    told = screen(at(3, 16))
    named = {line["unit"]: line["tasks"] for line in told["silent"]["units"]}
    assert "大气环境处" not in named
    assert named["水生态环境处"] == ["3.1", "3.2", "3.3"]
    assert told["pressed"] == 3
    for day in (16, 17, 18, 19, 20):
        await live(at(3, day))
    told = screen(at(3, 23))
    named = {line["unit"]: line["tasks"] for line in told["silent"]["units"]}
    assert named["大气环境处"] == ["2.1", "2.2", "2.3"]
    assert told["pressed"] == 0
