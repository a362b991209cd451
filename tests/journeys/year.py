"""A year of the plan, played: who the people are, what they do, and the time line.

Each person has a way of answering: on time, late, never, from leave through a
deputy, honestly in the red, or so as to look good. Nothing here is random: the same
year comes out every time.
"""

import asyncio
import heapq
from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count, groupby
from typing import TypeAlias

from journeys.town import SHANGHAI, Town

from rules.catalog import Catalog
from rules.ids import PlanId, UnitId
from rules.people import Role
from sandbox.model import Event, Message
from store import people

Do: TypeAlias = Callable[[], Awaitable[object]]
BOT = "督办"
PLAN = PlanId("zj-2020")


@dataclass(frozen=True)
class Player:
    user: int
    name: str
    role: Role
    unit: str | None
    way: str
    told_whole: bool = True  # the others are told as a crowd


WANG, LI, WU, HE, ZHOU, QIAN, MA, ZHAO, CHEN, SUN = range(201, 211)
FEATURED = (
    Player(WANG, "王敏", Role.OWNER, "air", "punctual"),
    Player(ZHAO, "赵刚", Role.HEAD, "air", "reads"),
    Player(LI, "李强", Role.OWNER, "water", "late"),
    Player(WU, "吴勇", Role.OWNER, "soil", "silent"),
    Player(MA, "马骏", Role.HEAD, "soil", "reads"),
    Player(HE, "何洁", Role.OWNER, "solid", "on leave"),
    Player(ZHOU, "周红", Role.OWNER, "marine", "honest"),
    Player(QIAN, "钱多", Role.OWNER, "monitoring", "gaming"),
    Player(CHEN, "陈立", Role.LEADER, None, "reads"),
    Player(SUN, "孙悦", Role.ADMIN, None, "approves"),
)


def cast(catalog: Catalog) -> tuple[Player, ...]:
    """Everybody: the featured, and a punctual owner in each other lead unit."""
    held = {player.unit for player in FEATURED}
    leads = dict.fromkeys(task.lead for task in catalog.tasks())
    names = {unit.id: unit.name for unit in catalog.units}
    others = [unit for unit in leads if unit not in held]
    return FEATURED + tuple(
        Player(
            300 + n,
            f"{names[unit]}某",
            Role.OWNER,
            unit,
            "punctual",
            told_whole=False,
        )
        for n, unit in enumerate(others)
    )


