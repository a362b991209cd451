"""The folder of evidence: whole contents by their hash, and nothing half."""

import hashlib
import stat
from contextlib import suppress

import pytest

from store import copies as module
from store.copies import Copies, Use


@pytest.fixture
def copies(tmp_path):
    return Copies(tmp_path / "evidence", 1_000)


def put(copies: Copies, content: bytes) -> str:
    with copies.draft() as draft:
        draft.write(content[:2])
        draft.write(content[2:])
        return draft.keep()


def test_the_same_content_is_kept_once_where_its_hash_says(copies):
    digest = put(copies, b"minutes")
    assert digest == hashlib.sha256(b"minutes").hexdigest()
    place = copies.folder / digest[:2] / digest[2:4] / digest
    before = place.stat()
    assert put(copies, b"minutes") == digest
    assert place.stat().st_ino == before.st_ino
    assert place.read_bytes() == b"minutes"
    assert copies.use() == Use(files=1, bytes=7)
    assert [*copies.whole()] == [place]


def test_what_is_not_kept_leaves_nothing_behind(copies):
    with suppress(RuntimeError), copies.draft() as draft:
        draft.write(b"half")
        raise RuntimeError
    with copies.draft() as draft:
        draft.write(b"not wanted")
    assert [*copies.folder.iterdir()] == []


def test_the_half_files_of_a_dead_process_go_and_foreign_ones_stay(copies):
    digest = put(copies, b"minutes")
    (copies.folder / "0123.part").write_bytes(b"ha")
    (copies.folder / "README").write_bytes(b"mine")
    (copies.folder / "aa" / "bb").mkdir(parents=True)
    (copies.folder / "aa" / "bb" / "notes.txt").write_bytes(b"mine")
    copies.tidy()
    assert not (copies.folder / "0123.part").exists()
    assert (copies.folder / "README").exists()
    assert copies.use() == Use(files=1, bytes=7)
    assert copies.path(digest).is_file()


def test_nobody_else_may_read_what_is_kept(copies):
    place = copies.path(put(copies, b"minutes"))
    modes = [place, place.parent, place.parent.parent, copies.folder]
    assert [stat.S_IMODE(one.stat().st_mode) for one in modes] == [
        0o600,
        0o700,
        0o700,
        0o700,
    ]


def test_there_is_room_up_to_the_limit_and_never_the_whole_disk(copies, monkeypatch):
    put(copies, bytes(400))
    assert copies.room() == 600
    copies.limit = 300
    assert copies.room() == 0
    copies.limit = 10**18
    monkeypatch.setattr(module, "RESERVE", 10**18)
    assert copies.room() == 0
