"""The chat page's door, over real HTTP: exactly what the page relies on."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta, timezone

import httpx
import pytest

from sandbox.server import serve
from sandbox.world import World

ANN, BOB, GROUP = 101, 102, -77
CHAT = f"/sandbox/chats/{ANN}/messages"


async def test_the_state_names_the_bot_and_the_people(world: World, client, api):
    await api("sendMessage", chat_id=ANN, text="今日待报")
    told = (await client.get("/sandbox/state")).json()
    assert told["bot"] == {"id": world.bot_id, "name": "督办", "username": "duban_bot"}
    assert told["people"][0] == {
        "id": ANN,
        "name": "王某",
        "note": "",
        "language": "zh",
        "blocked": False,
        "unread": 1,
        "last": {"text": "今日待报", "date": "2020-05-25T00:30:00+00:00"},
    }
    assert (told["people"][1]["last"], told["clock"], told["hint"]) == (None, None, [])
    assert told["groups"] == [
        {"id": GROUP, "title": "督办群", "kind": "group", "members": [ANN, BOB]}
    ]


async def test_a_message_from_the_bot_as_the_page_sees_it(world, client, api):
    said = world.say(ANN, "2.2 改了8家")
    rows = [[{"text": "确认", "callback_data": "ok"}, {"text": "看", "url": "t.me"}]]
    await api(
        "sendMessage",
        chat_id=ANN,
        text="<b>8/13</b> & <i>x</i>".replace("&", "&amp;"),
        parse_mode="HTML",
        reply_parameters={"message_id": said.id},
        reply_markup={"inline_keyboard": rows},
    )
    shown = (await client.get(CHAT)).json()["messages"][-1]
    assert shown == {
        "id": 3,
        "chat_id": ANN,
        "from": "bot",
        "name": "督办",
        "date": "2020-05-25T00:30:00+00:00",
        "edited": False,
        "html": "<b>8/13</b> &amp; <i>x</i>",
        "text": "8/13 & x",
        "reply_to": {"id": said.id, "text": "2.2 改了8家", "name": "王某"},
        "buttons": [
            [{"text": "确认", "data": "ok"}, {"text": "看", "url": "http://t.me/"}]
        ],
        "keyboard": None,
        "file": None,
        "service": None,
    }


OTHER_KEYBOARDS_AS_THE_PAGE_SEES_THEM = [
    (
        {"force_reply": True, "input_field_placeholder": "几家"},
        {"force_reply": True, "placeholder": "几家"},
    ),
    ({"remove_keyboard": True}, {"remove": True}),
    (
        {"keyboard": [["是", {"text": "否"}]], "one_time_keyboard": True},
        {"rows": [["是", "否"]], "one_time": True, "placeholder": None},
    ),
]


async def test_other_keyboards_as_the_page_sees_them(client, api, subtests):
    for markup, shown in OTHER_KEYBOARDS_AS_THE_PAGE_SEES_THEM:
        with subtests.test(str(markup)):
            await api("sendMessage", chat_id=ANN, text="?", reply_markup=markup)
            assert (await client.get(CHAT)).json()["messages"][-1]["keyboard"] == shown


async def test_a_person_speaks_edits_and_taps(world: World, client, api):
    told = {"user": ANN, "text": "八家", "reply_to": 1}
    said = (await client.post(CHAT, json=told)).json()
    assert (said["from"], said["reply_to"]["text"]) == (ANN, "/start")
    edit = {"user": ANN, "text": "九家"}
    made = (await client.post(f"{CHAT}/{said['id']}/edit", json=edit)).json()
    assert (made["text"], made["edited"]) == ("九家", True)
    sent = await api("sendMessage", chat_id=ANN, text="a")
    tapped = await client.post(
        f"{CHAT}/{sent['message_id']}/tap", json={"user": ANN, "data": "ok"}
    )
    callback_id = tapped.json()["callback_id"]
    kinds = [u.kind for u in world.updates.pending]
    assert kinds == ["message", "message", "edited_message", "callback_query"]
    assert world.updates.pending[-1].payload["id"] == callback_id


async def test_a_person_sends_a_file_and_gets_it_back(world, client, png):
    picture = png(4, 3)
    said = await client.post(
        CHAT,
        data={"user": str(ANN), "caption": "照片"},
        files={"file": ("现场.png", picture, "image/png")},
    )
    shown = said.json()
    assert (shown["text"], shown["file"]["kind"]) == ("照片", "photo")
    assert (shown["file"]["name"], shown["file"]["size"]) == ("现场.png", len(picture))
    got = await client.get(shown["file"]["url"])
    assert (got.content, got.headers["content-type"]) == (picture, "image/png")
    page = world.send_file(ANN, "x.html", b"<script>", "text/html").file
    got = await client.get(f"/sandbox/files/{page.id}")
    assert got.headers["content-disposition"] == "attachment"
    assert got.headers["x-content-type-options"] == "nosniff"


async def test_several_files_go_as_an_album_and_words_can_be_forwarded(
    world, client, png
):
    files = [("file", (f"{n}.png", png(4, 3), "image/png")) for n in (1, 2)]
    told = {"user": str(ANN), "caption": "现场"}
    assert (await client.post(CHAT, data=told, files=files)).status_code == 200
    first, second = (one.payload for one in world.updates.pending[-2:])
    assert first["media_group_id"] == second["media_group_id"]
    assert [first.get("caption"), second.get("caption")] == ["现场", None]
    said = {"user": ANN, "text": "已完成", "forwarded_from": BOB}
    assert (await client.post(CHAT, json=said)).status_code == 200
    origin = world.updates.pending[-1].payload["forward_origin"]
    assert (origin["type"], origin["sender_user"]["id"]) == ("user", BOB)
    for wrong in (said | {"forwarded_from": 7}, said | {"text": " "}):
        assert (await client.post(CHAT, json=wrong)).status_code == 409
    many = [("file", (f"{n}.png", png(4, 3), "image/png")) for n in range(11)]
    assert (await client.post(CHAT, data=told, files=many)).status_code == 409


async def test_people_block_unblock_read_and_strangers_come(world, client, api):
    await api("sendMessage", chat_id=ANN, text="a")
    await client.post(f"/sandbox/people/{ANN}/read")
    assert world.unread(ANN) == 0
    for act, blocked in (("block", True), ("unblock", False)):
        await client.post(f"/sandbox/people/{ANN}/{act}")
        assert world.people[ANN].blocked is blocked
    first, second = [
        (await client.post("/sandbox/people", json={"name": "陌生人"})).json()["id"]
        for _ in range(2)
    ]
    assert second == first + 1
    assert world.people[second].name == "陌生人"
    hello = {"user": second, "text": "你好"}
    said = await client.post(f"/sandbox/chats/{second}/messages", json=hello)
    assert said.json()["name"] == "陌生人"


async def test_commands_a_person_is_shown(client, api):
    one = [{"command": "help", "description": "帮助"}]
    await api("setMyCommands", commands=one)
    for chat in (ANN, GROUP):
        said = await client.get(f"/sandbox/chats/{chat}/commands?user={ANN}")
        assert said.json() == {"commands": one}


WHAT_NO_APP_WOULD_ALLOW_IS_REFUSED = [
    (CHAT, {"user": ANN, "text": "  "}),
    (CHAT, {"user": 5, "text": "a"}),
    (CHAT, {"user": BOB, "text": "a"}),
    (CHAT, {"user": ANN, "text": "a", "reply_to": 99}),
    (CHAT, {"text": "a"}),
    (CHAT, []),
    (CHAT, None),
    (f"{CHAT}/99/edit", {"user": ANN, "text": "a"}),
    (f"{CHAT}/2/edit", {"user": ANN, "text": "a"}),
    (f"{CHAT}/1/tap", {"user": ANN, "data": "a"}),
    (f"/sandbox/people/{ANN}/hug", {}),
    ("/sandbox/people/5/block", {}),
    ("/sandbox/people", {"name": " "}),
]


async def test_what_no_app_would_allow_is_refused(world, client, api, subtests):
    for path, body in WHAT_NO_APP_WOULD_ALLOW_IS_REFUSED:
        with subtests.test(str(path)):
            await api("sendMessage", chat_id=ANN, text="a")
            before = len(world.updates.pending)
            content = b"{" if body is None else json.dumps(body)
            said = await client.post(path, content=content)
            assert said.status_code == 409
            assert said.json()["error"]
            assert len(world.updates.pending) == before


async def test_nobody_writes_to_a_bot_she_has_blocked(world: World, client):
    world.block(ANN)
    said = await client.post(CHAT, json={"user": ANN, "text": "a"})
    assert said.status_code == 409
    lost = await client.post(CHAT, data={"user": str(ANN)}, files={"x": b""})
    assert lost.status_code == 409
    assert (await client.get("/sandbox/files/none")).status_code == 409


OTHER_SITES_AND_OTHER_NAMES_ARE_TURNED_AWAY = [
    ({}, 200),
    ({"origin": "http://evil.example"}, 403),
    ({"origin": "null"}, 403),
    ({"sec-fetch-site": "cross-site"}, 403),
    ({"host": "evil.example"}, 403),
    ({"host": "127.0.0.1.evil.example:80"}, 403),
    ({"host": "localhost:1", "origin": "http://localhost:1"}, 200),
]


async def test_other_sites_and_other_names_are_turned_away(client, subtests):
    for headers, status in OTHER_SITES_AND_OTHER_NAMES_ARE_TURNED_AWAY:
        with subtests.test(str(headers)):
            said = await client.post(
                "/sandbox/limits", json={"on": False}, headers=headers
            )
            assert said.status_code == status


async def test_another_name_may_not_even_look(client):
    said = await client.get("/sandbox/state", headers={"host": "evil.example"})
    assert said.status_code == 403
    assert (await client.get("/sandbox/state")).status_code == 200


class Events:
    def __init__(self, lines: AsyncIterator[str]) -> None:
        self._lines = lines

    async def next(self, *skip: str) -> tuple[str, dict]:
        """Return the next event that is not of a kind to skip."""
        async for line in self._lines:
            if line.startswith("event: "):
                kind = line.removeprefix("event: ")
                body = await anext(self._lines)
                if kind not in skip:
                    return kind, json.loads(body.removeprefix("data: "))
        raise EOFError


@pytest.fixture
async def events(client: httpx.AsyncClient) -> AsyncIterator[Events]:
    async with client.stream("GET", "/sandbox/events") as stream:
        lines = stream.aiter_lines()
        await anext(lines)
        yield Events(lines)


async def test_the_page_hears_of_everything_at_once(world, api, events):
    sent = await api("sendMessage", chat_id=ANN, text="a")
    kind, body = await events.next("people")
    assert (kind, body["id"], body["from"]) == ("message", sent["message_id"], "bot")
    told = {"chat_id": ANN, "message_id": sent["message_id"]}
    await api("editMessageText", **told, text="b")
    kind, body = await events.next("people")
    assert (kind, body["text"], body["edited"]) == ("edited", "b", True)
    tapped = world.tap(ANN, sent["message_id"], "x")
    await api("answerCallbackQuery", callback_query_id=tapped, text="ok", url="t.me/x")
    assert await events.next("people") == (
        "toast",
        {"user": ANN, "text": "ok", "alert": False, "url": "t.me/x"},
    )
    await api("sendChatAction", chat_id=ANN, action="typing")
    assert await events.next("people") == ("typing", {"chat_id": ANN})
    await api("deleteMessage", **told)
    kind, body = await events.next("people")
    assert (kind, body["id"]) == ("deleted", sent["message_id"])
    world.block(BOB)
    kind, body = await events.next()
    assert (kind, body["people"][1]["blocked"]) == ("people", False)
    kind, body = await events.next()
    assert (kind, body["people"][1]["blocked"]) == ("people", True)


async def test_a_page_that_leaves_is_forgotten(world: World, client):
    async with client.stream("GET", "/sandbox/events") as stream:
        await anext(stream.aiter_lines())
        assert len(world.events) == 1
    async with asyncio.timeout(2):
        while len(world.events):
            await asyncio.sleep(0.01)


async def test_the_page_itself_is_served_in_both_languages(client):
    for lang in ("zh", "en"):
        said = await client.get("/", params={"lang": lang})
        assert said.status_code == 200
        assert f'<html lang="{lang}' in said.text
        assert said.headers["x-frame-options"] == "DENY"


async def test_an_upgraded_group_is_told_as_a_service_message(world, client):
    new_id = world.upgrade(GROUP)
    shown = (await client.get(f"/sandbox/chats/{new_id}/messages")).json()["messages"]
    assert [m["service"] for m in shown] == ["upgraded"]


async def test_a_closing_server_does_not_wait_for_an_open_page(world: World):
    loop = asyncio.get_running_loop()
    async with httpx.AsyncClient(trust_env=False) as client:
        async with serve(world) as url:
            request = client.build_request("GET", f"{url}/sandbox/events")
            stream = await client.send(request, stream=True)
            began = loop.time()
        assert loop.time() - began < 1
        await stream.aclose()


async def test_a_taken_port_is_an_error_at_once(world: World, url: str):
    with pytest.raises(OSError, match="in use"):
        async with serve(world, int(url.rpartition(":")[2])):
            pass


class Watch:
    """A clock wound by hand."""

    def __init__(self) -> None:
        self.at = datetime(2020, 5, 25, 0, 30, tzinfo=UTC)
        self.speed = 60.0
        self.paused = False

    def now(self) -> datetime:
        return self.at

    def pause(self) -> None:
        self.paused = True

    def resume(self) -> None:
        self.paused = False

    def set_speed(self, speed: float) -> None:
        self.speed = speed

    def jump(self, to: datetime) -> None:
        self.at = to


@pytest.fixture
async def wound(world: World) -> AsyncIterator[httpx.AsyncClient]:
    watch = Watch()
    coming = [watch.at + timedelta(days=1)]

    async def next_event() -> datetime | None:
        return next((c for c in coming if c > watch.at), None)

    here = timezone(timedelta(hours=8))
    ends = datetime(2020, 12, 31, tzinfo=here)
    async with (
        serve(
            world,
            timepiece=watch,
            next_event=next_event,
            hint=("发 /start",),
            ends=ends,
            zone=here,
        ) as url,
        httpx.AsyncClient(base_url=url, trust_env=False) as client,
    ):
        yield client


async def test_the_clock_is_shown_in_the_plans_zone(wound):
    shown = (await wound.get("/sandbox/clock")).json()
    assert shown == {
        "now": "2020-05-25T08:30:00+08:00",
        "speed": 60.0,
        "paused": False,
        "next": "2020-05-26T08:30:00+08:00",
        "ends": "2020-12-31T00:00:00+08:00",
    }
    state = (await wound.get("/sandbox/state")).json()
    assert (state["clock"], state["hint"]) == (shown, ["发 /start"])


async def test_the_clock_is_wound_and_the_page_hears_of_it(wound):
    async with wound.stream("GET", "/sandbox/events") as stream:
        events = Events(stream.aiter_lines())
        for action, changed in [
            ({"action": "pause"}, {"paused": True}),
            ({"action": "resume"}, {"paused": False}),
            ({"action": "speed", "speed": 3600}, {"speed": 3600.0}),
            ({"action": "next"}, {"now": "2020-05-26T08:30:00+08:00", "next": None}),
            ({"action": "next"}, {"now": "2020-05-26T08:30:00+08:00"}),
        ]:
            said = (await wound.post("/sandbox/clock", json=action)).json()
            assert {k: said[k] for k in changed} == changed
            assert await events.next() == ("clock", said)


A_WRONG_TURN_CHANGES_NOTHING = [
    {"action": "break"},
    {"action": "speed", "speed": 0},
    {},
    [],
    "speed",
]


async def test_a_wrong_turn_changes_nothing(wound, subtests):
    for body in A_WRONG_TURN_CHANGES_NOTHING:
        with subtests.test(str(body)):
            before = (await wound.get("/sandbox/clock")).json()
            assert (await wound.post("/sandbox/clock", json=body)).status_code == 409
            assert (await wound.get("/sandbox/clock")).json() == before


async def test_without_a_clock_there_is_none(client):
    assert (await client.get("/sandbox/clock")).status_code == 404
    assert (await client.post("/sandbox/clock", json={})).status_code == 404
