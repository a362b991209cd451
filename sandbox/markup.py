"""Telegram's HTML read into a text and its entities."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from sandbox.links import checked
from sandbox.model import Entity
from sandbox.scanner import Scanner, complaint

_KINDS = (
    dict.fromkeys(("b", "strong"), "bold")
    | dict.fromkeys(("i", "em"), "italic")
    | dict.fromkeys(("u", "ins"), "underline")
    | dict.fromkeys(("s", "strike", "del"), "strikethrough")
    | dict.fromkeys(("tg-spoiler", "span"), "spoiler")
    | {"a": "text_link", "code": "code", "pre": "pre", "blockquote": "blockquote"}
)
_RANK = {  # which of two spans of equal extent Telegram names first
    "blockquote": 0,
    "expandable_blockquote": 0,
    "pre": 11,
    "code": 20,
    "text_link": 49,
    "text_mention": 49,
    "bold": 90,
    "italic": 91,
    "underline": 92,
    "strikethrough": 93,
    "spoiler": 94,
}
_USER_LINK = re.compile(r"tg://user\?id=(\d+)$", re.IGNORECASE)


def parse_html(text: str) -> tuple[str, list[Entity]]:
    """Return the plain text and the entities; refuse what Telegram refuses."""
    reader = _Reader(Scanner(text.encode()))
    reader.run()
    return "".join(reader.plain), list(sort_entities(_settled(reader.found)))


def sort_entities(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    def order(e: Entity) -> tuple[int, int, int]:
        return e.offset, -e.length, _RANK.get(e.kind, 50)

    return tuple(sorted(entities, key=order))


def _settled(found: list[Entity]) -> Iterable[Entity]:
    """Nothing but a quotation may share its place with code."""
    solid = [e for e in found if e.kind in {"pre", "code"}]
    for e in found:
        longer = 0 if e.kind in {"pre", "code"} else -1
        inside = any(
            s.offset <= e.offset and e.end <= s.end and s.length - e.length > longer
            for s in solid
        )
        if "blockquote" in e.kind or not inside:
            yield replace(e, language="") if e.kind == "code" else e


@dataclass(frozen=True, slots=True)
class _Open:
    tag: str
    argument: str
    offset: int
    plain_at: int


class _Reader:
    def __init__(self, scanner: Scanner) -> None:
        self._scanner = scanner
        self._units = 0
        self._open: list[_Open] = []
        self.plain: list[str] = []
        self.found: list[Entity] = []

    def run(self) -> None:
        while not self._scanner.ended:
            if self._scanner.at_end_tag():
                self._end()
            elif self._scanner.at_tag():
                self._start()
            else:
                said = self._scanner.text()
                self.plain.append(said)
                self._units += len(said.encode("utf-16-le")) // 2
        if self._open:
            tag = self._open[-1].tag
            raise complaint(f'Can\'t find end tag corresponding to start tag "{tag}"')

    def _start(self) -> None:
        begun = self._scanner.at
        tag, attributes = self._scanner.start_tag()
        argument = _argument(tag, attributes)
        if tag == "span" and argument != "spoiler":
            words = 'Tag "span" must have class "tg-spoiler"'
            raise complaint(f"{words} at byte offset {begun}")
        self._open.append(_Open(tag, argument, self._units, len(self.plain)))

    def _end(self) -> None:
        begun = self._scanner.at
        if not self._open:
            raise complaint(f"Unexpected end tag at byte offset {begun}")
        tag = self._scanner.end_tag()
        was = self._open.pop()
        if tag not in {"", was.tag}:
            raise complaint(
                f"Unmatched end tag at byte offset {begun}, "
                f'expected "</{was.tag}>", found "</{tag}>"'
            )
        if self._units > was.offset:
            self._close(was)

    def _close(self, was: _Open) -> None:
        length = self._units - was.offset
        made = Entity(kind=_KINDS[was.tag], offset=was.offset, length=length)
        last = self.found[-1] if self.found else None
        same = last is not None and (last.offset, last.end) == (made.offset, made.end)
        if was.tag == "a":
            self._link(made, was)
        elif last and same and {was.tag, last.kind} == {"pre", "code"}:
            language = last.language or was.argument
            self.found[-1] = replace(last, kind="pre", language=language)
        elif was.tag == "code":
            self.found.append(replace(made, language=was.argument))
        elif was.tag == "blockquote" and was.argument:
            self.found.append(replace(made, kind="expandable_blockquote"))
        else:
            self.found.append(made)

    def _link(self, made: Entity, was: _Open) -> None:
        url = was.argument or "".join(self.plain[was.plain_at :])
        if user := _USER_LINK.match(url):
            mention = replace(made, kind="text_mention", user_id=int(user[1]))
            self.found.append(mention)
        elif url := checked(url):
            self.found.append(replace(made, url=url))


def _argument(tag: str, attributes: Mapping[str, str]) -> str:
    css = attributes.get("class", "")
    match tag:
        case "a":
            return attributes.get("href", "")
        case "code" if css.startswith("language-"):
            return css.removeprefix("language-")
        case "span" if css.startswith("tg-"):
            return css.removeprefix("tg-")
        case "blockquote":
            return "yes" if "expandable" in attributes else ""
        case _:
            return ""
