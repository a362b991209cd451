"""When somebody is chased, whom, and why not."""

from dataclasses import replace

import pytest
from builders import a_policy, an_obligation, at, day, days, ladder

from rules.catalog import Audience, Rung
from rules.chase import chase, first_look, rung_time
from rules.decision import Reason
from rules.obligation import ObligationState

OWNER, HEAD, ADMIN, LEADER = Audience
EVERYBODY = frozenset(Audience)
# Owner on 25 and 26 May, head on 28 May: the default ladder of a report due the 25th.
DEFAULT = an_obligation()


def owing(*rungs: tuple[int, str], **over):
    return an_obligation(policy=a_policy(ladder=ladder(*rungs)), **over)


def steps(taken: tuple[Rung, ...]) -> list[tuple[int, str]]:
    return [(rung.at, rung.to.value) for rung in taken]


@pytest.mark.parametrize(
    ("due", "rise", "falls"),
    [
        pytest.param(day(5, 25), 0, at(5, 25), id="the opening of the due day"),
        pytest.param(day(5, 25), -3, at(5, 20), id="three workdays before"),
        pytest.param(day(5, 25), 3, at(5, 28), id="three workdays after"),
        pytest.param(day(4, 30), 1, at(5, 6), id="over a holiday"),
        pytest.param(day(4, 24), 1, at(4, 26), id="on a 调休 Sunday"),
    ],
)
def test_a_rung_falls_at_the_opening_of_a_workday(due, rise, falls):
    rung = Rung(at=rise, to=OWNER)
    assert rung_time(an_obligation(due=due), rung, days()) == falls


def test_the_first_look_is_the_ladders_first_rung():
    early = a_policy(ladder=ladder((-3, "owner"), (0, "owner")))
    assert first_look(early, day(5, 25), days()) == at(5, 20)


@pytest.mark.parametrize(
    ("rung", "now", "reason", "taken", "look"),
    [
        pytest.param(
            None, at(5, 20), Reason.NOT_DUE, [], at(5, 25), id="before its day"
        ),
        pytest.param(
            None, at(5, 25, 8, 29), Reason.NOT_DUE, [], at(5, 25), id="a minute early"
        ),
        pytest.param(
            None, at(5, 25), Reason.RUNG, [(0, "owner")], at(5, 26), id="on the minute"
        ),
        pytest.param(
            0, at(5, 25, 9, 0), Reason.NOT_DUE, [], at(5, 26), id="not twice a day"
        ),
        pytest.param(
            0, at(5, 26), Reason.RUNG, [(1, "owner")], at(5, 28), id="the day after"
        ),
        pytest.param(
            1, at(5, 28), Reason.RUNG, [(3, "head")], at(5, 29), id="then the head"
        ),
        pytest.param(3, at(5, 29), Reason.SPENT, [], None, id="then nobody any more"),
        pytest.param(
            None, at(5, 25, 18, 0), Reason.QUIET, [], at(5, 26), id="not after hours"
        ),
        pytest.param(
            1, at(5, 30, 10, 0), Reason.QUIET, [], at(6, 1), id="not on a Saturday"
        ),
        pytest.param(
            None,
            at(6, 1),
            Reason.RUNG,
            [(0, "owner"), (1, "owner")],
            at(6, 2),
            id="a long sleep is one catch-up, and the head is told a day later",
        ),
    ],
)
def test_the_default_ladder_is_climbed_rung_by_rung(rung, now, reason, taken, look):
    decision = chase(replace(DEFAULT, rung=rung), EVERYBODY, days(), now)
    assert decision.reason is reason
    assert steps(decision.taken) == taken
    assert decision.obligation.look_at == look
    assert decision.obligation.rung == (taken[-1][0] if taken else rung)


def test_a_decision_says_which_rung_comes_next_and_when():
    first = chase(DEFAULT, EVERYBODY, days(), at(5, 25))
    assert (first.next, first.next_at) == (Rung(at=1, to=OWNER), at(5, 26))
    waiting = chase(first.obligation, EVERYBODY, days(), at(5, 25, 9, 0))
    assert (waiting.next, waiting.next_at) == (Rung(at=1, to=OWNER), at(5, 26))


def test_after_the_last_rung_nothing_is_announced_and_one_more_look_says_so():
    last = chase(replace(DEFAULT, rung=1), EVERYBODY, days(), at(5, 28))
    assert (last.next, last.next_at) == (None, None)
    spent = chase(last.obligation, EVERYBODY, days(), last.obligation.look_at)
    assert (spent.reason, spent.obligation.look_at) == (Reason.SPENT, None)
    assert spent.obligation.rung == 3


@pytest.mark.parametrize("state", [ObligationState.ANSWERED, ObligationState.WAIVED])
@pytest.mark.parametrize("now", [at(5, 20), at(5, 25), at(5, 30, 3, 0)])
def test_what_is_closed_is_never_looked_at_again(state, now):
    closed = replace(DEFAULT, state=state, look_at=at(5, 25))
    decision = chase(closed, EVERYBODY, days(), now)
    assert (decision.reason, decision.taken) == (Reason.CLOSED, ())
    assert decision.obligation.look_at is None


@pytest.mark.parametrize(
    ("reachable", "now", "look"),
    [
        pytest.param([], at(5, 25), at(5, 26), id="nobody at all"),
        pytest.param([HEAD, ADMIN], at(5, 25), at(5, 26), id="not the one meant"),
        pytest.param([], at(4, 30), at(5, 6), id="over a holiday"),
    ],
)
def test_with_nobody_to_tell_it_is_held_until_the_next_morning(reachable, now, look):
    owed = replace(DEFAULT, due=now.date())
    decision = chase(owed, reachable, days(), now)
    assert decision.reason is Reason.NOBODY
    assert decision.obligation == replace(owed, look_at=look)


def test_a_rung_that_reached_nobody_is_tried_again_the_next_morning():
    decision = chase(DEFAULT, [OWNER], days(), at(5, 28))
    assert steps(decision.taken) == [(0, "owner"), (1, "owner")]
    assert decision.next == Rung(at=3, to=HEAD)
    assert decision.next_at == decision.obligation.look_at == at(5, 29)
    again = chase(decision.obligation, [OWNER, HEAD], days(), at(5, 29))
    assert steps(again.taken) == [(3, "head")]


def test_a_rung_is_passed_by_when_a_later_one_is_taken():
    decision = chase(DEFAULT, [HEAD], days(), at(5, 28))
    assert steps(decision.taken) == [(3, "head")]
    assert (
        chase(decision.obligation, EVERYBODY, days(), at(5, 29)).reason is Reason.SPENT
    )


def test_two_rungs_of_one_morning_are_taken_together():
    owed = owing((0, "owner"), (3, "head"), (3, "leader"), rung=0)
    decision = chase(owed, EVERYBODY, days(), at(5, 28))
    assert steps(decision.taken) == [(3, "head"), (3, "leader")]


def test_reminders_may_begin_before_the_due_day():
    owed = owing((-3, "owner"), (-1, "owner"))
    decision = chase(owed, EVERYBODY, days(), at(5, 20))
    assert decision.obligation.rung == -3
    assert decision.next_at == at(5, 22)


def test_an_obligation_due_on_a_day_off_waits_for_the_workday():
    decision = chase(
        replace(DEFAULT, due=day(5, 24)), EVERYBODY, days(), at(5, 24, 9, 0)
    )
    assert (decision.reason, decision.obligation.look_at) == (Reason.NOT_DUE, at(5, 25))
