"""Where in the catalog a way leads: its mark, and what people call the place."""

from typing import Any

from store.catalog import forms, policy_forms
from store.catalog.curved import CurveForm
from store.catalog.form import Form
from store.catalog.mistakes import Fact, Wrong, shown
from store.catalog.tree import Found, Loc, Mark, Node, Table, at, data

_TASK = ("areas", "*", "tasks", "*")

# What stands at each place: its name in the words, and its form. `*` is any step.
_FORMS: dict[tuple[str, ...], tuple[str, type[Form]]] = {
    (): ("top", forms.CatalogForm),
    ("plan",): ("plan", forms.PlanForm),
    ("calendar",): ("calendar", forms.CalendarForm),
    ("units", "*"): ("unit", forms.UnitForm),
    ("policies", "*"): ("policy", policy_forms.PolicyForm),
    ("policies", "*", "ladder", "*"): ("rung", policy_forms.RungForm),
    ("policies", "*", "lights"): ("lights", policy_forms.LightsForm),
    ("policies", "*", "extensions"): ("extensions", policy_forms.ExtensionsForm),
    ("kindness",): ("kindness", forms.KindnessForm),
    ("digests", "*"): ("digest", forms.DigestForm),
    ("targets", "*"): ("target", forms.IndicatorForm),
    ("areas", "*"): ("area", forms.AreaForm),
    ("areas", "*", "tasks", "*"): ("task", forms.TaskForm),
    ("areas", "*", "tasks", "*", "measures", "*"): ("measure", forms.MeasureForm),
    ("areas", "*", "tasks", "*", "indicators", "*"): ("indicator", forms.IndicatorForm),
    ("targets", "*", "curve"): ("target_curve", CurveForm),
    (*_TASK, "curve"): ("task_curve", CurveForm),
    (*_TASK, "indicators", "*", "curve"): ("indicator_curve", CurveForm),
}


def _shape(loc: Loc) -> tuple[str, ...]:
    return tuple(
        "*" if isinstance(step, int) or (i == 1 and loc[0] == "policies") else step
        for i, step in enumerate(loc)
    )


def _holder(loc: Loc) -> Loc:
    """Return the way to the closest thing with a form, the value itself included."""
    while _shape(loc) not in _FORMS:
        loc = loc[:-1]
    return loc


def keys(loc: Loc) -> list[str]:
    """Return the keys that may stand at a place."""
    return list(_FORMS[_shape(loc)][1].model_fields)


def example(loc: Loc) -> str:
    """Return how a key is written, as one line of YAML."""
    if _shape(loc) in _FORMS and loc and isinstance(loc[-1], int):
        loc = loc[:-1]  # an item is shown with the list it belongs to
    holder = _holder(loc[:-1])
    key = str(loc[len(holder)])
    field = _FORMS[_shape(holder)][1].model_fields[key]
    return f"{key}: {_flow((field.examples or [''])[0])}"


def _flow(value: Any) -> str:  # noqa: ANN401 - an example may be of any shape
    match value:
        case list():
            return f"[{', '.join(map(_flow, value))}]"
        case dict():
            return "{" + ", ".join(f"{k}: {_flow(v)}" for k, v in value.items()) + "}"
        case _:
            return str(value)


def on_value(root: Node, loc: Loc, wrong: Wrong) -> Found:
    """Return what is wrong at the value a way leads to."""
    return _marked(root, loc, wrong, at(root, loc).mark)


def on_key(root: Node, loc: Loc, wrong: Wrong) -> Found:
    """Return what is wrong at a key, or at what should hold it."""
    table = at(root, loc[:-1])
    mark = table.mark
    if isinstance(table, Table):
        mark = table.keys.get(str(loc[-1]), mark)
    return _marked(root, loc, wrong, mark)


def _marked(root: Node, loc: Loc, wrong: Wrong, mark: Mark) -> Found:
    known = _named(root, loc)
    named = Wrong(wrong.code, wrong.instead, **{**known, **wrong.facts})
    return mark, named


def _named(root: Node, loc: Loc) -> dict[str, Fact]:
    """Return what a message calls the place: its kind, ids, key and value."""
    holder = _holder(loc)
    own = holder == loc
    if own:  # the thing itself is named by the key it stands under
        holder = _holder(loc[:-1])
    key = next((str(step) for step in reversed(loc) if isinstance(step, str)), "")
    facts: dict[str, Fact] = {"place": _FORMS[_shape(holder)][0], "key": shown(key)}
    said = data(at(root, loc))
    if isinstance(said, str):
        facts["value"] = shown(said)
    if isinstance(loc[-1], int) and (own or not isinstance(said, str)):
        facts["key"] = f"{shown(key)} #{_ordinal(loc[-1])}"
    return facts | _ids(root, holder)


def _ids(root: Node, holder: Loc) -> dict[str, Fact]:
    if holder[:1] == ("policies",):
        return {"policy": shown(str(holder[1])), "n": _ordinal(holder[-1])}
    facts: dict[str, Fact] = {}
    if holder[-1:] == ("curve",):  # named by what it is the curve of
        holder = holder[:-1]
    if holder and isinstance(holder[-1], int):
        facts["id"] = _id(root, holder)
    if _shape(holder)[:4] == _TASK:
        facts["task"] = short(str(_id(root, holder[:4])))
    return facts


def _id(root: Node, loc: Loc) -> Fact:
    """Return a thing's id as written, else which one of the list it is."""
    said = data(at(root, loc))
    own = said.get("id") if isinstance(said, dict) else None
    if isinstance(own, str):
        return shown(own)
    return f"#{_ordinal(loc[-1])}"


def _ordinal(step: str | int) -> int:
    return step + 1 if isinstance(step, int) else 0


def short(id_: str) -> str:
    """Return a task's number as people say it: 02.2 is 2.2."""
    return ".".join(part.lstrip("0") or part for part in id_.split("."))
