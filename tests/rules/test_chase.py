"""When somebody is chased, whom, and why not."""

from dataclasses import replace

import pytest
from builders import a_policy, an_obligation, at, day, days, ladder

from rules.audience import Facing
from rules.catalog import Audience, Rung
from rules.chase import chase, escalates, first_look, rung_time
from rules.decision import Decision, Reason
from rules.obligation import ObligationState

OWNER, DEPUTY, HEAD, ADMIN, LEADER = Audience
EVERYBODY = Facing(reachable=frozenset(Audience))
# The default ladder of a report due on Monday 25 May: the owner on 20, 22, 25 and
# 26 May, the head on the 28th, the admin on 1 June, the leaders on 4 June.
DEFAULT = an_obligation()
WARNED = replace(DEFAULT, announced=at(5, 26, 8, 31))


def owing(*rungs: tuple[int, str], **over):
    return an_obligation(policy=a_policy(ladder=ladder(*rungs)), **over)


def facing(*reachable: Audience, **over) -> Facing:
    return replace(Facing(reachable=frozenset(reachable)), **over)


def steps(taken: tuple[Rung, ...]) -> list[tuple[int, str]]:
    return [(rung.at, rung.to.value) for rung in taken]


def looked(owed, now, faces=EVERYBODY) -> Decision:
    return chase(owed, faces, days(), now)


@pytest.mark.parametrize(
    ("due", "rise", "falls"),
    [
        pytest.param(day(5, 25), 0, at(5, 25), id="the opening of the due day"),
        pytest.param(day(5, 25), -3, at(5, 20), id="three workdays before"),
        pytest.param(day(5, 25), 3, at(5, 28), id="three workdays after"),
        pytest.param(day(5, 25), 8, at(6, 4), id="eight workdays after"),
        pytest.param(day(4, 30), 1, at(5, 6), id="over a holiday"),
        pytest.param(day(4, 24), 1, at(4, 26), id="on a 调休 Sunday"),
        pytest.param(day(5, 24), 0, at(5, 25), id="of a day off, the workday after"),
    ],
)
def test_a_rung_falls_at_the_opening_of_a_workday(due, rise, falls):
    rung = Rung(at=rise, to=OWNER)
    assert rung_time(an_obligation(due=due), rung, days()) == falls


def test_the_first_look_is_the_ladders_first_rung():
    assert first_look(a_policy(), day(5, 25), days()) == at(5, 20)


@pytest.mark.parametrize(
    ("rung", "now", "reason", "taken", "look"),
    [
        pytest.param(
            None, at(5, 19), Reason.NOT_DUE, [], at(5, 20), id="before its day"
        ),
        pytest.param(
            None, at(5, 20, 8, 29), Reason.NOT_DUE, [], at(5, 20), id="a minute early"
        ),
        pytest.param(
            None, at(5, 20), Reason.RUNG, [(-3, "owner")], at(5, 22), id="on the minute"
        ),
        pytest.param(
            -3, at(5, 20, 9, 0), Reason.NOT_DUE, [], at(5, 22), id="not twice a day"
        ),
        pytest.param(
            -3, at(5, 22), Reason.RUNG, [(-1, "owner")], at(5, 25), id="the day before"
        ),
        pytest.param(
            -1, at(5, 25), Reason.RUNG, [(0, "owner")], at(5, 26), id="the due day"
        ),
        pytest.param(
            0, at(5, 26), Reason.RUNG, [(1, "owner")], at(5, 28), id="the day after"
        ),
        pytest.param(
            1, at(5, 28), Reason.RUNG, [(3, "head")], at(6, 1), id="then the head"
        ),
        pytest.param(
            3, at(6, 1), Reason.RUNG, [(5, "admin")], at(6, 4), id="then the admin"
        ),
        pytest.param(
            5, at(6, 4), Reason.RUNG, [(8, "leader")], at(6, 5), id="then the leaders"
        ),
        pytest.param(8, at(6, 5), Reason.SPENT, [], None, id="then nobody any more"),
        pytest.param(
            None, at(5, 20, 18, 0), Reason.QUIET, [], at(5, 21), id="not after hours"
        ),
        pytest.param(
            1, at(5, 30, 10, 0), Reason.QUIET, [], at(6, 1), id="not on a Saturday"
        ),
        pytest.param(
            None,
            at(6, 8),
            Reason.RUNG,
            [(-3, "owner"), (-1, "owner"), (0, "owner"), (1, "owner")],
            at(6, 9),
            id="a long sleep is one catch-up, and the head is told a day later",
        ),
        pytest.param(
            1, at(6, 8), Reason.RUNG, [(3, "head")], at(6, 9), id="one step a morning"
        ),
    ],
)
def test_the_default_ladder_is_climbed_rung_by_rung(rung, now, reason, taken, look):
    decision = looked(replace(WARNED, rung=rung), now)
    assert decision.reason is reason
    assert steps(decision.taken) == taken
    assert decision.obligation.look_at == look
    assert decision.obligation.rung == (taken[-1][0] if taken else rung)


