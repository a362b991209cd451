"""What keeps an obligation from being chased: nobody there, leave, sleep, good pace."""

from dataclasses import replace
from datetime import date

import pytest
from builders import a_policy, an_obligation, at, day, days, ladder

from rules.audience import Facing
from rules.catalog import Audience, Rung
from rules.chase import chase
from rules.decision import Decision, Reason
from rules.obligation import ObligationState, Owed

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
    ("reachable", "now", "look"),
    [
        pytest.param([], at(5, 25), at(5, 26), id="nobody at all"),
        pytest.param([HEAD, ADMIN], at(5, 25), at(5, 26), id="not the one meant"),
        pytest.param([], at(4, 30), at(5, 6), id="over a holiday"),
    ],
)
def test_with_nobody_to_tell_it_is_held_until_the_next_morning(reachable, now, look):
    owed = replace(DEFAULT, due=now.date())
    decision = looked(owed, now, facing(*reachable))
    assert decision.reason is Reason.NOBODY
    assert decision.obligation == replace(owed, look_at=look)


def test_a_rung_that_reached_nobody_is_tried_again_the_next_morning():
    decision = looked(WARNED, at(5, 28), facing(OWNER))
    assert steps(decision.taken)[-1] == (1, "owner")
    assert decision.next == Rung(at=3, to=HEAD)
    assert decision.next_at == decision.obligation.look_at == at(5, 29)
    held = looked(decision.obligation, at(5, 29), facing(OWNER))
    assert (held.reason, held.next_at) == (Reason.NOBODY, at(6, 1))
    again = looked(held.obligation, at(6, 1), facing(OWNER, HEAD))
    assert steps(again.taken) == [(3, "head")]


def test_a_rung_is_passed_by_when_a_later_one_is_taken():
    decision = looked(replace(WARNED, rung=1), at(6, 1), facing(OWNER, ADMIN, LEADER))
    assert steps(decision.taken) == [(5, "admin")]
    assert decision.next == Rung(at=8, to=LEADER)


def test_deputies_are_told_where_there_are_any_and_missed_by_nobody():
    owed = owing((0, "owner"), (1, "deputy"), (3, "head"), rung=0)
    with_one = looked(owed, at(5, 26))
    assert (with_one.reason, steps(with_one.taken)) == (Reason.RUNG, [(1, "deputy")])
    assert (with_one.next, with_one.next_at) == (Rung(at=3, to=HEAD), at(5, 28))
    none = facing(OWNER, HEAD)
    without = looked(owed, at(5, 26), none)
    assert (without.reason, without.next) == (Reason.NOT_DUE, Rung(at=3, to=HEAD))
    before = looked(replace(owed, rung=None), at(5, 25), none)
    assert (before.next, before.next_at) == (Rung(at=3, to=HEAD), at(5, 28))
    last = owing((0, "owner"), (1, "deputy"), rung=0)
    assert looked(last, at(5, 26), none).reason is Reason.SPENT


@pytest.mark.parametrize(
    ("now", "back", "look"),
    [
        pytest.param(at(5, 25), day(6, 1), at(6, 1), id="the day they are back"),
        pytest.param(at(5, 25), day(5, 30), at(6, 1), id="back on a Saturday"),
        pytest.param(at(4, 29), day(5, 1), at(5, 6), id="back on a holiday"),
        pytest.param(at(5, 25), day(5, 25), at(5, 26), id="never this same morning"),
    ],
)
def test_with_everybody_on_leave_it_waits_for_the_first_to_be_back(now, back, look):
    owed = replace(WARNED, due=days().shift(now.date(), -3), rung=1)
    decision = looked(owed, now, facing(back=back))
    assert decision.reason is Reason.AWAY
    assert decision.obligation == replace(owed, look_at=look)


def snoozed(until: date, **over):
    return replace(DEFAULT, rung=0, snoozed=until, **over)


@pytest.mark.parametrize(
    ("owed", "now", "reason", "taken", "look"),
    [
        pytest.param(
            snoozed(day(5, 27)), at(5, 26), Reason.SNOOZED, [], at(5, 27), id="asleep"
        ),
        pytest.param(
            snoozed(day(5, 27)),
            at(5, 27),
            Reason.RUNG,
            [(1, "owner")],
            at(5, 28),
            id="awake",
        ),
        pytest.param(
            snoozed(day(6, 3)),
            at(5, 26),
            Reason.SNOOZED,
            [],
            at(5, 28),
            id="asleep beyond the head's day: a look that day",
        ),
        pytest.param(
            snoozed(day(6, 3)),
            at(5, 28),
            Reason.ANNOUNCE,
            [(3, "owner")],
            at(5, 29),
            id="nobody is told over a sleeper's head unannounced",
        ),
        pytest.param(
            snoozed(day(6, 3), announced=at(5, 25)),
            at(5, 28),
            Reason.RUNG,
            [(3, "head")],
            at(6, 1),
            id="but the head is told in time",
        ),
        pytest.param(
            snoozed(day(5, 30)),
            at(5, 26),
            Reason.SNOOZED,
            [],
            at(5, 28),
            id="a day off",
        ),
    ],
)
def test_a_snooze_holds_what_speaks_to_the_debtors(owed, now, reason, taken, look):
    decision = looked(owed, now)
    assert (decision.reason, steps(decision.taken)) == (reason, taken)
    assert decision.obligation.look_at == look


def test_a_snooze_without_anybody_else_ahead_lasts_until_its_day():
    owed = owing((0, "owner"), (1, "owner"), rung=0, snoozed=day(5, 30))
    assert looked(owed, at(5, 26)).obligation.look_at == at(6, 1)


def test_a_sleeper_is_passed_over_and_reminded_no_more_of_it():
    owed = owing((0, "owner"), (1, "owner"), (2, "head"), (3, "owner"), rung=0)
    owed = replace(owed, snoozed=day(5, 29), announced=at(5, 25))
    taken = looked(owed, at(5, 27))
    assert steps(taken.taken) == [(2, "head")]
    assert (taken.next, taken.next_at) == (Rung(at=3, to=OWNER), at(5, 29))


@pytest.mark.parametrize(
    ("over", "reason"),
    [
        pytest.param({}, Reason.ON_PACE, id="a report not asked for yet"),
        pytest.param({"rung": -3}, Reason.RUNG, id="one asked for already"),
        pytest.param({"kind": Owed.FINISH}, Reason.RUNG, id="the end of a task"),
    ],
)
def test_a_spared_report_is_waived_before_it_is_ever_asked(over, reason):
    owed = replace(DEFAULT, **over)
    decision = looked(owed, at(5, 22), replace(EVERYBODY, spared=True))
    assert decision.reason is reason
    waived = decision.obligation.state is ObligationState.WAIVED
    assert waived is (reason is Reason.ON_PACE)
    if waived:
        assert (decision.taken, decision.obligation.look_at) == ((), None)
        assert looked(decision.obligation, at(5, 25)).reason is Reason.CLOSED


def test_a_spared_report_is_left_open_until_its_first_rung():
    spared = replace(EVERYBODY, spared=True)
    assert looked(DEFAULT, at(5, 19), spared).reason is Reason.NOT_DUE
    assert looked(DEFAULT, at(5, 23, 9, 0), spared).reason is Reason.QUIET
