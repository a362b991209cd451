"""Flood limits and ordered faults: what a bot must live with."""

import asyncio
from collections import Counter

import httpx
import pytest

from sandbox.world import World

ANN, BOB, GROUP = 101, 102, -77


async def statuses(api, chat: int, times: int, method: str = "sendMessage") -> Counter:
    params = {"chat_id": chat, "text": "a", "action": "typing"}
    said = [(await api.raw(method, **params))[0] for _ in range(times)]
    return Counter(said)


async def test_without_limits_anything_goes(api):
    assert await statuses(api, ANN, 40) == {200: 40}


async def test_one_person_gets_a_small_burst_and_then_one_a_second(world, clock, api):
    world.limits.on = True
    assert await statuses(api, ANN, 5) == {200: 3, 429: 2}
    for _ in range(3):
        clock.pass_(seconds=1)
        assert await statuses(api, ANN, 2) == {200: 1, 429: 1}
    clock.pass_(seconds=3)
    assert await statuses(api, ANN, 4) == {200: 3, 429: 1}


async def test_a_group_gets_twenty_a_minute_and_says_how_long(world, clock, api):
    world.limits.on = True
    assert await statuses(api, GROUP, 20) == {200: 20}
    said = await api.client.post(
        f"{api.root}/sendMessage", json={"chat_id": GROUP, "text": "a"}
    )
    assert said.headers["retry-after"] == "57"
    assert said.json() == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 57",
        "parameters": {"retry_after": 57},
    }
    clock.pass_(minutes=1)
    assert await statuses(api, GROUP, 1) == {200: 1}


async def test_all_together_get_thirty_a_second(world: World, clock, api):
    world.limits.on = True
    for person in range(500, 532):
        world.add_person(person, "P")
        world.start(person)
    taken = sum([await statuses(api, p, 1) for p in range(500, 532)], Counter())
    assert taken == {200: 30, 429: 2}
    clock.pass_(seconds=1)
    assert await statuses(api, 531, 1) == {200: 1}


async def test_an_album_weighs_as_many_messages_as_it_has(world, api, png):
    world.limits.on = True
    photos = {name: png(4, 3) for name in "abc"}
    media = [f'{{"type": "photo", "media": "attach://{name}"}}' for name in photos]
    data = {"chat_id": ANN, "media": f"[{','.join(media)}]"}
    assert (await api.upload("sendMediaGroup", data, photos))[0] == 200
    assert await statuses(api, ANN, 1) == {429: 1}


async def test_answers_to_taps_and_typing_are_not_metered(world: World, api):
    sent = await api("sendMessage", chat_id=ANN, text="a")
    world.limits.on = True
    assert await statuses(api, ANN, 10, "sendChatAction") == {200: 10}
    for _ in range(10):
        tapped = world.tap(ANN, sent["message_id"], "x")
        assert await api("answerCallbackQuery", callback_query_id=tapped)


async def test_every_call_is_kept_with_its_outcome(world: World, clock, api):
    await statuses(api, ANN, 1)
    await statuses(api, BOB, 1)
    assert [(c.method, c.chat_id, c.status) for c in world.calls] == [
        ("sendMessage", ANN, 200),
        ("sendMessage", BOB, 403),
    ]
    assert world.calls[0].at == clock.elapsed


async def order(client: httpx.AsyncClient, **fault: object) -> None:
    said = await client.post("/sandbox/faults", json=[fault])
    assert said.status_code == 200


async def test_a_gateway_error_does_nothing_and_passes(world, client, api):
    await order(client, method="sendMessage", chat=ANN, kind="502", times=2)
    assert await statuses(api, GROUP, 1) == {200: 1}
    assert await api.refused("sendMessage", chat_id=ANN, text="a") == (
        502,
        "Bad Gateway",
    )
    assert await statuses(api, ANN, 2) == {502: 1, 200: 1}
    assert [m.text for m in world.messages(ANN)] == ["/start", "a"]


async def test_an_answer_can_be_lost_after_the_deed(world: World, client, api):
    await order(client, method="sendMessage", kind="lost")
    with pytest.raises(httpx.TransportError):
        await api.raw("sendMessage", chat_id=ANN, text="sent once")
    assert [m.text for m in world.messages(ANN)] == ["/start", "sent once"]
    assert await statuses(api, ANN, 1) == {200: 1}


async def test_a_hang_answers_late_and_does_nothing_for_who_has_gone(
    world, client, api
):
    await order(client, method="*", kind="hang", seconds=0.2, times=2)
    began = asyncio.get_running_loop().time()
    assert await statuses(api, ANN, 1) == {200: 1}
    assert asyncio.get_running_loop().time() - began >= 0.2
    with pytest.raises(httpx.ReadTimeout):
        await client.post(
            f"{api.root}/sendMessage",
            json={"chat_id": ANN, "text": "gone"},
            timeout=0.05,
        )
    await asyncio.sleep(0.25)
    assert [m.text for m in world.messages(ANN)] == ["/start", "a"]


