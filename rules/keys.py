"""The buttons under a morning's message."""

from collections.abc import Sequence
from typing import Any

from rules import facts
from rules.message import Button, Buttons
from rules.obligation import Owed

ROOMY = 6  # up to so many lines each gets a row of its own
PER_ROW = 3
MOST = 64  # bytes of a button's data


def buttons(
    asks: Sequence[facts.Line],
    tells: Sequence[facts.Line],
    done: Sequence[facts.Line] = (),
    *,
    stands_in: bool = False,
) -> Buttons:
    """Return what can be answered by one tap, line by line, and why it is asked.

    `stands_in`: the reader may answer for those they hear of, as a head may. What is
    `done` can be corrected, in the place where it was asked.
    """
    answerable = [
        item
        for item in (*asks, *tells, *filter(_reported, done))
        if item["asked"] or stands_in
    ]
    answerable.sort(key=_place)
    handed = [item for item in answerable if _handed_out(item)]
    rest = [item for item in answerable if not _handed_out(item)]
    rows = [*_rows(rest), *_receiving(handed)]
    notes = [
        _button("note", item, data=f"note:{item['obligation']}")
        for item in tells
        if item["drafted"]
    ]
    rows += list(_batches(notes))
    return (*(row for row in rows if row), *_asking(asks, tells))


def _rows(items: Sequence[facts.Line]) -> Buttons:
    """Return a row a line; of many lines only one button each, three in a row.

    What is to be decided keeps both its buttons: nobody is led to a yes.
    """
    rows = [(item, _row(item)) for item in items]
    if len(items) <= ROOMY:
        return tuple(row for _, row in rows)
    whole = [row for item, row in rows if _decides(item)]
    first = [_small(item, row) for item, row in rows if row and not _decides(item)]
    return (*whole, *_batches(first))


def _asking(asks: Sequence[facts.Line], tells: Sequence[facts.Line]) -> Buttons:
    why = Button(label="buttons.why", data="why")
    if any(item["kind"] in {Owed.REPORT, Owed.FINISH} for item in asks):
        return ((Button(label="buttons.later", data="snooze_all"), why),)
    return ((why,),) if asks or tells else ()


def _receiving(handed: Sequence[facts.Line]) -> Buttons:
    """Return the receipts for tasks handed out: one button for many of them.

    And for one whose names Telegram would not carry.
    """
    named = [f"move:acknowledge:{item['id']}:{item['lead']}" for item in handed]
    if len(handed) > 1 or any(len(data.encode()) > MOST for data in named):
        every = Button(
            label="buttons.ack_all", data="ack_all", facts={"count": len(handed)}
        )
        return ((every,),)
    return tuple(
        (_button("ack", item, data=data),)
        for data, item in zip(named, handed, strict=True)
    )


def _handed_out(item: facts.Line) -> bool:
    return item["kind"] == Owed.ACKNOWLEDGE and item["directive"] is None


def _row(item: facts.Line) -> tuple[Button, ...]:
    match item["kind"]:
        case Owed.REPORT:
            return _reporting(item) if item["open"] else (_correcting(item),)
        case Owed.FINISH:
            done = _button("apply", item, data=f"apply:{item['id']}")
            return (done, _button("extend", item, data=f"extend:{item['id']}"))
        case Owed.ACKNOWLEDGE:
            return (_button("hear", item, data=f"hear:{_subject(item)}"),)
        case _ if _subject(item) is None:
            return ()  # what it is about is gone: there is nothing to tap
        case Owed.DIRECTIVE:
            return (_button("told", item, data=f"told:{_subject(item)}"),)
        case _:
            return _deciding(item)


def _reporting(item: facts.Line) -> tuple[Button, ...]:
    number = item["obligation"]
    return (
        _button("on_track", item, data=f"on_track:{number}"),
        Button(label="buttons.at_risk", data=f"at_risk:{number}"),
        Button(label="buttons.done", data=f"done:{number}"),
        Button(label="buttons.more", data=f"answer:{number}"),
    )


def _correcting(item: facts.Line) -> Button:
    return _button("correct", item, data=f"correct:{item['obligation']}")


def _small(item: facts.Line, row: tuple[Button, ...]) -> Button:
    """Return one button for a line: a report's opens all its answers."""
    if item["kind"] == Owed.REPORT and item["open"]:
        return _button("answer", item, data=f"answer:{item['obligation']}")
    return row[0]


def _reported(item: facts.Line) -> bool:
    return item["kind"] == Owed.REPORT and item["answer"] is not None


def _decides(item: facts.Line) -> bool:
    return item["kind"] == Owed.DECIDE


def _place(item: Any) -> tuple[bool, int]:  # noqa: ANN401 - a line of facts
    return not item["asked"], item["nth"]


def _deciding(item: facts.Line) -> tuple[Button, ...]:
    yes, no = ("grant", "refuse") if item["request"] else ("close", "back")
    subject = _subject(item)
    return (
        _button(yes, item, data=f"{yes}:{subject}"),
        _button(no, item, data=f"{no}:{subject}"),
    )


def _subject(item: facts.Line) -> object:
    found = item["request"] or item["directive"]
    return found["id"] if isinstance(found, dict) else None


def _button(label: str, item: facts.Line, *, data: str) -> Button:
    return Button(
        label=f"buttons.{label}_task", data=data, facts={"task": str(item["task"])}
    )


def _batches(made: Sequence[Button]) -> Buttons:
    return tuple(tuple(made[n : n + PER_ROW]) for n in range(0, len(made), PER_ROW))
