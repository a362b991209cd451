from collections.abc import AsyncIterator

import pytest
from journeys.town import Town, a_town, local

from store.session import Store


@pytest.fixture
async def town(loaded: Store) -> AsyncIterator[Town]:
    """The shipped plan on its first morning, on each database."""
    async with a_town(loaded, local(2, 25, 8, 0)) as made:
        yield made
