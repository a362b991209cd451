"""`duban backup`, `export`, `import`, `db`: what they print, and how they end."""

import asyncio
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import Result
from structlog.testing import capture_logs

from duban import keeping
from duban.keeping import Nightly, Stopped
from rules.ids import PlanId
from rules.keeping import called, made_at
from store.keeping import copying
from store.session import Store

ROOT = Path(__file__).parents[2]
NOON = datetime(2020, 3, 2, 4, 0, tzinfo=UTC)  # in Shanghai


@pytest.fixture
def duban(typed: Callable[..., Result]) -> Callable[..., Result]:
    return typed


def backups(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if made_at(path.name))


def at(day: int) -> datetime:
    return NOON.replace(day=day)


def test_a_backup_without_a_name_is_called_by_its_time(duban, folder):
    said = duban("backup")
    (made,) = backups(folder)
    assert (said.exit_code, said.stdout, said.stderr) == (0, f"{made}\n", "")
    assert (folder / made).stat().st_mode & 0o777 == 0o600


def test_a_backup_goes_where_the_settings_say_and_tells_programs(duban, folder):
    (folder / "safe").mkdir()
    said = duban("backup", "--json", DUBAN_BACKUP_DIR=str(folder / "safe"))
    (made,) = backups(folder / "safe")
    path = folder / "safe" / made
    assert json.loads(said.stdout) == {
        "path": str(path),
        "bytes": path.stat().st_size,
    }


def test_the_newest_are_kept_and_nothing_else_is_removed(duban, folder):
    safe = folder / "safe"
    safe.mkdir()
    names = [called(at(day), ".db") for day in range(1, 6)]
    others = ["duban.db", "notes.txt", "duban-old.db"]
    for name in (*names, *others):
        (safe / name).touch()
    assert duban("backup", str(safe), "--keep", "3").exit_code == 0
    left = backups(safe)
    assert left[:2] == names[-2:]
    assert len(left) == 3
    assert all((safe / name).exists() for name in others)


def test_a_failed_backup_removes_nothing(duban, folder):
    names = [called(at(day), ".db") for day in range(1, 4)]
    for name in names:
        (folder / name).touch()
    (folder / "duban.db").write_bytes(b"no database")
    said = duban("backup", str(folder), "--keep", "1")
    assert said.exit_code == 1
    assert backups(folder) == names


@pytest.mark.parametrize(
    ("words", "part"),
    [
        pytest.param(("backup", "duban.db"), "已存在", id="there already"),
        pytest.param(("backup", "no/such/x.db"), "没有文件夹 no/such", id="no folder"),
        pytest.param(("backup", "x.db", "--keep", "3"), "--keep", id="keep one file"),
        pytest.param(("backup", "--keep", "0"), "--keep", id="keep none"),
        pytest.param(("export",), "target", id="export nowhere"),
        pytest.param(("export", "duban.db"), "已存在", id="over a file"),
        pytest.param(("export", "."), "已存在", id="into a full folder"),
        pytest.param(("import", "nowhere"), "nowhere", id="import nothing"),
        pytest.param(("import", "."), "只能导入空数据库", id="over what is there"),
        pytest.param(("db", "downgrade", "0099"), "0099", id="no such revision"),
    ],
)
def test_used_wrongly_it_ends_with_two_and_changes_nothing(duban, folder, words, part):
    before = (folder / "duban.db").read_bytes()
    said = duban(*words)
    assert (said.exit_code, said.stdout) == (2, "")
    assert part in said.stderr
    assert (folder / "duban.db").read_bytes() == before
    assert {path.name for path in folder.iterdir()} <= {
        "duban.db",
        "duban.db-wal",
        "duban.db-shm",
    }


def test_what_is_not_there_is_not_made(duban, folder):
    gone = f"sqlite:///{folder}/gone.db"
    for words in (("backup",), ("db", "current"), ("db", "downgrade", "0001")):
        said = duban(*words, DUBAN_DATABASE_URL=gone)
        assert (said.exit_code, said.stdout) == (1, "")
        assert "gone.db" in said.stderr
    assert not (folder / "gone.db").exists()


def test_out_to_files_and_into_a_new_database(duban, folder):
    told = json.loads(duban("export", "all.zip", "--json").stdout)
    assert told["rows"]["task.jsonl"] == 39
    new = f"sqlite:///{folder}/new.db"
    said = duban("import", "all.zip", DUBAN_DATABASE_URL=new)
    assert (said.exit_code, said.stderr) == (0, "")
    assert said.stdout.startswith(f"all.zip: {sum(told['rows'].values())} 行")
    again = duban("export", "again.zip", "--json")
    assert json.loads(again.stdout)["rows"] == told["rows"]
    assert (folder / "again.zip").read_bytes() == (folder / "all.zip").read_bytes()
    assert "02.2" in duban("ledger", "--json").stdout


def test_a_bad_file_is_named_with_its_line_in_both_languages(duban, folder):
    duban("export", "all")
    path = folder / "all" / "task.jsonl"
    path.write_bytes(path.read_bytes()[:-1])
    said = duban("import", "all", DUBAN_DATABASE_URL=f"sqlite:///{folder}/new.db")
    assert (said.exit_code, said.stdout) == (1, "")
    assert said.stderr.startswith("all:task.jsonl: ")
    assert "校验和" in said.stderr
    assert "checksum" in said.stderr
    assert said.stderr.count("\n") == 1


