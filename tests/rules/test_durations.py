"""How long things took."""

import pytest

from rules.durations import BOUNDS, Durations, quantile


def test_each_time_is_counted_in_every_bound_it_stays_within():
    took = Durations().plus(0.02).plus(3.0).plus(99.0)
    counted = dict(zip((*BOUNDS, "all"), took.counts, strict=True))
    assert counted[0.01] == 0
    assert counted[0.025] == counted[2.5] == 1
    assert counted[5.0] == counted[30.0] == 2
    assert counted["all"] == 3
    assert (took.total, took.last) == (pytest.approx(102.02), 99.0)


@pytest.mark.parametrize(("share", "value"), [(0.5, 51.0), (0.95, 96.0), (1.0, 100.0)])
def test_a_share_of_them_does_not_exceed_it(share, value):
    assert quantile([float(n) for n in range(1, 101)], share) == value


def test_of_nothing_there_is_no_share():
    assert quantile([], 0.5) == 0.0
