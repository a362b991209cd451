"""What is said through Telegram, over real HTTP, and what its refusals mean."""

import socket
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter

from bot import voice
from bot.answers import Menu, Say
from bot.app import build
from bot.keyboard import keyboard
from bot.refusals import undelivered
from bot.said import Said
from bot.voice import Voice
from rules.delivery import Kind, Undelivered
from rules.ids import ChatId
from rules.message import Button
from rules.people import Role
from sandbox.faults import Fault
from sandbox.server import serve
from sandbox.world import World

ANN, GROUP = ChatId(101), ChatId(-77)
SAID = Said(
    update=7, user=ANN, chat=ANN, private=True, name="安宁", language="zh", message=3
)
HELP = Say(template="refusal/stranger", locale="zh")
THREE = "\n".join(letter * 3000 for letter in "abc")


@pytest.fixture
def world() -> World:
    made = World(lambda: datetime(2020, 5, 25, tzinfo=UTC))
    made.add_person(ANN, "安宁")
    made.open_chat(ANN)
    made.add_group(GROUP, "督办群", [ANN])
    return made


@pytest.fixture
def moved() -> list[tuple[int, int]]:
    return []


@pytest.fixture
async def speaking(world: World, moved: list[tuple[int, int]]) -> AsyncIterator[Voice]:
    """The bot's mouth, at a stand-in on a real port."""

    async def note(old: ChatId, new: ChatId) -> None:
        moved.append((old, new))

    async with serve(world) as address, build(world.token, address, ease=1e3) as app:
        yield Voice(app.bot, note)


@pytest.fixture
def three_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voice, "render", lambda *_, **__: THREE)


def heard(world: World, chat: int = ANN) -> list[str]:
    return [message.text[:1] for message in world.chats[chat].messages.values()]


def trouble(world: World, *kinds: str, method: str = "sendMessage", **given) -> None:
    for kind in kinds:
        world.faults.order(Fault(method=method, kind=kind, **given))


def after(world: World, pieces: int, kind: str) -> None:
    """Let some pieces arrive, and the next one come back."""
    trouble(world, *["hang"] * pieces, seconds=0.0)
    trouble(world, kind)


@pytest.mark.usefixtures("three_pieces")
async def test_an_answer_cut_off_goes_on_where_it_stopped(world, speaking):
    after(world, 1, "502")
    with pytest.raises(Undelivered):
        await speaking.answer(SAID, ANN, [HELP])
    assert heard(world) == ["a"]
    await speaking.answer(SAID, ANN, [HELP])
    assert heard(world) == ["a", "b", "c"]


@pytest.mark.usefixtures("three_pieces")
async def test_an_answer_given_whole_is_forgotten(world, speaking):
    await speaking.answer(SAID, ANN, [HELP])
    await speaking.answer(SAID, ANN, [HELP])
    assert heard(world) == ["a", "b", "c"] * 2


async def test_a_letter_cut_off_goes_on_with_the_piece_that_failed(world, speaking):
    after(world, 1, "502")
    with pytest.raises(Undelivered):
        await speaking.send(ANN, THREE, (), "zh")
    await speaking.send(ANN, f"{THREE}\n\n（本条可能重复。）", (), "zh")
    assert heard(world) == ["a", "b", "c"]
    await speaking.send(ANN, THREE, (), "zh")
    assert heard(world) == ["a", "b", "c"] * 2


async def test_another_letter_after_one_cut_off_begins_at_its_beginning(
    world, speaking
):
    after(world, 1, "502")
    with pytest.raises(Undelivered):
        await speaking.send(ANN, THREE, (), "zh")
    await speaking.send(ANN, THREE.replace("a", "d"), (), "zh")
    assert heard(world) == ["a", "d", "b", "c"]


async def test_what_is_cut_off_everywhere_does_not_fill_the_memory(
    world, speaking, monkeypatch
):
    monkeypatch.setattr(voice, "MOST_HALF_SAID", 2)
    for chat in range(201, 206):
        world.add_person(chat, "某")
        world.open_chat(chat)
        after(world, 1, "502")
        with pytest.raises(Undelivered):
            await speaking.send(ChatId(chat), THREE, (), "zh")
    assert set(speaking._half_said) == {204, 205}