async def test_a_flood_and_a_migration_on_order(client, api):
    await order(client, method="sendMessage", chat=ANN, kind="429", seconds=7)
    status, body = await api.raw("sendMessage", chat_id=ANN, text="a")
    assert (status, body["parameters"]) == (429, {"retry_after": 7})
    await order(client, method="sendMessage", chat=GROUP, kind="migrate")
    status, body = await api.raw("sendMessage", chat_id=GROUP, text="a")
    assert status == 400
    moved = body["parameters"]["migrate_to_chat_id"]
    assert await statuses(api, moved, 1) == {200: 1}


A_WRONG_ORDER_OF_FAULTS_IS_REFUSED = [
    {},
    [1],
    [{"kind": "fire"}],
    [{"kind": "502", "times": "x"}],
]


async def test_a_wrong_order_of_faults_is_refused(client, world, subtests):
    for wrong in A_WRONG_ORDER_OF_FAULTS_IS_REFUSED:
        with subtests.test(str(wrong)):
            said = await client.post("/sandbox/faults", json=wrong)
            assert said.status_code == 400
            assert world.faults.ordered == []


async def test_limits_are_switched_by_the_page(client, world: World):
    for on in (True, False):
        said = await client.post("/sandbox/limits", json={"on": on})
        assert (said.json(), world.limits.on) == ({"on": on}, on)


EACH_REFUSAL_IN_TELEGRAMS_WORDS = [
    ("401", 401, "Unauthorized"),
    ("500", 500, "Internal Server Error"),
    ("502", 502, "Bad Gateway"),
    ("blocked", 403, "Forbidden: bot was blocked by the user"),
    ("deactivated", 403, "Forbidden: user is deactivated"),
    ("kicked", 403, "Forbidden: bot was kicked from the group chat"),
    ("unopened", 403, "Forbidden: bot can't initiate conversation with a user"),
    ("gone", 400, "Bad Request: chat not found"),
    (
        "no_rights",
        400,
        "Bad Request: not enough rights to send text messages to the chat",
    ),
]


async def test_each_refusal_comes_in_telegrams_words(client, world, api, subtests):
    for kind, code, words in EACH_REFUSAL_IN_TELEGRAMS_WORDS:
        with subtests.test(kind):
            await order(client, method="sendMessage", kind=kind)
            said = await api.refused("sendMessage", chat_id=ANN, text="a")
            assert said == (code, words)
    assert [m.text for m in world.messages(ANN)] == ["/start"]


@pytest.mark.parametrize(("kind", "done"), [("503", []), ("504", ["a"])])
async def test_a_gateways_page_has_no_json_and_may_hide_a_deed(
    world, client, api, kind, done
):
    await order(client, method="sendMessage", kind=kind)
    said = await client.post(
        f"{api.root}/sendMessage", json={"chat_id": ANN, "text": "a"}
    )
    assert said.status_code == int(kind)
    assert said.text.startswith("<html>")
    assert [m.text for m in world.messages(ANN)] == ["/start", *done]


async def test_a_connection_cut_before_the_deed_leaves_it_undone(world, client, api):
    await order(client, method="sendMessage", kind="reset")
    with pytest.raises(httpx.TransportError):
        await api.raw("sendMessage", chat_id=ANN, text="never sent")
    assert [m.text for m in world.messages(ANN)] == ["/start"]
    assert await statuses(api, ANN, 1) == {200: 1}


async def test_an_answer_can_trickle_in_and_is_whole_at_the_end(world, client, api):
    await order(client, method="sendMessage", kind="drip", seconds=0.3)
    async with client.stream(
        "POST", f"{api.root}/sendMessage", json={"chat_id": ANN, "text": "b"}
    ) as said:
        pieces = [piece async for piece in said.aiter_raw()]
    assert len(pieces) > 10
    assert httpx.Response(200, content=b"".join(pieces)).json()["ok"]
    assert world.messages(ANN)[-1].text == "b"


async def test_a_span_of_trouble_ends_by_itself_or_when_told(clock, client, api):
    await order(client, method="*", kind="401", lasts=60)
    assert await statuses(api, ANN, 5) == {401: 5}
    clock.pass_(seconds=61)
    assert await statuses(api, ANN, 1) == {200: 1}
    await order(client, method="*", kind="401", lasts=60)
    await client.delete("/sandbox/faults")
    assert await statuses(api, ANN, 1) == {200: 1}


async def test_trouble_by_chance_can_be_had_again_by_its_seed(world, client, api):
    async def suffered() -> list[str]:
        world.faults.happened.clear()
        said = await client.post(
            "/sandbox/faults/random", json={"seed": 7, "rate": 0.5}
        )
        assert said.status_code == 200
        for _ in range(30):
            try:
                await api.raw("getMe")
            except (httpx.TransportError, ValueError):
                continue
        return [fault.kind for fault in world.faults.happened]

    first = await suffered()
    assert len(set(first)) > 3
    assert await suffered() == first
    await client.delete("/sandbox/faults")
    assert await statuses(api, ANN, 20) == {200: 20}


@pytest.mark.parametrize("wrong", [[], {}, {"rate": "often"}, {"rate": 2}])
async def test_a_wrong_order_of_chance_is_refused(client, wrong):
    said = await client.post("/sandbox/faults/random", json=wrong)
    assert said.status_code == 400
