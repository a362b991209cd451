"""Something to be said, and to whom. The words live in templates/."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from rules.ids import ChatId, LetterId, PersonId, PlanId

Facts = Mapping[str, object]
"""What a template needs: JSON values only, since a letter is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """`label` is a key of words.toml; `data` is at most 64 bytes for Telegram."""

    label: str
    data: str
    facts: Mapping[str, str | int] = field(default_factory=dict)


Buttons = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A promise to a person. `key` is unique: the same promise is made once."""

    to: PersonId
    template: str
    facts: Facts
    key: str
    buttons: Buttons = ()


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
