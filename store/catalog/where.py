"""On which line of an applied catalog something is said."""

from collections.abc import Iterator
from functools import lru_cache

from store.catalog.growth import grown
from store.catalog.text import cleared
from store.catalog.tree import Items, Loc, Mark, Node, Table, Text

ANY = "*"


def line(text: str, *ways: Loc) -> int | None:
    """Return the line of the first of these ways that the file really has.

    A step into a list is a number, the `id` of what stands there, or `*` for any:
    `("areas", "*", "tasks", "02.2", "due")`. A key's line is where the key stands.
    """
    root = _tree(text)
    marks = (mark for way in ways for mark in _marks(root, way))
    return next((mark.line for mark in marks), None)


@lru_cache(maxsize=4)
def _tree(text: str) -> Node | None:
    return grown(cleared(text))[0]


def _marks(root: Node | None, way: Loc) -> Iterator[Mark]:
    """Yield the place of everything a way leads to."""
    if root is None:
        return
    if not way:
        yield root.mark
        return
    for child, mark in _steps(root, way[0]):
        if way[1:]:
            yield from _marks(child, way[1:])
        else:
            yield mark


def _steps(node: Node, step: str | int) -> Iterator[tuple[Node, Mark]]:
    match node, step:
        case Table(), str() if step in node.nodes:
            yield node.nodes[step], node.keys[step]
        case Items(), int() if step < len(node.nodes):
            yield node.nodes[step], node.nodes[step].mark
        case Items(), str():
            for child in node.nodes:
                if step in {ANY, _id(child)}:
                    yield child, child.mark
        case _:
            return


def _id(node: Node) -> str | None:
    own = node.nodes.get("id") if isinstance(node, Table) else None
    return own.value if isinstance(own, Text) else None
