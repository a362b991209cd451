"""Every bench runs in its tiniest size, so that none can rot; what it says is read."""

import json
import subprocess
import sys
from importlib import import_module

import pytest

from benchmarks.__main__ import BENCHES
from benchmarks.figures import Figure, Of, at_least, at_most, percentile
from benchmarks.showing import table


@pytest.mark.no_cover
@pytest.mark.parametrize("name", BENCHES)
def test_a_bench_measures_something_on_both_sides(name):
    bench = import_module(f"benchmarks.{name}")
    found = bench.measure(bench.TINY)
    assert found
    assert all(one.ours >= 0 for one in found)
    assert any(one.beside and one.other for one in found)
    assert table(found).row_count == len(found)
    json.dumps([one.plain() for one in found])


@pytest.mark.parametrize(
    ("ours", "other", "times_less", "bar", "met"),
    [
        (2.0, 4.0, False, at_least(0.5), True),
        (2.0, 4.1, False, at_least(0.5), False),
        (2.0, 40.0, True, at_least(20), True),
        (2.0, 39.0, True, at_least(20), False),
        (1.3, 1.0, False, at_most(1.3), True),
        (151.0, 1.0, False, at_most(150, Of.OURS), False),
        (0.0, 0.0, False, at_most(0, Of.OURS), True),
        (1.0, 0.0, False, at_most(2), False),
        (1.0, None, False, None, None),
    ],
)
def test_a_bar_is_cleared_or_not(ours, other, times_less, bar, met):
    figure = Figure(
        what="w", unit="s", ours=ours, other=other, times_less=times_less, bar=bar
    )
    assert figure.met is met


def test_a_percentile_is_a_value_that_was_measured():
    assert percentile([3, 1, 2], 0.5) == 2
    assert percentile(range(1, 101), 0.99) == 99
    assert percentile([7], 0.99) == 7


def test_an_unknown_bench_is_refused():
    command = [sys.executable, "-m", "benchmarks", "blats"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 2
    assert "no such bench: blats" in done.stderr
