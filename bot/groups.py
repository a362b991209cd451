"""What is done in a group, where others read along.

Only what belongs there: an answer said to the bot by somebody who may report, and
the buttons of that answer, by the one whose it is. All else is private.
"""

from collections.abc import Mapping
from enum import Enum
from typing import TYPE_CHECKING, TypeAlias

from rules.errors import Group
from rules.people import Verb, may
from store import bound

if TYPE_CHECKING:
    from bot.desk import Act, Scene


class InGroup(Enum):
    """How an act is open to a group."""

    HEARD = "heard"  # words, where the group is bound and they are said to the bot
    TAPPED = "tapped"  # a button, there, by the one whom the message answers
    BINDS = "binds"  # by whoever is linked, in any group
    TOLD = "told"  # what Telegram tells of the group itself


InGroups: TypeAlias = Mapping["Act", InGroup]


def admits(scene: "Scene", how: InGroup | None) -> bool:
    """Whether an act is done where it was asked for. Raises Group for what is private.

    Strangers hear nothing in a group; who taps what is another's hears whose it is.
    """
    if scene.group is None or how is InGroup.TOLD:
        return True
    if how is InGroup.TAPPED and bound.of(scene.tx, scene.id, scene.group):
        return _whose(scene)
    if scene.person is None:
        return False
    if how is InGroup.BINDS:
        return True
    if how is None or bound.of(scene.tx, scene.id, scene.group) is None:
        raise Group
    return scene.addressed and may(scene.person.role, Verb.REPORT)


def _whose(scene: "Scene") -> bool:
    """Whether a tap is by the one whose words the tapped message answers."""
    theirs = scene.said.reply_to in {0, scene.said.user}  # 0: those words are gone
    if scene.person is None or not theirs:
        scene.toast("not_yours")
        return False
    return True
