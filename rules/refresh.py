"""A chase letter judged again when it is sent: what it says must be true today."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any, TypeAlias

from rules import facts
from rules.bundle import ASKING, TELLING, buttons
from rules.ids import ObligationId
from rules.message import Letter
from rules.workdays import Workdays

CHASES = frozenset({ASKING, TELLING})

_Item: TypeAlias = dict[str, Any]  # a line as it was kept, in JSON


def spoken_of(letter: Letter) -> frozenset[ObligationId]:
    """Return the obligations a letter is about, shown or only counted."""
    items: Iterable[_Item] = (*_kept(letter, "items"), *_kept(letter, "rest"))
    return frozenset(item["obligation"] for item in items if "obligation" in item)


def refreshed(
    letter: Letter, still_open: Collection[ObligationId], days: Workdays, now: datetime
) -> Letter | None:
    """Return the letter as it is true now, or None with nothing left to say.

    Held for a night or for a week, it leaves out what was answered meanwhile.
    """
    today = days.local(now).date()
    items = [
        _item(item, days, now)
        for item in _kept(letter, "items")
        if item["obligation"] in still_open
    ]
    rest = [one for one in _kept(letter, "rest") if one["obligation"] in still_open]
    if not items and not rest:
        return None
    told = {
        "today": facts.day(today),
        "items": items,
        "rest": rest,
        "more": len(rest),
        "total": len(items) + len(rest),
        "late": sum(bool(_late(one, days, today)) for one in (*items, *rest)),
    }
    return replace(
        letter,
        facts={**letter.facts, **told},
        buttons=buttons(items) if letter.template == ASKING else (),
    )


def _kept(letter: Letter, name: str) -> list[_Item]:
    kept: Any = letter.facts.get(name, ())
    return list(kept)


def _item(item: _Item, days: Workdays, now: datetime) -> _Item:
    """Return a line as of now; a warning whose moment has passed is no warning."""
    late = _late(item, days, days.local(now).date())
    warned = item["next_at"] and datetime.fromisoformat(item["next_at"]) > now
    return (
        item | {"late": late} | ({} if warned else {"next_to": None, "next_at": None})
    )


def _late(item: _Item, days: Workdays, today: date) -> int:
    return days.between(date.fromisoformat(item["report_due"]), today)
