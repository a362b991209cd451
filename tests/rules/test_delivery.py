"""When to knock again after a letter came back."""

from datetime import timedelta

import pytest
from builders import at

from rules.delivery import Loss, Undelivered, loss, next_try

NOW = at(5, 25)


@pytest.mark.parametrize(
    ("knocks", "seconds"),
    [(1, 15), (2, 30), (3, 60), (8, 1920), (9, 3600), (10, 3600), (10_000, 3600)],
)
def test_a_passing_fault_is_waited_out_up_to_an_hour(knocks, seconds):
    waited = next_try(Undelivered(why="timed out"), knocks, NOW)
    assert waited == NOW + timedelta(seconds=seconds)


@pytest.mark.parametrize("seconds", [0, 3, 7200])
def test_what_telegram_asks_us_to_wait_is_obeyed_to_the_second(seconds):
    failure = Undelivered(why="flood", wait=timedelta(seconds=seconds))
    assert next_try(failure, 5, NOW) == NOW + timedelta(seconds=seconds)


def test_a_hopeless_address_is_given_up_whatever_it_asks():
    failure = Undelivered(why="blocked", hopeless=True, wait=timedelta(seconds=3))
    assert next_try(failure, 1, NOW) is None


def test_two_failures_alike_are_still_two():
    assert len({Undelivered(why="flood"), Undelivered(why="flood")}) == 2


@pytest.mark.parametrize(
    ("why", "found"),
    [
        ("Forbidden: bot was blocked by the user", Loss.BLOCKED),
        ("Forbidden: user is deactivated", Loss.DEACTIVATED),
        ("Bad Request: chat not found", Loss.GONE),
        ("Forbidden: bot can't initiate conversation with a user", Loss.GONE),
        *((one.value, one) for one in Loss),
    ],
)
def test_the_messengers_words_tell_how_a_person_was_lost(why, found):
    assert loss(why) is found
