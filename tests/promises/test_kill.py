"""Killed at random moments under load, it loses nothing and says little twice.

`make kill ROUNDS=200` does the same for longer, and prints the figures.
"""

import pytest
from promises.kill import Figures, born, killed

pytestmark = pytest.mark.journey
ROUNDS = 5


async def test_killed_at_work_and_at_its_start_it_loses_nothing(kind: str, url: str):
    found = await killed(kind, url, ROUNDS, 4)
    assert found.wrong == []
    assert found.kills == ROUNDS
    assert found.updates > 40
    assert found.letters > 13


async def test_killed_in_its_first_start_it_comes_up_whole(kind: str, url: str):
    found = Figures(kind)
    await born(url, found, 5)
    assert found.wrong == []
