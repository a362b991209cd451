"""A plan's year without Telegram: bells ring when something is due, people answer.

The rules, the store, the bells, the post and the verbs are the real ones. Everybody
answers an hour after a letter: by the buttons under it, every other report by a
sentence, and then confirms what was understood.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import heappop, heappush
from itertools import count
from typing import Any

from bot.answers import Say, from_json
from bot.app import BUTTONS
from bot.desk import Desk, perform
from bot.said import Said
from bot.verbs import words
from rules.ids import ChatId, PlanId
from rules.message import Buttons
from scheduler import chasing, delivery, digesting, opening, returning
from store import digests, inbox, leaves, obligations, outbox
from store.session import Store, Tx

ANSWERS = frozenset({"ack_all", "apply", "grant", "confirm"})
REPORTS = frozenset({"on_track", "answer"})  # of many lines each has one button only
SENTENCE = "总体进度{percent}%，正常推进"
LATER, AT_ONCE = timedelta(hours=1), timedelta(minutes=1)
_numbers = count(1)  # of updates and messages


@dataclass(kw_only=True)
class Year:
    """One plan from `now` on. `letters` and `answers` count what came of it."""

    store: Store
    plan: PlanId
    now: datetime
    letters: int = 0
    answers: int = 0
    # What each will tap or say, and when.
    agenda: list[tuple[datetime, int, ChatId, str]] = field(default_factory=list)

    async def send(self, chat: ChatId, html: str, buttons: Buttons, locale: str) -> int:
        """Take a letter, and mean to answer it."""
        del html, locale
        self.letters += 1
        self._mean(chat, buttons, self.now + LATER)
        return next(_numbers)

    def _mean(self, chat: ChatId, buttons: Buttons, at: datetime) -> None:
        """Put on the agenda how somebody answers what stands under a message."""
        keys = [button.data for row in buttons for button in row]
        for data in keys:
            word, _, about = data.partition(":")
            if word in ANSWERS:
                self._plan(at, chat, data)
            elif word in REPORTS and int(about) % 2:
                self._plan(at, chat, f"on_track:{about}")
            elif word in REPORTS:
                percent = round(at.timetuple().tm_yday / 3.66)
                self._plan(at, chat, f"report:{about}")
                self._plan(at, chat, SENTENCE.format(percent=percent))
            at += AT_ONCE

    def _plan(self, at: datetime, chat: ChatId, what: str) -> None:
        heappush(self.agenda, (at, next(_numbers), chat, what))

    async def edit(
        self, chat: ChatId, message: int, html: str, buttons: Buttons, locale: str
    ) -> None:
        """Let a letter be brought up to date."""

    async def whisper(self, chat: ChatId, html: str) -> int:
        """Take a message without a sound."""
        del chat, html
        return next(_numbers)

    async def take_back(self, chat: ChatId, message: int) -> None:
        """Let a message be removed."""

    async def live(self, until: datetime) -> None:
        """Let time pass, from one thing due to the next."""
        desk = Desk(
            store=self.store, plan=self.plan, bot=1, clock=self._clock, locale="zh"
        )
        await self._ring()
        while (at := await self._next()) is not None and at <= until:
            self.now = max(at, self.now)
            while self.agenda and self.agenda[0][0] <= self.now:
                _, number, chat, what = heappop(self.agenda)
                await self._do(desk, number, chat, what)
            await self._ring()

    def _clock(self) -> datetime:
        return self.now

    async def _ring(self) -> None:
        await returning.turn(self.store, self.plan, self._clock)
        await opening.open_periods(self.store, self.plan, self._clock)
        while await chasing.tick(self.store, self.plan, self._clock):
            pass
        await digesting.ring(self.store, self.plan, self._clock)
        while await delivery.deliver(self.store, self.plan, self, self._clock):
            pass

    async def _next(self) -> datetime | None:
        def work(tx: Tx) -> Sequence[datetime | None]:
            return (
                obligations.next_look(tx, self.plan),
                outbox.next_send(tx, self.plan),
                digests.next_look(tx, self.plan),
                leaves.next_look(tx, self.plan),
                opening.next_time(tx, self.plan, self.now),
            )

        coming = [at for at in await self.store.read(work) if at and at > self.now]
        if self.agenda:
            coming.append(self.agenda[0][0])
        return min(coming, default=None)

    async def _do(self, desk: Desk, number: int, chat: ChatId, what: str) -> None:
        """Tap or say something: stored, handled and let go, as the worker does."""
        word, _, given = what.partition(":")
        tapped = word in BUTTONS
        said = Said(
            update=number,
            user=chat,
            chat=chat,
            private=True,
            name="",
            language="zh",
            message=number,
            text="" if tapped else what,
            data=what if tapped else "",
            callback=str(number) if tapped else "",
        )
        raw = {"update_id": number}
        await self.store.run(lambda tx: inbox.put(tx, 1, [(chat, raw)], self.now))
        act, rest = (BUTTONS[word], given) if tapped else (words.words, what)
        await perform(desk, said, act, rest)
        answer = await self.store.run(lambda tx: _let_go(tx, number))
        for one in from_json(answer):
            if isinstance(one, Say):
                self._mean(chat, one.buttons, self.now + AT_ONCE)
        self.answers += 1


def _let_go(tx: Tx, number: int) -> list[dict[str, Any]]:
    inbox.said(tx, 1, number)
    return inbox.answer_of(tx, 1, number) or []
