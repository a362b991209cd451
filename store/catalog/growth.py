"""Grow the tree from YAML's events, one by one.

Scalars stay the text that was written, as in YAML 1.2 without its guesses: `02.2`
is no float and `on` no boolean. Aliases are refused, depth and size are bounded,
so no file can grow while it is read.
"""

from dataclasses import dataclass

import yaml

from store.catalog.mistakes import Wrong, shown
from store.catalog.syntax import explained
from store.catalog.tree import Found, Items, Mark, Node, Table, Text

MAX_DEPTH = 24
MAX_NODES = 100_000
_OWN = "tag:yaml.org,2002:"  # what is written !!
_NULL = frozenset({"", "~", "null", "Null", "NULL"})


class _Stop(Exception):
    pass


@dataclass(slots=True)
class _OpenItems:
    node: Items

    def put(self, node: Node | None) -> None:
        if node is not None:
            self.node.nodes.append(node)


@dataclass(slots=True)
class _OpenTable:
    """A mapping being filled; `key` is the one waiting for its value."""

    node: Table
    key: Text | None = None

    def put(self, node: Node | None) -> None:
        key = self.name()
        self.key = None
        if key in self.node.nodes or key in self.node.broken:
            return  # a repeated key: the first one counts, the second is named
        if node is None:
            self.node.broken.add(key)
        else:
            self.node.nodes[key] = node

    def name(self) -> str:
        return (self.key.value or "") if self.key else ""


class Growth:
    """`root` is what has grown so far, `found` what is wrong with it."""

    def __init__(self) -> None:
        self.root: Node | None = None
        self.found: list[Found] = []
        self._open: list[_OpenItems | _OpenTable] = []
        self._documents = 0
        self._nodes = 0
        self._refused: set[str] = set()

    def take(self, event: yaml.Event) -> None:
        match event:
            case yaml.DocumentStartEvent():
                self._document(_mark(event))
            case yaml.AliasEvent():
                self._alias(_mark(event), event.anchor or "")
            case yaml.ScalarEvent():
                self._scalar(event)
            case yaml.CollectionStartEvent():
                self._descend(event)
            case yaml.CollectionEndEvent():
                self._put(self._open.pop().node)
            case _:  # the stream's own beginnings and ends say nothing
                pass

    def _stop(self, mark: Mark, wrong: Wrong) -> None:
        self.found.append((mark, wrong))
        raise _Stop

    def _document(self, mark: Mark) -> None:
        self._documents += 1
        if self._documents > 1:
            self._stop(mark, Wrong("several_documents", "one_document"))

    def _alias(self, mark: Mark, anchor: str) -> None:
        if anchor not in self._refused:  # a bomb has thousands: a line for each name
            self._refused.add(anchor)
            wrong = Wrong("alias", "write_out", value=f"*{shown(anchor)}")
            self.found.append((mark, wrong))
        if self._awaits_key():
            raise _Stop
        self._put(None)

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        mark = self._counted(event)
        null = not event.style and event.value in _NULL
        text = Text(mark, None if null else event.value)
        top = self._open[-1] if self._open else None
        if isinstance(top, _OpenTable) and top.key is None:
            self._key(top, text)
        else:
            self._put(text)

    def _key(self, top: _OpenTable, key: Text) -> None:
        top.key = key
        first = top.node.keys.setdefault(top.name(), key.mark)
        if first is not key.mark:
            name = shown(top.name())
            wrong = Wrong("duplicate_key", "keep_one", key=name, first=first.line)
            self.found.append((key.mark, wrong))

    def _descend(self, event: yaml.CollectionStartEvent) -> None:
        mark = self._counted(event)
        if self._awaits_key():
            self._stop(mark, Wrong("key_not_text", "plain_key"))
        if len(self._open) >= MAX_DEPTH:
            self._stop(mark, Wrong("too_deep", "see_format", limit=MAX_DEPTH))
        if isinstance(event, yaml.MappingStartEvent):
            self._open.append(_OpenTable(Table(mark)))
        else:
            self._open.append(_OpenItems(Items(mark)))

    def _awaits_key(self) -> bool:
        top = self._open[-1] if self._open else None
        return isinstance(top, _OpenTable) and top.key is None

    def _counted(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> Mark:
        mark = _mark(event)
        self._nodes += 1
        if self._nodes > MAX_NODES:
            self._stop(mark, Wrong("too_many", "smaller", limit=MAX_NODES))
        if event.tag is not None:
            tag = Wrong("tag", "delete_it", value=shown(event.tag.replace(_OWN, "!!")))
            self.found.append((mark, tag))
        return mark

    def _put(self, node: Node | None) -> None:
        if self._open:
            self._open[-1].put(node)
        else:
            self.root = node


def _mark(event: yaml.Event) -> Mark:
    start = event.start_mark
    return Mark(start.line + 1, start.column + 1) if start else Mark(1, 1)


def grown(text: str) -> tuple[Node | None, list[Found]]:
    """Return the tree, or None where there is none, and what is wrong already."""
    growth = Growth()
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            growth.take(event)
    except _Stop:
        return None, growth.found
    except yaml.MarkedYAMLError as error:
        return None, [*growth.found, *explained(error, text)]
    return growth.root, growth.found
