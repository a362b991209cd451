"""Ids are unique, a task stands under its area, and nothing is empty."""

import re
from collections.abc import Iterable

from store.catalog.mistakes import Wrong
from store.catalog.sense.rows import Placed, Sensed, rows, tasks, text
from store.catalog.tree import Data, Node, at

_NUMBERED = re.compile(r"(.*?)([0-9]+)")


def check(plain: Data, root: Node) -> Sensed:
    yield from _unique(rows(plain, "units"), root)
    yield from _unique(rows(plain, "targets"), root)
    yield from _unique(rows(plain, "areas"), root)
    yield from _unique(tasks(plain), root)
    for loc, task in tasks(plain):
        yield from _unique(rows(task, "measures", loc), root)
        yield from _unique(rows(task, "indicators", loc), root)
    yield from _under_areas(plain)
    yield from _digests(plain)
    yield from _nothing_empty(plain)


def _unique(things: Iterable[Placed], root: Node) -> Sensed:
    listed = [(loc, id_) for loc, row in things if (id_ := text(row, "id"))]
    taken = {id_ for _, id_ in listed}
    first: dict[str, int] = {}
    for loc, id_ in listed:
        if id_ in first:
            fix = free(id_, taken)
            taken.add(fix)
            yield (
                (*loc, "id"),
                Wrong("duplicate_id", "write", first=first[id_], fix=fix),
            )
        first.setdefault(id_, at(root, (*loc, "id")).mark.line)


def free(id_: str, taken: set[str]) -> str:
    """Return an id like this one that is not taken: 02.2 -> 02.5, a -> d, x -> x-2."""
    numbered = _NUMBERED.fullmatch(id_)
    if len(id_) == 1 and id_.isalpha():
        later = [chr(c) for c in range(ord(id_) + 1, ord("z") + 1)]
        letters = [letter for letter in later if letter not in taken]
        if letters:
            return letters[0]
    stem, start = (numbered[1], int(numbered[2])) if numbered else (f"{id_}-", 1)
    width = len(numbered[2]) if numbered else 1
    return next(
        name
        for n in range(start + 1, start + len(taken) + 2)
        if (name := f"{stem}{n:0{width}}") not in taken
    )


def _under_areas(plain: Data) -> Sensed:
    taken = {id_ for _, task in tasks(plain) if (id_ := text(task, "id"))}
    for loc, area in rows(plain, "areas"):
        own = text(area, "id")
        for at_, task in rows(area, "tasks", loc):
            id_ = text(task, "id")
            if not own or not id_ or id_.startswith(f"{own}."):
                continue
            fix = f"{own}.{id_.rpartition('.')[2]}"
            fix = free(fix, taken) if fix in taken else fix
            yield (*at_, "id"), Wrong("not_under_area", "write", area=own, fix=fix)


def _digests(plain: Data) -> Sensed:
    said: set[tuple[str | None, str | None]] = set()
    for loc, digest in rows(plain, "digests"):
        one = (text(digest, "to"), text(digest, "every"))
        if one in said:
            yield (*loc, "every"), Wrong("digest_twice", "take_out")
        said.add(one)


def _nothing_empty(plain: Data) -> Sensed:
    top = plain if isinstance(plain, dict) else {}
    for key in ("units", "policies", "areas"):
        if top.get(key) in ([], {}):
            yield (key,), Wrong("empty_list", "one_at_least")
    for loc, area in rows(plain, "areas"):
        if area.get("tasks") == []:
            yield (*loc, "tasks"), Wrong("empty_list", "one_at_least")
    for loc, task in tasks(plain):
        if task.get("measures") == []:
            example = "measures: [{id: a, text: 完成改造}]"
            yield (*loc, "measures"), Wrong("no_measures", "add", example=example)
