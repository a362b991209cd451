"""Groups: an admin has the bot take answers in one, and has it stop."""

from bot.desk import Scene
from bot.verbs import joining
from rules import facts
from rules.errors import Unknown
from rules.ids import UnitId
from rules.people import Verb
from rules.wording import units_called
from store import bound
from store.bound import Bound

SHOWN = 6  # units a short name may mean
TITLE = 128  # characters of a group's title


def bind(scene: Scene, given: str) -> None:
    """/bind [UNIT] in a group: take answers there, for a unit or for everybody."""
    person = scene.who(Verb.BIND)
    if scene.group is None:
        scene.say("group/how", {"bot": scene.plan.bot_username})
        return
    unit = _unit(scene, given.strip())
    title = scene.said.title[:TITLE]
    group = Bound(chat=scene.group, unit=unit, title=title)
    bound.bind(scene.tx, scene.id, group, person=person.id, now=scene.now)
    told: facts.Line = {
        "unit": facts.units_of(scene.catalog)[unit] if unit else None,
        "bot": scene.plan.bot_username,
    }
    scene.say("group/bound", told)


def unbind(scene: Scene, given: str) -> None:
    """/unbind in a group: take no answers there any more."""
    del given
    scene.who(Verb.UNBIND)
    if scene.group is None:
        scene.say("group/how", {"bot": scene.plan.bot_username})
        return
    was = bound.unbind(scene.tx, scene.id, scene.group)
    scene.say("group/unbound", {"was": was})


def member(scene: Scene, given: str) -> None:
    """Note that the bot was let into a chat or put out of it."""
    if scene.group is None:
        joining.blocked(scene, given)
    elif scene.said.left:
        bound.unbind(scene.tx, scene.id, scene.group)


def _unit(scene: Scene, name: str) -> UnitId | None:
    """Return the unit that is named, if any; refuse what is none, or could be two."""
    if not name:
        return None
    units = units_called(scene.catalog, name)
    if len(units) != 1:
        like = [unit.name for unit in units[:SHOWN]]
        raise Unknown({"what": "unit", "given": name[:20], "like": like})
    return units[0].id
