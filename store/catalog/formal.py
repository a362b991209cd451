"""Does the file have the form of a catalog: keys, kinds of value, values alone."""

from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from store.catalog import places
from store.catalog.forms import CatalogForm
from store.catalog.mistakes import Wrong, shown
from store.catalog.near import listed, nearest
from store.catalog.tree import Found, Loc, Node, Table, at, data

_EXAMPLES_OF_KIND = {
    "model_type": ("want_map", "add"),
    "dict_type": ("want_map", "add"),
    "list_type": ("want_list", "add"),
}


def checked(root: Node) -> tuple[CatalogForm | None, list[Found]]:
    """Return the form, or None with everything that is wrong with it."""
    try:
        return CatalogForm.model_validate(data(root)), []
    except ValidationError as error:
        errors = error.errors(include_url=False)
    typos = _typos(root, [e["loc"] for e in errors if e["type"] == "extra_forbidden"])
    return None, [
        found
        for e in errors
        for found in _found(root, e["type"], e["loc"], e.get("ctx", {}), typos)
    ]


def _typos(root: Node, extras: list[Loc]) -> dict[Loc, str | None]:
    """Return each unknown key with the key it was probably meant to be."""
    return {
        loc: nearest(
            str(loc[-1]),
            [key for key in places.keys(loc[:-1]) if not _has(root, (*loc[:-1], key))],
        )
        for loc in extras
    }


def _has(root: Node, loc: Loc) -> bool:
    table = at(root, loc[:-1])
    return isinstance(table, Table) and loc[-1] in table.nodes


def _found(
    root: Node, kind: str, loc: Loc, ctx: dict[str, Any], typos: dict[Loc, str | None]
) -> Iterator[Found]:
    if kind == "missing":
        yield from _missing(root, loc, typos)
    elif kind == "extra_forbidden":
        yield places.on_key(root, loc, _unknown_key(loc, typos[loc]))
    elif kind == "value_error":
        wrong: Wrong = ctx["error"]
        if loc[-1] == "[key]":
            held = {**wrong.facts, "key": str(loc[-3])}  # the mapping the key is in
            named = Wrong(wrong.code, wrong.instead, **held)
            yield places.on_key(root, loc[:-1], named)
        else:
            yield places.on_value(root, loc, wrong)
    else:
        code, instead = _EXAMPLES_OF_KIND[kind]
        said = data(at(root, loc))
        value = shown(said) if isinstance(said, str) else ""
        example = places.example(loc)
        wrong = Wrong(code, instead, value=value, example=example)
        yield places.on_value(root, loc, wrong)


def _missing(root: Node, loc: Loc, typos: dict[Loc, str | None]) -> Iterator[Found]:
    """Name a missing key, unless a misspelt or refused one stands for it already."""
    table, key = at(root, loc[:-1]), str(loc[-1])
    misspelt = any(typo[:-1] == loc[:-1] and typos[typo] == key for typo in typos)
    if misspelt or (isinstance(table, Table) and key in table.broken):
        return
    code = "no_measures" if key == "measures" else "missing"
    yield places.on_key(root, loc, Wrong(code, "add", example=places.example(loc)))


def _unknown_key(loc: Loc, meant: str | None) -> Wrong:
    if meant:
        return Wrong("unknown_key", "near", near=meant)
    return Wrong("unknown_key", "choices", choices=listed(places.keys(loc[:-1])))
