"""The buttons of a card."""

from decimal import Decimal

from builders import a_task, an_indicator, at, day
from tables import each

from rules.card_keys import (
    MOST_DOUBTS,
    card_buttons,
    field_buttons,
    measure_buttons,
    reminder_buttons,
    status_buttons,
)
from rules.catalog import Measure
from rules.fixes import mark, mended
from rules.ids import LARGEST, CardId, IndicatorId, PersonId
from rules.message import Buttons
from rules.report import Card
from rules.understand import Reading, Status, Understanding
from rules.understand.said import Doubt, Option

LONG = IndicatorId("a" * 32)  # as long as a catalog lets it be
TASK = a_task(
    indicators=(an_indicator(), an_indicator(id=LONG, name="很长的名称" * 9)),
    measures=tuple(Measure(id=f"m{n}", text="改造") for n in range(5)),
)
LAST = CardId(LARGEST)
HALF = Understanding(percent=50)


def count(indicator, kind="total") -> Option:
    value = Decimal("2.50")
    return Option(
        reading=Reading(indicator=indicator, value=value, kind=kind, span=(0, 1))
    )


def doubt(*options: Option, start=0) -> Doubt:
    return Doubt(span=(start, start + 2), options=options)


def shown(found: Understanding, *, extends=True, **fixed) -> Buttons:
    card = Card(
        id=LAST,
        person=PersonId(1),
        task=TASK.id,
        text="",
        found=found,
        supersedes=None,
        message=1,
        report=None,
        state="pending",
        made=at(5, 25),
        fixed=fixed,
    )
    now = mended(found, fixed, TASK)
    return card_buttons(card, now, task=TASK, extends=extends)


def labels(buttons: Buttons) -> list[list[str]]:
    return [[one.label.rpartition(".")[2] for one in row] for row in buttons]


@each(
    ("found", "fixed", "rows"),
    [
        (HALF, {}, [["confirm", "again", "other"]]),
        (HALF, {"percent": None}, [["again", "other"]]),
        (
            Understanding(expected=day(12, 31).replace(year=2021)),
            {},
            [["confirm", "again", "other"], ["extend"]],
        ),
        (
            Understanding(doubts=(doubt(Option(percent=70)),)),
            {},
            [["percent_so", "neither"], ["again", "other"]],
        ),
        (
            Understanding(percent=50, doubts=(doubt(Option(percent=70)),)),
            {"doubt:0-2": None},
            [["confirm", "again", "other"]],
        ),
        (
            Understanding(
                percent=50,
                doubts=(
                    doubt(count(LONG), count(IndicatorId("gone"), "increment")),
                    doubt(Option(status=Status.DONE), start=3),
                    doubt(Option(expected=day(9, 30)), start=6),
                ),
            ),
            {},
            [
                ["option_total", "option_increment"],
                ["neither_of"],
                ["done", "neither_of"],
                ["m9", "neither_of"],
                ["confirm", "again", "other"],
            ],
        ),
    ],
)
def test_a_card_has_its_answers_and_a_row_for_each_doubt(found, fixed, rows):
    assert labels(shown(found, **fixed)) == rows


def test_who_may_not_ask_for_more_time_has_no_button_for_it():
    late = Understanding(expected=day(12, 31).replace(year=2021))
    assert labels(shown(late, extends=False)) == [["confirm", "again", "other"]]
    (extend,) = shown(late)[-1]
    assert extend.data == "extend:02.2 2021-12-31"


def test_what_can_be_confirmed_is_what_was_seen():
    plain, fixed = shown(HALF)[0][0], shown(HALF, percent=60)[0][0]
    assert plain.data == f"confirm:{LAST}"
    assert fixed.data == f"confirm:{LAST}:{mark({'percent': 60})}"
    (row,) = reminder_buttons(LAST, {"percent": 60})
    assert [one.data for one in row] == [fixed.data, f"again:{LAST}"]


def test_only_a_few_doubts_are_asked_at_once():
    doubts = tuple(doubt(Option(percent=n), start=3 * n) for n in range(9))
    found = Understanding(percent=50, doubts=doubts)
    assert len(shown(found)) == MOST_DOUBTS + 1
    later = shown(found, **{"doubt:0-2": None})
    assert later[0][0].data == f"doubt:{LAST}:1:0"


def test_each_field_of_the_task_has_its_button():
    assert labels(field_buttons(LAST, TASK)) == [
        ["reading"],
        ["reading"],
        ["field_percent", "field_status", "field_expected"],
        ["field_problem", "field_needs", "field_measures"],
        ["anew", "return"],
    ]
    plain = field_buttons(LAST, a_task())
    assert labels(plain)[1] == ["field_problem", "field_needs"]


def test_measures_and_statuses_are_chosen_by_a_tap():
    measures = measure_buttons(LAST, TASK, ["m1"])
    assert labels(measures) == [
        ["measure_open", "measure_done", "measure_open", "measure_open"],
        ["measure_open"],
        ["return"],
    ]
    assert labels(status_buttons(LAST)) == [
        ["done", "on_track"],
        ["at_risk", "blocked"],
        ["no_status", "return"],
    ]


def test_no_buttons_data_is_longer_than_telegram_carries():
    doubts = (doubt(count(LONG), Option(percent=1), Option(expected=day(1, 1))),)
    late = Understanding(expected=day(12, 31).replace(year=2021), doubts=doubts)
    every = (
        *shown(late, percent=60),
        *field_buttons(LAST, TASK),
        *measure_buttons(LAST, TASK, []),
        *status_buttons(LAST),
    )
    assert max(len(one.data.encode()) for row in every for one in row) <= 64
