"""What one tap can say: the answers of a line, a keypad, a list of measures."""

from decimal import Decimal

from builders import a_state, a_task, at, day
from tables import each

from rules.card import propose
from rules.catalog import Measure
from rules.ids import LARGEST, CardId, IndicatorId, ObligationId, ReportId
from rules.message import Buttons
from rules.taps import (
    MOST,
    SHORT,
    Tapped,
    amended,
    answers,
    at_risk,
    checklist,
    fixes,
    keypad,
    startling,
)
from rules.understand import Reading, Status, Understanding

TODAY = day(5, 25)
MEASURES = tuple(Measure(id=one, text=f"举措{one}") for one in "abc")
TASK = a_task(measures=MEASURES)
OPEN = Tapped(obligation=ObligationId(7))
FIX = Tapped(obligation=ObligationId(7), corrects=ReportId(12))
STATUSES = ["on_track:{}:menu", "at_risk:{}:menu", "done:{}:menu"]


def data(found: Buttons) -> list[list[str]]:
    return [[button.data for button in row] for row in found]


def of(tapped: Tapped) -> list[str]:
    return [one.format(tapped) for one in STATUSES]


def test_a_line_names_what_is_owed_and_what_is_corrected():
    assert (str(OPEN), str(FIX)) == ("7", "7.12")


@each(
    ("state", "lead", "owes", "rows"),
    [
        (
            a_state(task=TASK),
            True,
            True,
            [
                ["percent:7", "measures:7"],
                ["report:7", "later:7:2020-05-26"],
                ["extend:02.2", "handover:02.2"],
            ],
        ),
        (
            a_state(task=TASK, last_report=at(5, 10)),
            True,
            False,
            [
                ["percent:7", "measures:7", "unchanged:7:menu"],
                ["report:7"],
                ["extend:02.2", "handover:02.2"],
            ],
        ),
        (
            a_state(task=TASK, measures_done=frozenset("abc")),
            False,
            True,
            [["percent:7"], ["report:7", "later:7:2020-05-26"]],
        ),
    ],
)
def test_a_line_offers_what_can_be_said_of_it(state, lead, owes, rows):
    found = answers(OPEN, TASK, state, TODAY, lead=lead, owes=owes)
    assert data(found) == [of(OPEN), *rows]


def test_what_was_said_can_be_said_otherwise_or_taken_back():
    found = answers(FIX, TASK, a_state(task=TASK), TODAY, lead=True, owes=True)
    rest = ["percent:7.12", "fix:12", "take_back:12"]
    assert data(found) == [of(FIX), rest]


def test_the_keypad_goes_by_tens_to_all_of_it_and_back():
    *rows, last = data(keypad(OPEN))
    tens = [f"percent:7:{tenth}" for tenth in range(0, 101, 10)]
    assert [one for row in rows for one in row] == tens
    assert last == ["percent:7:exact", "answer:7:menu"]
    assert [one.facts for one in keypad(OPEN)[0]] == [
        {"percent": tenth} for tenth in (0, 10, 20, 30)
    ]


def test_a_list_leaves_out_what_was_done_before_and_ticks_either_way():
    found = checklist(OPEN, CardId(3), MEASURES, {"a"}, ["c"])
    assert data(found) == [
        ["tick:3:7:+b"],
        ["tick:3:7:-c"],
        ["submit:3:7", "answer:7:menu"],
    ]
    assert [(row[0].label, row[0].facts) for row in found] == [
        ("buttons.tick_on", {"nth": 2, "text": "举措b"}),
        ("buttons.tick_off", {"nth": 3, "text": "举措c"}),
        ("buttons.submit", {"count": 1}),
    ]
    assert data(checklist(OPEN, CardId(3), MEASURES, (), ()))[-1] == ["answer:7:menu"]


def test_a_list_of_long_measures_still_fits_a_phone():
    many = [Measure(id=f"{n}", text="改" * (SHORT + 1)) for n in range(MOST + 5)]
    *rows, _ = checklist(OPEN, CardId(3), many, (), ())
    assert len(rows) == MOST
    text = rows[0][0].facts["text"]
    assert (len(text), text[-1]) == (SHORT, "…")


