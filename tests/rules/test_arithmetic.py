"""The facts from which a light says its sum, and a number where it is heading."""

from decimal import Decimal

import pytest
from builders import a_reached, a_state, a_task, an_indicator, day

from rules.arithmetic import arithmetic, heading_line
from rules.catalog import Lights
from rules.forecast import Forecast
from rules.lifecycle import Stage
from rules.pace import judge
from rules.understand import Status


def test_a_light_tells_all_its_sum_is_made_of():
    state = a_state(
        indicators=(a_reached("8"),),
        percent=90,
        status=Status.AT_RISK,
        missed=1,
        lights=Lights(note=4, yellow=8, red=20),
        stage=Stage.IN_PROGRESS,
        task=a_task(starts=day(2, 25)),
    )
    assert arithmetic(state, judge(state, day(5, 25))) == {
        "light": "yellow",
        "why": "stale",
        "expected": 40,
        "progress": 62,
        "gap": -22,
        "stated": 90,
        "computed": 62,
        "apart": True,
        "note": 4,
        "yellow": 8,
        "red": 20,
        "missed": 1,
        "many": 2,
        "status": "at_risk",
        "stage": "in_progress",
        "starts": "2020-02-25",
        "due": "2020-12-31",
    }


def test_a_task_nothing_is_known_of_says_so():
    told = arithmetic(a_state(), judge(a_state(), day(5, 25)))
    assert (told["progress"], told["gap"], told["status"]) == (None, None, None)


def a_forecast(**over) -> Forecast:
    facts = {
        "due": day(12, 31),
        "by_due": Decimal(82),
        "speed": Decimal("1.4"),
        "needed": Decimal("2.1"),
        "misses": True,
    }
    return Forecast(**facts | over)


def test_a_number_that_will_miss_says_what_it_needs():
    assert heading_line(an_indicator(target=Decimal(100)), a_forecast()) == {
        "by_due": "82",
        "target": "100",
        "unit": "家",
        "percent": False,
        "due": "2020-12-31",
        "needed": "2.1",
        "speed": "1.4",
    }


def test_a_percent_that_will_miss_has_no_target_but_the_whole():
    told = heading_line(None, a_forecast(needed=None))
    assert (told["target"], told["unit"], told["percent"]) == (None, "%", True)
    assert told["needed"] is None
    nameless = heading_line(an_indicator(target=None), a_forecast())
    assert nameless["target"] is None


@pytest.mark.parametrize("found", [None, a_forecast(misses=False)])
def test_nothing_is_said_where_all_will_be_well(found):
    assert heading_line(an_indicator(), found) is None
