"""Trouble on order: the next requests that fit go wrong in a chosen way."""

import asyncio
from dataclasses import dataclass
from typing import Literal, get_args

from sandbox.refusals import Refused, bad, too_many

FaultKind = Literal["502", "hang", "lost", "migrate", "429"]
KINDS: tuple[str, ...] = get_args(FaultKind)


@dataclass(slots=True, kw_only=True)
class Fault:
    """`method` "*" fits any method and `chat` None any chat; `times` counts down.

    502      the gateway answers instead of Telegram; nothing is done
    hang     `seconds` pass before the request is looked at
    lost     the request is done, its answer never arrives
    migrate  the group is upgraded just before the request
    429      refused, with retry_after `seconds`
    """

    method: str
    kind: FaultKind
    chat: int | None = None
    times: int = 1
    seconds: float = 1.0

    def fits(self, method: str, chat: int | None) -> bool:
        named = self.method == "*" or self.method.lower() == method.lower()
        return self.times > 0 and named and self.chat in {None, chat}


class Faults:
    def __init__(self) -> None:
        self.ordered: list[Fault] = []

    def order(self, *faults: Fault) -> None:
        self.ordered.extend(faults)

    def next_for(self, method: str, chat: int | None) -> Fault | None:
        """Use up one turn of the first fault that fits."""
        for fault in self.ordered:
            if fault.fits(method, chat):
                fault.times -= 1
                self.ordered = [f for f in self.ordered if f.times > 0]
                return fault
        return None


async def before(fault: Fault) -> None:
    """Do what a fault does before the request is looked at."""
    match fault.kind:
        case "502":
            raise Refused(502, "Bad Gateway")
        case "429":
            raise too_many(max(1, round(fault.seconds)))
        case "hang":
            await asyncio.sleep(fault.seconds)
        case "lost" | "migrate":
            return


def read(given: object) -> list[Fault]:
    """Return the faults of a control request, or refuse a wrong one."""
    if not isinstance(given, list):
        raise bad("expected an Array of faults")
    return [_fault(one) for one in given]


def _fault(one: object) -> Fault:
    if not isinstance(one, dict) or one.get("kind") not in KINDS:
        raise bad(f"a fault needs a kind, one of {', '.join(KINDS)}")
    chat = one.get("chat")
    try:
        return Fault(
            method=str(one.get("method", "*")),
            kind=one["kind"],
            chat=None if chat is None else int(chat),
            times=int(one.get("times", 1)),
            seconds=float(one.get("seconds", 1)),
        )
    except (TypeError, ValueError):
        raise bad("chat, times and seconds of a fault are numbers") from None
