"""Whether the bot may write in a chat, and which message it means."""

from sandbox.arguments import Arguments
from sandbox.model import Chat, Message
from sandbox.refusals import bad, forbidden
from sandbox.state import State


def chat_named(state: State, given: str) -> Chat:
    """Return the chat a bot names, whether or not it may write there."""
    if not given:
        raise bad("chat_id is empty")
    try:
        chat_id = int(given)
    except ValueError:
        raise bad("chat not found") from None
    if chat_id in state.chats:
        return state.chats[chat_id]
    raise bad("chat not found")


def writable(state: State, args: Arguments, field: str = "chat_id") -> Chat:
    """Return the chat to write in, or say why not in Telegram's words."""
    if _unopened(state, args.number(field)):
        raise forbidden("bot can't initiate conversation with a user")
    chat = chat_named(state, args.text(field))
    if chat.kind == "private":
        person = state.people[chat.id]
        if person.deactivated:
            raise forbidden("user is deactivated")
        if person.blocked:
            raise forbidden("bot was blocked by the user")
    if chat.migrated_to is not None:
        raise bad(
            "group chat was upgraded to a supergroup chat",
            migrate_to_chat_id=chat.migrated_to,
        )
    if chat.kicked:
        raise forbidden(f"bot was kicked from the {chat.kind} chat")
    return chat


def _unopened(state: State, chat_id: int) -> bool:
    return chat_id in state.people and chat_id not in state.chats


def message_in(chat: Chat, args: Arguments, purpose: str) -> Message:
    """Return the message named by message_id; `purpose` as in "message to edit"."""
    if not args.number("message_id"):
        raise bad("message identifier is not specified")
    found = chat.messages.get(args.number("message_id"))
    if found is None:
        raise bad(f"{purpose} not found")
    return found
