"""Something to be said, and to whom. The words live in templates/."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from rules.catalog import Audience
from rules.ids import ChatId, LetterId, ObligationId, PersonId, PlanId

Facts = Mapping[str, object]
"""What a template needs: JSON values only, since a letter is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """`label` is a key of words.toml; `data` is at most 64 bytes for Telegram."""

    label: str
    data: str
    facts: Mapping[str, str | int] = field(default_factory=dict)


Buttons = tuple[tuple[Button, ...], ...]


class Sort(StrEnum):
    """How a letter stands to the budget of unprompted messages."""

    UNPROMPTED = "unprompted"  # counted, and held when the budget is spent
    PROMPTED = "prompted"  # what became of the person's own act
    SERVICE = "service"  # the house's own trouble, for the admins
    CANARY = "canary"  # the house's own trial, silent and taken back at once


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """One obligation a letter speaks of, and as whom its reader hears of it."""

    obligation: ObligationId
    audience: Audience


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A promise to a person. `key` is unique: the same promise is made once."""

    to: PersonId
    template: str
    facts: Facts
    key: str
    buttons: Buttons = ()
    about: tuple[About, ...] = ()
    sort: Sort = Sort.UNPROMPTED


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A message on its way: where to, in which language, and how often tried."""

    id: LetterId
    plan: PlanId
    to: PersonId
    chat: ChatId
    locale: str
    template: str
    facts: Facts
    buttons: Buttons
    knocks: int
    about: tuple[About, ...] = ()
    sort: Sort = Sort.UNPROMPTED
    message: int | None = None  # its number in the chat, once it has arrived
    sent_at: datetime | None = None
    doubt: bool = False  # an attempt before may have arrived
