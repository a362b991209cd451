"""When to knock again after a letter came back, and when never."""

from datetime import timedelta

import pytest
from builders import at

from rules.delivery import (
    LOST,
    GivenUp,
    Kind,
    Undelivered,
    next_try,
    stale,
)
from rules.ids import LetterId
from rules.message import Sort

NOW = at(5, 25)
PASSING = sorted(set(Kind) - LOST - {Kind.REFUSED})


@pytest.mark.parametrize(
    ("knocks", "seconds"),
    [(1, 15), (2, 30), (3, 60), (8, 1920), (9, 3600), (10, 3600), (10_000, 3600)],
)
def test_a_passing_fault_is_waited_out_up_to_an_hour(knocks, seconds):
    waited = [
        (next_try(Undelivered(why="timed out"), knocks, NOW, letter) - NOW)
        for letter in range(200)
    ]
    assert max(waited) <= timedelta(seconds=seconds)
    assert min(waited) >= timedelta(seconds=seconds) * 3 / 4


def test_letters_that_came_back_together_do_not_come_again_together():
    waited = {next_try(Undelivered(why="502"), 3, NOW, letter) for letter in range(50)}
    assert len(waited) == 50
    again = next_try(Undelivered(why="502"), 3, NOW, 7)
    assert again == next_try(Undelivered(why="502"), 3, NOW, 7)


@pytest.mark.parametrize(
    ("asked", "seconds"), [(3, 3), (90, 90), (0, 1), (0.2, 1), (7200, 3600)]
)
def test_what_telegram_asks_us_to_wait_is_obeyed_to_the_second(asked, seconds):
    """But for what is too short to be one, or so long that we ask again before."""
    failure = Undelivered(why="flood", wait=timedelta(seconds=asked))
    assert next_try(failure, 5, NOW) == NOW + timedelta(seconds=seconds)


@pytest.mark.parametrize("kind", sorted({*LOST, Kind.REFUSED}))
def test_a_hopeless_address_or_word_is_given_up_whatever_it_asks(kind):
    failure = Undelivered(why="no", kind=kind, wait=timedelta(seconds=3))
    assert next_try(failure, 1, NOW) is None
    assert (failure.hopeless, failure.final) == (kind in LOST, kind is Kind.REFUSED)
    assert not failure.on_the_way


@pytest.mark.parametrize("kind", PASSING)
def test_whatever_may_pass_is_tried_again(kind):
    failure = Undelivered(why="no", kind=kind)
    assert next_try(failure, 1, NOW) is not None
    assert not failure.hopeless
    assert not failure.final
    assert failure.on_the_way == (kind is not Kind.UNWRITTEN)


def test_two_failures_alike_are_still_two():
    assert len({Undelivered(why="flood"), Undelivered(why="flood")}) == 2


def lost(number: int, template: str, day: int, sort: Sort = Sort.UNPROMPTED) -> GivenUp:
    return GivenUp(
        letter=LetterId(number), template=template, sort=sort, made=at(5, day)
    )


@pytest.mark.parametrize(
    ("letters", "old"),
    [
        pytest.param([lost(1, "bundle", 1)], set(), id="composed anew as it goes"),
        pytest.param(
            [lost(1, "outcome", 1, Sort.PROMPTED)], set(), id="of one's own act"
        ),
        pytest.param([lost(1, "digest", 17)], {1}, id="a digest of last week"),
        pytest.param(
            [lost(1, "digest", 18), lost(2, "digest", 25)], {1}, id="a newer digest"
        ),
        pytest.param(
            [lost(1, "digest", 25), lost(2, "given", 25)], set(), id="of two sorts"
        ),
        pytest.param(
            [lost(n, "admin/lost", 24, Sort.SERVICE) for n in (1, 2)],
            set(),
            id="the house's own trouble",
        ),
        pytest.param(
            [lost(1, "admin/lost", 17, Sort.SERVICE)], {1}, id="trouble long ago"
        ),
    ],
)
def test_what_is_worth_telling_somebody_found_again(letters, old):
    assert stale(letters, NOW, anew="bundle") == old
