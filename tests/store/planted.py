"""What the tests of the store and of the scheduler stand on."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest


@pytest.fixture
def at() -> Callable[..., datetime]:
    """Return a moment of 2020 in Shanghai, 08:30 unless told."""

    def moment(month: int, day: int, hour: int = 8, minute: int = 30) -> datetime:
        zone = ZoneInfo("Asia/Shanghai")
        return datetime(2020, month, day, hour, minute, tzinfo=zone)

    return moment