def test_a_decision_says_which_rung_comes_next_and_when():
    first = looked(replace(DEFAULT, rung=-1), at(5, 25))
    assert (first.next, first.next_at) == (Rung(at=1, to=OWNER), at(5, 26))
    waiting = looked(first.obligation, at(5, 25, 9, 0))
    assert (waiting.next, waiting.next_at) == (Rung(at=1, to=OWNER), at(5, 26))


def test_after_the_last_rung_nothing_is_announced_and_one_more_look_says_so():
    last = looked(replace(WARNED, rung=5), at(6, 4))
    assert (last.next, last.next_at) == (None, None)
    spent = looked(last.obligation, last.obligation.look_at)
    assert (spent.reason, spent.obligation.look_at) == (Reason.SPENT, None)
    assert spent.obligation.rung == 8


@pytest.mark.parametrize("state", [ObligationState.ANSWERED, ObligationState.WAIVED])
@pytest.mark.parametrize("now", [at(5, 19), at(5, 25), at(5, 30, 3, 0)])
def test_what_is_closed_is_never_looked_at_again(state, now):
    decision = looked(replace(DEFAULT, state=state, look_at=at(5, 25)), now)
    assert (decision.reason, decision.taken) == (Reason.CLOSED, ())
    assert decision.obligation.look_at is None


@pytest.mark.parametrize(
    ("announced", "hears"),
    [
        pytest.param(at(5, 26, 8, 31), None, id="one arrived in its time"),
        pytest.param(at(5, 27, 9, 30), None, id="one arrived the morning before"),
        pytest.param(at(5, 27, 9, 31), at(5, 29), id="one arrived later that day"),
        pytest.param(at(5, 27, 17, 59), at(5, 29), id="or in the evening"),
        pytest.param(at(5, 28), at(5, 29), id="one arrived this very morning"),
    ],
)
def test_the_head_hears_a_workday_after_the_owner_was_told_so(announced, hears):
    owed = replace(DEFAULT, rung=1, announced=announced)
    decision = looked(owed, at(5, 28))
    if hears is None:
        assert (decision.reason, steps(decision.taken)) == (Reason.RUNG, [(3, "head")])
        return
    assert (decision.reason, decision.taken) == (Reason.NOT_DUE, ())
    assert (decision.next, decision.next_at) == (Rung(at=3, to=HEAD), hears)
    assert steps(looked(decision.obligation, hears).taken) == [(3, "head")]


def test_where_no_warning_arrived_the_owner_is_told_once_more():
    owed = replace(DEFAULT, rung=1, announced=None)
    decision = looked(owed, at(5, 28))
    assert (decision.reason, steps(decision.taken)) == (Reason.ANNOUNCE, [(3, "owner")])
    assert (decision.next, decision.next_at) == (Rung(at=3, to=HEAD), at(5, 29))
    assert decision.obligation == replace(owed, look_at=at(5, 29))


def test_a_weekend_is_no_notice():
    friday, monday = at(5, 29), at(6, 1)
    owed = owing((0, "owner"), (1, "head"), due=day(5, 29), rung=0)
    assert looked(replace(owed, announced=friday), monday).reason is Reason.RUNG
    on_sunday = replace(owed, announced=at(5, 31, 9, 0))
    assert looked(on_sunday, monday).next_at == at(6, 2)
    assert looked(replace(owed, announced=monday), monday).next_at == at(6, 2)


def test_once_announced_the_whole_way_up_is():
    owed = replace(DEFAULT, rung=3, announced=at(5, 26))
    assert steps(looked(owed, at(6, 1)).taken) == [(5, "admin")]


def test_two_audiences_of_one_rung_are_taken_together_and_announced_before():
    owed = owing((0, "owner"), (0, "head"), (3, "admin"), (3, "leader"))
    first = looked(owed, at(5, 25))
    assert (first.reason, steps(first.taken)) == (Reason.ANNOUNCE, [(0, "owner")])
    assert (first.next, first.next_at) == (Rung(at=0, to=HEAD), at(5, 26))
    told = replace(first.obligation, announced=at(5, 25))
    then = looked(told, at(5, 26))
    assert steps(then.taken) == [(0, "owner"), (0, "head")]
    last = looked(then.obligation, at(5, 28))
    assert steps(last.taken) == [(3, "admin"), (3, "leader")]


@pytest.mark.parametrize(
    ("rungs", "debtor", "others"),
    [
        pytest.param([(0, "owner"), (1, "head")], OWNER, {HEAD, ADMIN, LEADER}, id="a"),
        pytest.param(
            [(0, "admin"), (4, "leader")], ADMIN, {OWNER, HEAD, LEADER}, id="b"
        ),
        pytest.param([(0, "leader")], LEADER, {OWNER, HEAD, ADMIN}, id="c"),
        pytest.param([], OWNER, {HEAD, ADMIN, LEADER}, id="d"),
    ],
)
def test_whoever_is_neither_debtor_nor_deputy_is_somebody_else(rungs, debtor, others):
    owed = owing(*rungs)
    assert owed.debtor is debtor
    assert {to for to in Audience if escalates(owed, Rung(at=9, to=to))} == others
