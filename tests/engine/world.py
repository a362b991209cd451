"""The living engine with nobody outside: people speak by `Said`, time moves when told.

The store, the bells, the verbs and the rules are the real ones; only Telegram is
not there. The process can be killed at any statement and started again.
"""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from engine.phone import Killed, Phones
from engine.plan import PLAN, TEXT, catalog
from sqlalchemy import event

from bot.answers import Say, from_json
from bot.app import BUTTONS, COMMANDS
from bot.desk import Act, Desk, perform
from bot.said import Said
from bot.verbs import joining, reporting, words
from duban.house import House
from rules.ids import PersonId, UnitId
from rules.people import Role
from store import inbox, outbox, people, plans
from store.session import Store
from templates import render

BOT = 1
START = datetime(2020, 2, 25, 0, 0, tzinfo=UTC)  # the plan's first morning, 08:00
ANN, BO, HAN, WEI, LU, ADA, LEE, NEW = range(1, 9)
CAST = {
    ANN: ("安宁", Role.OWNER, "air"),
    BO: ("博文", Role.OWNER, "air"),
    HAN: ("韩处", Role.HEAD, "air"),
    WEI: ("魏来", Role.OWNER, "water"),
    LU: ("陆遥", Role.OWNER, "law"),
    ADA: ("艾达", Role.ADMIN, None),
    LEE: ("李厅", Role.LEADER, None),
    NEW: ("新人", Role.OWNER, "law"),
}
SPOKEN = ("en", "zh")  # every answer has its words in both; people read the last
LINKED = (ANN, BO, HAN, WEI, ADA, LEE)
"""Nobody of `law` is linked at first, and `water` never has a head."""