@dataclass
class Year:
    """`lines` is the time line; `agenda` what people are about to do."""

    town: Town
    catalog: Catalog
    players: dict[int, Player] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    agenda: list[tuple[datetime, int, Do]] = field(default_factory=list)
    react: dict[str, Callable[["Year", Player, Message], None]] = field(
        default_factory=dict
    )
    asleep: tuple[datetime, datetime] | None = None
    planned: set[tuple[int, datetime]] = field(default_factory=set)
    _numbers: Iterator[int] = field(default_factory=count)
    _day: date | None = None
    _updates: dict[object, int] = field(default_factory=dict)
    _others: dict[str, list[int]] = field(default_factory=dict)

    def at(self, when: datetime, do: Do) -> None:
        """Put something on the agenda; never in the past."""
        heapq.heappush(self.agenda, (when, next(self._numbers), do))

    def on(self, month: int, day: int, hour: int, minute: int, do: Do) -> None:
        when = datetime(2020, month, day, hour, minute, tzinfo=SHANGHAI)
        self.at(when, do)

    def link(self) -> None:
        """Bring everybody in, as used invites would have."""
        for player in cast(self.catalog):
            self.players[player.user] = player
            self.town.world.add_person(player.user, player.name)
            self.town.store.run_sync(lambda tx, who=player: self._join(tx, who))
            self.town.world.open_chat(player.user)

    def _join(self, tx, player: Player) -> None:
        now = self.town.now
        unit = UnitId(player.unit) if player.unit else None
        code = f"year-{player.user}"
        expires = now + timedelta(days=1)
        given = {"role": player.role, "unit": unit, "now": now}
        people.invite(tx, PLAN, code, expires=expires, **given)
        tx.flush()
        invite = people.invite_of(tx, code)
        people.link(
            tx,
            invite,
            user=player.user,
            chat=player.user,
            name=player.name,
            locale="zh",
            now=now,
        )

    async def live(self, until: datetime) -> None:
        """Let the year pass: bells ring when something is due, people act."""
        assert self.town.house is not None
        listening = asyncio.create_task(self._listen())
        await asyncio.sleep(0)
        try:
            await self.town.ring()
            while True:
                at = await self._next()
                if at is None or at > until:
                    break
                self.town.now = max(at, self.town.now)
                if not self._sleeping():
                    await self.town.ring()
                    self._noticed()
                acted = False
                while self.agenda and self.agenda[0][0] <= self.town.now:
                    _, _, do = heapq.heappop(self.agenda)
                    await do()
                    acted = True
                if acted:
                    await self.town.ring()
                    self._noticed()
        finally:
            listening.cancel()

    async def _next(self) -> datetime | None:
        assert self.town.house is not None
        coming = await self.town.house.next_event()
        if coming and self.asleep and self.asleep[0] <= coming < self.asleep[1]:
            coming = self.asleep[1]
        planned = self.agenda[0][0] if self.agenda else None
        return min((at for at in (coming, planned) if at), default=None)

    def _sleeping(self) -> bool:
        return bool(self.asleep) and self.asleep[0] <= self.town.now < self.asleep[1]

    async def _listen(self) -> None:
        self._events: list[Event] = []
        with self.town.world.listen() as events:
            async for event in events:
                self._events.append(event)

    def _noticed(self) -> None:
        """Write down what happened, and let people make up their minds about it."""
        found, self._events = self._events, []
        self._others.clear()
        for message, edited in self._in_order(found):
            self._write(message, edited=edited)
            self._react(message, edited=edited)

    def _in_order(self, events: Iterable[Event]) -> Iterator[tuple[Message, bool]]:
        """Go person by person, and through edits by message: letters race."""
        place = {user: n for n, user in enumerate(self.players)}
        said = [
            (event.body, event.kind == "edited")
            for event in events
            if isinstance(event.body, Message) and event.kind in {"message", "edited"}
        ]
        said.sort(key=lambda one: place.get(one[0].chat_id, len(place)))
        for (_, edited), run in groupby(said, key=lambda one: (one[0].chat_id, one[1])):
            batch = list(run)
            yield from sorted(batch, key=lambda one: one[0].id) if edited else batch

    def _react(self, message: Message, *, edited: bool) -> None:
        player = self.players.get(message.chat_id)
        if player and message.from_bot and not edited and player.way in self.react:
            self.react[player.way](self, player, message)

    def _write(self, message: Message, *, edited: bool) -> None:
        player = self.players.get(message.chat_id)
        if player is None:
            return
        here = (message.edited or message.date).astimezone(SHANGHAI)
        if here.date() != self._day:
            self._day = here.date()
            self.lines += [
                "",
                f"## {here:%m月%d日} 周{'一二三四五六日'[here.weekday()]}",
            ]
        who = f"{BOT} → {player.name}" if message.from_bot else player.name
        said = message.text.splitlines() or [""]
        if edited:
            if player.told_whole:
                self._update(message, f"{here:%H:%M} {who}（更新）: {said[0]}")
            return
        if not player.told_whole:
            self._count(message, f"{here:%H:%M} {BOT} → 其他责任人")
            return
        self.lines.append(f"{here:%H:%M} {who}")
        self.lines += [f"    {line}".rstrip() for line in said]
        for row in message.buttons:
            self.lines.append("    " + " ".join(f"[{b.text}]" for b in row))

    def _count(self, message: Message, about: str) -> None:
        """Tell of the others by their number: what the bot asked them unprompted."""
        if not message.from_bot or "待办" not in message.text.partition("\n")[0]:
            return
        if about not in self._others:
            self._others[about] = [len(self.lines), 0]
            self.lines.append("")
        place = self._others[about]
        place[1] += 1
        self.lines[place[0]] = f"{about}: {place[1]}人各1条"

    def _update(self, message: Message, line: str) -> None:
        """Tell of an edit; of several of one message in a minute, the last."""
        key = message.chat_id, message.id, line[:5], self._day
        if key in self._updates:
            self.lines[self._updates[key]] = line
        else:
            self._updates[key] = len(self.lines)
            self.lines.append(line)


def buttons(message: Message, ending: str) -> list[str]:
    """The tasks whose button of this ending stands under a message."""
    shown = [button.text for row in message.buttons for button in row]
    return [text.split()[0] for text in shown if text.endswith(f" {ending}")]


def pace(day: date) -> int:
    """The year's linear pace on a day, in percent."""
    return round(((day - date(2019, 12, 31)).days) / 366 * 100)


def clock(day: datetime, hour: int, minute: int) -> datetime:
    return datetime.combine(day.date(), time(hour, minute), SHANGHAI)
