"""Each refusal in Telegram's own words, over real HTTP."""

import pytest

from sandbox.world import World

ANN, BOB, GROUP = 101, 102, -77
BUTTON = {"text": "x", "callback_data": "1"}


def inline(*buttons: object) -> dict:
    return {"inline_keyboard": [list(buttons)]}


MESSAGES = [
        ({"text": ""}, "message text is empty"),
        ({}, "message text is empty"),
        ({"text": " \n "}, "text must be non-empty"),
        ({"text": "<b></b>", "parse_mode": "HTML"}, "text must be non-empty"),
        ({"text": "督" * 4097}, "message is too long"),
        ({"text": "🟢" * 2049}, "message is too long"),
        ({"text": "<b>" + "x" * 4097 + "</b>", "parse_mode": "HTML"},
         "message is too long"),
        ({"text": "督" * 11_000}, "text is too long"),
        ({"text": "<x>", "parse_mode": "HTML"},
         'can\'t parse entities: Unsupported start tag "x" at byte offset 0'),
        ({"text": "*a*", "parse_mode": "MarkdownV2"},
         "parse_mode MarkdownV2 is not supported by the sandbox"),
        ({"text": "a", "parse_mode": "loud"}, "unsupported parse_mode"),
        ({"text": "a", "entities": "[{"}, "can't parse entities JSON object"),
        ({"text": "a", "reply_parameters": {"message_id": 99}},
         "message to be replied not found"),
        ({"text": "a", "reply_to_message_id": 99}, "message to be replied not found"),
        ({"text": "a", "chat_id": ""}, "chat_id is empty"),
        ({"text": "a", "chat_id": "@nobody"}, "chat not found"),
        ({"text": "a", "chat_id": 5}, "chat not found"),
    ]  # fmt: skip


async def test_a_message_telegram_would_not_take(api, subtests):
    for params, words in MESSAGES:
        with subtests.test(words):
            answer = await api.refused("sendMessage", **{"chat_id": ANN, **params})
            assert answer == (400, f"Bad Request: {words}")


async def test_a_text_of_exactly_4096_after_parsing_is_taken(api):
    text = "<b>" + "督" * 4096 + "</b>"
    sent = await api("sendMessage", chat_id=ANN, text=text, parse_mode="HTML")
    assert len(sent["text"]) == 4096


KEYBOARDS = [
        (inline({"text": "x", "callback_data": "督" * 22}), "BUTTON_DATA_INVALID"),
        (inline(*[BUTTON] * 101), "reply markup is too long"),
        (inline({"text": "督" * 4000, "callback_data": "1"}),
         "reply markup is too long"),
        (inline({"text": "x"}), ("can't parse inline keyboard button: "
         "Text buttons are unallowed in the inline keyboard")),
        (inline({"callback_data": "1"}), ("can't parse inline keyboard button: "
         "can't find field \"text\"")),
        (inline("x"), ("can't parse inline keyboard button: "
         "InlineKeyboardButton must be an Object")),
        ({"inline_keyboard": [BUTTON]}, ('field "inline_keyboard" of the '
         "InlineKeyboardMarkup must be an Array of Arrays")),
        ({"keyboard": ["x"]}, 'field "keyboard" must be an Array of Arrays'),
        ({"keyboard": [[1]]}, ("can't parse keyboard button: "
         "KeyboardButton must be a String or an Object")),
        (inline({"text": "x", "url": "http://localhost:80/"}), ("inline keyboard "
         "button URL 'http://localhost:80/' is invalid: Wrong HTTP URL")),
        (inline({"text": "x", "url": "ftp://t.me/"}), ("inline keyboard "
         "button URL 'ftp://t.me/' is invalid: Unsupported URL protocol")),
        (inline({"text": "x", "url": "http://t.me:x/"}), ("inline keyboard button URL "
         "'http://t.me:x/' is invalid: Wrong port number specified in the URL")),
        (inline({"text": "x", "web_app": {"url": "http://t.me/"}}), ("inline keyboard "
         "button Web App URL 'http://t.me/' is invalid: Only HTTPS links are allowed")),
        ("[]", "object expected as reply markup"),
        ("{", "can't parse reply keyboard markup JSON object"),
    ]  # fmt: skip


