"""The buttons under a morning's message."""

from collections.abc import Sequence

from rules import facts
from rules.message import Button, Buttons
from rules.obligation import Owed

ROOMY = 6  # up to so many lines each gets a row of its own
PER_ROW = 3
MOST = 64  # bytes of a button's data


def buttons(
    asks: Sequence[facts.Line], tells: Sequence[facts.Line], *, stands_in: bool = False
) -> Buttons:
    """Return what can be answered by one tap, line by line, and why it is asked.

    `stands_in`: the reader may answer for those they hear of, as a head may.
    """
    answerable = (*asks, *tells) if stands_in else asks
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
    whole = [row for item, row in rows if item["kind"] == Owed.DECIDE]
    first = [row[0] for item, row in rows if row and item["kind"] != Owed.DECIDE]
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
            report = _button("report", item, data=f"report:{item['obligation']}")
            same = _button("unchanged", item, data=f"unchanged:{item['obligation']}")
            return (report, same) if item["last"] else (report,)
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
