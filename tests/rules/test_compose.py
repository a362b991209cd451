"""A morning's message as it is true now: promised, sent, answered, sent late."""

from dataclasses import replace

import pytest
from builders import (
    ADMIN,
    HEAD,
    LEADER,
    OWNER,
    a_directive,
    a_morning,
    a_person,
    a_policy,
    a_request,
    a_taken,
    at,
    away,
    day,
    ladder,
)

from rules.bundle import SHOWN, Composed, compose
from rules.catalog import Audience
from rules.ids import ObligationId, PersonId, ReportId, TaskId, UnitId
from rules.message import About
from rules.obligation import ObligationState, Owed
from rules.report import Answer
from rules.understand import Status

EVERYBODY = (OWNER, HEAD, ADMIN, LEADER)
CLOSED = {"state": ObligationState.ANSWERED}
LATE = {"due": day(5, 22), "rung": 1}  # one workday over: the head is next


def composed(
    *decisions, to=OWNER.id, audience="owner", people=EVERYBODY, **over
) -> Composed:
    """Return a message that speaks of all these debts to somebody."""
    given = {key: over.pop(key) for key in ("held", "on") if key in over}
    morning = a_morning(decisions, people, **over)
    return compose(morning, to, [heard(d, audience) for d in decisions], **given)


def heard(decision, audience: str = "owner") -> About:
    return About(obligation=decision.obligation.id, audience=Audience(audience))


def answers_to(number: int) -> list[str]:
    """The answers under one line."""
    return [f"{word}:{number}" for word in ("on_track", "at_risk", "done", "answer")]


def tasks(made: Composed, part: str = "asks") -> str:
    return " ".join(item["task"] for item in made.facts[part])


def rows(made: Composed) -> list[list[str]]:
    return [[button.data for button in row] for row in made.buttons]


def test_what_was_answered_meanwhile_is_a_line_that_says_so():
    made = composed(a_taken(1, **CLOSED), a_taken(2))
    assert (tasks(made), tasks(made, "done")) == ("2.2", "2.1")
    assert (made.facts["total"], made.facts["late"]) == (1, 0)
    assert rows(made) == [answers_to(2), ["snooze_all", "why"]]


def test_with_everything_answered_nothing_is_asked():
    made = composed(a_taken(1, **CLOSED))
    assert (tasks(made), tasks(made, "tells"), tasks(made, "done")) == ("", "", "2.1")
    assert (made.buttons, made.warned) == ((), frozenset())


def test_what_a_report_answered_says_so_in_its_place_and_can_be_corrected():
    closed = {**CLOSED, "answered_by": ReportId(12)}
    answer = Answer(
        report=ReportId(12),
        status=Status.ON_TRACK,
        percent=40,
        unchanged=False,
        measures=("a",),
    )
    made = composed(a_taken(1), a_taken(2, **closed), a_taken(3), answers={12: answer})
    (done,) = made.facts["done"]
    assert (done["task"], done["nth"]) == ("2.2", 1)
    assert done["answer"] == {
        "report": 12,
        "status": "on_track",
        "percent": 40,
        "unchanged": False,
        "measures": 1,
    }
    assert [row[0] for row in rows(made)] == [
        "on_track:1",
        "correct:2",
        "on_track:3",
        "snooze_all",
    ]
    said = replace(answer, status=None, measures=())
    (plain,) = composed(a_taken(2, **closed), answers={12: said}).facts["done"]
    assert (plain["answer"]["status"], plain["answer"]["measures"]) == (None, 0)


def test_held_over_night_it_says_today_and_how_late():
    made = composed(a_taken(1), now=at(5, 26))
    (line,) = made.facts["asks"]
    assert (made.facts["today"], made.facts["late"]) == ("2020-05-26", 1)
    assert (line["report_due"], line["late"]) == ("2020-05-25", 1)


def test_brought_up_to_date_it_stays_the_message_of_its_day():
    made = composed(a_taken(1), now=at(5, 27), on=day(5, 25))
    assert (made.facts["day"], made.facts["today"]) == ("2020-05-25", "2020-05-27")


def test_what_waits_besides_is_named():
    held = [{"template": "task/issued", "until": "2020-05-26T08:31:00+08:00"}]
    assert composed(a_taken(1), held=held).facts["held"] == held
    assert composed(a_taken(1)).facts["held"] == []


