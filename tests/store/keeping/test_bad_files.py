"""Broken, foreign and hostile files: named by their place, and nothing is changed."""

import hashlib
import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlmodel import SQLModel

from store.keeping import sources
from store.keeping.exporting import export
from store.keeping.importing import import_
from store.keeping.trouble import BadFiles, Wrong
from store.session import Store
from tests.store.keeping.conftest import contents, quiet


def refused(store: Store, path: Path) -> BadFiles:
    """Return why files are refused; an empty database stays empty."""
    with pytest.raises(BadFiles) as caught:
        import_(store, path, quiet)
    for table in SQLModel.metadata.sorted_tables:
        count = select(func.count()).select_from(table)
        assert not store.read_sync(lambda tx, count=count: tx.scalar(count))
    return caught.value


def placed(bad: BadFiles) -> tuple[Wrong, str, int]:
    return bad.wrong, bad.file, bad.line


@pytest.fixture
def empty(sqlite_originals, tmp_path):
    """What is checked before anything is written needs one kind of database."""
    import shutil

    shutil.copy(sqlite_originals["migrated"], tmp_path / "duban.db")
    store = Store(f"sqlite:///{tmp_path}/duban.db")
    yield store
    store.close()


def put(folder: Path, name: str, data: bytes) -> None:
    """Change a file, and let the manifest agree: a forger's work."""
    (folder / name).write_bytes(data)
    path = folder / "manifest.json"
    told = json.loads(path.read_bytes())
    for part in told["files"]:
        if part["name"] == name:
            part["bytes"] = len(data)
            part["sha256"] = hashlib.sha256(data).hexdigest()
            if part["rows"] is not None:
                part["rows"] = data.count(b"\n")
    path.write_text(json.dumps(told), encoding="utf-8")


def lines(folder: Path, name: str) -> list[bytes]:
    return (folder / name).read_bytes().splitlines(keepends=True)


def said(change: Callable[[dict[str, Any]], object], line: bytes) -> bytes:
    row = json.loads(line)
    change(row)
    return json.dumps(row, ensure_ascii=True).encode() + b"\n"


ROWS = [
    pytest.param(lambda r: r.pop("name"), Wrong.ABSENT_COLUMN, "name", id="absent"),
    pytest.param(
        lambda r: r.update(wage=1), Wrong.UNKNOWN_COLUMN, "wage", id="unknown"
    ),
    pytest.param(lambda r: r.update(name=7), Wrong.VALUE, "name", id="no text"),
    pytest.param(lambda r: r.update(name=None), Wrong.VALUE, "name", id="nothing"),
    pytest.param(lambda r: r.update(name="a\x00b"), Wrong.VALUE, "name", id="NUL"),
    pytest.param(lambda r: r.update(name="\ud800"), Wrong.VALUE, "name", id="half"),
    pytest.param(lambda r: r.update(id="2"), Wrong.VALUE, "id", id="no number"),
    pytest.param(lambda r: r.update(id=True), Wrong.VALUE, "id", id="a flag"),
    pytest.param(lambda r: r.update(id=2**31), Wrong.VALUE, "id", id="too big"),
    pytest.param(lambda r: r.update(chat=2**63), Wrong.VALUE, "chat", id="far too big"),
    pytest.param(
        lambda r: r.update(linked_at="soon"), Wrong.VALUE, "linked_at", id="no moment"
    ),
    pytest.param(
        lambda r: r.update(linked_at="0001-01-01T00:00:00+23:00"),
        Wrong.VALUE,
        "linked_at",
        id="before all time",
    ),
    pytest.param(lambda r: r.update(opens="25:00"), Wrong.VALUE, "opens", id="no hour"),
    pytest.param(lambda r: r.update(id=1), Wrong.ORDER, "id", id="a key twice"),
    pytest.param(lambda r: r.update(id=-5), Wrong.ORDER, "id", id="out of order"),
    pytest.param(
        lambda r: r.update(plan="nowhere"), Wrong.REFERENCE, "plan", id="no such plan"
    ),
]


