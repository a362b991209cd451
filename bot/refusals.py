"""How Telegram says no, and what each way of it means for the message in hand.

Its documentation names few of these words; they are those of its own server and of
what bots have been answered.
"""

from telegram.error import (
    BadRequest,
    ChatMigrated,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.limiter import seconds
from bot.wire import NotSent
from rules.delivery import Kind, Undelivered

# In small letters; the first that is found decides.
WORDS: tuple[tuple[str, Kind], ...] = (
    ("blocked by the user", Kind.BLOCKED),
    ("user_is_blocked", Kind.BLOCKED),
    ("user is deactivated", Kind.DEACTIVATED),
    ("input_user_deactivated", Kind.DEACTIVATED),
    ("bot was kicked", Kind.KICKED),
    ("not a member of", Kind.KICKED),
    ("channel_private", Kind.KICKED),
    ("chat not found", Kind.GONE),
    ("user not found", Kind.GONE),
    ("peer_id_invalid", Kind.GONE),
    ("chat_id_invalid", Kind.GONE),
    ("chat was deleted", Kind.GONE),
    ("chat was deactivated", Kind.GONE),
    ("can't initiate conversation", Kind.GONE),
    ("can't send messages to bots", Kind.GONE),
    ("can't send messages to the user", Kind.GONE),
    ("no rights to send", Kind.NO_RIGHTS),
    ("not enough rights", Kind.NO_RIGHTS),
    ("need administrator rights", Kind.NO_RIGHTS),
    ("chat_write_forbidden", Kind.NO_RIGHTS),
    ("chat_restricted", Kind.NO_RIGHTS),
    ("chat_send_", Kind.NO_RIGHTS),  # …PLAIN_FORBIDDEN and its like
    ("chat_admin_required", Kind.NO_RIGHTS),
    ("user_banned_in_channel", Kind.NO_RIGHTS),
    ("topic_closed", Kind.NO_RIGHTS),
    ("topic_deleted", Kind.NO_RIGHTS),
    ("message thread not found", Kind.NO_RIGHTS),
)


def undelivered(error: TelegramError) -> Undelivered:
    """Return what an error means for the message in hand."""
    why = error.message or type(error).__name__
    match error:
        case RetryAfter():
            return Undelivered(why=why, kind=Kind.FLOOD, wait=seconds(error))
        case Forbidden():
            return Undelivered(why=why, kind=_named(why, Kind.NO_RIGHTS))
        case BadRequest():  # before NetworkError, which it is a kind of
            return Undelivered(why=why, kind=_named(why, Kind.REFUSED))
        case InvalidToken() | EndPointNotFound():  # PTB's name for it, asked raw
            return Undelivered(why=why, kind=Kind.TOKEN)
        case ChatMigrated():
            return Undelivered(why=why, kind=Kind.GONE)
        case NetworkError():
            return _on_the_way(error, why)
        case _:  # an answer that nobody can read
            return Undelivered(why=why, kind=Kind.SERVER, doubt=True)


def _named(why: str, otherwise: Kind) -> Kind:
    said = why.lower()
    return next((kind for words, kind in WORDS if words in said), otherwise)


def _on_the_way(error: NetworkError, why: str) -> Undelivered:
    """Return what broke between us and Telegram.

    In doubt once the request may have been heard; an error that Telegram itself
    gives (5xx) says that it was not done, the page of a gateway says nothing.
    """
    cause = error.__cause__
    if isinstance(cause, TelegramError):  # there was no JSON to read
        said, _, _ = why.partition(". Parsing the server response")
        return Undelivered(why=said, kind=Kind.SERVER, doubt=True)
    if cause is None:
        return Undelivered(why=why, kind=Kind.SERVER)
    kind = Kind.TIMEOUT if isinstance(error, TimedOut) else Kind.NETWORK
    return Undelivered(why=why, kind=kind, doubt=not isinstance(cause, NotSent))
