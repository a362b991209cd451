"""Whatever can be sent: kept, declined in words, or met with silence."""

import pytest
from journeys.town import ANN, LEE, STRANGER, Town, a_town, local

from rules.message import Facts

pytestmark = [
    pytest.mark.journey,
    pytest.mark.parametrize("kind", ["sqlite"], indirect=True),
]
HINT = "这一条未作记录。材料由责任人随进展反馈一起发送。"
WHICH = "这是哪一项的材料？"
FILE = {"file_id": "f1", "file_unique_id": "u1", "file_size": 20 * 1024 * 1024}
PICTURE = FILE | {"width": 90, "height": 90}
PLACE = {"latitude": 30.2, "longitude": 120.1}
USER = {"id": 77, "is_bot": False, "first_name": "某人"}
POLL = {
    "id": "1",
    "question": "？",
    "options": [{"text": "是", "voter_count": 0, "persistent_id": "1"}] * 2,
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
    "allows_revoting": False,
    "members_only": False,
}
STICKER = PICTURE | {"type": "regular", "is_animated": False, "is_video": False}
NAMED = FILE | {"file_name": "台账.xlsx"}
KEPT = {
    "a document of 20 MB": {"document": NAMED},
    "one of an album": {"photo": [PICTURE], "media_group_id": "9"},
    "a voice": {"voice": FILE | {"duration": 3}},
    "a video note": {"video_note": FILE | {"length": 9, "duration": 3}},
    "a video": {"video": PICTURE | {"duration": 3}},
    "an animation": {"animation": PICTURE | {"duration": 3}, "document": FILE},
    "a song": {"audio": FILE | {"duration": 3}},
    "a forwarded file": {
        "document": NAMED,
        "forward_origin": {"type": "user", "sender_user": USER, "date": 1},
    },
}
DECLINED = {
    "a sticker": {"sticker": STICKER},
    "a contact": {"contact": {"phone_number": "+8610086", "first_name": "某"}},
    "a place": {"location": PLACE},
    "a venue": {"venue": {"location": PLACE, "title": "某地", "address": "某路"}},
    "a poll": {"poll": POLL},
    "a die": {"dice": {"emoji": "🎲", "value": 3}},
    "a story": {"story": {"id": 1, "chat": {"id": 5, "type": "private"}}},
    "something nobody knows yet": {"hologram": {"depth": 3}},
}
SILENT = {
    "a pinned message": {"pinned_message": {"message_id": 1, "date": 0}},
    "somebody new": {"new_chat_members": [USER]},
    "somebody gone": {"left_chat_member": USER},
    "a new title": {"new_chat_title": "某群"},
    "a timer": {"message_auto_delete_timer_changed": {"message_auto_delete_time": 9}},
    "leave to write": {"write_access_allowed": {"from_request": True}},
    "somebody chosen": {"users_shared": {"request_id": 1, "users": [{"user_id": 7}]}},
    "a call": {"video_chat_started": {}},
}


@pytest.fixture
async def town(loaded):
    async with a_town(loaded, local(6, 1)) as made:
        yield made


async def send(town: Town, user: int, sent: Facts, *, as_: str = "message") -> int:
    """Send something as Telegram would tell of it; return how much was answered."""
    before = len(town.told(user))
    chat = {"id": user, "type": "private", "first_name": "某"}
    who = {"id": user, "is_bot": False, "first_name": "某", "language_code": "zh"}
    message = {"message_id": 999, "date": 1590973200, "chat": chat, "from": who}
    town.world.tell_bot(as_, user, message | dict(sent))
    await town.settled()
    return len(town.told(user)) - before


def fetched(town: Town) -> list[str]:
    return [one.method for one in town.world.calls if one.method == "getFile"]


async def test_files_are_kept_and_the_rest_is_declined_in_words(town: Town):
    town.meet(ANN, LEE)
    async with town.bot():
        for number, (about, sent) in enumerate(KEPT.items()):
            told = {"message_id": 1_000 + number}
            assert await send(town, ANN, sent | told) == 1, about
            assert WHICH in town.last(ANN).text, about
        for about, sent in DECLINED.items():
            assert await send(town, ANN, sent) == 1, about
            assert town.last(ANN).text == HINT, about
        assert await send(town, ANN, {"document": FILE | {"file_name": "a.exe"}}) == 1
        assert "这类文件不收" in town.last(ANN).text
        assert await send(town, LEE, KEPT["a voice"]) == 1
        assert town.last(LEE).text == HINT
        assert fetched(town) == []


async def test_a_stranger_s_file_gets_the_polite_line(town: Town):
    town.world.open_chat(STRANGER)
    async with town.bot():
        for sent in ({"document": FILE}, {"photo": [PICTURE], "caption": "2.2 50%"}):
            assert await send(town, STRANGER, sent) == 1
            assert "仅供内部督办使用" in town.last(STRANGER).text
        assert fetched(town) == []


async def test_what_telegram_itself_says_in_a_chat_is_no_reply(town: Town):
    town.meet(ANN)
    async with town.bot():
        for about, sent in SILENT.items():
            assert await send(town, ANN, sent) == 0, about


async def test_a_place_shared_live_is_answered_once(town: Town):
    town.meet(ANN)
    town.world.open_chat(STRANGER)
    moved = {"location": PLACE, "edit_date": 1590973260}
    async with town.bot():
        for who in (ANN, STRANGER):
            shared = {"location": PLACE | {"live_period": 900}}
            assert await send(town, who, shared) == 1
            for _ in range(3):
                assert await send(town, who, moved, as_="edited_message") == 0


async def test_captions_are_read_and_forwarded_words_are_somebody_else_s(town: Town):
    town.meet(ANN)
    origin = {"type": "user", "sender_user": USER, "date": 1}
    async with town.bot():
        caption = {"photo": [PICTURE], "caption": "2.2 钢铁完成9家"}
        assert await send(town, ANN, caption) == 1
        assert "9/13 家" in town.last(ANN).text
        text = {"text": "2.2 钢铁完成8家", "forward_origin": origin}
        assert await send(town, ANN, text | {"message_id": 1_000}) == 1
        assert "收到附件1件，附于待确认的反馈" in town.last(ANN).text
        assert fetched(town) == []
