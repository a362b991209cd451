"""Leaves: what is asked, who fits to stand in, when both sides are told."""

from dataclasses import replace

import pytest
from builders import ADMIN, HEAD, LEADER, OWNER, a_person, at, day, days
from hypothesis import given
from hypothesis import strategies as some

from rules.errors import BadLeave
from rules.ids import LeaveId, PersonId, UnitId
from rules.leave import (
    Absence,
    Unfit,
    begins,
    called,
    covering,
    ends,
    first_look,
    left_of,
    next_look,
    overlaps,
    read,
    told,
    unfit,
)
from rules.people import Leave, Role

TODAY = day(6, 24)
QIANG = a_person(id=PersonId(9), name="李强", username="liqiang", unit=UnitId("water"))


def a_leave(first, last, deputy=9) -> Leave:
    return Leave(first=first, last=last, deputy=deputy and PersonId(deputy))


def an_absence(first, last, *, person=1, look_at=None, **over) -> Absence:
    return Absence(
        id=LeaveId(over.get("id", 1)),
        person=PersonId(person),
        leave=a_leave(first, last, over.get("deputy", 9)),
        look_at=look_at,
    )


@pytest.mark.parametrize(
    ("given_", "first", "last", "deputy"),
    [
        ("7.1-7.10 @李强", day(7, 1), day(7, 10), "李强"),
        ("7.1-7.10 ＠李强", day(7, 1), day(7, 10), "李强"),
        ("7.1-7.10@liqiang", day(7, 1), day(7, 10), "liqiang"),
        ("7.1-7.10 李强", day(7, 1), day(7, 10), "李强"),
        ("7.1-7.10", day(7, 1), day(7, 10), ""),
        ("7月1日 - 7月10日  Li Qiang", day(7, 1), day(7, 10), "Li Qiang"),
        ("2020-07-01 2020-07-10 无", day(7, 1), day(7, 10), "无"),
        ("明天", day(6, 25), day(6, 25), ""),
        ("今天 @ 李强", day(6, 24), day(6, 24), "李强"),
        ("2020-06-24 2021-06-24", day(6, 24), day(6, 24).replace(year=2021), ""),
    ],
)
def test_a_leave_is_read_from_its_days_and_a_name(given_, first, last, deputy):
    asked = read(given_, TODAY)
    assert (asked.first, asked.last, asked.deputy) == (first, last, deputy)


@pytest.mark.parametrize(
    ("given_", "why"),
    [
        ("", "unread"),
        ("@李强", "unread"),
        ("休息", "unread"),
        ("7.1-7.10 下午 @李强", "unread"),
        ("7.10-7.1", "backwards"),
        ("6.23", "past"),
        ("6.23-7.1", "past"),
        ("2020-06-24 2021-06-25", "long"),
    ],
)
def test_a_leave_that_cannot_be_is_refused_with_its_reason(given_, why):
    with pytest.raises(BadLeave) as refused:
        read(given_, TODAY)
    assert refused.value.facts["why"] == why


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("李强", {9}),
        ("@LiQiang", {9}),
        ("强", {9}),
        ("王敏", {1}),
        ("敏", {1, 10}),
        ("无人", set()),
        ("@", set()),
        ("", set()),
    ],
)
def test_a_name_means_the_whole_of_one_before_a_part_of_several(name, found):
    namesake = a_person(id=PersonId(10), name="王敏华")
    assert {p.id for p in called([OWNER, QIANG, namesake], name)} == found


SPAN = day(7, 1), day(7, 10)


@pytest.mark.parametrize(
    ("person", "other", "why"),
    [
        pytest.param(OWNER, QIANG, None, id="an owner for an owner of another unit"),
        pytest.param(OWNER, HEAD, None, id="a head for an owner"),
        pytest.param(ADMIN, replace(ADMIN, id=PersonId(8)), None, id="admins"),
        pytest.param(LEADER, replace(LEADER, id=PersonId(8)), None, id="leaders"),
        pytest.param(OWNER, OWNER, Unfit.SELF, id="not oneself"),
        pytest.param(OWNER, ADMIN, Unfit.ROLE, id="not an admin for an owner"),
        pytest.param(ADMIN, LEADER, Unfit.ROLE, id="not a leader for an admin"),
        pytest.param(
            OWNER,
            a_person(id=PersonId(7), role=Role.OBSERVER),
            Unfit.ROLE,
            id="readers",
        ),
        pytest.param(
            OWNER, replace(QIANG, unreachable="blocked"), Unfit.UNREACHABLE, id="lost"
        ),
    ],
)
def test_who_can_stand_in_for_whom(person, other, why):
    assert unfit(person, other, (), SPAN) is why
    assert unfit(person, other) is why


