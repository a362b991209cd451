"""Which tasks words name, as the plan in force calls them."""

from collections.abc import Collection

from bot.desk import Scene
from rules.catalog import Catalog
from rules.ids import TaskId
from rules.understand import Names, names_of, which

# What the tasks go by, of the last catalogs: made from thousands of words.
_KNOWN: dict[int, tuple[Catalog, Names]] = {}
_KEPT = 8


def known(scene: Scene) -> Names:
    """Return what the tasks go by; as filed, since what is granted renames nothing."""
    filed = scene.plan.filed
    held = _KNOWN.get(id(filed))
    if held is not None and held[0] is filed:
        return held[1]
    made = names_of(tuple(filed.tasks()))
    if len(_KNOWN) >= _KEPT:
        _KNOWN.clear()
    _KNOWN[id(filed)] = (filed, made)
    return made


def named(scene: Scene, text: str, among: Collection[TaskId]) -> tuple[TaskId, ...]:
    """Return the task among these that words name; several that fit equally well."""
    return which(text, known(scene), among)
