"""Invite codes: how often they may be guessed, and how they are struck out."""

from datetime import UTC, datetime, timedelta

import pytest

from rules.invites import MOST_TRIES, SPAN, Tries, shut_until, struck, tried

NOW = datetime(2020, 6, 1, 1, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def after(*minutes: int) -> Tries:
    """Return what wrong codes at these minutes come to."""
    tries = None
    for one in minutes:
        tries = tried(tries, NOW + one * MINUTE)
    assert tries is not None
    return tries


def test_nobody_is_shut_out_before_they_tried_too_often():
    assert shut_until(None, NOW) is None
    few = after(*range(MOST_TRIES - 1))
    assert few == Tries(since=NOW, times=MOST_TRIES - 1)
    assert shut_until(few, NOW + 4 * MINUTE) is None


def test_too_many_within_the_hour_shut_the_door_for_an_hour_from_the_last():
    tries = after(0, 1, 2, 3, 59)
    last = NOW + 59 * MINUTE
    assert shut_until(tries, last) == last + SPAN
    assert shut_until(tries, last + SPAN - MINUTE) == last + SPAN
    assert shut_until(tries, last + SPAN) is None


def test_what_was_tried_longer_than_an_hour_ago_is_forgotten():
    assert after(0, 1, 2, 3, 60) == Tries(since=NOW + SPAN, times=1)


@pytest.mark.parametrize("back", [MINUTE, SPAN - MINUTE])
def test_a_clock_set_back_does_not_open_the_door(back):
    tries = after(0, 0, 0, 0, 0)
    assert shut_until(tries, NOW - back) == NOW + SPAN


def test_a_clock_set_back_by_more_does_not_shut_it_for_long():
    assert shut_until(after(0, 0, 0, 0, 0), NOW - SPAN) is None


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("/start aGVsbG8tdGhpcy1pcy1h", "/start ***"),
        ("/start@duban_bot   aGVs_bG8-1", "/start@duban_bot   ***"),
        ("https://t.me/duban_bot?start=aGVsbG8tdGhpcy1pcy1h", None),
        ("join:aGVsbG8tdGhpcy1pcy1h", "join:***"),
        ("/start", "/start"),
        ("2.2 钢铁完成8家", "2.2 钢铁完成8家"),
        ("confirm:12", "confirm:12"),
    ],
)
def test_codes_are_struck_out_and_nothing_else(said, kept):
    assert struck(said) == (kept or "https://t.me/duban_bot?start=***")