async def test_a_keyboard_telegram_would_not_take(api, subtests):
    for markup, words in KEYBOARDS:
        with subtests.test(words):
            answer = await api.refused(
                "sendMessage", chat_id=ANN, text="a", reply_markup=markup
            )
            assert answer == (400, f"Bad Request: {words}")


async def test_a_web_app_button_is_for_private_chats_only(api):
    button = {"text": "x", "web_app": {"url": "https://t.me/"}}
    answer = await api.refused(
        "sendMessage", chat_id=GROUP, text="a", reply_markup=inline(button)
    )
    assert answer == (400, "Bad Request: BUTTON_TYPE_INVALID")


async def test_data_of_exactly_64_bytes_and_100_buttons_are_taken(api):
    button = {"text": "x", "callback_data": "督" * 21 + "."}
    rows = {"inline_keyboard": [[button]] + [[BUTTON] * 8] * 12 + [[BUTTON] * 3]}
    sent = await api("sendMessage", chat_id=ANN, text="a", reply_markup=rows)
    assert sum(map(len, sent["reply_markup"]["inline_keyboard"])) == 100


async def test_a_missing_reply_is_forgiven_when_asked(api):
    asked = {"message_id": 99, "allow_sending_without_reply": True}
    sent = await api("sendMessage", chat_id=ANN, text="a", reply_parameters=asked)
    assert "reply_to_message" not in sent


async def test_people_who_cannot_be_reached(world: World, api):
    async def refusal(chat_id: int) -> tuple[int, str]:
        return await api.refused("sendMessage", chat_id=chat_id, text="a")

    assert await refusal(BOB) == (
        403,
        "Forbidden: bot can't initiate conversation with a user",
    )
    world.block(ANN)
    assert await refusal(ANN) == (403, "Forbidden: bot was blocked by the user")
    world.start(ANN)
    world.deactivate(ANN)
    assert await refusal(ANN) == (403, "Forbidden: user is deactivated")
    world.chats[GROUP].kicked = True
    assert await refusal(GROUP) == (
        403,
        "Forbidden: bot was kicked from the group chat",
    )


async def test_an_upgraded_group_says_where_it_went(world: World, api):
    new_id = world.upgrade(GROUP)
    status, body = await api.raw("sendMessage", chat_id=GROUP, text="a")
    assert (status, body) == (
        400,
        {
            "ok": False,
            "error_code": 400,
            "description": "Bad Request: group chat was upgraded to a supergroup chat",
            "parameters": {"migrate_to_chat_id": new_id},
        },
    )
    assert (await api("sendMessage", chat_id=new_id, text="a"))["message_id"] == 2


async def test_edits_telegram_would_not_make(world: World, api):
    said = world.say(ANN, "hers")
    mine = await api("sendMessage", chat_id=ANN, text="a", reply_markup=inline(BUTTON))
    asked = await api(
        "sendMessage", chat_id=ANN, text="?", reply_markup={"force_reply": True}
    )

    async def refusal(number: object, **params: object) -> str:
        told = {"chat_id": ANN, "message_id": number, "text": "a", **params}
        status, words = await api.refused("editMessageText", **told)
        assert status == 400
        return words.removeprefix("Bad Request: ")

    assert await refusal(999) == "message to edit not found"
    assert await refusal(None) == "message identifier is not specified"
    assert await refusal(said.id) == "message can't be edited"
    assert await refusal(asked["message_id"]) == "message can't be edited"
    same = {"reply_markup": inline(BUTTON)}
    assert await refusal(mine["message_id"], **same) == (
        "message is not modified: specified new message content and reply markup are "
        "exactly the same as a current content and reply markup of the message"
    )
    wrong = {"reply_markup": {"force_reply": True}}
    assert await refusal(mine["message_id"], **wrong) == "inline keyboard expected"
    status, words = await api.refused(
        "editMessageCaption", chat_id=ANN, message_id=mine["message_id"], caption="x"
    )
    assert (status, words) == (
        400,
        "Bad Request: there is no caption in the message to edit",
    )


