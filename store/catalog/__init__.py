"""Reads the catalog file and names every mistake in it, all at once.

bytes -> `text` -> `growth` (a tree with places) -> `formal` (keys and values)
and `sense` (whether it holds together) -> `made` (what the rules work with).
"""

from pathlib import Path

from rules.catalog import Catalog
from store.catalog import formal, made, sense
from store.catalog.forms import CatalogForm
from store.catalog.growth import grown
from store.catalog.mistakes import (
    CatalogMistakes,
    Mistake,
    Words,
    Wrong,
    counted,
    spoken,
)
from store.catalog.schema import schema
from store.catalog.text import MAX_BYTES, cleared, decoded, sized, unseen
from store.catalog.tree import Found, Mark, Table, Text

__all__ = [
    "MAX_BYTES",
    "CatalogMistakes",
    "Mistake",
    "Words",
    "contents",
    "counted",
    "read",
    "schema",
    "spoken",
]

_START = Mark(1, 1)


def contents(path: Path) -> bytes:
    """Return a file's bytes; one far too big is refused without reading it.

    Raises OSError when there is no such file, CatalogMistakes when it is too big.
    """
    if wrong := sized(path.stat().st_size):
        raise CatalogMistakes([_mistake(path.name, (_START, wrong))])
    return path.read_bytes()


def read(data: bytes, name: str) -> Catalog:
    """Return what a catalog says. `name` is what mistakes call the file.

    Raises CatalogMistakes with every mistake found.
    """
    form, found = _checked(data)
    if form is None or found:
        raise CatalogMistakes(_mistake(name, each) for each in found)
    return made.catalog(form)


def _checked(data: bytes) -> tuple[CatalogForm | None, list[Found]]:
    if wrong := sized(len(data)):
        return None, [(_START, wrong)]
    text = decoded(data)
    if not isinstance(text, str):
        place, wrong = text
        return None, [(Mark(*place), wrong)]
    found: list[Found] = [(Mark(*place), wrong) for place, wrong in unseen(text)]
    root, grew = grown(cleared(text))
    found += grew
    if isinstance(root, Table):
        form, formally = formal.checked(root)
        return form, [*found, *formally, *sense.found(root)]
    if root is None or (isinstance(root, Text) and root.value is None):
        return None, found or [(_START, Wrong("empty", "begin"))]
    return None, [*found, (root.mark, Wrong("not_a_map", "begin"))]


def _mistake(name: str, found: Found) -> Mistake:
    mark, wrong = found
    return Mistake(
        file=name,
        line=mark.line,
        column=mark.column,
        code=wrong.code,
        instead=wrong.instead,
        facts=wrong.facts,
    )
