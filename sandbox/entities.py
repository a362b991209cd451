"""Texts and their formatted spans: what a bot gave, checked and trimmed."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from sandbox.links import checked
from sandbox.markup import parse_html, sort_entities
from sandbox.model import Entity
from sandbox.refusals import bad

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
RAW_LIMIT = 1 << 15
_PLAIN = frozenset(
    {
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
        "blockquote",
        "expandable_blockquote",
        "code",
        "pre",
    }
)
_FOUND_BY_TELEGRAM = frozenset(
    {
        "mention",
        "hashtag",
        "cashtag",
        "bot_command",
        "url",
        "email",
        "phone_number",
        "bank_card_number",
    }
)
_COMMAND = re.compile(r"(?<![\w/@])/\w{1,64}(?:@\w{3,32})?(?![\w/])", re.ASCII)
_URL = re.compile(r"https?://[^\s<>\"'，。；！？）】》]+")

_MENTION = re.compile(r"(?<![\w@/])@[A-Za-z]\w{3,31}(?!\w)", re.ASCII)
_FOUND = (("url", _URL), ("bot_command", _COMMAND), ("mention", _MENTION))


def units(text: str) -> int:
    """Return the length as Telegram counts it, in UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def formatted(
    text: str, parse_mode: str, given: object, limit: int = TEXT_LIMIT
) -> tuple[str, tuple[Entity, ...]]:
    """Return the text as Telegram would keep it, or refuse it in Telegram's words."""
    caption = limit == CAPTION_LIMIT
    if not text:
        if caption:
            return "", ()
        raise bad("message text is empty")
    if len(text.encode()) > RAW_LIMIT:
        raise bad("text is too long")
    text, entities = _read(text.replace("\r", ""), parse_mode, given)
    text, entities = _trimmed(text, entities)
    if not text and not caption:
        raise bad("text must be non-empty")
    if units(text) > limit:
        raise bad(f"message {'caption ' if caption else ''}is too long")
    return text, with_found(text, entities)


def _read(text: str, parse_mode: str, given: object) -> tuple[str, list[Entity]]:
    match parse_mode.lower():
        case "html":
            return parse_html(text)
        case "" | "none":
            return text, list(_given(text, given))
        case "markdown" | "markdownv2":
            raise bad(f"parse_mode {parse_mode} is not supported by the sandbox")
        case _:
            raise bad("unsupported parse_mode")


def _given(text: str, given: object) -> Iterable[Entity]:
    if not isinstance(given, list):
        return
    for one in given:
        if not isinstance(one, Mapping):
            raise bad("can't parse MessageEntity: expected an Object")
        entity = _entity(one)
        if entity is None:
            continue
        if entity.offset < 0 or entity.end > units(text):
            raise bad(
                f"entity begins after the end of the text at UTF-16 offset "
                f"{entity.offset}"
                if entity.offset > units(text)
                else f"entity ends after the end of the text at UTF-16 offset "
                f"{entity.end}"
            )
        yield entity


def _entity(one: Mapping[str, object]) -> Entity | None:
    kind = str(one.get("type", ""))
    for name in ("offset", "length"):
        if not isinstance(one.get(name), int):
            raise bad(f"can't parse MessageEntity: can't find field \"{name}\"")
    offset, length = int(str(one["offset"])), int(str(one["length"]))
    if kind in _FOUND_BY_TELEGRAM or length <= 0:
        return None
    plain = Entity(kind=kind, offset=offset, length=length)
    if kind == "text_link":
        return replace(plain, url=checked(str(one.get("url", ""))))
    if kind == "text_mention":
        user = one.get("user")
        found = user.get("id") if isinstance(user, Mapping) else 0
        return replace(plain, user_id=int(str(found or 0)))
    if kind == "pre":
        return replace(plain, language=str(one.get("language", "")))
    if kind in _PLAIN:
        return plain
    raise bad("can't parse MessageEntity: unsupported type specified")


def _trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Cut blanks at the end, and at the start up to the first entity."""
    text = text.rstrip()
    first = min((e.offset for e in entities), default=len(text))
    lead = min(len(text) - len(text.lstrip(" \n")), first)
    text, size = text[lead:], units(text[lead:])
    kept = [
        replace(
            e, offset=e.offset - lead, length=min(e.end - lead, size) - e.offset + lead
        )
        for e in entities
        if e.offset - lead < size
    ]
    return text, kept


def with_found(text: str, entities: Iterable[Entity] = ()) -> tuple[Entity, ...]:
    """Add the commands, addresses and names Telegram finds by itself."""
    kept = list(entities)
    for kind, pattern in _FOUND:
        for hit in pattern.finditer(text):
            one = Entity(
                kind=kind, offset=units(text[: hit.start()]), length=units(hit.group())
            )
            if not any(
                e.offset < one.end and one.offset < e.end and _solid(e) for e in kept
            ):
                kept.append(one)
    return sort_entities(kept)


def _solid(entity: Entity) -> bool:
    return entity.kind in {"code", "pre", "text_link", "text_mention", "url"}
