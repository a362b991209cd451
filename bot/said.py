"""What an update says, in our own words. No Telegram here."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A file that came with a message, or a forwarded message itself (kind `text`).

    `name` and `mime` are what the sender says; `album`: it is a part of that one.
    """

    kind: str  # photo, document, voice, audio, video, text
    file: str
    name: str = ""
    mime: str = ""
    size: int = 0  # bytes
    album: str = ""
    text: str = ""  # what was forwarded, or said under a forwarded file


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One thing a person did: `text` was written, or the button `data` tapped.

    `message` is the message written, or the one whose button was tapped.
    """

    update: int
    user: int
    chat: int
    private: bool
    name: str
    language: str
    message: int
    text: str = ""
    data: str = ""
    callback: str = ""
    username: str = ""  # without its @; not everybody has one
    edited: bool = False  # the message was written before and is changed now
    reply: int = 0  # the message this one replies to
    reply_text: str = ""  # the words of it that were quoted, else all
    reply_to: int = 0  # whose that message is; of a tap, whose words it answers
    mentions: tuple[str | int, ...] = ()  # names in small letters, or numbers
    title: str = ""  # of the group
    left: bool = False  # the person blocked the bot
    sent: Sent | None = None
    forwarded: bool = False  # somebody else's words, or one's own of another day