async def test_deleting_needs_a_message_younger_than_two_days(world, clock, api):
    sent = await api("sendMessage", chat_id=ANN, text="a")
    told = {"chat_id": ANN, "message_id": sent["message_id"]}
    clock.pass_(hours=49)
    assert await api.refused("deleteMessage", **told) == (
        400,
        "Bad Request: message can't be deleted for everyone",
    )
    fresh = await api("sendMessage", chat_id=ANN, text="b")
    told = {"chat_id": ANN, "message_id": fresh["message_id"]}
    assert await api("deleteMessage", **told) is True
    assert await api.refused("deleteMessage", **told) == (
        400,
        "Bad Request: message to delete not found",
    )
    assert [m.text for m in world.messages(ANN)] == ["/start", "a"]


async def test_a_tap_can_be_answered_once_and_not_late(world: World, clock, api):
    sent = await api("sendMessage", chat_id=ANN, text="a", reply_markup=inline(BUTTON))
    old = (
        400,
        (
            "Bad Request: query is too old and response timeout expired or query ID is "
            "invalid"
        ),
    )
    first = world.tap(ANN, sent["message_id"], "1")
    assert await api("answerCallbackQuery", callback_query_id=first, text="ok") is True
    assert (await world.answered(first)).text == "ok"
    assert await api.refused("answerCallbackQuery", callback_query_id=first) == old
    late = world.tap(ANN, sent["message_id"], "1")
    clock.pass_(seconds=61)
    assert await api.refused("answerCallbackQuery", callback_query_id=late) == old
    assert await api.refused("answerCallbackQuery", callback_query_id="7") == old
    wordy = world.tap(ANN, sent["message_id"], "1")
    told = {"callback_query_id": wordy, "text": "x" * 201}
    assert await api.refused("answerCallbackQuery", **told) == (
        400,
        "Bad Request: MESSAGE_TOO_LONG",
    )
    with pytest.raises(TimeoutError):
        await world.answered(wordy, within=0.01)


OTHERS = [
        ("sendChatAction", {"action": "sing"}, "wrong parameter action in request"),
        ("sendPhoto", {}, "there is no photo in the request"),
        ("sendPhoto", {"photo": "nope"}, "wrong file identifier/HTTP URL specified"),
        ("sendPhoto", {"photo": "https://t.me/x.png"},
         "failed to get HTTP URL content"),
        ("sendDocument", {"document": "x", "caption": "x" * 1025},
         "message caption is too long"),
        ("sendMediaGroup", {"media": [{}]},
         "wrong number of messages in the media group: must be 2 to 10"),
        ("sendMediaGroup", {"media": {}}, "expected an Array of InputMedia"),
        ("sendMediaGroup", {"media": [{"type": "poll"}] * 2},
         "can't parse InputMedia: only photo and document in the sandbox"),
        ("getFile", {}, "file_id not specified"),
        ("getFile", {"file_id": "x"}, "invalid file_id"),
        ("copyMessage", {"from_chat_id": ANN, "message_id": 99},
         "message to copy not found"),
        ("forwardMessage", {"from_chat_id": ANN, "message_id": 99},
         "message to forward not found"),
        ("pinChatMessage", {"message_id": 99}, "message to pin not found"),
        ("setMyCommands", {"commands": {}}, "expected an Array of BotCommand"),
        ("setMyCommands", {"commands": ["x"]},
         "can't parse BotCommand: expected an Object"),
        ("setMyCommands", {"commands": [{"command": "Up", "description": "x"}]},
         "BOT_COMMAND_INVALID"),
        ("setMyCommands", {"commands": [{"command": "up", "description": " "}]},
         "BOT_COMMAND_DESCRIPTION_INVALID"),
        ("setMyCommands", {"commands": [{"command": "up", "description": "x"}] * 101},
         "BOT_COMMANDS_TOO_MUCH"),
        ("getMyCommands", {"scope": {"type": "all"}},
         "can't parse BotCommandScope: unsupported type specified"),
        ("getMyCommands", {"scope": {"type": "chat"}},
         "can't parse BotCommandScope: empty chat_id specified"),
        ("getMyCommands", {"scope": "[]"},
         "can't parse BotCommandScope: BotCommandScope must be an Object"),
        ("getMyCommands", {"language_code": "zh-hans"},
         "invalid language code specified"),
        ("setMyShortDescription", {"short_description": "x" * 121},
         "bot short description is too long"),
        ("setChatMenuButton", {"menu_button": "[]"},
         "can't parse menu button: MenuButton must be an Object"),
        ("setWebhook", {"url": "nowhere"}, "invalid webhook URL specified"),
        ("setWebhook", {"url": "https://t.me/", "secret_token": "x" * 257},
         "secret token is too long"),
        ("setWebhook", {"url": "https://t.me/", "secret_token": "a b"},
         "secret token contains unallowed characters"),
    ]  # fmt: skip


