"""Whatever the messenger says, in whatever order: a letter is never lost."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from journeys.town import local

from rules.delivery import LONGEST_WAIT, LOST, Kind, Undelivered, next_try

NOW = local(3, 10)
PASSING = sorted(set(Kind) - LOST - {Kind.REFUSED})
waits = st.none() | st.timedeltas(timedelta(days=-1), timedelta(days=40))
failures = st.builds(
    Undelivered,
    why=st.just("no"),
    kind=st.sampled_from(sorted(Kind)),
    wait=waits,
    doubt=st.booleans(),
    everybody=st.booleans(),
)
passing = st.builds(
    Undelivered, why=st.just("no"), kind=st.sampled_from(PASSING), wait=waits
)
letters = st.integers(0, 2**62)


def knocks(
    failed: list[Undelivered], letter: int, now: datetime
) -> list[datetime | None]:
    """Return when a letter is tried again after each failure, until it is given up."""
    times: list[datetime | None] = []
    for knock, failure in enumerate(failed, 1):
        again = next_try(failure, knock, now, letter)
        times.append(again)
        if again is None:
            break
        now = again
    return times


@given(st.lists(failures, max_size=40), letters)
def test_it_is_given_up_only_for_what_no_trying_mends(failed, letter):
    for failure, again in zip(failed, knocks(failed, letter, NOW), strict=False):
        final = failure.kind in LOST or failure.kind is Kind.REFUSED
        assert (again is None) == final
        assert failure.hopeless == (failure.kind in LOST)


@given(st.lists(passing, min_size=1, max_size=40), letters)
def test_after_what_passes_it_is_tried_again_within_the_hour(failed, letter):
    before = NOW
    for again in knocks(failed, letter, NOW):
        assert again is not None
        assert timedelta(0) < again - before <= LONGEST_WAIT
        before = again


@given(st.sampled_from(PASSING), letters, st.integers(-5, 10**9))
def test_it_waits_longer_each_time_whatever_the_count_says(kind, letter, knock):
    failure = Undelivered(why="no", kind=kind)
    first, later = (
        next_try(failure, n, NOW, letter) for n in (knock, max(knock, 1) + 2)
    )
    assert first is not None
    assert later is not None
    assert NOW < first <= NOW + LONGEST_WAIT
    assert first < later or later - NOW > LONGEST_WAIT / 2


@given(letters, letters, st.integers(1, 30))
def test_letters_that_failed_together_do_not_all_come_back_together(one, other, knock):
    failure = Undelivered(why="no", kind=Kind.SERVER)
    first, second = (next_try(failure, knock, NOW, each) for each in (one, other))
    assert first is not None
    assert second is not None
    assert abs(first - second) <= LONGEST_WAIT / 4
    spread = {next_try(failure, knock, NOW, each) for each in range(20)}
    assert len(spread) > 10


@given(waits.filter(lambda wait: wait is not None), letters)
def test_what_was_asked_of_us_is_obeyed_up_to_an_hour(wait, letter):
    failure = Undelivered(why="no", kind=Kind.FLOOD, wait=wait)
    again = next_try(failure, 1, NOW, letter)
    assert again is not None
    assert again >= NOW + min(wait, LONGEST_WAIT)