@pytest.mark.parametrize(("change", "wrong", "what"), ROWS)
def test_a_bad_value_is_named_by_file_line_and_column(
    empty, files, change, wrong, what
):
    first, second, *rest = lines(files, "person.jsonl")
    put(files, "person.jsonl", b"".join([first, said(change, second), *rest]))
    bad = refused(empty, files)
    assert (*placed(bad), bad.what) == (wrong, "person.jsonl", 2, what)


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        pytest.param("letter", "facts", {"a": ["x\x00"]}, id="NUL within"),
        pytest.param("letter", "facts", {"\ud800": 1}, id="half a character"),
        pytest.param("letter", "facts", 1e999, id="endless"),
        pytest.param("letter", "doubt", 0, id="a number for a flag"),
        pytest.param("report", "expected", "2020-02-30", id="no such day"),
        pytest.param("reading", "value", "1e9", id="an exponent"),
        pytest.param("reading", "value", 1.5, id="a float for a decimal"),
        pytest.param("reading", "value", "NaN", id="not a number"),
    ],
)
def test_a_bad_value_of_any_kind_is_refused(empty, files, table, column, value):
    name = f"{table}.jsonl"
    first, *rest = lines(files, name)
    change = {column: value}
    put(files, name, b"".join([said(lambda row: row.update(change), first), *rest]))
    bad = refused(empty, files)
    assert (*placed(bad), bad.what) == (Wrong.VALUE, name, 1, column)


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        pytest.param(b"{\n", Wrong.JSON, id="half a line"),
        pytest.param(b"\n", Wrong.JSON, id="an empty line"),
        pytest.param(b"[1]\n", Wrong.JSON, id="no object"),
        pytest.param(b"\xff\xfe\n", Wrong.JSON, id="no text"),
        pytest.param(b"[" * 100_000 + b"\n", Wrong.JSON, id="too deep"),
        pytest.param(
            b'{"id": ' + b"9" * 5_000 + b"}\n", Wrong.JSON, id="a long number"
        ),
        pytest.param(b'{"id": 9}', Wrong.CUT, id="cut off"),
    ],
)
def test_a_line_that_is_no_row_is_named(empty, files, line, wrong):
    (first, *_) = lines(files, "person.jsonl")
    put(files, "person.jsonl", first + line)
    assert placed(refused(empty, files)) == (wrong, "person.jsonl", 2)


def test_a_line_without_end_is_not_read_to_its_end(empty, files, monkeypatch):
    monkeypatch.setattr(sources, "LONGEST_LINE", 100_000)
    put(files, "area.jsonl", b" " * 300_000 + b"\n")
    assert placed(refused(empty, files)) == (Wrong.TOO_BIG, "area.jsonl", 1)


def test_what_was_changed_after_the_export_is_noticed(empty, files):
    path = files / "task.jsonl"
    path.write_bytes(path.read_bytes().replace(b"2020", b"2021"))
    assert placed(refused(empty, files)) == (Wrong.CHANGED, "task.jsonl", 0)
    path.write_bytes(path.read_bytes()[:-10])
    assert placed(refused(empty, files)) == (Wrong.CHANGED, "task.jsonl", 0)


def test_a_changed_catalog_is_noticed_though_nothing_is_read_from_it(empty, files):
    path = files / "catalogs/zj-2020/0001.yaml"
    path.write_bytes(path.read_bytes().replace(b"2020", b"2021"))
    bad = refused(empty, files)
    assert placed(bad) == (Wrong.CHANGED, "catalogs/zj-2020/0001.yaml", 0)


def test_a_file_too_few_or_too_many_is_named(empty, files):
    (files / "more.txt").write_text("?", encoding="utf-8")
    assert placed(refused(empty, files)) == (Wrong.FOREIGN, "more.txt", 0)
    (files / "more.txt").unlink()
    (files / "person.jsonl").unlink()
    assert placed(refused(empty, files)) == (Wrong.MISSING, "person.jsonl", 0)


def test_something_that_is_no_file_is_not_waited_for(empty, files):
    (files / "area.jsonl").unlink()
    os.mkfifo(files / "area.jsonl")
    assert placed(refused(empty, files)) == (Wrong.FOREIGN, "area.jsonl", 0)


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        pytest.param(lambda m: m.update(format=2), Wrong.FORMAT, id="a later format"),
        pytest.param(
            lambda m: m.update(revision="0001"), Wrong.REVISION, id="an older shape"
        ),
        pytest.param(lambda m: m.update(files={}), Wrong.MANIFEST, id="no list"),
        pytest.param(lambda m: m["files"].append(7), Wrong.MANIFEST, id="no file"),
        pytest.param(lambda m: m.pop("files"), Wrong.MANIFEST, id="no files"),
        pytest.param(
            lambda m: m["files"][0].update(name="robot.jsonl"),
            Wrong.FOREIGN,
            id="an unknown table",
        ),
        pytest.param(
            lambda m: m["files"][0].update(name="../area.jsonl"),
            Wrong.FOREIGN,
            id="a way out",
        ),
        pytest.param(
            lambda m: m["files"][-1].update(name="catalogs/../../etc/0001.yaml"),
            Wrong.FOREIGN,
            id="another way out",
        ),
        pytest.param(
            lambda m: m["files"][0].update(sha256="x"), Wrong.FOREIGN, id="no checksum"
        ),
        pytest.param(lambda m: m["files"].pop(1), Wrong.FOREIGN, id="a table unnamed"),
    ],
)
def test_a_manifest_that_is_not_ours_is_refused(empty, files, change, wrong):
    path = files / "manifest.json"
    told = json.loads(path.read_bytes())
    change(told)
    path.write_text(json.dumps(told), encoding="utf-8")
    assert refused(empty, files).wrong is wrong


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"\xff", b"[" * 100_000])
def test_a_manifest_that_is_none_is_refused(empty, files, data):
    (files / "manifest.json").write_bytes(data)
    assert refused(empty, files).wrong is Wrong.MANIFEST


