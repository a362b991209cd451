"""Days at high speed with all faults on end as the same days without any.

`make soak DAYS=30` lives longer, and prints the figures.
"""

from pathlib import Path

import pytest
from promises.soak import both

pytestmark = pytest.mark.journey


async def test_a_stormy_fortnight_ends_like_a_calm_one(tmp_path: Path):
    calm, stormy = await both(tmp_path, days=16, seed=1)
    assert calm.wrong == []
    assert stormy.wrong == []
    assert stormy.kept == calm.kept
    assert stormy.reports > 10
    assert stormy.faults > 20
