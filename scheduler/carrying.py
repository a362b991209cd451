"""Letters carried to their readers, and what became of each of them."""

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

import structlog

from rules.clock import Clock
from rules.delivery import Kind, Undelivered, next_try
from rules.ids import ChatId, LetterId
from rules.message import Buttons, Letter, Sort
from scheduler import outcomes
from scheduler.judging import Due
from scheduler.recording import Recorder, Work
from store import edits, outbox
from templates import label, render

log = structlog.get_logger()


class Messenger(Protocol):
    async def send(self, chat: ChatId, html: str, buttons: Buttons, locale: str) -> int:
        """Send, and return the message's number; or raise Undelivered."""

    async def edit(
        self, chat: ChatId, message: int, html: str, buttons: Buttons, locale: str
    ) -> None:
        """Change a message already sent; or raise Undelivered.

        One that can no longer be changed is left as it is.
        """

    async def whisper(self, chat: ChatId, html: str) -> int:
        """Send without a sound; return the message's number, or raise Undelivered."""

    async def take_back(self, chat: ChatId, message: int) -> None:
        """Remove a message from its chat; or raise Undelivered."""


@dataclass(kw_only=True)
class Carrier:
    """`tried` counts letters and edits; `ending`: nothing sets out any more."""

    messenger: Messenger
    recorder: Recorder
    clock: Clock
    on_duty: Callable[[], bool]
    refusals: Counter[Kind]
    tried: int = 0
    ending: bool = False
    _rests_until: float = 0.0  # by the loop's time

    def rest(self) -> float:
        """Return for how many seconds no letter may go to anybody."""
        left = self._rests_until - asyncio.get_running_loop().time()
        return max(left, 0.0) if self.on_duty() else 0.0

    async def to_one(self, theirs: Sequence[Due]) -> None:
        """Take one reader's letters to them, one after the other."""
        letters = [due.letter for due in theirs]
        for place, due in enumerate(theirs):
            if self.ending or not self.on_duty():
                await self._let_go(letters[place:])
                return
            self.tried += 1
            failure = await self._knock(due)
            if failure is not None and (failure.hopeless or failure.on_the_way):
                await self._hold_up(letters[place + 1 :], failure)
                return

    async def mend(self, letter: Letter) -> None:
        """Bring one sent message up to date; after a fault it is tried again."""
        again = None
        self.tried += 1
        try:
            html = render(letter.template, letter.locale, **letter.facts)
            number = letter.message or 0
            await self.messenger.edit(
                letter.chat, number, html, letter.buttons, letter.locale
            )
        except Undelivered as failure:
            self._count(letter, failure)
            again = next_try(failure, letter.knocks, self.clock(), letter.id)
        except Exception:
            log.exception("could not edit a message", letter=letter.id)
        await self._keep([letter], partial(edits.made, these=[letter.id], again=again))

    async def _knock(self, due: Due) -> Undelivered | None:
        """Try one letter, and keep what became of it; return how it failed."""
        letter = due.letter
        try:
            number = await self._send(letter)
        except Undelivered as said:
            failure = said
        except Exception as error:
            # A letter we cannot even write must not hold the others up.
            log.exception("could not write a letter", letter=letter.id)
            failure = Undelivered(why=repr(error), kind=Kind.UNWRITTEN)
        else:
            now = self.clock()
            work = partial(outcomes.arrived, due=due, number=number, now=now)
            await self._keep([letter], work)
            if letter.sort is Sort.CANARY:
                await self._take_back(letter.chat, number)
            return None
        self._count(letter, failure)
        now = self.clock()
        work = partial(outcomes.failed, letter=letter, failure=failure, now=now)
        await self._keep([letter], work)
        return failure

    async def _send(self, letter: Letter) -> int:
        html = _written(letter)
        if letter.sort is Sort.CANARY:
            return await self.messenger.whisper(letter.chat, html)
        return await self.messenger.send(
            letter.chat, html, letter.buttons, letter.locale
        )

    async def _take_back(self, chat: ChatId, message: int) -> None:
        """Remove what has done its duty; left where it is, it asks for nothing."""
        try:
            await self.messenger.take_back(chat, message)
        except Undelivered as failure:
            log.warning("canary not taken back", message=message, why=failure.why)

    async def _let_go(self, letters: Sequence[Letter]) -> None:
        await self._keep(letters, partial(outbox.let_go, these=_ids(letters)))

    async def _hold_up(self, letters: Sequence[Letter], failure: Undelivered) -> None:
        self.tried += len(letters)
        now = self.clock()
        work = partial(outcomes.held_up, letters=letters, failure=failure, now=now)
        await self._keep(letters, work)

    async def _keep(self, letters: Sequence[Letter], work: Work) -> None:
        """Keep what became of letters; a fault here must not cut off the others."""
        if not letters:
            return
        try:
            await self.recorder.keep(work)
        except Exception:
            log.exception("could not keep what became of letters", ids=_ids(letters))

    def _count(self, letter: Letter, failure: Undelivered) -> None:
        self.refusals[failure.kind] += 1
        kind, why = failure.kind.value, failure.why
        log.warning("letter not delivered", letter=letter.id, kind=kind, why=why)
        if failure.everybody and failure.wait is not None:
            until = asyncio.get_running_loop().time() + failure.wait.total_seconds()
            self._rests_until = max(self._rests_until, until)


def _ids(letters: Sequence[Letter]) -> list[LetterId]:
    return [letter.id for letter in letters]


def _written(letter: Letter) -> str:
    """Return a letter's words; one that may have arrived before says so."""
    html = render(letter.template, letter.locale, **letter.facts)
    if not letter.doubt:
        return html
    return f"{html}\n\n{label('delivery.doubt', letter.locale)}"
