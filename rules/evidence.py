"""Files that go with a report: which are taken, who opens them, when to fetch again.

Names and types are what a sender says, so they are never trusted: what a file begins
with is looked at once it is here.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import PurePosixPath

from rules.delivery import Kind, Undelivered, next_try
from rules.ids import EvidenceId, UnitId
from rules.people import Person, Role

MB = 1024 * 1024
FETCHABLE = 20 * MB  # bytes; Telegram gives a bot no larger file
LARGEST = 200 * MB  # bytes
MOST = 30  # files of one report, and files of one person that wait for one
LONGEST_NAME = 120  # characters
# Telegram also says of a passing trouble that a file is not there.
PATIENCE = 12  # tries, some seven hours

# `refusal/badfile` says them. No macros, no scripts: a picture that can run is none.
_SUFFIXES = re.compile(
    r"jpe?g|png|gif|bmp|webp|hei[cf]|tiff?"
    r"|pdf|ofd"
    r"|docx?|xlsx?|pptx?|wps|et|dps|od[tsp]|rtf"
    r"|txt|csv"
    r"|zip|rar|7z"
    r"|mp3|m4a|wav|og[ga]|opus|amr|aac|flac"
    r"|mp4|mov|avi|mkv|webm|3gp|mpe?g|m4v"
)
_TYPES = re.compile(
    r"image/(?!svg)[\w.+-]+|audio/[\w.+-]+|video/[\w.+-]+|application/pdf|text/plain"
    r"|text/csv",
    re.ASCII,
)
_MADE_BY_TELEGRAM = frozenset({"photo", "voice", "audio", "video", "text"})
# Windows, Linux and macOS programs, Java classes, scripts.
_PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"#!",
)
_UNSHOWN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f]")
_ENDINGS = {
    "photo": "jpg",
    "voice": "ogg",
    "audio": "mp3",
    "video": "mp4",
    "text": "txt",
    "document": "bin",
}


class Unfit(StrEnum):
    """Why a file is not taken."""

    KIND = "kind"
    EMPTY = "empty"
    SIZE = "size"
    MANY = "many"


class Missing(StrEnum):
    """Why there is no copy of a file, or none yet."""

    TOO_BIG = "too_big"  # for Telegram to give it to a bot
    PROGRAM = "program"  # whatever its name says
    GONE = "gone"  # Telegram does not have it any more
    FULL = "full"  # our folder, or its disk
    PASSING = "passing"  # a trouble that will be over


FINAL = frozenset({Missing.TOO_BIG, Missing.PROGRAM, Missing.GONE})


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file as it came. `digest`: SHA-256 of our copy in hex, empty without one.

    `text`: what a forwarded message says; then there is no file at Telegram's.
    `size` in bytes.
    """

    id: EvidenceId
    kind: str  # photo, document, voice, audio, video, text
    file: str  # Telegram's number, good for this bot alone
    name: str
    mime: str
    size: int
    text: str = ""
    digest: str = ""
    tries: int = 0


def unfit(kind: str, name: str, mime: str, size: int) -> Unfit | None:
    """Return why a file is not taken, or None. The end of its name decides."""
    if size > LARGEST:
        return Unfit.SIZE
    if kind == "document" and size == 0:
        return Unfit.EMPTY
    if kind in _MADE_BY_TELEGRAM:
        return None
    suffix = _suffix(name)
    fits = _SUFFIXES.fullmatch(suffix) if suffix else _TYPES.fullmatch(mime.lower())
    return None if fits else Unfit.KIND


def program(head: bytes) -> bool:
    """Whether what begins so can be run, whatever it is called."""
    return head.startswith(_PROGRAMS)


def shown_name(kind: str, name: str) -> str:
    """Return a name to show and to give back: no path, nothing that cannot be seen."""
    plain = _UNSHOWN.sub("", name).replace("\\", "/")
    bare = PurePosixPath(plain).name.strip(" .")
    if not bare:
        return f"{kind}.{_ENDINGS[kind]}"
    stem, dot, end = bare.rpartition(".")
    if not dot or len(bare) <= LONGEST_NAME:
        return bare[:LONGEST_NAME]
    return f"{stem[: LONGEST_NAME - len(end) - 1]}.{end}"[:LONGEST_NAME]


def may_open(person: Person, units: frozenset[UnitId]) -> bool:
    """Whether a person may open the files of a task of these units."""
    return person.role in {Role.LEADER, Role.ADMIN} or bool(person.units & units)


def fetch_again(
    why: Missing, failure: Undelivered, file: File, now: datetime
) -> datetime | None:
    """Return when to ask for a file again; None when that would not help.

    `file.tries`: how often it was asked for before.
    """
    gone = why is Missing.GONE and file.tries + 1 >= PATIENCE
    if gone or why in FINAL - {Missing.GONE}:
        return None
    passing = Undelivered(why=failure.why, kind=Kind.SERVER, wait=failure.wait)
    return next_try(passing, file.tries + 1, now, file.id)


def _suffix(name: str) -> str:
    return PurePosixPath(_UNSHOWN.sub("", name).strip(" .")).suffix[1:].lower()
