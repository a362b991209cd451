"""What is said through Telegram, and what its refusals mean."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter

from bot import voice
from bot.answers import Say
from bot.said import Said
from bot.voice import Refused, Voice, keyboard, undelivered
from rules.delivery import Undelivered
from rules.message import Button

SAID = Said(
    update=7, user=1, chat=1, private=True, name="安宁", language="zh", message=3
)
HELP = Say(template="help", locale="zh")


class Telegram:
    """Takes messages; raises what it was told to instead."""

    def __init__(self, *errors: Exception | None) -> None:
        self.errors = list(errors)
        self.took: list[str] = []

    async def send_message(self, _chat, html, **_):
        error = self.errors.pop(0) if self.errors else None
        if error is not None:
            raise error
        self.took.append(html)
        return SimpleNamespace(message_id=len(self.took))


@pytest.fixture
def three_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "\n".join(letter * 3000 for letter in "abc")
    monkeypatch.setattr(voice, "render", lambda *_, **__: text)


@pytest.mark.usefixtures("three_pieces")
async def test_an_answer_cut_off_goes_on_where_it_stopped():
    telegram = Telegram(None, NetworkError("502"))
    speaking = Voice(telegram)
    with pytest.raises(Undelivered):
        await speaking.answer(SAID, 1, [HELP])
    await speaking.answer(SAID, 1, [HELP])
    assert [text[0] for text in telegram.took] == ["a", "b", "c"]


@pytest.mark.usefixtures("three_pieces")
async def test_an_answer_given_whole_is_forgotten():
    telegram = Telegram(None, NetworkError("502"))
    speaking = Voice(telegram)
    with pytest.raises(Undelivered):
        await speaking.answer(SAID, 1, [HELP])
    await speaking.answer(SAID, 1, [HELP])
    await speaking.answer(SAID, 1, [HELP])
    assert [text[0] for text in telegram.took] == ["a", "b", "c", "a", "b", "c"]


@pytest.mark.filterwarnings("ignore:.*In a future major version attribute")
@pytest.mark.parametrize(
    ("error", "said", "kind", "hopeless", "wait"),
    [
        (BadRequest, "Can't parse entities", Refused, False, None),
        (BadRequest, "Chat not found", Undelivered, True, None),
        (Forbidden, "bot was blocked by the user", Undelivered, True, None),
        (RetryAfter, 9, Undelivered, False, timedelta(seconds=9)),
        (NetworkError, "Bad Gateway", Undelivered, False, None),
    ],
)
def test_only_words_that_will_never_be_taken_are_refused(
    error, said, kind, hopeless, wait
):
    failure = undelivered(error(said))
    assert (type(failure), failure.hopeless, failure.wait) == (kind, hopeless, wait)


def test_a_keyboard_has_no_more_buttons_than_telegram_takes():
    button = Button(label="buttons.confirm", data="x")
    made = keyboard((((button,) * 8),) * 20, "zh")
    assert made is not None
    assert sum(len(row) for row in made.inline_keyboard) == 100
    assert all(made.inline_keyboard)
