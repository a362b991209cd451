"""/history: everything that was kept of a task, newest last."""

from bot.desk import Scene
from rules import facts
from rules.errors import OldButton, Unknown
from rules.history import line, page
from rules.lookup import task_called
from rules.message import Button, Buttons
from rules.people import Verb
from store import history as kept


def history(scene: Scene, given: str) -> None:
    """/history 2.2, or 历史 on a card; `02.2:1` is the page before the newest."""
    scene.who(Verb.HISTORY)
    number, _, at = given.partition(":")
    found = task_called(scene.catalog, number)
    if found is None:
        raise Unknown({"what": "task", "given": number[:20]})
    if at and not (at.isascii() and at.isdecimal() and len(at) < 6):  # noqa: PLR2004 - more pages than anybody has
        raise OldButton
    entries = kept.of(scene.tx, scene.id, found.id)
    shown, older = page(entries, int(at or 0))
    told: facts.Line = {
        "task": facts.number(found.id),
        "short": found.short,
        "total": len(entries),
        "page": int(at or 0),
        "entries": [line(entry, scene.plan.days) for entry in shown],
        "units": {str(u): name for u, name in facts.units_of(scene.catalog).items()},
    }
    # The first page opens below the card; leafing changes the page in place.
    (scene.edit if at else scene.say)("history", told, _leaf(found.id, at, older))


def _leaf(task: str, at: str, older: bool) -> Buttons:  # noqa: FBT001 - whether there is more
    here = int(at or 0)
    keys = []
    if older:
        keys.append(Button(label="buttons.older", data=f"history:{task}:{here + 1}"))
    if here:
        keys.append(Button(label="buttons.newer", data=f"history:{task}:{here - 1}"))
    return (tuple(keys),) if keys else ()
