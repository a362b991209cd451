"""The buttons under a morning's message: what one tap can answer."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.keys import ROOMY, buttons
from rules.message import Buttons
from rules.obligation import Owed

LONGEST = "x" * 32  # of an id in a catalog
REQUEST, DIRECTIVE = {"id": 21}, {"id": 12}
WHY, LATER = ["why"], ["snooze_all", "why"]


def a_line(kind: Owed = Owed.REPORT, number: int = 2, **over):
    return {
        "obligation": number,
        "kind": kind,
        "id": f"02.{number}",
        "task": f"2.{number}",
        "lead": "air",
        "nth": number,
        "asked": True,
        "open": True,
        "answer": None,
        "last": None,
        "request": None,
        "directive": None,
        "drafted": False,
    } | over


def data(found: Buttons) -> list[list[str]]:
    return [[button.data for button in row] for row in found]


@pytest.mark.parametrize(
    ("line", "row"),
    [
        pytest.param(
            a_line(),
            [["on_track:2", "at_risk:2", "done:2", "answer:2"], LATER],
            id="a report",
        ),
        pytest.param(
            a_line(Owed.FINISH), [["apply:02.2", "extend:02.2"], LATER], id="an end"
        ),
        pytest.param(
            a_line(Owed.ACKNOWLEDGE),
            [["move:acknowledge:02.2:air"], WHY],
            id="a task handed out",
        ),
        pytest.param(
            a_line(Owed.ACKNOWLEDGE, directive=DIRECTIVE),
            [["hear:12"], WHY],
            id="a directive to be heard",
        ),
        pytest.param(
            a_line(Owed.DIRECTIVE, directive=DIRECTIVE),
            [["told:12"], WHY],
            id="a directive to be done",
        ),
        pytest.param(
            a_line(Owed.DECIDE, request=REQUEST),
            [["grant:21", "refuse:21"], WHY],
            id="a request",
        ),
        pytest.param(
            a_line(Owed.DECIDE, directive=DIRECTIVE),
            [["close:12", "back:12"], WHY],
            id="a directive reported as done",
        ),
        pytest.param(a_line(Owed.DECIDE), [WHY], id="a request that is gone"),
        pytest.param(a_line(Owed.DIRECTIVE), [WHY], id="a directive that is gone"),
        pytest.param(
            a_line(Owed.ACKNOWLEDGE, id=LONGEST, lead=LONGEST),
            [["ack_all"], WHY],
            id="names longer than a button carries",
        ),
    ],
)
def test_each_kind_of_debt_has_its_own_answers(line, row):
    assert data(buttons([line], [])) == row


def test_a_button_names_its_task():
    (row, _) = buttons([a_line(number=10)], [])
    assert [(one.label, one.facts) for one in row] == [
        ("buttons.on_track_task", {"task": "2.10"}),
        ("buttons.at_risk", {}),
        ("buttons.done", {}),
        ("buttons.more", {}),
    ]


def test_an_answered_line_keeps_its_place_and_can_be_corrected():
    said = {"open": False, "answer": {"report": 12}}
    first, third = a_line(number=1), a_line(number=3)
    done = [a_line(number=2, **said), a_line(Owed.FINISH, 4, open=False)]
    found = data(buttons([first, third], [], done))
    assert [row[0] for row in found] == [
        "on_track:1",
        "correct:2",
        "on_track:3",
        "snooze_all",
    ]
    waived = a_line(number=2, open=False)
    assert buttons([], [], [waived]) == ()
    assert data(buttons([], [], done)) == [["correct:2"]]


def test_only_who_stands_in_corrects_what_others_answered():
    told = a_line(number=2, asked=False, open=False, answer={"report": 12})
    assert buttons([], [], [told]) == ()
    assert data(buttons([], [], [told], stands_in=True)) == [["correct:2"]]


def test_many_tasks_handed_out_are_one_receipt():
    lines = [a_line(Owed.ACKNOWLEDGE, n) for n in range(1, 6)]
    ((one,), last) = buttons(lines, [])
    assert (one.data, one.facts) == ("ack_all", {"count": 5})
    assert data([last]) == [WHY]


@pytest.mark.parametrize(
    ("count", "rows"), [(ROOMY, [4] * ROOMY), (ROOMY + 2, [3, 3, 2])]
)
def test_many_lines_get_one_small_button_each_three_in_a_row(count, rows):
    found = buttons([a_line(number=n) for n in range(1, count + 1)], [])
    assert [len(row) for row in found] == [*rows, 2]
    small = count > ROOMY
    assert data(found)[0][0] == ("answer:1" if small else "on_track:1")
    done = a_line(number=1, open=False, answer={"report": 12})
    rest = [a_line(number=n) for n in range(2, count + 1)]
    assert data(buttons(rest, [], [done]))[0][0] == "correct:1"


def test_among_many_lines_a_decision_keeps_its_no():
    lines = [a_line(number=n) for n in range(1, ROOMY + 1)]
    found = data(buttons([*lines, a_line(Owed.DECIDE, 9, request=REQUEST)], []))
    assert ["grant:21", "refuse:21"] in found
    assert ["answer:1", "answer:2", "answer:3"] in found


def test_of_others_debts_only_the_drafted_note_is_there_to_read():
    tells = [a_line(number=1, drafted=True, asked=False), a_line(number=2, asked=False)]
    assert data(buttons([], tells)) == [["note:1"], WHY]


def test_who_stands_in_answers_for_them_but_puts_nothing_off():
    tells = [a_line(number=1, asked=False), a_line(Owed.ACKNOWLEDGE, 2, asked=False)]
    found = data(buttons([], tells, stands_in=True))
    answers = ["on_track:1", "at_risk:1", "done:1", "answer:1"]
    assert found == [answers, ["move:acknowledge:02.2:air"], WHY]


def test_with_nothing_open_there_is_nothing_to_tap():
    assert buttons([], []) == ()


_lines = st.lists(
    st.builds(
        a_line,
        st.sampled_from(Owed),
        st.integers(1, 10**17),
        id=st.just(LONGEST),
        lead=st.just(LONGEST),
        last=st.none() | st.just("x"),
        request=st.none() | st.just({"id": 10**17}),
        directive=st.none() | st.just({"id": 10**17}),
    ),
    max_size=20,
)


@settings(max_examples=60, deadline=None)
@given(_lines, _lines, st.booleans(), st.booleans())
def test_telegram_takes_them_all(asks, tells, drafted, stands_in):
    over = {"drafted": drafted and not stands_in, "asked": False}
    told = [line | over for line in tells]
    found = buttons(asks, told, stands_in=stands_in)
    every = [button for row in found for button in row]
    assert len(every) <= 100
    assert all(0 < len(button.data.encode()) <= 64 for button in every)
    assert all(1 <= len(row) <= 4 for row in found)
    answers = [button.data for button in every if button.data != "ack_all"]
    assert ("why" in answers) is bool(asks or tells)
