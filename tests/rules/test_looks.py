"""What is asked about politely before an answer is confirmed."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from builders import a_reached, a_state, a_task, at, day, days
from tables import each

from rules.card import propose
from rules.catalog import Direction, Kind, Measure
from rules.ids import IndicatorId, PersonId
from rules.looks import LastWords, copied, looks
from rules.understand import Reading, Status, Understanding

TODAY = day(5, 25)
STEEL = IndicatorId("steel")
ME, SHE = PersonId(1), PersonId(2)


def asked(found: Understanding, was="5", *, task=None, **indicator) -> list[str]:
    """Return the kinds of questions an answer raises. `was`: the last total."""
    reached = a_reached(was, **indicator)
    state = a_state(
        indicators=(reached,), percent=40, last_report=at(5, 11), task=task or a_task()
    )
    totals = {} if was is None else {STEEL: Decimal(was)}
    made = propose(state, found, totals, TODAY)
    found_ = looks(made.before, made.standing, made.readings, found, TODAY)
    return [str(one["look"]) for one in found_]


def counted(value: str) -> Understanding:
    read = Reading(
        indicator=STEEL, value=Decimal(value), kind="total", span=(0, len(value))
    )
    return Understanding(readings=(read,))


@each(
    ("found", "wanted"),
    [
        (counted("8"), []),
        (counted("5"), []),
        (counted("4"), ["falls"]),
        (counted("9"), ["jumps"]),  # 38 to 69
        (counted("1"), ["falls", "jumps"]),
        (counted("14"), ["over", "jumps"]),
        (Understanding(percent=40), []),
        (Understanding(percent=39), ["percent_falls"]),
        (Understanding(percent=60), ["apart"]),  # 5 of 13 make 38
        (Understanding(percent=45), []),
        (Understanding(status=Status.DONE), ["jumps", "apart"]),
        (Understanding(status=Status.ON_TRACK), []),
        (Understanding(expected=day(12, 31)), []),
        (Understanding(expected=day(12, 31).replace(year=2021)), ["late"]),
        (Understanding(unchanged=True), []),
    ],
)
def test_what_deserves_a_second_look(found, wanted):
    assert asked(found) == wanted


@each(
    ("found", "indicator", "wanted"),
    [
        (counted("4"), {"direction": Direction.DOWN}, []),
        (counted("14"), {"kind": Kind.SHARE}, ["jumps"]),
        (counted("14"), {"kind": Kind.LEVEL}, ["jumps"]),
        (counted("14"), {"kind": Kind.CUMULATIVE}, ["jumps"]),
        (counted("14"), {"target": None}, []),
    ],
)
def test_only_what_can_be_wrong_of_such_a_number_is_asked(found, indicator, wanted):
    assert asked(found, **indicator) == wanted


def test_the_first_word_is_no_jump():
    state = a_state(indicators=(a_reached(None),))
    made = propose(state, counted("13"), {}, TODAY)
    assert looks(made.before, made.standing, made.readings, counted("13"), TODAY) == []
    state = a_state(indicators=(a_reached(None),), percent=10)  # taken back since
    found = Understanding(percent=90)
    made = propose(state, found, {}, TODAY)
    assert looks(made.before, made.standing, (), found, TODAY) == []


def test_measures_done_may_jump_too():
    task = a_task(measures=(Measure(id="a", text="改造"), Measure(id="b", text="淘汰")))
    state = a_state(task=task, last_report=at(5, 11), measures_done=frozenset("a"))
    found = Understanding(done_measures=("b",))
    made = propose(state, found, {}, TODAY)
    (look,) = looks(made.before, made.standing, (), found, TODAY)
    assert look == {"look": "jumps", "was": 50, "now": 100}


def said(text: str, who=ME, name="王某", when: datetime | None = None) -> LastWords:
    return LastWords(person=who, name=name, text=text, at=when or at(5, 10, 9, 12))


@each(
    ("text", "last", "who"),
    [
        ("钢铁已完成8家", [said("钢铁已完成8家")], ""),
        ("2.2 钢铁已完成8家。", [said("２.2钢铁已完成8家")], ""),  # as before but dots
        ("钢铁已完成8家", [said("钢铁已完成8家", SHE, "李某")], "李某"),
        (
            "钢铁已完成8家",
            [said("钢铁已完成8家", SHE, "李某"), said("钢铁已完成8家")],
            "",
        ),
        ("钢铁已完成8家", [said("钢铁已完成7家")], None),
        ("正常推进", [said("正常推进")], None),  # too few words to tell
        ("钢铁已完成8家", [], None),
    ],
)
def test_the_very_same_words_are_noticed(text, last, who):
    found = copied(text, ME, last, days())
    assert (found["who"] if found else None) == who
    assert found is None or found["on"] == "2020-05-10T09:12:00+08:00"


def test_a_correction_is_held_against_what_was_before_it():
    state = a_state(indicators=(a_reached("12"),), last_report=at(5, 11))
    made = propose(state, counted("6"), {STEEL: Decimal(5)}, TODAY)
    assert looks(made.before, made.standing, made.readings, counted("6"), TODAY) == []
    assert replace(made.before, indicators=()) == replace(state, indicators=())
