"""What holds for every ladder, every due day and however late one looks."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from builders import a_policy, an_obligation, day, days
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.catalog import Audience, Rung
from rules.chase import chase, first_look, rung_time
from rules.decision import Decision, Reason
from rules.obligation import Obligation

CALENDAR = days()
EVERYBODY = frozenset(Audience)
_rungs = st.tuples(st.integers(-5, 10), st.sampled_from(Audience))
_ladders = st.lists(_rungs, min_size=1, max_size=6, unique=True).map(
    lambda found: tuple(
        Rung(at=rise, to=to) for rise, to in sorted(found, key=lambda rung: rung[0])
    )
)
_sleeps = st.just(0) | st.integers(0, 60 * 24 * 12)  # minutes late, up to twelve days
_looks = st.lists(
    st.tuples(_sleeps, st.sets(st.sampled_from(Audience))), min_size=1, max_size=25
)


@st.composite
def obligations(draw):
    due = draw(st.dates(day(1, 1), day(12, 31)))
    return an_obligation(due=due, policy=a_policy(ladder=draw(_ladders)))


def chased(owed: Obligation, looks) -> list[tuple[Obligation, Decision, object]]:
    """Return each look: what was owed, what was decided, and when."""
    story = []
    look = first_look(owed.policy, owed.due, CALENDAR)
    for late, reachable in looks:
        now = look + timedelta(minutes=late)
        decision = chase(owed, reachable, CALENDAR, now)
        story.append((owed, decision, now))
        if decision.obligation.look_at is None:
            break
        owed, look = decision.obligation, decision.obligation.look_at
    return story


@settings(max_examples=60, deadline=None)
@given(obligations(), _looks)
def test_nobody_is_told_outside_working_hours_or_before_a_rung_falls(owed, looks):
    for _, decision, now in chased(owed, looks):
        assert not decision.taken or CALENDAR.working(now)
        assert all(rung_time(owed, rung, CALENDAR) <= now for rung in decision.taken)


@settings(max_examples=60, deadline=None)
@given(obligations(), _looks)
def test_every_decision_leaves_a_later_look_or_says_the_ladder_is_spent(owed, looks):
    for _, decision, now in chased(owed, looks):
        look = decision.obligation.look_at
        assert (look is None) is (decision.reason is Reason.SPENT)
        assert look is None or look > now
        assert look is None or CALENDAR.working(look)


@settings(max_examples=60, deadline=None)
@given(obligations(), _looks)
def test_rungs_are_taken_once_and_in_order(owed, looks):
    taken = [rung for _, made, _ in chased(owed, looks) for rung in made.taken]
    order = [owed.policy.ladder.index(rung) for rung in taken]
    assert all(before < after for before, after in pairwise(order))


@settings(max_examples=60, deadline=None)
@given(obligations(), _looks)
def test_only_a_taken_rung_moves_an_obligation_up(owed, looks):
    for before, decision, _ in chased(owed, looks):
        after = decision.obligation
        assert (decision.reason is Reason.RUNG) is bool(decision.taken)
        assert after.rung == (decision.taken[-1].at if decision.taken else before.rung)
        assert replace(after, rung=before.rung, look_at=before.look_at) == before


@settings(max_examples=60, deadline=None)
@given(obligations())
def test_with_everybody_there_and_nobody_late_each_rung_comes_in_its_time(owed):
    looks = [(0, EVERYBODY)] * 30
    story = chased(owed, looks)
    assert story[-1][1].reason is Reason.SPENT
    times = {rung: now for _, decision, now in story for rung in decision.taken}
    assert set(times) == set(owed.policy.ladder)
    for rung, now in times.items():
        falls = rung_time(owed, rung, CALENDAR)
        # A due day off gathers rungs on one morning: then it is one step a morning.
        assert now == falls or (now > falls and not CALENDAR.worked(owed.due))


@settings(max_examples=60, deadline=None)
@given(obligations(), st.integers(40, 400))
def test_a_long_sleep_ends_in_one_catch_up(owed, asleep):
    now = CALENDAR.next_working(
        first_look(owed.policy, owed.due, CALENDAR) + timedelta(days=asleep)
    )
    story = []
    while now is not None:
        decision = chase(owed, EVERYBODY, CALENDAR, now)
        story.append(decision)
        owed, now = decision.obligation, decision.obligation.look_at
    taken = [rung for decision in story for rung in decision.taken]
    assert taken == list(owed.policy.ladder)
    assert story[-1].reason is Reason.SPENT
    # Each morning speaks to one audience, or to those of one and the same rung.
    for decision in story[:-1]:
        audiences = {rung.to for rung in decision.taken}
        days = {rung.at for rung in decision.taken if rung.to != decision.taken[0].to}
        assert len(audiences) == 1 or days <= {decision.taken[-1].at}
