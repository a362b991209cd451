"""Methods that put a message into a chat."""

import secrets
from collections.abc import Mapping
from dataclasses import replace

from sandbox import wire
from sandbox.access import chat_named, message_in, writable
from sandbox.arguments import Arguments
from sandbox.entities import CAPTION_LIMIT, formatted
from sandbox.files import upload
from sandbox.keyboards import read_markup
from sandbox.model import Chat, Event, FileKind, Message, StoredFile
from sandbox.refusals import bad
from sandbox.state import State

_ALBUM = range(2, 11)
_ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
        "record_audio",
        "upload_audio",
    }
)


def send_message(state: State, args: Arguments) -> wire.Wire:
    entities = args.tree("entities", "entities")
    text, spans = formatted(args.text("text"), args.text("parse_mode"), entities)
    chat = writable(state, args)
    draft = _draft(state, args, chat)
    return _sent(state, replace(draft, text=text, entities=spans))


def send_photo(state: State, args: Arguments) -> wire.Wire:
    return _send_file(state, args, "photo")


def send_document(state: State, args: Arguments) -> wire.Wire:
    return _send_file(state, args, "document")


def send_voice(state: State, args: Arguments) -> wire.Wire:
    return _send_file(state, args, "voice")


def send_audio(state: State, args: Arguments) -> wire.Wire:
    return _send_file(state, args, "audio")


def send_video(state: State, args: Arguments) -> wire.Wire:
    return _send_file(state, args, "video")


def _send_file(state: State, args: Arguments, kind: FileKind) -> wire.Wire:
    text, spans = formatted(
        args.text("caption"),
        args.text("parse_mode"),
        args.tree("caption_entities", "caption entities"),
        CAPTION_LIMIT,
    )
    chat = writable(state, args)
    file = _file(state, args, args.text(kind), kind, kind)
    return _sent(
        state, replace(_draft(state, args, chat), text=text, entities=spans, file=file)
    )


def send_media_group(state: State, args: Arguments) -> list[wire.Wire]:
    chat = writable(state, args)
    media = args.tree("media", "media")
    if not isinstance(media, list):
        raise bad("expected an Array of InputMedia")
    if len(media) not in _ALBUM:
        raise bad("wrong number of messages in the media group: must be 2 to 10")
    album = str(secrets.randbelow(10**17))
    drafts = [
        media_draft(state, args, one, replace(_draft(state, args, chat), album=album))
        for one in media
    ]
    if len({d.file.kind for d in drafts if d.file}) > 1:
        raise bad("can't use the media of the specified type in the album")
    return [_sent(state, draft) for draft in drafts]


def media_draft(state: State, args: Arguments, one: object, draft: Message) -> Message:
    """Fill a message from an InputMedia object."""
    if not isinstance(one, Mapping) or one.get("type") not in {"photo", "document"}:
        raise bad("can't parse InputMedia: only photo and document in the sandbox")
    kind: FileKind = "photo" if one["type"] == "photo" else "document"
    text, spans = formatted(
        str(one.get("caption") or ""),
        str(one.get("parse_mode") or ""),
        one.get("caption_entities"),
        CAPTION_LIMIT,
    )
    file = _file(state, args, str(one.get("media") or ""), kind, "")
    return replace(draft, text=text, entities=spans, file=file)


def _file(
    state: State, args: Arguments, given: str, kind: FileKind, field: str
) -> StoredFile:
    """Return an upload (by its own field or attach://), or one known by its id."""
    incoming = args.files.get(given.removeprefix("attach://") or field)
    if incoming is not None:
        made = upload(kind, incoming.name, incoming.mime, incoming.content)
        return state.keep(made)
    if not given:
        raise bad(f"there is no {kind} in the request")
    if given.startswith(("http://", "https://")):
        raise bad("failed to get HTTP URL content")
    if given not in state.files:
        raise bad("wrong file identifier/HTTP URL specified")
    known = state.files[given]
    if known.kind != kind:  # an identifier keeps its type
        was, wanted = known.kind.title(), kind.title()
        raise bad(f"can't use file of type {was} as {wanted}")
    return known


def _draft(state: State, args: Arguments, chat: Chat) -> Message:
    given = args.tree("reply_markup", "reply keyboard markup")
    markup = read_markup(given, private=chat.kind == "private")
    return Message(
        id=0,
        chat_id=chat.id,
        sender=state.bot_id,
        from_bot=True,
        date=state.now(),
        buttons=markup.rows,
        keyboard=markup.keyboard,
        reply_to=_reply_to(args, chat),
        silent=args.flag("disable_notification"),
    )


def _reply_to(args: Arguments, chat: Chat) -> int | None:
    asked = args.tree("reply_parameters", "reply parameters")
    if isinstance(asked, Mapping):
        wanted = int(str(asked.get("message_id") or 0))
        lenient = bool(asked.get("allow_sending_without_reply"))
    else:
        wanted = args.number("reply_to_message_id")
        lenient = args.flag("allow_sending_without_reply")
    if not wanted or wanted in chat.messages:
        return wanted or None
    if lenient:
        return None
    raise bad("message to be replied not found")


def _sent(state: State, draft: Message) -> wire.Wire:
    chat = state.chats[draft.chat_id]
    return wire.message(state, state.post(replace(draft, id=state.next_id(chat))))


def _copied(state: State, args: Arguments, purpose: str) -> Message:
    chat = writable(state, args)
    origin = chat_named(state, args.text("from_chat_id"))
    source = message_in(origin, args, purpose)
    draft = _draft(state, args, chat)
    return replace(draft, text=source.text, entities=source.entities, file=source.file)


def copy_message(state: State, args: Arguments) -> wire.Wire:
    sent = _sent(state, _copied(state, args, "message to copy"))
    return {"message_id": sent["message_id"]}


def forward_message(state: State, args: Arguments) -> wire.Wire:
    draft = _copied(state, args, "message to forward")
    origin = chat_named(state, args.text("from_chat_id"))
    source = message_in(origin, args, "message to forward")
    return _sent(state, replace(draft, forwarded_from=source.sender))


def send_chat_action(state: State, args: Arguments) -> bool:
    chat = writable(state, args)
    if args.text("action").lower() not in _ACTIONS:
        raise bad("wrong parameter action in request")
    state.events.publish(Event(kind="typing", body=chat.id))
    return True
