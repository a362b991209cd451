"""What is written after a command: a date or a unit, and the reason for it."""

import re
from datetime import date

from rules.catalog import Catalog, Unit
from rules.day_said import day_said
from rules.understand.clean import clean
from rules.understand.dates import mask_dates

_FIRST = re.compile(r"([^\s，,：:；;]+)[\s，,：:；;]*(.*)", re.DOTALL)
_UNTIL = re.compile(
    r"(?:申请|延期|延长|推迟|顺延|改|延)*(?:至|到|为|to|until|by|before)\s*$"
)
_AROUND = " \n，,、：:；;。.前"


def date_and_reason(text: str, today: date) -> tuple[date | None, str]:
    """Return the new date that words ask for, and the reason they give.

    Of several dates the first word counts, if it is one, else what stands after 至
    or 到, else what opens the words, else the last. The reason keeps a date that
    stands amid its words.
    """
    said = clean(text).text.strip()
    word = _FIRST.match(said)
    if word and (day := day_said(word[1].rstrip("前"), today)):
        return day, word[2].strip()
    _, found = mask_dates(said, today)
    if not found:
        return None, said
    until = [one for one in found if _UNTIL.search(said[: one.start])]
    opening = [one for one in found if _opens(said, one.start)]
    one = (until or opening or found)[-1]
    before, after = said[: one.start], said[one.end :].strip(_AROUND)
    if _opens(said, one.start):
        return one.day, after
    return one.day, said if after else _UNTIL.sub("", before).strip(_AROUND)


def _opens(said: str, start: int) -> bool:
    """Whether nothing but 延期至 and the like stands before a date."""
    return not _UNTIL.sub("", said[:start]).strip(_AROUND)


def unit_and_reason(catalog: Catalog, text: str) -> tuple[str, tuple[Unit, ...], str]:
    """Return the unit's name as typed, the units it can mean, and the reason."""
    word = _FIRST.match(text.strip())
    if word is None:
        return "", (), ""
    return word[1], units_called(catalog, word[1]), word[2].strip()


def units_called(catalog: Catalog, name: str) -> tuple[Unit, ...]:
    """Return the unit of this id, name or alias; else those it may shorten: 水处."""
    wanted = name.casefold()
    named = [
        unit
        for unit in catalog.units
        if wanted in {unit.id.casefold(), *map(str.casefold, _names(unit))}
    ]
    return tuple(
        named
        or [
            unit
            for unit in catalog.units
            if any(_shortens(wanted, one) for one in _names(unit))
        ]
    )


def _names(unit: Unit) -> tuple[str, ...]:
    return (unit.name, *unit.aliases)


def _shortens(short: str, name: str) -> bool:
    """Whether the letters of `short` stand in `name` in this order."""
    letters = iter(name.casefold())
    return all(letter in letters for letter in short)