@pytest.mark.parametrize(
    ("kind", "means", "doubt"),
    [
        ("blocked", Kind.BLOCKED, False),
        ("deactivated", Kind.DEACTIVATED, False),
        ("kicked", Kind.KICKED, False),
        ("unopened", Kind.GONE, False),
        ("gone", Kind.GONE, False),
        ("no_rights", Kind.NO_RIGHTS, False),
        ("401", Kind.TOKEN, False),
        ("429", Kind.FLOOD, False),
        ("500", Kind.SERVER, False),
        ("502", Kind.SERVER, False),
        ("503", Kind.SERVER, True),
        ("504", Kind.SERVER, True),
        ("reset", Kind.NETWORK, True),
        ("lost", Kind.NETWORK, True),
    ],
)
async def test_what_comes_back_says_whose_trouble_it_is(
    world, speaking, kind, means, doubt
):
    trouble(world, kind, seconds=30)
    with pytest.raises(Undelivered) as failure:
        await speaking.send(ANN, "一", (), "zh")
    assert (failure.value.kind, failure.value.doubt) == (means, doubt)
    assert len(failure.value.why) < 100
    if kind == "429":
        assert failure.value.wait > timedelta(seconds=29)


async def test_an_answer_that_does_not_come_in_time_is_in_doubt(world):
    trouble(world, "hang", seconds=1)
    async with serve(world) as address, build(world.token, address) as app:
        app.bot.request.seconds = 0.2
        with pytest.raises(Undelivered) as failure:
            await Voice(app.bot).send(ANN, "一", (), "zh")
    assert (failure.value.kind, failure.value.doubt) == (Kind.TIMEOUT, True)


async def test_what_never_left_is_in_no_doubt(world):
    async with serve(world) as address:
        app = build(world.token, address)
        await app.initialize()
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # the port is taken, and nobody listens
        with pytest.raises(Undelivered) as failure:
            await Voice(app.bot).send(ANN, "一", (), "zh")
    await app.shutdown()
    assert (failure.value.kind, failure.value.doubt) == (Kind.NETWORK, False)


@pytest.mark.filterwarnings("ignore:.*In a future major version attribute")
@pytest.mark.parametrize(
    ("error", "said", "kind"),
    [
        (BadRequest, "Can't parse entities: unsupported start tag", Kind.REFUSED),
        (BadRequest, "Message is too long", Kind.REFUSED),
        (BadRequest, "Message text is empty", Kind.REFUSED),
        (BadRequest, "Chat not found", Kind.GONE),
        (BadRequest, "PEER_ID_INVALID", Kind.GONE),
        (BadRequest, "Have no rights to send a message", Kind.NO_RIGHTS),
        (BadRequest, "TOPIC_CLOSED", Kind.NO_RIGHTS),
        (BadRequest, "CHAT_WRITE_FORBIDDEN", Kind.NO_RIGHTS),
        (BadRequest, "CHAT_SEND_PLAIN_FORBIDDEN", Kind.NO_RIGHTS),
        (BadRequest, "CHANNEL_PRIVATE", Kind.KICKED),
        (Forbidden, "bot was blocked by the user", Kind.BLOCKED),
        (Forbidden, "user is deactivated", Kind.DEACTIVATED),
        (Forbidden, "the group chat was deleted", Kind.GONE),
        (Forbidden, "bot can't send messages to bots", Kind.GONE),
        (Forbidden, "bot was kicked from the supergroup chat", Kind.KICKED),
        (Forbidden, "bot is not a member of the channel chat", Kind.KICKED),
        (Forbidden, "words nobody knows yet", Kind.NO_RIGHTS),
        (InvalidToken, "Unauthorized", Kind.TOKEN),
        (RetryAfter, 9, Kind.FLOOD),
        (NetworkError, "Internal Server Error", Kind.SERVER),
    ],
)
def test_telegrams_words_are_known(error, said, kind):
    assert undelivered(error(said)).kind is kind


async def test_a_letter_follows_a_group_to_its_new_number(world, speaking, moved):
    trouble(world, "migrate")
    await speaking.send(GROUP, "一", (), "zh")
    ((old, new),) = moved
    assert old == GROUP
    assert "一" in heard(world, new)


async def test_an_answer_follows_a_group_to_its_new_number(world, speaking, moved):
    new = world.upgrade(GROUP)
    await speaking.answer(None, GROUP, [HELP])
    assert moved == [(GROUP, new)]
    assert world.chats[new].messages


@pytest.mark.parametrize("kind", ["429", "gone"])
async def test_a_menu_that_is_refused_holds_up_no_words(world, speaking, kind):
    trouble(world, kind, method="setMyCommands", seconds=30)
    menu = Menu(role=Role.OWNER, locale="zh")
    await speaking.answer(SAID, ANN, [menu, HELP])
    await speaking.answer(SAID, ANN, [menu, HELP])
    assert len(heard(world)) == 2


def test_a_keyboard_has_no_more_buttons_than_telegram_takes():
    button = Button(label="buttons.confirm", data="x")
    made = keyboard((((button,) * 8),) * 20, "zh")
    assert made is not None
    assert sum(len(row) for row in made.inline_keyboard) == 100
    assert all(made.inline_keyboard)
