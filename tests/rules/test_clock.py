"""The clock of rehearsals: any start, any pace, never back."""

from datetime import datetime, timedelta

import pytest
from builders import at

from rules.clock import PlanClock

START = at(2, 25)


class Real:
    """The real time, as the test tells it."""

    def __init__(self) -> None:
        self.now = at(12, 1)

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def real() -> Real:
    return Real()


def after(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


@pytest.mark.parametrize("speed", [0.5, 1, 3600])
def test_it_runs_at_its_pace_from_its_own_start(real, speed):
    clock = PlanClock(real, START, speed)
    real.pass_(10)
    assert clock() == clock.now() == after(10 * speed)


def test_a_paused_clock_stands_still_and_resumes_where_it_stood(real):
    clock = PlanClock(real, START)
    real.pass_(10)
    clock.pause()
    real.pass_(1000)
    assert clock.paused
    assert clock() == after(10)
    clock.resume()
    real.pass_(5)
    assert not clock.paused
    assert clock() == after(15)


def test_a_new_speed_counts_from_now_on_only(real):
    clock = PlanClock(real, START)
    real.pass_(10)
    clock.set_speed(60)
    real.pass_(2)
    assert clock() == after(10 + 120)


@pytest.mark.parametrize("speed", [0, -1])
def test_a_clock_cannot_stand_or_run_backwards_by_speed(real, speed):
    clock = PlanClock(real, START, 2)
    with pytest.raises(ValueError, match=str(speed)):
        clock.set_speed(speed)
    assert clock.speed == 2


def test_it_jumps_forward_but_never_back(real):
    clock = PlanClock(real, START)
    clock.jump(at(5, 25))
    assert clock() == at(5, 25)
    clock.jump(at(3, 1))
    assert clock() == at(5, 25)


def test_a_paused_clock_can_be_moved_and_stays_paused(real):
    clock = PlanClock(real, START)
    clock.pause()
    clock.jump(at(5, 25))
    real.pass_(99)
    assert clock() == at(5, 25)
