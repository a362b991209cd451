"""What backups are called, when one is due, and which may go."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from rules.keeping import called, due, made_at, surplus

SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2020, 3, day, hour, minute, tzinfo=SHANGHAI)


def named(*moments: datetime) -> list[str]:
    return [called(moment, ".db") for moment in moments]


def test_a_name_tells_when_in_utc_and_what():
    assert called(at(2, 8, 30), ".dump") == "duban-20200302T003000Z.dump"
    assert made_at("duban-20200302T003000Z.dump") == datetime(
        2020, 3, 2, 0, 30, tzinfo=UTC
    )


@pytest.mark.parametrize(
    "name",
    [
        "duban.db",
        "duban-20200302T003000Z.db.old",
        "my-duban-20200302T003000Z.db",
        "duban-20200302T003000Z.sqlite",
        "duban-20200230T003000Z.db",
        "duban-20200302T003000Z.db\n",
    ],
)
def test_another_file_is_not_ours(name):
    assert made_at(name) is None
    assert surplus([name], 0, at(9, 9)) == []


@pytest.mark.parametrize(
    ("made", "now", "expected"),
    [
        pytest.param((), at(2, 12), True, id="none yet"),
        pytest.param((at(2, 2),), at(2, 12), False, id="made last night"),
        pytest.param((at(2, 1, 59),), at(2, 12), True, id="made before the night"),
        pytest.param((at(1, 12),), at(2, 1, 59), False, id="before the night comes"),
        pytest.param((at(1, 12),), at(2, 2), True, id="the night has come"),
        pytest.param((at(5, 1), at(1, 1)), at(5, 0), False, id="the clock went back"),
    ],
)
def test_one_is_due_a_night(made, now, expected):
    assert due(["notes.txt", *named(*made)], now, SHANGHAI) is expected


def test_the_newest_stay():
    names = named(at(3, 2), at(1, 2), at(2, 2))
    assert surplus(names, 2, at(3, 3)) == named(at(1, 2))
    assert surplus(names, 3, at(3, 3)) == []
    assert surplus(names, 9, at(3, 3)) == []


def test_halves_left_behind_go_after_a_day():
    half = f".{named(at(1, 2))[0]}.4711.part"
    assert surplus([half], 5, at(2, 1, 59)) == []
    assert surplus([half], 5, at(2, 2, 1)) == [half]
