"""Every way the house can refuse. The words are a template, by `name`.

Refusal           a person should read this; never a bug
├── Unknown       no such task or area, or not for these eyes
├── NotAllowed    this role may not do this
├── NotYours      the task is another unit's
├── BadInvite     a code that is wrong, used or expired
├── OldButton     a button whose moment has passed
└── Group         said in a group, where others would read the answer
"""

from dataclasses import dataclass, field


@dataclass(eq=False)  # an exception is itself: equal by fields, it has no hash
class Refusal(Exception):
    """A person should read this; never a bug."""

    facts: dict[str, object] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The template that says it."""
        return f"refusal/{type(self).__name__.lower()}"


class Unknown(Refusal):
    pass


class NotAllowed(Refusal):
    pass


class NotYours(Refusal):
    pass


class BadInvite(Refusal):
    pass


class OldButton(Refusal):
    pass


class Group(Refusal):
    pass