@dataclass
class World:
    """`rang` is called after each ring of the bells, with all that was sent by then."""

    url: str
    rang: Callable[[], None] = lambda: None
    now: datetime = START
    dying: int | None = None  # statements left to live
    fate: int | None = None  # how many it will have while the next thing said is done
    deaths: int = 0
    refused: bool = False  # whether the last thing said was refused
    store: Store = field(init=False)
    phones: Phones = field(init=False)
    house: House = field(init=False)
    updates: int = 0  # how many things were said

    def __post_init__(self) -> None:
        self.phones = Phones(clock=lambda: self.now, dead=lambda: self.dying == 0)
        self.begin()

    def begin(self) -> None:
        """Start the process: everything is read anew from the database."""
        self.dying = None
        self.store = Store(self.url)
        engine = self.store.engine
        if self.url.startswith("sqlite"):
            event.listen(engine, "connect", _hurry)
        event.listen(engine, "before_cursor_execute", lambda *_: self._lives())
        event.listen(engine, "commit", lambda _: self._lives())
        plans._parsed.cache_clear()
        plans._FILED.clear()
        plans._AMENDED.clear()
        self.store.run_sync(lambda tx: outbox.release(tx, PLAN, self.now))
        nobody: Any = None  # neither Telegram nor its worker is there
        self.house = House(
            store=self.store,
            plan=PLAN,
            clock=lambda: self.now,
            app=nobody,
            desk=Desk(
                store=self.store,
                plan=PLAN,
                bot=BOT,
                clock=lambda: self.now,
                locale="zh",
            ),
            voice=self.phones,  # type: ignore[arg-type]  # all that `post` needs of it
            worker=nobody,
            wake=nobody,
            hearing=nobody,
            duty=nobody,
        )

    def end(self) -> None:
        self.store.close()

    def _lives(self) -> None:
        if self.dying is None:
            return
        if self.dying <= 1:
            self.dying = 0
            raise Killed
        self.dying -= 1

    async def surviving(
        self, work: Callable[[], Coroutine[Any, Any, None]], die: int | None
    ) -> bool:
        """Do something while dying at a statement to come, then do it again whole.

        Return whether it came to that.
        """
        self.dying = die
        try:
            await work()
        except BaseException:
            if self.dying != 0:
                raise
        died = self.dying == 0
        if died:
            self.deaths += 1
            self.end()
            self.begin()
            await work()
        self.dying = None
        return died

    def apply(self, text: str = TEXT) -> None:
        made = catalog(text)
        self.store.run_sync(
            lambda tx: plans.apply(
                tx, made, text=text, author="Ada", note="", now=self.now
            )
        )

    async def link(self, user: int) -> None:
        """Let somebody of the cast come in by an invite."""
        _, role, unit = CAST[user]
        self.updates += 1
        code = f"invite-{self.updates}"

        def work(tx: Any) -> None:
            expires = self.now + timedelta(days=1)
            named = UnitId(unit) if unit else None
            people.invite(
                tx, PLAN, code, role=role, unit=named, expires=expires, now=self.now
            )

        self.store.run_sync(work)
        await self.do(user, joining.join, code)

    def retire(self, user: int) -> None:
        person = self.store.read_sync(lambda tx: people.by_user(tx, PLAN, user))
        if person is not None:
            self.store.run_sync(
                lambda tx: people.retire(tx, PLAN, PersonId(person.id), self.now)
            )

    async def to(self, moment: datetime) -> None:
        """Let time pass until then, ringing the bells at each thing due."""
        await self.ring()
        while True:
            coming = await self.house.next_event()
            if coming is None or coming > moment:
                break
            self.now = coming
            await self.ring()
        self.now = moment
        await self.ring()

    async def ring(self) -> None:
        await self.house.tick()
        while await self.house.post():
            pass
        dying, self.dying = self.dying, None  # whoever looks on does not die
        self.rang()
        self.dying = dying

    async def command(self, user: int, word: str, rest: str = "") -> None:
        await self.do(user, COMMANDS[word], rest, text=f"/{word} {rest}")

    async def tap(self, user: int, data: str, message: int = 0) -> None:
        word, _, given = data.partition(":")
        act = BUTTONS.get(word, reporting.stale)
        await self.do(user, act, given, data=data, message=message)

    async def say(self, user: int, text: str, *, reply: str = "") -> None:
        await self.do(user, words.words, text, text=text, reply=reply)

    async def rewrite(self, user: int, text: str, message: int) -> None:
        """Edit a message written before."""
        await self.do(user, words.words, text, text=text, message=message, edited=True)

    async def open_chat(self, user: int, *, left: bool) -> None:
        """Block the bot, or take that back."""
        (self.phones.blocked.add if left else self.phones.blocked.discard)(user)
        await self.do(user, joining.blocked, "", left=left)

    async def do(
        self,
        user: int,
        act: Act,
        given: str,
        *,
        text: str = "",
        data: str = "",
        message: int = 0,
        reply: str = "",
        edited: bool = False,
        left: bool = False,
    ) -> None:
        """Do one thing as the worker would: the update is kept, handled, answered."""
        self.updates += 1
        said = Said(
            update=self.updates,
            user=user,
            chat=user,
            private=True,
            name=CAST[user][0],
            language="zh",
            message=message or self.phones.number(),
            text=text,
            data=data,
            callback="tap" if data else "",
            reply=1 if reply else 0,
            reply_text=reply,
            edited=edited,
            left=left,
        )
        raw = {"update_id": said.update}
        self.store.run_sync(lambda tx: inbox.put(tx, BOT, [(user, raw)], self.now))
        die, self.fate = self.fate, None
        await self.surviving(lambda: perform(self.house.desk, said, act, given), die)
        self._answer(said)

    def _answer(self, said: Said) -> None:
        """Show what is said back, as the voice would."""

        def work(tx: Any) -> list[dict[str, Any]]:
            inbox.said(tx, BOT, said.update)
            return inbox.answer_of(tx, BOT, said.update) or []

        answers = from_json(self.store.run_sync(work))
        self.refused = False
        for one in answers:
            if not isinstance(one, Say):
                continue
            self.refused |= one.template.startswith("refusal/")
            _, html = (render(one.template, locale, **one.facts) for locale in SPOKEN)
            if one.edit and said.data:
                self.phones.change(said.chat, said.message, html, one.buttons)
            else:
                self.phones.show(said.chat, html, one.buttons, letter=False)


def _hurry(connection: Any, _record: object) -> None:
    """Nothing here has to survive a power cut."""
    connection.execute("PRAGMA synchronous=OFF")


async def opened(url: str, *, text: str = TEXT, now: datetime = START) -> World:
    """Return a world with a plan in force and its people linked."""
    world = World(url=url, now=now)
    world.apply(text)
    for user in LINKED:
        await world.link(user)
    return world
