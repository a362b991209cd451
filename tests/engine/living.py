"""The engine among people: they answer, ask, decide, leave, come, and edit the plan."""

from datetime import timedelta
from functools import partial

from engine.life import Life
from engine.plan import EDITS, PLAN, TASKS, UNITS, edited
from engine.rows import rows
from engine.said import ANY, LINES, OWN, PEOPLE, REQUESTS, TASK, WORDS
from engine.world import ADA, ANN, BO, HAN, LEE, LU, NEW, WEI
from hypothesis import strategies as st
from hypothesis.stateful import rule

from rules.ids import TaskId, UnitId
from rules.lifecycle import Move
from rules.lifecycle import moves as ruled
from store import moves, people, plans
from store.moving import mover
from store.session import Tx


class Engine(Life):
    """Everything that can happen to it."""

    @rule(who=PEOPLE, nth=st.integers(0, 12), die=st.none() | st.integers(1, 60))
    def taps(self, who: int, nth: int, die: int | None) -> None:
        """Tap one of the buttons seen last."""
        found = self.world.phones.buttons([who], last=3)
        if found:
            message, data = found[nth % len(found)]
            self.world.fate = die
            self.acts(lambda: self.world.tap(who, data, message))

    @rule(who=PEOPLE, other=PEOPLE, nth=ANY)
    def taps_something_old(self, who: int, other: int, nth: int) -> None:
        """Tap any button ever shown to anybody: old, answered, forged."""
        found = self.world.phones.buttons([other], last=60)
        if found:
            message, data = found[nth % len(found)]
            self.acts(lambda: self.world.tap(who, data, message))

    @rule(
        who=PEOPLE,
        wanted=st.sampled_from(
            [
                "report",
                "confirm",
                "on_track",
                "at_risk",
                "done",
                "answer",
                "unchanged",
                "percent",
                "measures",
                "tick",
                "submit",
                "correct",
                "take_back",
                "fix",
                "snooze_all",
                "apply",
            ]
        ),
    )
    def answers(self, who: int, wanted: str) -> None:
        """Tap the newest button of a sort."""
        self.taps_newest([who], wanted)

    @rule(
        who=st.sampled_from([ADA, LEE, ANN, WEI]),
        wanted=st.sampled_from(
            ["grant", "refuse", "withdraw", "hear", "told", "close", "back", "recall"]
        ),
    )
    def decides(self, who: int, wanted: str) -> None:
        """Tap what decides a request or moves a directive on."""
        self.taps_newest([who], wanted)

    def taps_newest(self, people: list[int], wanted: str) -> bool:
        for who in people:
            for message, data in self.world.phones.buttons([who], last=20):
                if data.partition(":")[0] == wanted:
                    self.acts(partial(self.world.tap, who, data, message))
                    return True
        return False

    @rule(who=PEOPLE, words=WORDS, task=st.none() | TASK, n=st.integers(0, 100))
    def says(self, who: int, words: str, task: str | None, n: int) -> None:
        text = words.format(n=n, m=self.world.now.month % 12 + 1)
        self.acts(lambda: self.world.say(who, f"{task} {text}" if task else text))

    @rule(
        own=OWN,
        n=st.integers(0, 100),
    )
    def reports(self, own: tuple[int, str], n: int) -> None:
        """Answer by words and confirm the card."""
        who, task = own
        self.acts(lambda: self.world.say(who, f"{task} 总体进度{n}%，正常推进"))
        self.taps_newest([who], "confirm")

    @rule(who=PEOPLE, n=st.integers(0, 100), nth=st.integers(0, 3))
    def edits_words(self, who: int, n: int, nth: int) -> None:
        """Edit a message that was read before."""
        cards = list(rows(self.world.store)["card"].values())
        if cards:
            message = cards[-1 - nth % len(cards)]["message"]
            self.acts(lambda: self.world.rewrite(who, f"总体进度{n}%", message))

    @rule(
        who=PEOPLE,
        line=LINES,
        task=TASK,
        first=st.integers(0, 6),
        span=st.integers(0, 12),
    )
    def commands(self, who: int, line: str, task: str, first: int, span: int) -> None:
        day = self.world.now.date() + timedelta(days=first)
        last = day + timedelta(days=span)
        text = line.format(
            t=task,
            m=self.world.now.month % 12 + 1,
            a=f"{day.month}.{day.day}",
            b=f"{last.month}.{last.day}",
        )
        word, _, rest = text.partition(" ")
        self.acts(lambda: self.world.command(who, word, rest))

    @rule(
        line=REQUESTS,
        day=st.integers(10, 28),
        answer=st.sampled_from(["grant", "grant", "refuse", "withdraw", ""]),
    )
    def asks(self, line: tuple[int, str], day: int, answer: str) -> None:
        """Ask for something, and perhaps hear at once."""
        who, text = line
        if "done" in text:
            self.acts(lambda: self.world.say(who, f"{text[5:]} 总体进度90%，正常推进"))
            self.taps_newest([who], "confirm")
        word, _, rest = text.format(d=day).partition(" ")
        self.acts(lambda: self.world.command(who, word, rest))
        if answer:
            self.taps_newest([ADA, WEI, ANN, LU, LEE, who], answer)
            if answer == "refuse":
                self.acts(lambda: self.world.say(ADA, "请补充台账"))

    @rule(
        who=st.sampled_from([ANN, ANN, BO, WEI, HAN, ADA, LEE]),
        first=st.integers(0, 3),
        span=st.integers(1, 12),
        deputy=st.sampled_from(["", "", " @博文", " @安宁", " @韩处", " @魏来"]),
    )
    def rests(self, who: int, first: int, span: int, deputy: str) -> None:
        """Go on leave, and be away for a while."""
        day = self.watch.day(self.world.now) + timedelta(days=first)
        last = day + timedelta(days=span)
        words = f"{day.month}.{day.day}-{last.month}.{last.day}{deputy}"
        self.acts(lambda: self.world.command(who, "away", words))
        self.passes(timedelta(days=first + 1, hours=2))

    @rule(
        task=TASK, day=st.integers(1, 28), close=st.sampled_from(["", "close", "back"])
    )
    def directs(self, task: str, day: int, close: str) -> None:
        """Give a directive; perhaps it is reported and taken up."""
        month = self.world.now.month % 12 + 1
        self.acts(lambda: self.world.say(LEE, f"{task} {month}月{day}日前报方案"))
        self.taps_newest([LEE], "give")
        if not close:
            return
        self.becomes_morning(9, 0)
        for who in (ANN, WEI, LU):
            if self.taps_newest([who], "told"):
                self.acts(lambda who=who: self.world.say(who, "方案已报送"))
        self.becomes_morning(9, 0)
        if self.taps_newest([LEE], close):
            self.acts(lambda: self.world.say(LEE, "请补充台账"))

    @rule(who=st.sampled_from([LEE, LEE, ADA, ANN, WEI]), nth=ANY)
    def moves_on(self, who: int, nth: int) -> None:
        """Make a move that is open to somebody."""
        found = self.world.store.read_sync(lambda tx: open_to(tx, who))
        if found:
            task, unit, move = found[nth % len(found)]
            self.acts(lambda: self.world.tap(who, f"move:{move}:{task}:{unit}"))
            if not self.world.refused:
                self.acts(lambda: self.world.say(who, "资金未到位"))

    @rule(
        who=PEOPLE,
        move=st.sampled_from(list(Move)),
        task=st.sampled_from(TASKS),
        unit=st.sampled_from(UNITS),
    )
    def moves(self, who: int, move: Move, task: str, unit: str) -> None:
        """Try a move, whoever may make it, with a reason if one is asked for."""
        self.acts(lambda: self.world.tap(who, f"move:{move}:{task}:{unit}"))
        if not self.world.refused:
            self.acts(lambda: self.world.say(who, "资金未到位"))

    @rule(who=PEOPLE)
    def receives(self, who: int) -> None:
        self.acts(lambda: self.world.tap(who, "ack_all"))

    @rule(who=PEOPLE, left=st.booleans())
    def blocks(self, who: int, *, left: bool) -> None:
        self.acts(lambda: self.world.open_chat(who, left=left))

    @rule(who=PEOPLE, known=st.booleans())
    def cannot_be_reached(self, who: int, *, known: bool) -> None:
        """Blocked without a word: learnt as a letter comes back, or never."""
        (self.world.phones.blocked.add if known else self.world.phones.blocked.discard)(
            who
        )

    @rule(who=st.sampled_from([LU, NEW, BO, ANN, LEE, ADA]))
    def links(self, who: int) -> None:
        self.acts(lambda: self.world.link(who))

    @rule(who=st.sampled_from([BO, HAN, LU, WEI]))
    def retires(self, who: int) -> None:
        self.world.retire(who)
        self.does(self.world.ring)

    @rule(edit=st.integers(0, len(EDITS) - 1))
    def applies(self, edit: int) -> None:
        """Put the file in force with one more edit, or one less."""
        self.edits ^= {edit}
        self.world.apply(edited(self.edits))
        self.kept.stood.clear()
        self.does(self.world.ring)


def open_to(tx: Tx, user: int) -> list[tuple[TaskId, UnitId, Move]]:
    """Return the moves somebody could make now."""
    found, person = plans.loaded(tx, PLAN), people.by_user(tx, PLAN, user)
    if found is None or person is None:
        return []
    return [
        (task.id, branch.unit, move)
        for task in found.catalog.tasks()
        for branch in moves.branches(tx, found, task)
        for move in ruled(branch, mover(person))
    ]
