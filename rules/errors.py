"""Every way the house can refuse. The words are a template, by `name`.

Refusal           a person should read this; never a bug
├── Unknown       no such task or area, or not for these eyes
├── NotAllowed    this role may not do this
├── NotYours      the task is another unit's
├── BadInvite     a code that is wrong, used or expired
├── BadLeave      /away with what is no span of days ahead
├── BadDeputy     nobody of that name, or somebody who cannot stand in
├── BadHours      /hours with what are no hours
├── BadSnooze     a day to which nothing can be put off
├── BadValue      words that say nothing of the field they were asked for
├── BadFile       a file of a kind or size that is not taken
├── OldButton     a button whose moment has passed
├── BadDirective  an instruction that cannot be given as it stands
├── CannotFix     a report that can no longer be corrected
├── CannotMove    a move the task's stage does not allow
├── CannotAsk     a request the rules do not take as things stand
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


class BadLeave(Refusal):
    pass


class BadDeputy(Refusal):
    pass


class BadHours(Refusal):
    pass


class BadSnooze(Refusal):
    pass


class BadFile(Refusal):
    pass


class BadValue(Refusal):
    pass


class OldButton(Refusal):
    pass


class BadDirective(Refusal):
    pass


class CannotFix(Refusal):
    pass


class CannotMove(Refusal):
    pass


class CannotAsk(Refusal):
    pass


class Group(Refusal):
    pass
