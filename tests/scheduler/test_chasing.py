"""The ladder in a living database: who hears what on which morning."""

from datetime import date

from rules.ids import PlanId, TaskId, UnitId
from rules.people import Role
from rules.report import Report
from scheduler import chasing
from store import obligations, people, reports

PLAN = PlanId("zj-2020")
AIR = UnitId("air")


def _told(letters) -> list[tuple[int, str]]:
    return [(letter.person, letter.template) for letter in letters()]


async def test_the_ladder_climbs_from_owner_to_head_and_ends(
    ann, link, live, tick, letters, loaded, at
):
    hal = link(Role.HEAD, "air")
    await live(at(3, 3))
    assert await tick(at(3, 10, 8, 29)) == 0
    assert letters() == []
    for day in (10, 11, 12, 13, 16):  # due, +1, +2, +3 and the Monday after
        await live(at(3, day))
    assert _told(letters) == [
        (ann.id, "chase/bundle"),
        (ann.id, "chase/bundle"),
        (hal.id, "chase/bundle"),
    ]
    due, late, escalated = (letter.facts for letter in letters())
    assert due["total"] == late["total"] == escalated["told"] >= 3
    assert [facts["today"] for facts in (due, late, escalated)] == [
        "2020-03-10",
        "2020-03-11",
        "2020-03-13",
    ]
    assert [facts["asks"][0]["late"] for facts in (due, late)] == [0, 1]
    assert (escalated["asks"], escalated["tells"][0]["late"]) == ([], 3)
    assert due["chain"] == []
    assert late["chain"] == [{"to": "head", "at": "2020-03-13T08:30:00+08:00"}]
    mine = loaded.read_sync(lambda tx: obligations.mine(tx, PLAN, AIR))
    spent = [one for one in mine if one.period == "2020-03-1"]
    assert {(one.rung, one.look_at) for one in spent} == {(3, None)}


async def test_a_second_tick_on_the_same_morning_says_nothing_more(
    ann, tick, letters, at
):
    await tick(at(3, 3))
    for minute in (30, 31, 59):
        await tick(at(3, 10, 8, minute))
    assert _told(letters) == [(ann.id, "chase/bundle")]


async def test_an_answer_stops_the_ladder(ann, tick, answer, letters, at):
    await tick(at(3, 3))
    await tick(at(3, 10))
    assert len(answer(at(3, 10, 9, 0))) >= 3
    for day in (11, 12, 13):
        await tick(at(3, day))
    assert _told(letters) == [(ann.id, "chase/bundle")]


async def test_what_is_looked_at_by_night_is_held_until_the_morning(
    ann, tick, letters, reasons, loaded, at
):
    await tick(at(3, 3))
    assert await tick(at(3, 10, 22, 0)) > 0
    assert letters() == []
    assert reasons() == {"quiet"}
    look = loaded.read_sync(lambda tx: obligations.next_look(tx, PLAN))
    assert look == at(3, 11)
    await tick(at(3, 11))
    assert _told(letters) == [(ann.id, "chase/bundle")]  # both rungs in one


async def test_what_falls_on_a_holiday_waits_for_the_next_workday(
    ann, tick, letters, loaded, at
):
    await tick(at(3, 3))
    await tick(at(4, 4, 10, 0))  # 清明, a Saturday; Monday the 6th is off as well
    assert letters() == []
    assert loaded.read_sync(lambda tx: obligations.next_look(tx, PLAN)) == at(4, 7)
    await tick(at(4, 7))
    assert _told(letters)[0] == (ann.id, "chase/bundle")


async def test_a_make_up_sunday_is_a_day_like_any_other(ann, tick, letters, at):
    await tick(at(4, 20))
    before = len(letters())
    await tick(at(4, 26))  # a worked Sunday; the 25th was a Saturday
    (morning,) = letters()[before:]
    assert (morning.person, morning.facts["today"]) == (ann.id, "2020-04-26")
    assert {item["report_due"] for item in morning.facts["asks"]} == {"2020-04-26"}


async def test_a_month_asleep_makes_one_letter_each_and_no_storm(
    ann, link, live, letters, at
):
    hal, admin = link(Role.HEAD, "air"), link(Role.ADMIN)
    assert await live(at(4, 1)) == 2
    first = [(ann.id, "chase/bundle"), (admin.id, "chase/unwatched")]
    assert _told(letters) == first
    assert await live(at(4, 1, 9, 0)) == 0
    await live(at(4, 2))  # nobody is told on before being told
    assert _told(letters) == [*first, (hal.id, "chase/bundle")]


async def test_what_is_fresh_and_on_pace_is_not_asked_about_where_its_policy_says_so(
    ann, live, loaded, catalog_text, put_in_force, owed, reasons, messenger, at
):
    await live(at(2, 25))
    put_in_force(catalog_text.replace("spare: false", "spare: true"), at(2, 26))
    said = {"text": "达15%", "percent": 15, "status": None, "expected": None}
    said |= {"problem": "", "needs": "", "unchanged": False}
    report = Report(task=TaskId("02.2"), person=ann.id, **said)
    loaded.run_sync(lambda tx: reports.keep(tx, PLAN, AIR, report, at(3, 2)))
    await live(at(3, 3))
    await live(at(3, 10))
    spared = next(one for one in owed() if one.task == "02.2" and one.kind == "report")
    assert (spared.state, spared.look_at, spared.closed_at) == (
        "waived",
        None,
        at(3, 10),
    )
    assert "on_pace" in reasons()
    (html,) = messenger.to(ann)
    assert "2项待办" in html
    assert "2.2" not in html
    missing = loaded.read_sync(
        lambda tx: list(obligations.unanswered(tx, PLAN, date(2020, 3, 11), at(3, 11)))
    )
    assert ("02.2", "air", 1) not in missing


async def test_with_nobody_to_ask_the_admin_hears_once_and_who_comes_is_asked(
    ann, link, tick, letters, loaded, at
):
    admin = link(Role.ADMIN)
    await tick(at(3, 3))
    for day in (10, 11):
        await tick(at(3, day))
    unwatched = [one for one in letters() if one.template == "chase/unwatched"]
    assert [one.person for one in unwatched] == [admin.id]
    assert "水生态环境处" in {line["unit"] for line in unwatched[0].facts["units"]}
    assert "大气环境处" not in {line["unit"] for line in unwatched[0].facts["units"]}
    bob, now = link(Role.OWNER, "water"), at(3, 11, 10, 0)
    loaded.run_sync(lambda tx: obligations.look_again(tx, PLAN, [UnitId("water")], now))
    await tick(now)
    asked = letters()[-1]
    assert (asked.person, asked.template) == (bob.id, "chase/bundle")
    assert {item["unit"] for item in asked.facts["asks"]} == {"水生态环境处"}
    assert _told(letters).count((ann.id, "chase/bundle")) == 2


async def test_a_person_out_of_reach_is_not_asked_but_told_of(
    ann, link, tick, letters, loaded, at
):
    admin = link(Role.ADMIN)
    loaded.run_sync(lambda tx: people.lost(tx, ann.id, "blocked"))
    await tick(at(3, 3))
    await tick(at(3, 10))
    assert _told(letters) == [(admin.id, "chase/unwatched")]
    units = {line["unit"] for line in letters()[0].facts["units"]}
    assert "大气环境处" in units


async def test_a_plan_that_is_not_loaded_owes_nothing(store, clock):
    assert await chasing.tick(store, PlanId("nobody's"), clock) == 0
