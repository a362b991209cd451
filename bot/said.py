"""What an update says, in our own words. No Telegram here."""

from dataclasses import dataclass


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
    left: bool = False  # the person blocked the bot
