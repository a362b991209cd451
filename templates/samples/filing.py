"""Sample facts of files: taken, asked about, refused, given back."""

from collections.abc import Mapping

from rules.evidence import LARGEST, MB, MOST
from rules.facts import Line
from rules.message import Facts
from templates.samples.lines import NOW

_PLAIN: Line = {"voice": False, "uncopied": False, "megabytes": 20}
_TASK: Line = {"task": "2.2", "short": "锅炉炉窑"}


def _kept(files: int, total: int, **more: object) -> Facts:
    nowhere: Line = {"files": files, "total": total, "card": False, "at": None}
    return _TASK | nowhere | _PLAIN | more


def _bad(why: str) -> Facts:
    told = {"megabytes": LARGEST // MB, "most": MOST}
    return {"why": why} | told


def _list(total: int, skipped: int, *names: str) -> Facts:
    files = [{"at": NOW, "who": "王某", "name": name} for name in names]
    return _TASK | {"total": total, "skipped": skipped, "files": files}


SAMPLES: Mapping[str, Mapping[str, Facts]] = {
    "evidence/kept": {
        "with a card": _kept(1, 3, card=True),
        "with a report": _kept(2, 2, at=NOW),
        "with words to come": _kept(4, 4),
        "a voice message": _kept(1, 1, voice=True),
        "too big to copy": _kept(1, 1, at=NOW, uncopied=True),
    },
    "evidence/which": {
        "one": {"files": 1} | _PLAIN,
        "an album": {"files": 3} | _PLAIN,
        "a voice message": {"files": 1} | _PLAIN | {"voice": True},
        "too big to copy": {"files": 1} | _PLAIN | {"uncopied": True},
    },
    "evidence/list": {
        "a few": _list(2, 0, "现场照片.jpg", "验收意见.pdf"),
        "one": _list(1, 0, "photo.jpg"),
        "older ones": _list(12, 10, "photo.jpg", "台账.xlsx"),
        "all gone meanwhile": _list(0, 0),
    },
    "evidence/lost": {"always": {"name": "验收意见.pdf"}},
    "refusal/badfile": {why: _bad(why) for why in ("kind", "empty", "size", "many")},
}
