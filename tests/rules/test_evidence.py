"""Which files are taken, by what they say of themselves and by what they are."""

from datetime import timedelta

from builders import a_person, at
from tables import each

from rules.delivery import Kind, Undelivered
from rules.evidence import (
    LARGEST,
    LONGEST_NAME,
    PATIENCE,
    File,
    Missing,
    Unfit,
    fetch_again,
    may_open,
    program,
    shown_name,
    unfit,
)
from rules.ids import EvidenceId, UnitId
from rules.people import Role

NOW = at(5, 25, 9, 0)


@each(
    ("kind", "name", "mime", "size", "why"),
    [
        ("photo", "", "", 0, None),
        ("voice", "", "audio/ogg", 9, None),
        ("video", "x.exe", "", 9, None),
        ("text", "", "", 9, None),
        ("photo", "", "", LARGEST + 1, Unfit.SIZE),
        ("document", "验收.pdf", "", 9, None),
        ("document", "验收.PDF", "application/x-msdownload", LARGEST, None),
        ("document", "台账.et", "", 9, None),
        ("document", "a.7z", "", 9, None),
        ("document", "a.tar.gz", "", 9, Unfit.KIND),
        ("document", "a.pdf", "", 0, Unfit.EMPTY),
        ("document", "a.exe", "application/pdf", 9, Unfit.KIND),
        ("document", "a.pdf.exe", "application/pdf", 9, Unfit.KIND),
        ("document", "a.exe .", "application/pdf", 9, Unfit.KIND),
        ("document", "a\u202efdp.exe", "application/pdf", 9, Unfit.KIND),
        ("document", "a.exe\u200b", "application/pdf", 9, Unfit.KIND),
        ("document", "a.xlsm", "", 9, Unfit.KIND),
        ("document", "page.html", "text/html", 9, Unfit.KIND),
        ("document", "a.svg", "image/svg+xml", 9, Unfit.KIND),
        ("document", "", "image/svg+xml", 9, Unfit.KIND),
        ("document", "", "image/heic", 9, None),
        ("document", "", "video/mp4", 9, None),
        ("document", "说明", "text/plain", 9, None),
        ("document", "说明", "", 9, Unfit.KIND),
        ("document", ".exe", "application/pdf", 9, None),  # a name, and no ending
    ],
)
def test_a_file_is_taken_by_the_end_of_its_name(kind, name, mime, size, why):
    assert unfit(kind, name, mime, size) == why


@each(
    ("head", "runs"),
    [
        (b"MZ\x90", True),
        (b"\x7fELF", True),
        (b"#!/bin/sh", True),
        (b"\xca\xfe\xba\xbe", True),
        (b"%PDF-1.7", False),
        (b"PK\x03\x04", False),
        (b"M", False),
        (b"", False),
    ],
)
def test_a_program_is_known_by_how_it_begins(head, runs):
    assert program(head) is runs


@each(
    ("kind", "name", "shown"),
    [
        ("photo", "", "photo.jpg"),
        ("document", "../../etc/passwd", "passwd"),
        ("document", "C:\\temp\\台账.xlsx", "台账.xlsx"),
        ("document", "/", "document.bin"),
        ("document", "..", "document.bin"),
        ("document", "a\x00b\n.pdf", "ab.pdf"),
        ("document", "a\u202efdp.pdf", "afdp.pdf"),
        ("document", "长" * 300 + ".pdf", "长" * (LONGEST_NAME - 4) + ".pdf"),
        ("document", "长" * 300, "长" * LONGEST_NAME),
        ("document", "a." + "b" * 300, "." + "b" * (LONGEST_NAME - 1)),
    ],
)
def test_a_name_is_shown_without_what_could_mislead(kind, name, shown):
    assert shown_name(kind, name) == shown


AIR, EIA, WATER = UnitId("air"), UnitId("eia"), UnitId("water")


@each(
    ("role", "unit", "acts_for", "may"),
    [
        (Role.OWNER, AIR, (), True),
        (Role.HEAD, EIA, (), True),
        (Role.OWNER, WATER, (), False),
        (Role.OWNER, WATER, (EIA,), True),
        (Role.LEADER, None, (), True),
        (Role.ADMIN, None, (), True),
        (Role.OBSERVER, None, (), False),
    ],
)
def test_leaders_admins_and_the_task_s_units_open_files(role, unit, acts_for, may):
    person = a_person(role=role, unit=unit, acts_for=frozenset(acts_for))
    assert may_open(person, frozenset({AIR, EIA})) is may


def a_file(tries: int = 0) -> File:
    return File(
        id=EvidenceId(7),
        kind="document",
        file="BQ",
        name="a.pdf",
        mime="",
        size=9,
        tries=tries,
    )


BROKEN = Undelivered(why="x", kind=Kind.NETWORK)
MINUTE = timedelta(minutes=1)


@each(
    ("why", "tries", "least", "most"),
    [
        (Missing.PASSING, 0, timedelta(seconds=10), MINUTE),
        (Missing.PASSING, 500, 30 * MINUTE, 60 * MINUTE),
        (Missing.FULL, 3, MINUTE, 2 * MINUTE),
        (Missing.GONE, 0, timedelta(seconds=10), MINUTE),
        (Missing.GONE, PATIENCE - 2, 30 * MINUTE, 60 * MINUTE),
    ],
)
def test_what_may_pass_is_asked_for_again_later_each_time(why, tries, least, most):
    again = fetch_again(why, BROKEN, a_file(tries), NOW)
    assert again is not None
    assert least <= again - NOW <= most


@each(
    ("why", "tries"),
    [
        (Missing.TOO_BIG, 0),
        (Missing.PROGRAM, 0),
        (Missing.GONE, PATIENCE - 1),
        (Missing.GONE, PATIENCE + 9),
    ],
)
def test_what_will_not_change_is_given_up(why, tries):
    assert fetch_again(why, BROKEN, a_file(tries), NOW) is None


def test_telegram_s_own_wait_is_obeyed_and_hopeless_chats_are_no_matter():
    asked = Undelivered(why="x", kind=Kind.BLOCKED, wait=timedelta(seconds=40))
    again = fetch_again(Missing.PASSING, asked, a_file(), NOW)
    assert again == NOW + timedelta(seconds=40)