def test_what_the_plan_no_longer_holds_is_left_out():
    gone, kept = a_taken(1), a_taken(2)
    morning = a_morning([gone, kept], EVERYBODY)
    morning = replace(morning, states={TaskId("02.2"): morning.states["02.2"]})
    unknown = About(obligation=ObligationId(99), audience=Audience.OWNER)
    made = compose(morning, OWNER.id, [heard(gone), unknown, heard(kept)])
    assert (tasks(made), made.facts["total"]) == ("2.2", 1)


def test_a_reader_who_has_left_reads_as_nobody():
    assert composed(a_taken(1), to=PersonId(77)).facts["to"] is None


def test_the_longest_overdue_comes_first_then_the_number_as_people_count():
    made = composed(a_taken(10), a_taken(2), a_taken(3, due=day(5, 11)))
    assert tasks(made) == "2.3 2.2 2.10"
    assert [item["late"] for item in made.facts["asks"]] == [10, 0, 0]
    assert made.facts["late"] == 1


def test_directives_come_first_then_decisions_reports_ends_and_receipts():
    of_leader = {"period": "D12", "subject": 12}
    made = composed(
        a_taken(1, kind=Owed.ACKNOWLEDGE, period="issue-1"),
        a_taken(2, kind=Owed.FINISH, period="2020-12-31"),
        a_taken(3),
        a_taken(4, kind=Owed.DECIDE, period="R21", subject=21),
        a_taken(5, kind=Owed.DIRECTIVE, due=day(6, 1), **of_leader),
        a_taken(6, kind=Owed.ACKNOWLEDGE, **of_leader),
        directives={12: a_directive()},
        requests={21: a_request()},
    )
    assert tasks(made) == "2.6 2.5 2.4 2.3 2.2 2.1"


@pytest.mark.parametrize(
    ("count", "shown", "more"), [(SHOWN, SHOWN, 0), (SHOWN + 3, SHOWN, 3)]
)
def test_more_than_a_screen_holds_is_counted(count, shown, more):
    made = composed(*map(a_taken, range(1, count + 1)))
    assert len(made.facts["asks"]) == shown
    assert (made.facts["more"], made.facts["total"]) == (more, count)
    *answers, last = rows(made)
    assert (sum(map(len, answers)), last) == (shown, ["snooze_all", "why"])


def test_what_others_owe_and_what_is_done_is_counted_and_cut_too():
    many = [a_taken(n, (3, "head")) for n in range(1, SHOWN + 3)]
    told = composed(*many, to=HEAD.id, audience="head")
    assert (len(told.facts["tells"]), told.facts["told"]) == (SHOWN, SHOWN + 2)
    assert told.facts["more"] == 2
    done = composed(*(a_taken(n, **CLOSED) for n in range(1, SHOWN + 3)))
    assert (len(done.facts["done"]), done.facts["more"]) == (SHOWN, 0)


def test_a_task_owing_several_periods_is_one_line_by_its_oldest_debt():
    older, newer = a_taken(1, due=day(5, 11)), a_taken(1, id=ObligationId(99))
    made = composed(newer, older)
    assert [item["report_due"] for item in made.facts["asks"]] == ["2020-05-11"]
    assert made.facts["total"] == 1
    assert rows(made)[0] == answers_to(1)


def test_a_period_answered_and_the_next_one_owed_are_two_lines():
    older = a_taken(1, due=day(5, 11), **CLOSED)
    made = composed(older, a_taken(1, id=ObligationId(99)))
    assert (tasks(made), tasks(made, "done")) == ("2.1", "2.1")


def test_two_other_debts_of_one_task_are_two_lines():
    first = a_taken(1, kind=Owed.DIRECTIVE, period="D12", subject=12)
    second = a_taken(
        1, kind=Owed.DIRECTIVE, period="D13", subject=13, id=ObligationId(99)
    )
    directives = {n: a_directive(id=n) for n in (12, 13)}
    made = composed(first, second, directives=directives)
    assert rows(made) == [["told:12"], ["told:13"], ["why"]]


