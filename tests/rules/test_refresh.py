"""A chase letter judged again when it is sent."""

from dataclasses import replace

import pytest
from builders import ADMIN, HEAD, OWNER, PLAN, a_morning, a_taken, at, day, days

from rules.bundle import SHOWN, letters
from rules.ids import ChatId, LetterId, ObligationId
from rules.message import Letter
from rules.refresh import refreshed, spoken_of


def a_letter(*decisions, people=(OWNER, HEAD, ADMIN)):
    """Return the letter these decisions make, as it waits in the outbox."""
    morning = a_morning(decisions, people)
    (message,) = letters(morning, decisions, frozenset())
    return Letter(
        id=LetterId(1),
        plan=PLAN,
        to=message.to,
        chat=ChatId(1),
        locale="zh",
        template=message.template,
        facts=message.facts,
        buttons=message.buttons,
        knocks=0,
    )


def ids(*numbers: int) -> frozenset[ObligationId]:
    return frozenset(map(ObligationId, numbers))


def test_a_letter_sent_on_its_own_morning_is_as_it_was_written():
    letter = a_letter(a_taken(1), a_taken(2, due=day(5, 11)))
    assert refreshed(letter, ids(1, 2), days(), at(5, 25)) == letter
    assert spoken_of(letter) == ids(1, 2)


def test_what_was_answered_meanwhile_is_left_out_with_its_buttons():
    found = refreshed(a_letter(a_taken(1), a_taken(2)), ids(2), days(), at(5, 25))
    assert [item["task"] for item in found.facts["items"]] == ["2.2"]
    assert (found.facts["total"], found.facts["late"]) == (1, 0)
    assert [button.data for row in found.buttons for button in row] == ["report:2"]


def test_a_letter_with_every_line_answered_has_nothing_to_say():
    assert refreshed(a_letter(a_taken(1)), ids(), days(), at(5, 25)) is None


def test_held_over_night_it_says_today_and_how_late():
    found = refreshed(a_letter(a_taken(1)), ids(1), days(), at(5, 26))
    (item,) = found.facts["items"]
    assert (found.facts["today"], found.facts["late"]) == ("2020-05-26", 1)
    assert (item["report_due"], item["late"]) == ("2020-05-25", 1)


@pytest.mark.parametrize(
    ("now", "warned"),
    [
        pytest.param(at(5, 25, 18, 0), True, id="before the moment"),
        pytest.param(at(5, 26), False, id="at the moment"),
        pytest.param(at(6, 1), False, id="a week after"),
    ],
)
def test_a_warning_whose_moment_has_passed_is_not_given(now, warned):
    found = refreshed(a_letter(a_taken(1)), ids(1), days(), now)
    (item,) = found.facts["items"]
    assert (item["next_to"] is not None, item["next_at"] is not None) == (warned,) * 2


def test_a_letter_without_a_warning_gets_none():
    last = replace(a_taken(1), next=None, next_at=None)
    (item,) = refreshed(a_letter(last), ids(1), days(), at(5, 25)).facts["items"]
    assert (item["next_to"], item["next_at"]) == (None, None)


def test_an_escalation_counts_on_and_has_no_buttons():
    letter = a_letter(a_taken(1, (3, "head"), due=day(5, 20)))
    found = refreshed(letter, ids(1), days(), at(5, 26))
    assert found.template == "chase/escalation"
    assert found.facts["items"][0]["late"] == 4
    assert found.buttons == ()


def test_what_is_only_counted_is_counted_again():
    letter = a_letter(*map(a_taken, range(1, SHOWN + 4)))
    still = ids(SHOWN + 1, SHOWN + 3)
    found = refreshed(letter, still, days(), at(5, 26))
    told = {key: found.facts[key] for key in ("items", "more", "total", "late")}
    assert told == {"items": [], "more": 2, "total": 2, "late": 2}
    assert spoken_of(found) == still