@pytest.mark.parametrize(
    ("first", "last", "why"),
    [
        (day(6, 20), day(6, 30), None),
        (day(6, 20), day(7, 1), Unfit.AWAY),
        (day(7, 5), day(7, 6), Unfit.AWAY),
        (day(7, 10), day(7, 30), Unfit.AWAY),
        (day(7, 11), day(7, 30), None),
    ],
)
def test_somebody_on_leave_over_the_same_days_cannot(first, last, why):
    absences = [an_absence(first, last, person=9, deputy=None)]
    assert unfit(OWNER, QIANG, absences, SPAN) is why
    assert unfit(OWNER, HEAD, absences, SPAN) is None


@pytest.mark.parametrize(
    ("first", "last", "left"),
    [
        pytest.param(day(7, 1), day(7, 10), [], id="the same days"),
        pytest.param(day(6, 25), day(7, 30), [], id="longer"),
        pytest.param(day(7, 8), day(7, 20), [(1, 7)], id="its end"),
        pytest.param(day(6, 28), day(7, 3), [(4, 10)], id="its beginning"),
        pytest.param(day(7, 4), day(7, 5), [(1, 3), (6, 10)], id="its middle"),
        pytest.param(day(7, 20), day(7, 21), [(1, 10), (20, 10)][:1], id="none of it"),
    ],
)
def test_a_newer_leave_takes_only_the_days_in_common(first, last, left):
    rest = left_of(an_absence(*SPAN), first, last, TODAY)
    assert [(one.first.day, one.last.day) for one in rest] == left


def test_what_is_past_of_an_older_leave_is_not_set_again():
    held = an_absence(*SPAN)
    assert [one.first for one in left_of(held, day(7, 4), day(7, 5), day(7, 4))] == [
        day(7, 6)
    ]


a_day = some.integers(0, 40).map(
    lambda n: day(6, 24).fromordinal(TODAY.toordinal() + n)
)
a_span = some.tuples(a_day, a_day).map(sorted)


@given(old=a_span, new=a_span)
def test_every_day_of_two_leaves_is_covered_once(old, new):
    held = an_absence(*old)
    rest = list(left_of(held, *new, TODAY))
    taken = [one for one in rest if overlaps(an_absence(one.first, one.last), *new)]
    assert taken == []
    days_of = {n for one in (*rest, a_leave(*new)) for n in _days(one.first, one.last)}
    assert days_of == set(_days(*old)) | set(_days(*new))
    assert all(one.deputy == held.leave.deputy for one in rest)


def _days(first, last):
    return range(first.toordinal(), last.toordinal() + 1)


@pytest.mark.parametrize(
    ("first", "last", "begun", "over"),
    [
        pytest.param(
            day(7, 1), day(7, 10), at(7, 1), at(7, 13), id="Wednesday to Friday"
        ),
        pytest.param(day(7, 4), day(7, 6), at(7, 6), at(7, 7), id="from a Saturday"),
        pytest.param(
            day(6, 25), day(6, 27), None, at(6, 28), id="a holiday, then 调休"
        ),
        pytest.param(day(7, 4), day(7, 5), None, at(7, 6), id="a weekend"),
    ],
)
def test_a_leave_is_told_on_its_first_workday_and_on_the_first_after(
    first, last, begun, over
):
    held = a_leave(first, last)
    assert begins(held, days()) == begun
    assert ends(held, days()) == over
    assert first_look(held, days()) == (begun or over)


def test_a_deputy_has_been_told_once_the_end_is_awaited():
    def at_look(look_at, first, last):
        return told(an_absence(first, last, look_at=look_at), days())

    assert not at_look(None, *SPAN)
    assert not at_look(at(7, 1), *SPAN)
    assert at_look(at(7, 13), *SPAN)
    assert not at_look(at(7, 10), day(7, 10), day(7, 10))
    assert not at_look(at(7, 6), day(7, 4), day(7, 5))  # no workday: never told


def test_it_is_looked_at_again_at_its_end_and_then_no_more():
    held = an_absence(*SPAN)
    assert next_look(held, days(), day(7, 10)) == at(7, 13)
    assert next_look(held, days(), day(7, 11)) is None


def test_who_is_on_leave_on_a_day():
    mine, other = an_absence(*SPAN), an_absence(*SPAN, person=2)
    assert covering([other, mine], PersonId(1), day(7, 10)) is mine
    assert covering([other, mine], PersonId(1), day(7, 11)) is None
