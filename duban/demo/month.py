"""Who says what when in the scripted month."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TypeAlias

from duban.demo.cast import CHEN, LI, SUN, WANG, ZHAO
from duban.demo.stage import Stage
from templates import label, words

STRANGER = 2001


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    at: datetime
    do: Callable[[], None]


class Players:
    """Hands on the phones. A button is found by its words, as a person would."""

    def __init__(self, stage: Stage, locale: str) -> None:
        self._world, self._locale = stage.world, locale
        self._said = words("demo", locale)["script"]

    def say(self, who: int, said: str) -> None:
        """Say the script's line of that name, or a command as it is."""
        self._world.say(who, said if said.startswith("/") else self._said[said])

    def stranger(self, said: str) -> None:
        self._world.add_person(STRANGER, "路人")
        self.say(STRANGER, said)

    def tap(self, who: int, key: str, **named: object) -> None:
        """Tap the newest button with this label."""
        wanted = label(f"buttons.{key}", self._locale, **named)
        for message in reversed(self._world.messages(who)):
            for button in (button for row in message.buttons for button in row):
                if button.text == wanted and button.data:
                    self._world.tap(who, message.id, button.data)
                    return
        raise LookupError(wanted)


Do: TypeAlias = Callable[[Players], None]


def say(who: int, said: str) -> Do:
    return lambda players: players.say(who, said)


def tap(who: int, key: str, **named: object) -> Do:
    return lambda players: players.tap(who, key, **named)


# A plan is handed out, answered, chased and steered. Wang is silent on 2.3: her head
# is told, and answers for the unit. Li's unit has no head: the admin presses.
MONTH: tuple[tuple[int, int, str, Do], ...] = (
    (2, 25, "8:05", say(WANG, "/help")),
    (2, 25, "9:05", tap(WANG, "ack_all", count=3)),
    (2, 27, "14:00", tap(LI, "ack_all", count=3)),
    (3, 5, "9:12", say(WANG, "steel")),
    (3, 5, "9:13", tap(WANG, "confirm")),
    (3, 9, "9:00", tap(WANG, "why")),
    (3, 9, "9:01", tap(WANG, "number", number=1)),
    (3, 10, "9:14", tap(WANG, "more")),
    (3, 10, "9:14", tap(WANG, "words")),
    (3, 10, "9:15", say(WANG, "projects")),
    (3, 10, "9:16", tap(WANG, "confirm")),
    (3, 11, "10:02", say(LI, "blocked")),
    (3, 11, "10:03", tap(LI, "confirm")),
    (3, 13, "14:30", tap(ZHAO, "more")),
    (3, 13, "14:30", tap(ZHAO, "words")),
    (3, 13, "14:31", say(ZHAO, "trucks")),
    (3, 13, "14:32", tap(ZHAO, "confirm")),
    (3, 16, "8:40", tap(CHEN, "areas")),
    (3, 16, "8:41", tap(CHEN, "number", number=3)),
    (3, 16, "8:43", say(CHEN, "direct")),
    (3, 16, "8:44", tap(CHEN, "give")),
    (3, 16, "9:30", tap(LI, "hear")),
    (3, 17, "9:00", tap(SUN, "note_task", task="3.2")),
    (3, 17, "10:00", say(LI, "sources")),
    (3, 17, "10:01", tap(LI, "confirm")),
    (3, 17, "10:02", say(LI, "river")),
    (3, 17, "10:03", tap(LI, "confirm")),
    (3, 17, "11:00", lambda players: players.stranger("stranger")),
    (3, 18, "9:00", say(SUN, "/status")),
    (3, 20, "9:10", tap(WANG, "on_track_task", task="2.3")),
    (3, 20, "9:12", say(WANG, "more_projects")),
    (3, 20, "9:13", tap(WANG, "confirm")),
    (3, 20, "9:15", say(WANG, "more_steel")),
    (3, 20, "9:16", tap(WANG, "confirm")),
    (3, 23, "15:00", tap(LI, "told")),
    (3, 23, "15:01", say(LI, "agreed")),
    (3, 23, "16:00", tap(CHEN, "close")),
    (3, 24, "9:00", tap(LI, "on_track_task", task="3.2")),
    (3, 24, "9:01", tap(LI, "on_track_task", task="3.3")),
    (3, 24, "9:02", say(LI, "resumed")),
    (3, 24, "9:03", tap(LI, "confirm")),
    (3, 30, "9:00", say(LI, "/mine")),
)


def acts(stage: Stage, locale: str) -> Iterator[Act]:
    """Yield the month's acts in order, at their moments of the plan's year."""
    players, year = Players(stage, locale), stage.catalog.plan.starts.year
    for month, day, clock, do in MONTH:
        hour, minute = map(int, clock.split(":"))
        at = datetime(year, month, day, hour, minute, tzinfo=stage.zone)
        yield Act(at=at, do=partial(do, players))
