"""Units and policies that are named exist, and each unit is named once a task."""

from collections import Counter
from collections.abc import Mapping

from store.catalog.mistakes import Wrong, shown
from store.catalog.near import initials, listed, nearest_named
from store.catalog.sense.rows import Placed, Sensed, rows, table, tasks, text, texts
from store.catalog.tree import Data, Loc, Node


def check(plain: Data, root: Node) -> Sensed:
    del root
    yield from _policies(plain)
    yield from _units(plain)


def _policies(plain: Data) -> Sensed:
    policies = table(plain, "policies")
    known = {id_: text(table(policies, id_), "name") or "" for id_ in policies}
    called = {name: id_ for id_, name in known.items() if name}
    called |= {id_: id_ for id_ in known}
    holders: list[Placed] = [(("plan",), table(plain, "plan"))]
    holders += [*rows(plain, "areas"), *tasks(plain)]
    for loc, row in holders:
        said = text(row, "policy")
        if known and said is not None and said not in known:
            yield (*loc, "policy"), _unknown("unknown_policy", said, known, called)


def _units(plain: Data) -> Sensed:
    names = _names(plain)
    known = dict(names.values())
    known |= {
        said: ""
        for _, said in texts(plain if isinstance(plain, dict) else {}, "units", ())
    }
    called = {said: id_ for said, (id_, _) in names.items()}
    for loc, task in tasks(plain):
        assist = list(texts(task, "assist", loc))
        lead = text(task, "lead")
        said = [*assist, ((*loc, "lead"), lead)] if lead else assist
        for where, unit in said:
            if known and unit not in known:
                yield where, _unknown("unknown_unit", unit, known, called)
        yield from _once(lead, assist)


def _names(plain: Data) -> dict[str, tuple[str, str]]:
    """Return everything a unit may be called -> its id and name; ids come last."""
    names: dict[str, tuple[str, str]] = {}
    units = [
        (
            id_,
            text(unit, "name") or "",
            [said for _, said in texts(unit, "aliases", ())],
        )
        for _, unit in rows(plain, "units")
        if (id_ := text(unit, "id"))
    ]
    for id_, name, aliases in units:
        for said in filter(None, (name, *aliases)):
            names |= {said: (id_, name), initials(said): (id_, name)}
    return names | {id_: (id_, name) for id_, name, _ in units}


def _unknown(
    code: str, said: str, known: Mapping[str, str], called: Mapping[str, str]
) -> Wrong:
    value, near = shown(said), nearest_named(said, called)
    if near is None:
        return Wrong(code, "choices", value=value, choices=listed(known))
    if not known[near]:
        return Wrong(code, "near", value=value, near=near)
    return Wrong(code, "near_named", value=value, near=near, name=shown(known[near]))


def _once(lead: str | None, assist: list[tuple[Loc, str]]) -> Sensed:
    times: Counter[str] = Counter()
    for loc, unit in assist:
        times[unit] += 1
        if unit == lead:
            yield loc, Wrong("lead_in_assist", "take_out")
        elif times[unit] > 1:
            yield loc, Wrong("assist_twice", "take_out")
