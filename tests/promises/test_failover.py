"""With two replicas, what strikes the one on duty loses nothing.

`make failover ROUNDS=20` does the same for longer, and prints the figures.
"""

import pytest
from promises.failover import failover

pytestmark = [pytest.mark.journey, pytest.mark.postgres]


async def test_killed_or_stopped_the_one_on_duty_is_followed_and_nothing_is_lost(
    postgres_url: str,
):
    found = await failover(postgres_url, 2, 3)
    assert found.wrong == []
    assert found.kills == 2
    assert found.updates > 20
    assert found.letters > 10