def test_other_folders_and_files_are_refused(empty, tmp_path):
    (tmp_path / "nothing").mkdir()
    assert refused(empty, tmp_path / "nothing").wrong is Wrong.NO_MANIFEST
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    assert refused(empty, tmp_path / "picture.png").wrong is Wrong.UNREADABLE
    assert refused(empty, tmp_path / "nowhere").wrong is Wrong.UNREADABLE


def packed(files: Path, path: Path, **more: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in (contents(files) | more).items():
            made.writestr(name, data)
    return path


def test_a_zip_packed_by_hand_is_as_good(empty, files, tmp_path):
    assert import_(empty, packed(files, tmp_path / "all.zip"), quiet)["task"] == 39


@pytest.mark.parametrize("name", ["../evil.jsonl", "/tmp/evil.jsonl", "evil.sh"])  # noqa: S108 - a name in a zip
def test_a_zip_that_leads_elsewhere_is_refused(empty, files, tmp_path, name):
    path = packed(files, tmp_path / "all.zip", **{name: b"{}"})
    assert refused(empty, path).wrong is Wrong.FOREIGN
    assert not (tmp_path.parent / "evil.jsonl").exists()


def test_a_zip_that_swells_is_refused_before_it_is_read(
    empty, files, tmp_path, monkeypatch
):
    monkeypatch.setattr(sources, "_HARMLESS", 1_000_000)
    monkeypatch.setattr(sources, "_RATIO", 40)
    bomb = packed(files, tmp_path / "bomb.zip", **{"area.jsonl": b" " * 9_000_000})
    assert refused(empty, bomb).wrong is Wrong.TOO_BIG


def test_a_zip_that_lies_about_a_size_is_refused(empty, files, tmp_path):
    path = packed(files, tmp_path / "all.zip")
    data = bytearray(path.read_bytes())
    at = data.rindex(b"PK\x01\x02", 0, data.rindex(b"unit.jsonl"))
    data[at + 24 : at + 28] = (7).to_bytes(4, "little")
    path.write_bytes(data)
    assert refused(empty, path).wrong in {Wrong.CHANGED, Wrong.UNREADABLE}


@pytest.mark.parametrize("where", [0.2, 0.5, 0.9])
def test_a_broken_or_cut_zip_is_refused(empty, files, tmp_path, where):
    path = packed(files, tmp_path / "all.zip")
    data = bytearray(path.read_bytes())
    place = int(len(data) * where)
    path.write_bytes(data[:place])
    assert refused(empty, path).wrong is Wrong.UNREADABLE
    data[place : place + 40] = bytes(40)
    path.write_bytes(data)
    assert refused(empty, path).wrong in set(Wrong) - {Wrong.NOT_EMPTY, Wrong.REFUSED}


def test_what_only_the_database_can_judge_rolls_everything_back(store, files):
    """A key that is unique beside the primary one: checked by the database itself."""
    first, second, *rest = lines(files, "letter.jsonl")
    key = json.loads(first)["key"]
    twin = said(lambda row: row.update(key=key), second)
    put(files, "letter.jsonl", b"".join([first, twin, *rest]))
    bad = refused(store, files)
    assert placed(bad) == (Wrong.REFUSED, "letter.jsonl", 1)
    assert "key" in bad.what


def test_only_an_empty_database_is_filled(loaded, exported, tmp_path):
    export(loaded, tmp_path / "before", quiet)
    with pytest.raises(BadFiles) as caught:
        import_(loaded, exported, quiet)
    assert (caught.value.wrong, caught.value.what) == (Wrong.NOT_EMPTY, "plan")
    export(loaded, tmp_path / "after", quiet)
    assert contents(tmp_path / "after") == contents(tmp_path / "before")


def test_files_that_change_between_check_and_import_are_refused(store, files):
    path = files / "unit.jsonl"
    seen = []

    def meddle(done: int, total: int) -> None:
        if done > total / 2 and not seen:
            seen.append(path.write_bytes(path.read_bytes().replace(b"null", b"1234")))

    with pytest.raises(BadFiles):
        import_(store, files, meddle)
    assert seen
    refused(store, files)
