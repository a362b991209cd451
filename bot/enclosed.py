"""The file in a message: what Telegram says of it, in our own words."""

from telegram import Message

from bot.said import Sent

_NAMED = ("document", "audio", "video")  # they come with a name of their own


def enclosed(message: Message) -> Sent | None:
    """Return the file of a message, or forwarded words as one; None without either.

    A moving picture comes as a document as well; of a photo the largest of its sizes
    is meant.
    """
    forwarded = message.forward_origin is not None
    text = (message.text or message.caption or "") if forwarded else ""
    album = message.media_group_id or ""
    if moving := message.animation:
        return Sent(
            kind="document",
            file=moving.file_id,
            name=moving.file_name or "",
            mime=moving.mime_type or "video/mp4",
            size=moving.file_size or 0,
            album=album,
            text=text,
        )
    for kind in _NAMED:
        if found := getattr(message, kind):
            return Sent(
                kind=kind,
                file=found.file_id,
                name=found.file_name or "",
                mime=found.mime_type or "",
                size=found.file_size or 0,
                album=album,
                text=text,
            )
    if message.photo:
        best = max(message.photo, key=lambda one: one.width * one.height)
        size = best.file_size or 0
        return Sent(kind="photo", file=best.file_id, size=size, album=album, text=text)
    if spoken := message.voice:
        mime, size = spoken.mime_type or "", spoken.file_size or 0
        return Sent(kind="voice", file=spoken.file_id, mime=mime, size=size, text=text)
    if round_one := message.video_note:
        size = round_one.file_size or 0
        return Sent(kind="video", file=round_one.file_id, size=size, text=text)
    if text:
        return Sent(kind="text", file="", size=len(text.encode()), text=text)
    return None
