"""A backup taken while others write: whole, readable by us alone, never half."""

import sqlite3
import subprocess
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest

from store import inbox
from store.away import DatabaseTrouble
from store.keeping import copying
from store.keeping.exporting import export
from store.keeping.importing import import_
from store.session import Store
from tests.store.keeping.conftest import contents, quiet


class Told(Exception):
    """We were told to stop."""


def hear(store: Store, number: int, clock) -> None:
    """Commit an update of that number."""
    one = [(5, {"update_id": number})]
    store.run_sync(lambda tx: inbox.put(tx, 1, one, clock()))


@pytest.fixture
def busy(loaded, clock, monkeypatch):
    """Return what commits an update whenever the backup makes a step."""
    monkeypatch.setattr(copying, "_PAGES", 10)
    monkeypatch.setattr(copying, "_LOOK", 0.005)
    numbers = count(100)

    def step(done: int, total: int) -> None:
        assert 0 <= done <= total
        number = next(numbers)
        assert number < 1_000  # it would begin anew each time
        hear(loaded, number, clock)

    step.numbers = numbers
    return step


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_a_copy_has_what_was_committed_before_and_none_of_what_came_after(
    loaded, busy, clock, tmp_path
):
    hear(loaded, 1, clock)
    export(loaded, tmp_path / "before", quiet)
    copied = tmp_path / "copy" / "duban.db"
    copied.parent.mkdir()
    copying.copy(loaded, copied, busy)
    assert next(busy.numbers) > 105  # others did write on the way
    assert [path.name for path in copied.parent.iterdir()] == ["duban.db"]
    assert copied.stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(copied)) as alone:
        assert alone.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    restored = Store(f"sqlite:///{copied}")
    export(restored, tmp_path / "after", quiet)
    restored.close()
    assert contents(tmp_path / "after") == contents(tmp_path / "before")


@pytest.mark.postgres
@pytest.mark.parametrize("kind", ["postgres"], indirect=True)
def test_a_dump_brings_everything_back_into_a_new_database(
    loaded, busy, clock, tmp_path, server
):
    hear(loaded, 1, clock)
    made = tmp_path / f"duban{copying.suffix(loaded)}"
    assert made.suffix == ".dump"
    copying.copy(loaded, made, busy)
    assert made.stat().st_mode & 0o777 == 0o600
    address = server.create()
    restored = Store(address)
    restore = server.programs / "pg_restore"
    with copying._address(restored) as where:
        subprocess.run([restore, "--no-owner", "-d", where, made], check=True)
    export(restored, tmp_path / "after", quiet)
    restored.close()
    after = contents(tmp_path / "after")
    assert b'"update_id":1,' in after["incoming.jsonl"]
    assert len(after["task.jsonl"].splitlines()) == 39


@pytest.mark.postgres
@pytest.mark.parametrize("kind", ["postgres"], indirect=True)
def test_without_pg_dump_it_is_an_export_that_can_be_imported(
    loaded, tmp_path, sqlite_url, monkeypatch, carry
):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(copying, "_INSTALLED", ())
    made = tmp_path / f"duban{copying.suffix(loaded)}"
    assert made.suffix == ".zip"
    copying.copy(loaded, made, quiet)
    assert len(contents(carry(made, sqlite_url))["task.jsonl"].splitlines()) == 39


@pytest.mark.postgres
@pytest.mark.parametrize("kind", ["postgres"], indirect=True)
def test_an_older_pg_dump_is_passed_over(loaded, tmp_path, monkeypatch):
    for name in ("pg_dump", "pg_restore"):
        old = tmp_path / name
        old.write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6.24'\n")
        old.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    assert copying.suffix(loaded) == ".dump"
    monkeypatch.setattr(copying, "_INSTALLED", ())
    assert copying.suffix(loaded) == ".zip"


def test_told_to_stop_it_leaves_nothing_behind(loaded, tmp_path, monkeypatch):
    monkeypatch.setattr(copying, "_PAGES", 10)
    monkeypatch.setattr(copying, "_LOOK", 0.001)
    folder = tmp_path / "backups"
    folder.mkdir()

    def stop(_done: int, _total: int) -> None:
        raise Told

    with pytest.raises(Told):
        copying.copy(loaded, folder / "one.backup", stop)
    assert list(folder.iterdir()) == []
    copying.copy(loaded, folder / "one.backup", quiet)  # and nothing is left locked
    assert len(list(folder.iterdir())) == 1


def test_what_is_there_is_never_overwritten(loaded, tmp_path):
    there = tmp_path / "one.backup"
    there.write_text("precious", encoding="utf-8")
    with pytest.raises(FileExistsError):
        copying.copy(loaded, there, quiet)
    assert there.read_text(encoding="utf-8") == "precious"
    for target in (there, tmp_path):
        with pytest.raises(FileExistsError):
            export(loaded, target, quiet)
    assert there.read_text(encoding="utf-8") == "precious"


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize("page", [1, 60])
def test_a_damaged_database_is_no_backup(loaded, tmp_path, page):
    loaded.close()
    path: Path = loaded.file
    data = bytearray(path.read_bytes())
    data[page * 4096 : (page + 9) * 4096 : 4096] = b"\xff" * 9
    path.write_bytes(data)
    again = Store(f"sqlite:///{path}")
    with pytest.raises(DatabaseTrouble):
        copying.copy(again, tmp_path / "copy.db", quiet)
    again.close()
    assert not (tmp_path / "copy.db").exists()


def test_a_password_stands_in_no_list_of_processes():
    store = Store("postgresql://u@h/d?password=ge%3Ah%5Cm&connect_timeout=3")
    with copying._address(store) as address:
        assert "ge" not in address
        (file,) = [part[9:] for part in address.split() if part.startswith("passfile=")]
        assert Path(file).stat().st_mode & 0o777 == 0o600
        assert Path(file).read_text(encoding="utf-8") == "*:*:*:*:ge\\:h\\\\m"
    assert not Path(file).exists()
    store.close()


def test_an_export_can_fill_a_database_whose_backup_it_is(exported, empty, tmp_path):
    import_(empty, exported, quiet)
    copying.copy(empty, tmp_path / "one.backup", quiet)
    assert (tmp_path / "one.backup").stat().st_size > 10_000
