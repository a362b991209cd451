"""The file as a tree of texts, each with its place."""

from dataclasses import dataclass, field
from typing import TypeAlias

from store.catalog.mistakes import Wrong

Data: TypeAlias = "str | list[Data] | dict[str, Data] | None"
Loc: TypeAlias = tuple[str | int, ...]
"""The way to a value: `("areas", 0, "tasks", 2, "due")`."""


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A place in the file; both count from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Text:
    """A scalar; None is YAML's null."""

    mark: Mark
    value: str | None


@dataclass(frozen=True, slots=True)
class Items:
    mark: Mark
    nodes: list["Node"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Table:
    """A mapping. `broken`: keys whose value was refused and named already."""

    mark: Mark
    keys: dict[str, Mark] = field(default_factory=dict)
    nodes: dict[str, "Node"] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)


Node: TypeAlias = Text | Items | Table
Found: TypeAlias = tuple[Mark, Wrong]


def data(node: Node) -> Data:
    """Return the plain values; a key with nothing behind it is as good as absent."""
    match node:
        case Text():
            return node.value
        case Items():
            return [data(child) for child in node.nodes]
        case Table():
            plain = {key: data(child) for key, child in node.nodes.items()}
            return {key: value for key, value in plain.items() if value is not None}


def at(node: Node, loc: Loc) -> Node:
    """Return the node a way leads to, or the last one it reaches."""
    for step in loc:
        child = _child(node, step)
        if child is None:
            break
        node = child
    return node


def _child(node: Node, step: str | int) -> Node | None:
    match node, step:
        case Table(), str():
            return node.nodes.get(step)
        case Items(), int():
            return node.nodes[step]
        case _:
            return None