def test_telegram_carries_the_longest_of_them():
    longest = "x" * 32
    far = Tapped(obligation=ObligationId(LARGEST), corrects=ReportId(LARGEST))
    new = Tapped(obligation=ObligationId(LARGEST))
    task = a_task(longest, measures=(Measure(id=longest, text="改"),))
    state = a_state(task=task, last_report=at(5, 10))
    every = [
        *answers(new, task, state, TODAY, lead=True, owes=True),
        *answers(far, task, state, TODAY, lead=True, owes=True),
        *keypad(far),
        *checklist(new, CardId(LARGEST), task.measures, (), [longest]),
    ]
    assert all(len(one.data.encode()) <= 64 for row in every for one in row)


PERCENT = Understanding(percent=60)


@each(
    ("before", "said", "twice"),
    [
        ({}, PERCENT, False),  # a first word is no leap
        ({"percent": 60}, PERCENT, False),
        ({"percent": 35}, PERCENT, False),
        ({"percent": 34}, PERCENT, True),
        ({"percent": 61}, PERCENT, True),
        ({"percent": 10, "status": Status.DONE}, PERCENT, True),
        ({"measures_done": frozenset("a")}, Understanding(done_measures=("b",)), True),
        ({"percent": 50}, Understanding(done_measures=("b",)), False),
    ],
)
def test_a_fall_or_a_leap_is_looked_at_twice(before, said, twice):
    state = a_state(task=TASK, last_report=at(5, 10), **before)
    proposal = propose(state, said, {}, TODAY)
    assert startling(proposal, said, TODAY) is twice


READING = Reading(
    indicator=IndicatorId("steel"), value=Decimal("2.5"), kind="increment", span=(0, 0)
)
BEFORE = Understanding(
    percent=40,
    readings=(READING,),
    status=Status.BLOCKED,
    expected=day(9, 30),
    problem="资金",
    needs="财政厅",
    unchanged=True,
    done_measures=("a",),
)


@each(
    ("said", "status", "percent", "trouble"),
    [
        (Understanding(status=Status.ON_TRACK), Status.ON_TRACK, 40, ""),
        (Understanding(status=Status.DONE), Status.DONE, 40, ""),
        (Understanding(status=Status.AT_RISK), Status.AT_RISK, 40, "资金"),
        (PERCENT, Status.BLOCKED, 60, "资金"),
    ],
)
def test_a_tapped_correction_changes_one_thing(said, status, percent, trouble):
    after = amended(BEFORE, said)
    assert (after.status, after.percent, after.problem) == (status, percent, trouble)
    assert bool(after.needs) is bool(trouble)
    assert (after.readings, after.done_measures) == ((READING,), ("a",))
    assert (after.expected, after.unchanged) == (day(9, 30), False)


def test_less_than_all_of_it_is_no_longer_done():
    done = Understanding(status=Status.DONE, percent=100)
    assert amended(done, PERCENT) == PERCENT


@each(
    ("found", "status", "problem"),
    [
        (Understanding(), Status.AT_RISK, "钱 不够"),
        (Understanding(needs="财政厅"), Status.AT_RISK, ""),
        (Understanding(problem="钱"), Status.AT_RISK, "钱"),
        (Understanding(status=Status.BLOCKED), Status.BLOCKED, "钱 不够"),
        (Understanding(status=Status.ON_TRACK), Status.ON_TRACK, ""),
        (Understanding(status=Status.DONE), Status.DONE, ""),
    ],
)
def test_what_is_said_after_a_risk_was_tapped_is_the_risk(found, status, problem):
    read = at_risk(found, " 钱\n不够 ")
    assert (read.status, read.problem) == (status, problem)


def test_all_that_a_report_says_can_stand_on_a_card_without_words():
    assert fixes(BEFORE) == {
        "percent": 40,
        "status": "blocked",
        "expected": "2020-09-30",
        "problem": "资金",
        "needs": "财政厅",
        "measures": ["a"],
        "reading:steel": {"value": "2.5", "kind": "increment"},
    }
    assert fixes(Understanding(percent=0)) == {"percent": 0}
    assert fixes(Understanding()) == {}