def test_a_period_asked_and_one_told_are_asked_once():
    asked, told = a_taken(1), a_taken(1, (3, "head"), due=day(5, 11), id=8)
    morning = a_morning([asked, told], EVERYBODY)
    made = compose(morning, HEAD.id, [heard(told, "head"), heard(asked)])
    assert (tasks(made), tasks(made, "tells")) == ("2.1", "")
    assert made.facts["asks"][0]["report_due"] == "2020-05-25"


def test_the_last_reminder_says_who_hears_next_and_counts_as_a_warning():
    made = composed(a_taken(1, **LATE), a_taken(2))
    assert [bool(item["chain"]) for item in made.facts["asks"]] == [True, False]
    assert made.warned == {1}


def test_a_warning_that_all_late_lines_share_is_said_once():
    alike = composed(a_taken(1, **LATE), a_taken(2, **LATE), a_taken(3))
    assert alike.facts["chain"] == alike.facts["asks"][0]["chain"] != []
    other = a_taken(2, **LATE | {"due": day(5, 21)})
    assert composed(a_taken(1, **LATE), other).facts["chain"] == []
    assert composed(a_taken(1)).facts["chain"] == []


def test_a_line_that_is_not_shown_has_warned_nobody():
    many = [a_taken(n, **LATE) for n in range(1, SHOWN + 3)]
    assert composed(*many).warned == set(range(1, SHOWN + 1))


def test_a_line_warns_for_all_the_reports_it_stands_for():
    older = a_taken(1, due=day(5, 20), rung=1)
    newer = a_taken(1, id=ObligationId(99), **LATE)
    assert composed(older, newer).warned == {1, 99}
    early = a_taken(1, id=ObligationId(99), due=day(6, 1), rung=-3)
    assert composed(older, early).warned == {1}
    pressed = a_taken(1, due=day(5, 15), rung=3)  # its head knows, the admin is next
    assert composed(pressed, newer).warned == {1}


@pytest.mark.parametrize(
    ("audience", "closed", "warned"),
    [
        pytest.param("owner", False, {1}, id="a debtor"),
        pytest.param("deputy", False, set(), id="a deputy who may not know the debtor"),
        pytest.param("head", False, set(), id="somebody else"),
        pytest.param("owner", True, set(), id="a debtor who has answered"),
    ],
)
def test_only_a_debtor_can_be_warned(audience, closed, warned):
    owed = a_taken(1, **LATE, **(CLOSED if closed else {}))
    assert composed(owed, audience=audience).warned == warned


def test_who_reads_it_as_debtor_and_as_deputy_is_warned():
    owed = a_taken(1, **LATE)
    about = [heard(owed, "deputy"), heard(owed)]
    made = compose(a_morning([owed], EVERYBODY), OWNER.id, about)
    assert (made.warned, made.facts["total"]) == ({1}, 1)


def test_a_head_who_stands_in_may_answer_what_the_head_is_told():
    told = composed(a_taken(1), to=HEAD.id, audience="head")
    assert rows(told) == [answers_to(1), ["why"]]
    assert rows(composed(a_taken(1), to=ADMIN.id, audience="admin")) == [
        ["note:1"],
        ["why"],
    ]


def test_an_admin_who_has_to_decide_is_warned_of_the_leaders():
    by_admin = a_policy(ladder=ladder((0, "admin"), (2, "admin"), (4, "leader")))
    owed = a_taken(
        1,
        (2, "admin"),
        kind=Owed.DECIDE,
        period="R21",
        subject=21,
        unit=UnitId(""),
        policy=by_admin,
        due=day(5, 21),
    )
    made = composed(owed, to=ADMIN.id, audience="admin", requests={21: a_request()})
    (line,) = made.facts["asks"]
    assert line["chain"] == [{"to": "leader", "at": "2020-05-27T08:30:00+08:00"}]
    assert made.warned == {1}


def test_of_those_all_on_leave_nobody_is_warned():
    people = (away(OWNER, day(6, 30)), ADMIN)
    assert composed(a_taken(1, **LATE), people=people).warned == set()


def test_one_person_of_two_is_enough_to_know():
    second = a_person(id=PersonId(9))
    for one in (OWNER, second):
        made = composed(a_taken(1, **LATE), to=one.id, people=(OWNER, second, HEAD))
        assert made.warned == {1}
