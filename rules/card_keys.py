"""The buttons of a card: its three answers, its doubts, and what can be put right."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TypeAlias

from rules import facts
from rules.catalog import Task
from rules.fixes import Field, Fixes, asked, key_of, mark
from rules.ids import CardId, IndicatorId
from rules.message import Button, Buttons
from rules.report import Card
from rules.understand import Reading, Status, Understanding
from rules.understand.said import Doubt, Option

MOST_DOUBTS, MOST_OPTIONS = 4, 6
SHORT = 16  # characters of an indicator's name on a button
_Row: TypeAlias = tuple[Button, ...]


def card_buttons(
    card: Card, now: Understanding, *, task: Task, extends: bool = False
) -> Buttons:
    """Return a card's buttons. `extends`: whether more time may be asked for.

    `now`: what stands on it. Without anything that stands nothing can be confirmed.
    """
    late = now.expected is not None and now.expected > task.due
    return (
        *_doubts(card, task),
        (*_confirm(card, now), again(card.id), _other(card.id)),
        *((_extend(task, now.expected),) if extends and late else ()),
    )


def reminder_buttons(card: CardId, fixes: Fixes) -> Buttons:
    """Return the buttons of a card's reminder: they act on the card itself."""
    return ((confirm(card, fixes), again(card)),)


def confirm(card: CardId, fixes: Fixes) -> Button:
    """Return 确认. Its data names what had been put right when it was shown."""
    seen = mark(fixes)
    data = f"confirm:{card}:{seen}" if seen else f"confirm:{card}"
    return Button(label="buttons.confirm", data=data)


def confirm_all(made: Sequence[Card], count: int) -> Button:
    """Return 全部确认 for the cards of one message; it names what was put right too.

    `count`: how many of them say something.
    """
    given = ":".join(filter(None, (str(made[0].id), seen(made))))
    return Button(
        label="buttons.confirm_all",
        data=f"confirm_all:{given}",
        facts={"count": count},
    )


def seen(made: Sequence[Card]) -> str:
    """Return a short mark of what was put right of cards when they were shown."""
    return mark({str(card.id): dict(card.fixed) for card in made if card.fixed})


def again(card: CardId) -> Button:
    return Button(label="buttons.again", data=f"again:{card}")


def open_doubts(card: Card) -> list[tuple[int, Doubt]]:
    """Return the doubts still open, each with its place: a card asks a few at once."""
    doubts = card.found.doubts if card.found else ()
    left = [(n, one) for n, one in enumerate(doubts) if asked(one) not in card.fixed]
    return left[:MOST_DOUBTS]


def field_buttons(card: CardId, task: Task) -> Buttons:
    """Return a button for each field a card on this task can hold."""
    numbers = [
        (
            Button(
                label="buttons.reading",
                data=f"field:{card}:{key_of(one.id)}",
                facts={"name": one.name[:SHORT]},
            ),
        )
        for one in task.indicators
    ]
    rows = [
        [Field.PERCENT, Field.STATUS, Field.EXPECTED],
        [Field.PROBLEM, Field.NEEDS, *([Field.MEASURES] if task.measures else [])],
    ]
    fields = [tuple(_field(card, one) for one in row) for row in rows]
    anew = Button(label="buttons.anew", data=f"anew:{card}")
    return (*numbers, *fields, (anew, back(card)))


def status_buttons(card: CardId) -> Buttons:
    made = [
        Button(label=f"statuses.{one.value}", data=f"state:{card}:{one.value}")
        for one in Status
    ]
    none = Button(label="buttons.no_status", data=f"state:{card}:")
    return (tuple(made[:2]), tuple(made[2:]), (none, back(card)))


def measure_buttons(card: CardId, task: Task, done: Sequence[str]) -> Buttons:
    """Return a button for each measure; those named as done are ticked."""
    made = [
        Button(
            label=f"buttons.measure_{'done' if one.id in done else 'open'}",
            data=f"measure:{card}:{'-' if one.id in done else '+'}{one.id}",
            facts={"n": n},
        )
        for n, one in enumerate(task.measures, 1)
    ]
    rows = (tuple(made[n : n + 4]) for n in range(0, len(made), 4))
    return (*rows, (back(card),))


def back(card: CardId) -> Button:
    return Button(label="buttons.return", data=f"card:{card}")


def _confirm(card: Card, now: Understanding) -> tuple[Button, ...]:
    return () if now.nothing else (confirm(card.id, card.fixed),)


def _other(card: CardId) -> Button:
    return Button(label="buttons.other", data=f"other:{card}")


def _extend(task: Task, until: date | None) -> _Row:
    return (Button(label="buttons.extend", data=f"extend:{task.id} {until}"),)


def _field(card: CardId, field: Field) -> Button:
    return Button(
        label=f"buttons.field_{field.value}", data=f"field:{card}:{field.value}"
    )


def _doubts(card: Card, task: Task) -> Iterator[_Row]:
    """Give the options of each doubt, two in a row, and 都不是."""
    names = {one.id: (one.name[:SHORT], one.unit) for one in task.indicators}
    doubts = open_doubts(card)
    for shown, (place, doubt) in enumerate(doubts, 1):
        made = [
            _option(f"doubt:{card.id}:{place}:{n}", option, names)
            for n, option in enumerate(doubt.options[:MOST_OPTIONS])
        ]
        none = _neither(f"doubt:{card.id}:{place}:-", shown if doubts[1:] else 0)
        made.append(none)
        yield from (tuple(made[n : n + 2]) for n in range(0, len(made), 2))


def _neither(data: str, shown: int) -> Button:
    if shown:
        return Button(label="buttons.neither_of", data=data, facts={"n": shown})
    return Button(label="buttons.neither", data=data)


def _option(
    data: str, option: Option, names: Mapping[IndicatorId, tuple[str, str]]
) -> Button:
    if option.reading is not None:
        return _reading(data, option.reading, names)
    if option.status is not None:
        return Button(label=f"statuses.{option.status.value}", data=data)
    if option.expected is not None:
        return _day(data, option.expected)
    percent = option.percent or 0
    return Button(label="buttons.percent_so", data=data, facts={"percent": percent})


def _reading(
    data: str, reading: Reading, names: Mapping[IndicatorId, tuple[str, str]]
) -> Button:
    name, unit = names.get(reading.indicator, (reading.indicator, ""))
    value = facts.plain(reading.value)
    return Button(
        label=f"buttons.option_{reading.kind}",
        data=data,
        facts={"name": name, "value": value, "unit": unit},
    )


def _day(data: str, day: date) -> Button:
    return Button(label=f"months.m{day.month}", data=data, facts={"day": day.day})
