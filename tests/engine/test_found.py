"""What looking long has found, each told as a short story."""

import shutil
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from engine.plan import TEXT
from engine.world import ANN, opened
from structlog.testing import capture_logs

pytestmark = pytest.mark.no_cover  # long lives; each part is covered by its own
SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(month: int, day: int, hour: int = 9) -> datetime:
    return datetime(2020, month, day, hour, tzinfo=SHANGHAI)


@pytest.fixture
async def world(sqlite_originals: dict[str, Path], tmp_path: Path):
    """The plan's first morning, with the people linked."""
    shutil.copy(sqlite_originals["migrated"], tmp_path / "here.db")
    with capture_logs():
        made = await opened(f"sqlite:///{tmp_path}/here.db")
        yield made
    made.end()


async def test_a_workday_added_to_the_calendar_is_worked(world):
    await world.to(at(3, 13))
    world.apply(TEXT.replace("extra_workdays: []", "extra_workdays: [2020-03-14]"))
    before = len(world.phones.sent)
    await world.to(at(3, 14))  # a Saturday: Friday's weekly report is a day late
    assert ANN in {one.chat for one in world.phones.sent[before:]}
