"""What branches ask of others, report after report; and in the week's lines."""

from datetime import date

from rules.ids import PlanId
from rules.needed import Need, OpenNeed
from rules.people import Role
from store import needs, plans, reports, states

PLAN = PlanId("p1")
PRICE, MONEY = "请省发改委5月底前明确电价", "请财政厅拨款"


def _voiced(store, now):
    def work(tx):
        return needs.voiced(tx, PLAN, plans.loaded(tx, PLAN).days, now)

    return {
        branch: [(one.on.day, one.text, one.carried) for one in said]
        for branch, said in store.read_sync(work).items()
    }


def _week(store, now) -> dict[str, tuple[OpenNeed, ...]]:
    lines = store.read_sync(lambda tx: states.week(tx, plans.loaded(tx, PLAN), now))
    return {line.state.task.id: line.needs for line in lines if line.needs}


def test_what_is_needed_is_what_was_asked_for_without_a_break(small, ann, say, at):
    say(ann, "01.1", at(3, 3), needs="早已解决")
    say(ann, "01.1", at(3, 5), percent=10)
    say(ann, "01.1", at(3, 10), needs=PRICE)
    say(ann, "01.1", at(3, 17), needs=PRICE, unchanged=True)
    say(ann, "01.2", at(3, 11), needs=MONEY)
    say(ann, "01.2", at(3, 18), percent=20)
    assert _voiced(small, at(3, 20)) == {
        ("01.1", "air"): [(10, PRICE, False), (17, PRICE, True)]
    }
    # As it was known on the eleventh.
    assert _voiced(small, at(3, 11)) == {
        ("01.1", "air"): [(10, PRICE, False)],
        ("01.2", "air"): [(11, MONEY, False)],
    }
    assert _voiced(small, at(3, 1)) == {}


def test_what_was_corrected_or_taken_back_asks_for_nothing(small, ann, say, at):
    first = say(ann, "01.1", at(3, 10), needs=PRICE)
    say(ann, "01.1", at(3, 11), percent=10, supersedes=first)
    second = say(ann, "01.2", at(3, 10), needs=MONEY)

    def take_back(tx) -> None:
        reports.take_back(tx, PLAN, reports.one(tx, PLAN, second), ann.id, at(3, 12))

    small.run_sync(take_back)
    assert _voiced(small, at(3, 20)) == {}
    assert len(_voiced(small, at(3, 10))) == 2


def test_a_silence_that_was_corrected_breaks_nothing(small, ann, say, at):
    say(ann, "01.1", at(3, 10), needs=PRICE)
    silent = say(ann, "01.1", at(3, 12), percent=10)
    say(ann, "01.1", at(3, 12, 9, 0), needs=PRICE, supersedes=silent)
    assert _voiced(small, at(3, 20)) == {
        ("01.1", "air"): [(10, PRICE, False), (12, PRICE, False)]
    }


def test_the_weeks_lines_say_what_from_whom_by_when_and_since(
    small, ann, link, say, at
):
    bob = link(Role.OWNER, "water")
    say(bob, "01.2", at(3, 9), unit="water", needs="请大气处配合")
    say(ann, "01.2", at(3, 10), needs=PRICE)
    say(ann, "01.2", at(3, 17), needs=PRICE)
    price = OpenNeed(
        need=Need(what="明确电价", whom="省发改委", by=date(2020, 5, 31)),
        since=date(2020, 3, 10),
    )
    helped = OpenNeed(need=Need(what="配合", whom="大气处"), since=date(2020, 3, 9))
    # The lead's own first, then the assisting unit's.
    assert _week(small, at(3, 30)) == {"01.2": (helped, price)}


def test_what_is_no_longer_needed_is_in_no_line(small, ann, say, at):
    say(ann, "01.1", at(3, 10), needs=PRICE)
    say(ann, "01.1", at(3, 17), percent=30)
    assert _week(small, at(3, 30)) == {}


def test_a_week_costs_the_same_however_much_is_needed(small, ann, say, statements, at):
    def cost() -> int:
        plan = small.read_sync(lambda tx: plans.loaded(tx, PLAN))
        statements.clear()
        small.read_sync(lambda tx: states.week(tx, plan, at(3, 30)))
        return len(statements)

    none = cost()
    for of_day in range(10, 20):
        for task in ("01.1", "01.2"):
            say(ann, task, at(3, of_day), needs=f"{PRICE}；{MONEY}")
    assert cost() == none
