"""The happy paths, through python-telegram-bot's own client and by hand."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    CopyTextButton,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    MessageEntity,
    ReplyKeyboardMarkup,
    Update,
    User,
    WebAppInfo,
)
from telegram.constants import ChatAction
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter

from sandbox import views
from sandbox.faults import Fault
from sandbox.refusals import Impossible
from sandbox.world import World

ANN, BOB, GROUP = 101, 102, -77


@pytest.fixture
async def bot(world: World, url: str) -> AsyncIterator[Bot]:
    made = Bot(world.token, base_url=f"{url}/bot", base_file_url=f"{url}/file/bot")
    async with made:
        yield made


def rows(*texts: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(t, callback_data=t)] for t in texts]
    )


async def test_a_start_with_its_payload_arrives(world: World, bot: Bot):
    world.start(ANN, "INVITE-7")
    updates = await bot.get_updates()
    message = updates[-1].effective_message
    assert message is not None
    assert message.text == "/start INVITE-7"
    assert message.date == world.now()
    assert [(e.type, e.length) for e in message.entities] == [("bot_command", 6)]
    assert updates[-1].effective_user.language_code == "zh"


async def test_a_message_is_formatted_answered_edited_and_deleted(world, bot):
    sent = await bot.send_message(
        ANN, "<b>督办</b> 🟢正常", parse_mode="HTML", reply_markup=rows("确认", "修改")
    )
    assert sent.text_html == "<b>督办</b> 🟢正常"
    said = world.say(ANN, "好", reply_to=sent.message_id)
    callback_id = world.tap(ANN, sent.message_id, "确认")
    _, reply, tap = await bot.get_updates()
    assert reply.message.reply_to_message.message_id == sent.message_id
    assert tap.callback_query.data == "确认"
    assert tap.callback_query.message.reply_markup == rows("确认", "修改")
    await tap.callback_query.answer("已记", show_alert=True)
    toast = await world.answered(callback_id)
    assert (toast.user_id, toast.text, toast.alert) == (ANN, "已记", True)
    edited = await bot.edit_message_text("已记", ANN, sent.message_id)
    assert edited.edit_date == world.now()
    assert edited.reply_markup is None
    await bot.delete_message(ANN, sent.message_id)
    assert [m.id for m in world.messages(ANN)] == [1, said.id]


async def test_changing_only_the_buttons_does_not_mark_a_message_edited(world, bot):
    sent = await bot.send_message(ANN, "a", reply_markup=rows("x"))
    made = await bot.edit_message_reply_markup(
        ANN, sent.message_id, reply_markup=rows("y")
    )
    assert made.edit_date is None
    (button,) = world.messages(ANN)[-1].buttons[0]
    assert (button.text, button.data) == ("y", "y")


async def test_other_keyboards_reach_the_person(world: World, bot: Bot):
    await bot.send_message(
        ANN, "?", reply_markup=ForceReply(input_field_placeholder="几家")
    )
    await bot.send_message(ANN, "!", reply_markup=ReplyKeyboardMarkup([["是", "否"]]))
    first, second = (m.keyboard for m in world.messages(ANN)[-2:])
    assert first["input_field_placeholder"] == "几家"
    assert second["keyboard"] == [[{"text": "是"}, {"text": "否"}]]


async def test_files_go_both_ways_and_may_be_sent_again_by_id(world, bot, png):
    photo = await bot.send_photo(
        ANN, png(800, 600), caption="<i>图</i>", parse_mode="HTML"
    )
    assert (photo.photo[0].width, photo.photo[0].height) == (800, 600)
    assert photo.caption_html == "<i>图</i>"
    sheet = await bot.send_document(ANN, b"PK...", filename="台账.xlsx")
    assert sheet.document.file_name == "台账.xlsx"
    again = await bot.send_document(GROUP, sheet.document.file_id, caption="再发")
    assert world.messages(GROUP)[-1].file.content == b"PK..."
    assert again.caption == "再发"
    world.send_file(ANN, "plan.yaml", "任务: 一".encode(), "application/yaml", "请看")
    update = (await bot.get_updates())[-1]
    assert update.message.caption == "请看"
    got = await (await update.message.document.get_file()).download_as_bytearray()
    assert bytes(got).decode() == "任务: 一"
    world.send_file(ANN, "a.png", png(4, 3), "image/png")
    world.send_file(ANN, "a.ogg", b"OggS", "audio/ogg")
    world.send_file(ANN, "a.mp3", b"ID3", "audio/mpeg")
    world.send_file(ANN, "a.mp4", b"ftyp", "video/mp4")
    picture, spoken, song, film = (
        update.message for update in (await bot.get_updates())[-4:]
    )
    assert (picture.photo[0].width, spoken.voice.file_size) == (4, 4)
    assert (song.audio.file_name, film.video.mime_type) == ("a.mp3", "video/mp4")
    for send, one in (
        (bot.send_photo, picture.photo[0]),
        (bot.send_voice, spoken.voice),
        (bot.send_audio, song.audio),
        (bot.send_video, film.video),
    ):
        await send(ANN, one.file_id)
    with pytest.raises(BadRequest, match="type photo as document"):
        await bot.send_document(ANN, picture.photo[0].file_id)


async def test_an_album_of_a_person_is_messages_that_name_it(world, bot, png):
    files = [(f"{n}.png", png(4, 3), "image/png") for n in range(3)]
    world.send_album(ANN, files, "现场", captioned=1)
    parts = [update.message for update in (await bot.get_updates())[-3:]]
    assert len({part.media_group_id for part in parts}) == 1
    assert [part.caption for part in parts] == [None, "现场", None]
    with pytest.raises(Impossible):
        world.send_album(ANN, files[:1])


async def test_what_is_forwarded_says_from_whom(world, bot):
    world.forward(ANN, "已完成", BOB)
    message = (await bot.get_updates())[-1].message
    assert (message.text, message.forward_origin.sender_user.id) == ("已完成", BOB)


async def test_trouble_can_be_ordered_for_a_download(world, bot, client):
    said = world.send_file(ANN, "a.pdf", b"%PDF", "application/pdf")
    where = (await bot.get_file(said.file.id)).file_path
    world.faults.order(
        Fault(method="file", kind="500"), Fault(method="file", kind="503")
    )
    got = [(await client.get(where)).status_code for _ in range(3)]
    assert got == [500, 503, 200]
    wrong = where.replace(world.token, "1:wrong")
    assert (await client.get(wrong)).status_code == 401


async def test_an_album_and_the_editing_of_its_captions(world, bot, png):
    sent = await bot.send_media_group(
        ANN, [InputMediaPhoto(png(4, 3), caption="一"), InputMediaPhoto(png(3, 4))]
    )
    assert len({m.media_group_id for m in sent}) == 1
    await bot.edit_message_caption(ANN, sent[0].message_id, caption="二")
    await bot.edit_message_media(
        InputMediaPhoto(png(9, 9), caption="三"), ANN, sent[1].message_id
    )
    assert [m.text for m in world.messages(ANN)[-2:]] == ["二", "三"]
    assert world.messages(ANN)[-1].file.width == 9


async def test_copies_forwards_pins_and_the_chat_itself(world, bot):
    said = world.say(ANN, "原话")
    copied = await bot.copy_message(GROUP, ANN, said.id)
    forwarded = await bot.forward_message(GROUP, ANN, said.id)
    assert forwarded.forward_origin.sender_user.id == ANN
    assert copied.message_id < forwarded.message_id
    await bot.pin_chat_message(GROUP, forwarded.message_id)
    chat = await bot.get_chat(GROUP)
    assert (chat.type, chat.title) == ("group", "督办群")
    assert chat.pinned_message.text == "原话"
    await bot.unpin_chat_message(GROUP)
    assert (await bot.get_chat(GROUP)).pinned_message is None


async def test_commands_by_scope_and_language(world: World, bot: Bot):
    def shown(user: int, language: str) -> list[str]:
        found = world.commands.shown(user, "private", user, language)
        return [one["command"] for one in found]

    await bot.set_my_commands([BotCommand("help", "帮助")])
    await bot.set_my_commands([BotCommand("aid", "Help")], language_code="en")
    await bot.set_my_commands([BotCommand("ledger", "台账")], BotCommandScopeChat(ANN))
    assert (shown(ANN, "en"), shown(BOB, "en-GB"), shown(BOB, "zh")) == (
        ["ledger"],
        ["aid"],
        ["help"],
    )
    assert (await bot.get_my_commands(language_code="en"))[0].description == "Help"
    await bot.delete_my_commands(BotCommandScopeChat(ANN))
    await bot.set_my_commands([])
    assert (shown(ANN, "zh"), shown(ANN, "en")) == ([], ["aid"])


async def test_a_group_shows_the_narrowest_list(world: World, api):
    for scope, name in [
        ({"type": "all_group_chats"}, "all"),
        ({"type": "chat", "chat_id": GROUP}, "chat"),
        ({"type": "chat_member", "chat_id": GROUP, "user_id": ANN}, "member"),
    ]:
        one = [{"command": name, "description": "x"}]
        await api("setMyCommands", commands=one, scope=scope)
    found = {u: world.commands.shown(GROUP, "group", u, "zh") for u in (ANN, BOB)}
    assert found[ANN][0]["command"] == "member"
    assert found[BOB][0]["command"] == "chat"
    assert world.commands.shown(-1, "group", BOB, "zh")[0]["command"] == "all"


async def test_small_courtesies_are_taken(world: World, bot: Bot):
    with world.listen() as events:
        assert await bot.send_chat_action(ANN, ChatAction.TYPING)
        assert (await anext(events)).body == ANN
    assert await bot.set_my_description("督办机器人", language_code="zh")
    assert world.descriptions == {("description", "zh"): "督办机器人"}
    assert await bot.set_chat_menu_button(ANN)
    assert await bot.log_out()


async def test_ptb_understands_the_refusals(world: World, bot: Bot, monkeypatch):
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    with pytest.raises(Forbidden, match="can't initiate conversation"):
        await bot.send_message(BOB, "a")
    new_id = world.upgrade(GROUP)
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(GROUP, "a")
    assert moved.value.new_chat_id == new_id
    world.limits.on = True
    for _ in range(3):
        await bot.send_message(ANN, "a")
    with pytest.raises(RetryAfter) as wait:
        await bot.send_message(ANN, "a")
    assert wait.value.retry_after.total_seconds() == 1


async def test_blocking_and_unblocking_are_told_to_the_bot(world: World, bot: Bot):
    world.block(ANN)
    world.block(ANN)
    world.start(ANN)
    _, blocked, back, started = await bot.get_updates()
    assert blocked.my_chat_member.new_chat_member.status == "kicked"
    assert back.my_chat_member.new_chat_member.status == "member"
    assert started.message.text == "/start"


async def test_entities_given_and_other_buttons_come_back_as_sent(world, bot):
    mark = [
        MessageEntity("text_link", 0, 1, url="https://t.me/"),
        MessageEntity("text_mention", 1, 1, user=User(ANN, "x", is_bot=False)),
        MessageEntity("pre", 2, 1, language="python"),
    ]
    buttons = InlineKeyboardMarkup.from_column(
        [
            InlineKeyboardButton("看", url="https://t.me/x"),
            InlineKeyboardButton("应用", web_app=WebAppInfo("https://t.me/app")),
            InlineKeyboardButton("抄", copy_text=CopyTextButton("2.2")),
        ]
    )
    sent = await bot.send_message(ANN, "abc", entities=mark, reply_markup=buttons)
    assert sent.reply_markup == buttons
    assert [(e.url, e.language) for e in sent.entities] == [
        ("https://t.me/", None),
        (None, None),
        (None, "python"),
    ]
    assert sent.entities[1].user.id == ANN
    shown = views.message(world, world.messages(ANN)[-1])
    assert shown["buttons"][1] == [{"text": "应用", "url": "https://t.me/app"}]


async def test_an_empty_markup_is_no_markup_and_mixed_albums_are_refused(
    world, bot, api, png
):
    await bot.send_message(ANN, "a", reply_markup=InlineKeyboardMarkup([]))
    await api("sendMessage", chat_id=ANN, text="b", reply_markup={})
    assert [(m.buttons, m.keyboard) for m in world.messages(ANN)[1:]] == [
        ((), None)
    ] * 2
    mixed = [InputMediaPhoto(png(4, 3)), InputMediaDocument(b"x")]
    with pytest.raises(BadRequest, match="in the album"):
        await bot.send_media_group(ANN, mixed)
    photo = await bot.send_photo(ANN, png(4, 3))
    with pytest.raises(BadRequest, match="no text in the message to edit"):
        await bot.edit_message_text("x", ANN, photo.message_id)


async def test_an_edit_by_a_person_is_told(world: World, bot: Bot):
    said = world.say(ANN, "完成8家")
    world.edit(ANN, said.id, "完成9家")
    update = (await bot.get_updates())[-1]
    assert update.edited_message.text == "完成9家"
    assert update.edited_message.edit_date == world.now()


IN_A_GROUP_THE_BOT_HEARS_ONLY_WHAT_IS_MEANT_FOR_IT = [
    ("大家好", False),
    ("/today", True),
    ("/today@duban_bot", True),
    ("/x@other", False),
]


async def test_in_a_group_the_bot_hears_only_what_is_meant_for_it(world, bot, subtests):
    for text, heard in IN_A_GROUP_THE_BOT_HEARS_ONLY_WHAT_IS_MEANT_FOR_IT:
        with subtests.test(str(text)):
            world.say(BOB, text, chat_id=GROUP)
            texts = [u.message.text for u in await bot.get_updates()]
            assert (text in texts) is heard


async def test_in_a_group_the_bot_hears_replies_to_itself(world, bot):
    sent = await bot.send_message(GROUP, "几家？")
    said = world.say(BOB, "八家", reply_to=sent.message_id, chat_id=GROUP)
    world.edit(BOB, said.id, "九家", chat_id=GROUP)
    told = [u.effective_message.text for u in await bot.get_updates()]
    assert told[-2:] == ["八家", "九家"]
    world.chats[GROUP].kicked = True
    world.say(BOB, "/today", chat_id=GROUP)
    assert len(await bot.get_updates()) == len(told)


async def test_arguments_may_come_in_every_form(world: World, api):
    url = f"{api.root}/sendMessage"
    said = [
        await api.client.get(url, params={"chat_id": ANN, "text": "query"}),
        await api.client.post(url, data={"chat_id": ANN, "text": "form"}),
        await api.client.post(url, json={"chat_id": ANN, "text": "json"}),
        await api.client.post(
            url, data={"chat_id": ANN, "text": "parts"}, files={"x": b"1"}
        ),
        await api.client.post(
            url.lower().replace(world.token.lower(), world.token),
            params={"chat_id": ANN},
            json={"text": "both"},
        ),
    ]
    assert [s.json()["result"]["text"] for s in said] == [
        "query",
        "form",
        "json",
        "parts",
        "both",
    ]


async def test_ptb_reads_what_an_upgrade_of_a_group_tells(world: World, bot: Bot):
    new_id = world.upgrade(GROUP)
    first, second = [u.message for u in await bot.get_updates()][-2:]
    assert (first.chat_id, first.migrate_to_chat_id) == (GROUP, new_id)
    assert (second.chat_id, second.migrate_from_chat_id) == (new_id, GROUP)


async def test_every_update_is_one_ptb_can_parse_and_settles(world, bot, api):
    world.say(ANN, "x" * 5000)
    waiting = asyncio.create_task(world.settled(within=5))
    raw = await api("getUpdates")
    assert [len(Update.de_json(u, bot).message.text) for u in raw] == [6, 4096, 904]
    assert not waiting.done()
    await api("getUpdates", offset=raw[-1]["update_id"] + 1)
    await waiting
    assert world.quiet()
