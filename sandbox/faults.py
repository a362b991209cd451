"""Trouble: the next requests that fit go wrong, in a chosen way or by chance."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Literal, get_args

from sandbox.refusals import Refused, bad, forbidden, too_many

FaultKind = Literal[
    "401",
    "429",
    "500",
    "502",
    "503",
    "504",
    "hang",
    "drip",
    "reset",
    "lost",
    "migrate",
    "blocked",
    "deactivated",
    "kicked",
    "unopened",
    "gone",
    "no_rights",
]
KINDS: tuple[str, ...] = get_args(FaultKind)
PASSING: tuple[FaultKind, ...] = ("429", "500", "502", "503", "504", "reset", "lost")
"""What passes by itself and takes no time: fit for a long run by chance."""
_FINAL = {
    "blocked": forbidden("bot was blocked by the user"),
    "deactivated": forbidden("user is deactivated"),
    "kicked": forbidden("bot was kicked from the group chat"),
    "unopened": forbidden("bot can't initiate conversation with a user"),
    "gone": bad("chat not found"),
    "no_rights": bad("not enough rights to send text messages to the chat"),
}
_OWN = {
    "401": Refused(401, "Unauthorized"),
    "500": Refused(500, "Internal Server Error"),
    "502": Refused(502, "Bad Gateway"),
}


@dataclass(slots=True, kw_only=True)
class Fault:
    """`method` "*" fits any method and `chat` None any chat; `times` counts down.

    With `lasts` it is in force for so many seconds instead, however often it fits.

    401, 500, 502  Telegram's own refusal; nothing is done
    429            refused, with retry_after `seconds`
    503            a gateway's page instead of an answer; nothing is done
    504            the same, but the request is done
    hang           `seconds` pass before the request is looked at
    drip           the request is done, its answer trickles in over `seconds`
    reset          the connection is cut before the request is looked at
    lost           the request is done, the connection is cut before its answer
    migrate        the group is upgraded just before the request
    blocked, deactivated, kicked, unopened   each kind of 403
    gone, no_rights                          400: no such chat, may not write there
    """

    method: str
    kind: FaultKind
    chat: int | None = None
    times: int = 1
    seconds: float = 1.0
    lasts: float | None = None
    until: float | None = None  # elapsed time at which `lasts` is over

    def fits(self, method: str, chat: int | None) -> bool:
        named = self.method == "*" or self.method.lower() == method.lower()
        return named and self.chat in {None, chat}

    def over(self, now: float) -> bool:
        return self.times <= 0 if self.until is None else now >= self.until


@dataclass(slots=True)
class Chance:
    """Trouble by chance: each request goes wrong with probability `rate`."""

    dice: Random
    rate: float
    kinds: Sequence[FaultKind]

    def roll(self, method: str) -> Fault | None:
        if self.dice.random() >= self.rate:
            return None
        return Fault(method=method, kind=self.dice.choice(self.kinds))


class Faults:
    """What is ordered comes first; `ticks` tells elapsed time in seconds."""

    def __init__(self, ticks: Callable[[], float]) -> None:
        self.ordered: list[Fault] = []
        self.happened: list[Fault] = []
        self._ticks = ticks
        self._chance: Chance | None = None

    def order(self, *faults: Fault) -> None:
        for fault in faults:
            if fault.lasts is not None:
                fault.until = self._ticks() + fault.lasts
        self.ordered.extend(faults)

    def random(
        self, seed: int, rate: float, kinds: Sequence[FaultKind] = PASSING
    ) -> None:
        """Let each request go wrong with probability `rate`; the seed tells how."""
        dice = Random(seed)  # noqa: S311 - trouble that can be had again
        self._chance = Chance(dice, rate, kinds)

    def clear(self) -> None:
        """Forget what is ordered and leave nothing to chance."""
        self.ordered, self._chance = [], None

    def next_for(self, method: str, chat: int | None) -> Fault | None:
        """Use up one turn of the first fault that fits."""
        fault = self._next_ordered(method, chat)
        if fault is None and self._chance is not None:
            fault = self._chance.roll(method)
        if fault is not None:
            self.happened.append(fault)
        return fault

    def _next_ordered(self, method: str, chat: int | None) -> Fault | None:
        now = self._ticks()
        left = [f for f in self.ordered if not f.over(now)]
        found = next((f for f in left if f.fits(method, chat)), None)
        if found is not None:
            found.times -= 1
        self.ordered = [f for f in left if not f.over(now)]
        return found


async def before(fault: Fault) -> None:
    """Do what a fault does before the request is looked at."""
    if refused := _FINAL.get(fault.kind) or _OWN.get(fault.kind):
        raise Refused(refused.code, refused.description)
    if fault.kind == "429":
        raise too_many(max(1, round(fault.seconds)))
    if fault.kind == "hang":
        await asyncio.sleep(fault.seconds)


def read(given: object) -> list[Fault]:
    """Return the faults of a control request, or refuse a wrong one."""
    if not isinstance(given, list):
        raise bad("expected an Array of faults")
    return [_fault(one) for one in given]


def _fault(one: object) -> Fault:
    if not isinstance(one, dict) or one.get("kind") not in KINDS:
        raise bad(f"a fault needs a kind, one of {', '.join(KINDS)}")
    chat, lasts = one.get("chat"), one.get("lasts")
    try:
        return Fault(
            method=str(one.get("method", "*")),
            kind=one["kind"],
            chat=None if chat is None else int(chat),
            times=int(one.get("times", 1)),
            seconds=float(one.get("seconds", 1)),
            lasts=None if lasts is None else float(lasts),
        )
    except (TypeError, ValueError):
        raise bad("chat, times, seconds and lasts of a fault are numbers") from None


def read_chance(given: object) -> tuple[int, float]:
    """Return seed and rate of a control request, or refuse a wrong one."""
    if not isinstance(given, dict):
        raise bad("expected a seed and a rate")
    try:
        seed, rate = int(given.get("seed", 0)), float(given["rate"])
    except (KeyError, TypeError, ValueError):
        raise bad("seed and rate of trouble by chance are numbers") from None
    if not 0 <= rate <= 1:
        raise bad("the rate is between 0 and 1")
    return seed, rate