def test_the_shape_is_told_and_moved(duban, folder):
    assert duban("db", "current").exit_code == 0
    asked = duban("db", "downgrade", "0002")
    assert asked.exit_code == 1
    assert "letter.doubt" in asked.stdout
    assert "--yes" in asked.stderr
    assert duban("db", "current").exit_code == 0  # nothing was changed
    done = duban("db", "downgrade", "0002", "--yes")
    assert (done.exit_code, done.stderr) == (0, "")
    found = duban("db", "current", "--json")
    assert found.exit_code == 1
    assert json.loads(found.stdout)["revision"] == "0002"
    assert duban("backup", "before.db").exit_code == 0  # of any shape
    assert "0002 → " in duban("db", "upgrade").stdout
    assert "已是当前结构" in duban("db", "upgrade").stdout
    with closing(sqlite3.connect(folder / "before.db")) as old:
        (shape,) = old.execute("SELECT version_num FROM alembic_version").fetchone()
    assert shape == "0002"


@pytest.mark.parametrize(
    "words",
    [
        ("ledger",),
        ("digest",),
        ("people", "list"),
        ("catalog", "diff"),
        ("explain", "2.2"),
        ("db", "upgrade"),
        ("db", "downgrade", "0001"),
        ("export", "all"),
        ("import", "."),
        ("run",),
    ],
)
def test_a_database_of_a_newer_duban_is_told_in_one_line(duban, folder, words):
    with closing(sqlite3.connect(folder / "duban.db")) as newer:
        newer.execute("UPDATE alembic_version SET version_num = '0099'")
        newer.commit()
    said = duban(*words, DUBAN_TOKEN="100000001:a-token-for-nobody")
    assert (said.exit_code, said.stdout) == (1, "")
    assert "0099" in said.stderr
    assert "newer duban" in said.stderr
    assert said.stderr.count("\n") == 1
    assert not (folder / "all").exists()


def test_a_full_disk_ends_a_backup_in_one_line_and_leaves_no_half(folder):
    """A real limit of the system: no file may grow beyond 100 kB."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "DUBAN_DATABASE_URL": f"sqlite:///{folder}/duban.db",
    }
    (folder / "safe").mkdir()
    command = f"ulimit -f 100; exec {sys.executable} -m duban backup safe"
    said = subprocess.run(
        ["bash", "-c", command],
        capture_output=True,
        encoding="utf-8",
        cwd=folder,
        env=environment,
        timeout=60,
        check=False,
    )
    assert (said.returncode, said.stdout) == (1, "")
    assert said.stderr.count("\n") == 1
    assert list((folder / "safe").iterdir()) == []


@pytest.fixture
def nightly(folder: Path, monkeypatch) -> Iterator[Callable[[datetime], None]]:
    """Ring the night's bell at a moment, as `duban run` does."""
    store = Store(f"sqlite:///{folder}/duban.db")
    bell = Nightly(store, PlanId("zj-2020"), folder / "made/here", 2)

    def ring(now: datetime) -> None:
        monkeypatch.setattr("duban.clock.now", lambda: now)
        asyncio.run(bell.ring())

    yield ring
    store.close()


def test_a_night_makes_one_backup_and_the_newest_stay(nightly, folder):
    safe = folder / "made/here"
    for hours in (0, 1, 13, 15, 16, 40, 64):
        nightly(NOON + timedelta(hours=hours))
    # At once, since there was none; then after two each night, by the plan's clock.
    made = [NOON + timedelta(hours=hours) for hours in (40, 64)]
    assert backups(safe) == [called(one, ".db") for one in made]


def test_a_night_without_a_backup_is_told_once_and_made_good(nightly, folder):
    (folder / "made").write_text("in the way", encoding="utf-8")
    with capture_logs() as told:
        nightly(NOON)
        nightly(NOON + timedelta(minutes=5))
        (folder / "made").unlink()
        nightly(NOON + timedelta(minutes=10))
    assert [one["event"] for one in told] == ["no backup made", "backup made"]
    assert len(backups(folder / "made/here")) == 1


async def test_stopped_in_the_middle_no_half_is_left(folder, monkeypatch):
    """The bot is stopped: the copying thread stops at its next step."""
    begun, ended, real = asyncio.Event(), [], copying.copy
    loop = asyncio.get_running_loop()

    def slow(store, path, progress) -> None:
        loop.call_soon_threadsafe(begun.set)
        try:
            while True:
                real(store, path, progress)
                path.unlink()
        except Stopped:
            ended.append(path)
            raise

    monkeypatch.setattr(keeping.copying, "copy", slow)
    store = Store(f"sqlite:///{folder}/duban.db")
    safe = folder / "safe"
    ringing = asyncio.create_task(Nightly(store, PlanId("zj-2020"), safe, 2).ring())
    await begun.wait()
    ringing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await ringing
    async with asyncio.timeout(5):
        while not ended:
            await asyncio.sleep(0.01)
    store.close()
    assert list(safe.iterdir()) == []
