"""Entities into HTML a page may show as it is: everything else is escaped."""

from collections.abc import Iterable, Sequence
from html import escape
from itertools import pairwise

from sandbox.entities import units
from sandbox.markup import sort_entities
from sandbox.model import Entity

_SIMPLE = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "code": "code",
    "blockquote": "blockquote",
}
_CLASSED = {
    "spoiler": ("span", "spoiler"),
    "expandable_blockquote": ("blockquote", "expandable"),
    "bot_command": ("span", "command"),
    "text_mention": ("span", "mention"),
}


def as_html(text: str, entities: Sequence[Entity]) -> str:
    """Return safe HTML; spans that overlap are closed and opened again."""
    wide = text.encode("utf-16-le")
    marks = {0, units(text)} | {m for e in entities for m in (e.offset, e.end)}
    edges = sorted(m for m in marks if 0 <= m <= units(text))
    made: list[str] = []
    stack: list[Entity] = []
    for begin, end in pairwise(edges):
        piece = wide[2 * begin : 2 * end].decode("utf-16-le", "replace")
        wanted = sort_entities(
            e for e in entities if e.offset <= begin and end <= e.end
        )
        made += _turn(stack, wanted, wide)
        made.append(escape(piece))
    made += _turn(stack, (), wide)
    return "".join(made)


def _turn(stack: list[Entity], wanted: Sequence[Entity], wide: bytes) -> Iterable[str]:
    """Close what is no longer wanted (and what lies on it), then open the rest."""
    kept = 0
    while kept < min(len(stack), len(wanted)) and stack[kept] == wanted[kept]:
        kept += 1
    while len(stack) > kept:
        yield _tags(stack.pop(), wide)[1]
    for entity in wanted[kept:]:
        stack.append(entity)
        yield _tags(entity, wide)[0]


def _tags(entity: Entity, wide: bytes) -> tuple[str, str]:
    kind = entity.kind
    if kind in _SIMPLE:
        return f"<{_SIMPLE[kind]}>", f"</{_SIMPLE[kind]}>"
    if kind in _CLASSED:
        tag, css = _CLASSED[kind]
        return f'<{tag} class="{css}">', f"</{tag}>"
    if kind == "pre":
        css = f' class="language-{escape(entity.language)}"' if entity.language else ""
        return f"<pre><code{css}>", "</code></pre>"
    if kind in {"url", "text_link"}:
        shown = wide[2 * entity.offset : 2 * entity.end].decode("utf-16-le", "replace")
        return _link(entity.url or shown)
    return "", ""


def _link(url: str) -> tuple[str, str]:
    if not url.lower().startswith(("http://", "https://", "tg://")):
        return "", ""
    return f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer">', "</a>"
