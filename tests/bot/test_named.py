"""Whom words name, as Telegram marks it."""

import pytest
from telegram import Update

from bot import incoming

BOT = {"id": 100000001, "is_bot": True, "first_name": "督办"}
ANN = {"id": 1, "is_bot": False, "first_name": "安宁"}
GROUP = {"id": -77, "type": "supergroup", "title": "大气处群"}


def said(text: str, *entities: dict[str, object], caption: bool = False):
    words, marks = ("caption", "caption_entities") if caption else ("text", "entities")
    message = {
        "message_id": 9,
        "date": 1590000000,
        "chat": GROUP,
        "from": ANN,
        words: text,
        marks: list(entities),
        "reply_to_message": {
            "message_id": 8,
            "date": 1590000000,
            "chat": GROUP,
            "from": BOT,
            "text": "2.2 锅炉炉窑 已记",
        },
    }
    found = incoming.said(Update.de_json({"update_id": 1, "message": message}))
    assert found is not None
    return found


@pytest.mark.parametrize("caption", [False, True])
def test_a_name_is_known_by_its_mark_wherever_it_stands(caption):
    # A letter beyond the plain ones counts twice: Telegram counts UTF-16.
    mark = {"type": "mention", "offset": 3, "length": 10}
    found = said("𠀀 @Duban_Bot 2.2 正常", mark, caption=caption)
    assert found.mentions == ("duban_bot",)
    assert (found.reply, found.reply_to, found.title) == (8, BOT["id"], "大气处群")


def test_a_name_without_an_at_is_known_by_whose_it_is():
    mark = {"type": "text_mention", "offset": 0, "length": 2, "user": BOT}
    assert said("督办 2.2 正常", mark).mentions == (BOT["id"],)


def test_what_telegram_does_not_mark_names_nobody():
    link = {"type": "url", "offset": 0, "length": 9}
    assert said("@duban_bot 正常").mentions == ()
    assert said("https://a 正常", link).mentions == ()