async def test_other_methods_refuse_in_the_same_way(api, subtests):
    for method, params, words in OTHERS:
        with subtests.test(words):
            answer = await api.refused(method, **{"chat_id": ANN, **params})
            assert answer == (400, f"Bad Request: {words}")


A_PHOTO_MUST_BE_A_PICTURE_OF_DECENT_SHAPE = [
    (b"", "file must be non-empty"),
    (b"not a picture", "IMAGE_PROCESS_FAILED"),
    ((100, 2001), "PHOTO_INVALID_DIMENSIONS"),
    ((5001, 5000), "PHOTO_INVALID_DIMENSIONS"),
]


async def test_a_photo_must_be_a_picture_of_decent_shape(api, png, subtests):
    for content, words in A_PHOTO_MUST_BE_A_PICTURE_OF_DECENT_SHAPE:
        with subtests.test(str(content)):
            made = png(*content) if isinstance(content, tuple) else content
            status, body = await api.upload(
                "sendPhoto", {"chat_id": ANN}, {"photo": ("a.png", made, "image/png")}
            )
            assert (status, body["description"]) == (400, f"Bad Request: {words}")


async def test_files_too_big_for_their_kind_are_refused(world: World, api, png):
    big = png(10, 10) + bytes(10 * 1024 * 1024)
    status, body = await api.upload("sendPhoto", {"chat_id": ANN}, {"photo": big})
    assert status == 400
    assert "is too big for a photo" in body["description"]
    huge = bytes(50 * 1024 * 1024 + 1)
    status, body = await api.upload(
        "sendDocument", {"chat_id": ANN}, {"document": huge}
    )
    assert (status, body["description"]) == (413, "Request Entity Too Large")
    said = world.send_file(ANN, "a.bin", huge[: 20 * 1024 * 1024 + 1], "")
    assert said.file is not None
    assert await api.refused("getFile", file_id=said.file.id) == (
        400,
        "Bad Request: file is too big",
    )


async def test_a_wrong_token_and_an_unknown_method(world: World, client, api):
    said = await client.get("/bot1:wrong/getMe")
    assert said.status_code == 401
    assert said.json() == {
        "ok": False,
        "error_code": 401,
        "description": "Unauthorized",
    }
    assert await api.refused("getRich") == (404, "Not Found: method not found")
    assert (await client.get("/file/bot1:wrong/x")).status_code == 401
    assert (await client.get(f"/file/bot{world.token}/x")).status_code == 404


A_BODY_THAT_IS_NO_JSON_OBJECT_IS_REFUSED = ["{", "[]"]


async def test_a_body_that_is_no_json_object_is_refused(api, subtests):
    for body in A_BODY_THAT_IS_NO_JSON_OBJECT_IS_REFUSED:
        with subtests.test(str(body)):
            said = await api.client.post(
                f"{api.root}/getMe",
                content=body,
                headers={"content-type": "application/json"},
            )
            assert said.status_code == 400
            assert said.json()["description"].startswith("Bad Request: ")


async def test_to_get_chat_a_person_who_never_wrote_is_unknown(world: World, api):
    unknown = (400, "Bad Request: chat not found")
    assert await api.refused("getChat", chat_id=BOB) == unknown
    world.start(BOB)
    assert (await api("getChat", chat_id=BOB))["first_name"] == "Bob"
