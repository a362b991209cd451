"""Methods that change or remove what is already in a chat, and answer taps."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from sandbox import wire
from sandbox.access import message_in, writable
from sandbox.arguments import Arguments
from sandbox.entities import CAPTION_LIMIT, formatted
from sandbox.keyboards import read_inline
from sandbox.methods.sending import media_draft
from sandbox.model import Chat, Event, Message, Rows, Toast
from sandbox.refusals import bad
from sandbox.state import State

DELETABLE = timedelta(hours=48)
TOAST_LIMIT = 200
_SAME = (
    "message is not modified: specified new message content and reply markup are "
    "exactly the same as a current content and reply markup of the message"
)


def edit_message_text(state: State, args: Arguments) -> wire.Wire:
    entities = args.tree("entities", "entities")
    text, spans = formatted(args.text("text"), args.text("parse_mode"), entities)
    chat, old = _editable(state, args)
    if old.file is not None:
        raise bad("there is no text in the message to edit")
    return _edited(
        state, old, replace(old, text=text, entities=spans, buttons=_rows(args, chat))
    )


def edit_message_caption(state: State, args: Arguments) -> wire.Wire:
    text, spans = formatted(
        args.text("caption"),
        args.text("parse_mode"),
        args.tree("caption_entities", "caption entities"),
        CAPTION_LIMIT,
    )
    chat, old = _editable(state, args)
    if old.file is None:
        raise bad("there is no caption in the message to edit")
    return _edited(
        state, old, replace(old, text=text, entities=spans, buttons=_rows(args, chat))
    )


def edit_message_reply_markup(state: State, args: Arguments) -> wire.Wire:
    chat, old = _editable(state, args)
    return _edited(state, old, replace(old, buttons=_rows(args, chat)))


def edit_message_media(state: State, args: Arguments) -> wire.Wire:
    chat, old = _editable(state, args)
    bare = replace(old, buttons=_rows(args, chat))
    made = media_draft(state, args, args.tree("media", "input media"), bare)
    return _edited(state, old, made)


def _editable(state: State, args: Arguments) -> tuple[Chat, Message]:
    chat = writable(state, args)
    old = message_in(chat, args, "message to edit")
    # A message that brought a reply keyboard can never be edited.
    if not old.from_bot or old.keyboard is not None or old.service is not None:
        raise bad("message can't be edited")
    return chat, old


def _rows(args: Arguments, chat: Chat) -> Rows:
    """Return the new buttons; without reply_markup an edit takes them away."""
    given = args.tree("reply_markup", "reply keyboard markup")
    return read_inline(given, private=chat.kind == "private")


def _edited(state: State, old: Message, new: Message) -> wire.Wire:
    if new == old:
        raise bad(_SAME)
    # Telegram does not mark a message as edited for its buttons alone.
    same_words = (new.text, new.entities, new.file) == (
        old.text,
        old.entities,
        old.file,
    )
    when = old.edited if same_words else state.now()
    return wire.message(state, state.change(new, edited=when))


def delete_message(state: State, args: Arguments) -> bool:
    chat = writable(state, args)
    found = message_in(chat, args, "message to delete")
    if state.now() - found.date > DELETABLE:
        raise bad("message can't be deleted for everyone")
    state.remove(found)
    return True


def pin_chat_message(state: State, args: Arguments) -> bool:
    chat = writable(state, args)
    chat.pinned = message_in(chat, args, "message to pin").id
    return True


def unpin_chat_message(state: State, args: Arguments) -> bool:
    writable(state, args).pinned = None
    return True


def answer_callback_query(state: State, args: Arguments) -> bool:
    tap = state.taps.get(args.text("callback_query_id"))
    if tap is None or tap.done.is_set() or state.ticks() - tap.at > state.tap_life:
        raise bad(
            "query is too old and response timeout expired or query ID is invalid"
        )
    if len(args.text("text")) > TOAST_LIMIT:
        raise bad("MESSAGE_TOO_LONG")
    tap.toast = Toast(
        user_id=tap.user_id,
        text=args.text("text"),
        alert=args.flag("show_alert"),
        url=args.text("url"),
    )
    tap.done.set()
    state.events.publish(Event(kind="toast", body=tap.toast))
    return True


def set_chat_menu_button(state: State, args: Arguments) -> bool:
    button = args.tree("menu_button", "menu button")
    if button is not None and not isinstance(button, Mapping):
        raise bad("can't parse menu button: MenuButton must be an Object")
    if args.has("chat_id"):
        writable(state, args).menu_button = button
    return True
