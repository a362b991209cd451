"""When an unconfirmed answer is reminded of, and how."""

from builders import a_task, at, days
from tables import each

from rules.ids import CardId, PersonId
from rules.people import Hours
from rules.reminder import (
    cards_of,
    remind_at,
    reminder,
    reminder_of_several,
    without,
)
from rules.report import Card
from rules.understand import Understanding
from rules.workdays import for_person


@each(
    ("made", "wanted"),
    [
        (at(5, 25, 9, 0), at(5, 25, 11, 0)),
        (at(5, 25, 7, 0), at(5, 25, 9, 0)),
        (at(5, 25, 6, 0), at(5, 25, 8, 30)),  # at the opening
        (at(5, 25, 15, 59), at(5, 25, 17, 59)),
        (at(5, 25, 16, 0), at(5, 26, 8, 30)),  # work has closed by then
        (at(5, 25, 23, 0), at(5, 26, 8, 30)),
        (at(5, 29, 17, 0), at(6, 1, 8, 30)),  # over a weekend
        (at(4, 30, 17, 0), at(5, 6, 8, 30)),  # over the holiday
    ],
)
def test_two_hours_on_or_else_with_the_next_morning(made, wanted):
    assert remind_at(made, days()) == wanted


def test_by_a_persons_own_hours():
    own = for_person(
        days(), Hours(opens=at(5, 25, 13, 0).timetz().replace(tzinfo=None))
    )
    assert remind_at(at(5, 25, 9, 0), own) == at(5, 25, 13, 0)


def a_card(number: int) -> Card:
    return Card(
        id=CardId(number),
        person=PersonId(1),
        task=a_task().id,
        text="钢铁改了8家" * 99,
        found=Understanding(percent=50),
        supersedes=None,
        message=1,
        report=None,
        state="pending",
        made=at(5, 25, 9, 12),
        fixed={"percent": 60},
    )


def test_a_reminder_repeats_the_words_and_acts_on_the_card():
    made = reminder(a_card(7), a_task(), PersonId(1), days())
    assert (made.key, made.template) == ("card:7", "report/reminder")
    assert made.facts["at"] == "2020-05-25T09:12:00+08:00"
    assert len(str(made.facts["text"])) == 200
    assert [one.label for row in made.buttons for one in row] == [
        "buttons.confirm",
        "buttons.again",
    ]


def test_what_was_said_in_one_message_is_reminded_of_by_one_letter():
    said = [(a_card(7), a_task()), (a_card(8), a_task("02.2"))]
    made = reminder_of_several(said, PersonId(1), days())
    assert (made.key, made.template) == ("cards:7", "report/reminder_all")
    ((every,),) = made.buttons
    assert every.label == "buttons.confirm_rest"
    assert every.data.startswith("confirm_all:7:")
    assert cards_of(dict(made.facts)) == (7, 8)


def test_a_reminder_speaks_of_what_still_waits():
    one = dict(reminder(a_card(7), a_task(), PersonId(1), days()).facts)
    assert cards_of(one) == (7,)
    assert without(one, {CardId(8)}) == one
    assert without(one, {CardId(7)}) is None
    said = [(a_card(7), a_task()), (a_card(8), a_task("02.2"))]
    two = dict(reminder_of_several(said, PersonId(1), days()).facts)
    assert without(two, {CardId(7), CardId(8)}) is None
    left = without(two, {CardId(7)})
    assert left is not None
    assert [told["task"] for told in left["tasks"]] == ["2.2"]
