"""Every look's reason, told: why, why not, and what comes next."""

from dataclasses import replace
from datetime import date, time

import pytest
from builders import (
    ADMIN,
    HEAD,
    LEADER,
    OWNER,
    a_catalog,
    a_person,
    a_policy,
    a_reached,
    a_state,
    a_task,
    an_area,
    an_obligation,
    at,
    day,
    days,
    ladder,
)
from hypothesis import given
from hypothesis import strategies as st

from rules.account import Account, begun, line
from rules.audience import facing
from rules.case import Case, Instruction, Kept, Place, Posted, Wish
from rules.catalog import WorkCalendar
from rules.chase import chase
from rules.decision import Reason
from rules.explain import View, WhyNot, explain
from rules.explain_lines import Telling, span
from rules.ids import PersonId
from rules.lifecycle import Stage
from rules.obligation import ObligationState, Owed
from rules.people import Hours, Leave
from rules.periods import nominal_due
from rules.workdays import Workdays

EVERYBODY = (OWNER, HEAD, ADMIN, LEADER)
FULL = a_policy(
    ladder=ladder(
        (-3, "owner"),
        (-1, "owner"),
        (0, "owner"),
        (1, "owner"),
        (3, "head"),
        (5, "admin"),
        (8, "leader"),
    )
)


def a_case(**over) -> Case:
    facts = {
        name: over.pop(name)
        for name in ("kept", "letters", "closed", "by", "stage", "readable", "planned")
        if name in over
    }
    owed = an_obligation(policy=FULL, **over)
    return Case(obligation=owed, opened=at(5, 18), **facts)


def a_view(now=None, people=EVERYBODY, state=None, calendar=None) -> View:
    found = calendar or days()
    return View(people=people, state=state, days=found, now=now or at(5, 25, 9, 0))


def a_kept(reason: Reason, month: int = 5, of_month: int = 20, **over) -> Kept:
    moment = at(month, of_month)
    return replace(
        Kept(reason=reason.value, rung=None, first=moment, last=moment), **over
    )


def a_letter(**over) -> Posted:
    made = Posted(
        person=OWNER.id, to=OWNER.name, template="chase/bundle", made=at(5, 25)
    )
    return replace(made, **over)


def whys(case: Case, view: View) -> list[WhyNot]:
    return [bar.why for bar in explain(case, view).why_not]


ASKED = {"rung": 0, "look_at": at(5, 26)}  # on the due day
AWAY = replace(OWNER, leave=Leave(first=day(5, 20), last=day(5, 28), deputy=None))
FRESH = a_state(indicators=(a_reached("13"),), last_report=at(5, 20), percent=None)


BARS = [
    (a_case(), a_view(at(5, 18)), WhyNot.NOT_DUE, at(5, 20)),
    (a_case(**ASKED), a_view(), WhyNot.STEP, at(5, 26)),
    (a_case(rung=1, look_at=at(6, 1)), a_view(at(5, 29)), WhyNot.STEP, at(6, 1)),
    (a_case(rung=-3), a_view(at(5, 23, 9, 0)), WhyNot.DAY_OFF, at(5, 25)),
    (a_case(), a_view(at(5, 25, 7, 0)), WhyNot.HOURS, at(5, 25)),
    (a_case(), a_view(at(5, 25, 19, 0)), WhyNot.HOURS, at(5, 26)),
    (a_case(), a_view(people=()), WhyNot.NOBODY, at(5, 26)),
    (a_case(), a_view(people=(AWAY, ADMIN)), WhyNot.AWAY, at(5, 29)),
    (a_case(snoozed=day(5, 27)), a_view(), WhyNot.SNOOZED, at(5, 27)),
    (a_case(rung=8), a_view(), WhyNot.SPENT, None),
    (a_case(), a_view(), WhyNot.NOW, None),
    (
        a_case(kept=(a_kept(Reason.BROKEN),), look_at=at(5, 26)),
        a_view(),
        WhyNot.BROKEN,
        at(5, 26),
    ),
    (a_case(readable=False), a_view(), WhyNot.BROKEN, None),
    (a_case(stage=Stage.SUSPENDED), a_view(), WhyNot.OUT, None),
    (
        a_case(state=ObligationState.ANSWERED, closed=at(5, 25), by="王敏"),
        a_view(),
        WhyNot.ANSWERED,
        at(5, 25),
    ),
    (
        a_case(state=ObligationState.WAIVED, closed=at(5, 25)),
        a_view(),
        WhyNot.WAIVED,
        at(5, 25),
    ),
    (
        a_case(
            state=ObligationState.WAIVED,
            closed=at(5, 20),
            kept=(a_kept(Reason.NOT_DUE, 5, 18), a_kept(Reason.ON_PACE)),
        ),
        a_view(),
        WhyNot.ON_PACE,
        at(5, 20),
    ),
]


@pytest.mark.parametrize(
    ("case", "view", "why", "until"),
    [pytest.param(*row, id=f"{n} {row[2].value}") for n, row in enumerate(BARS)],
)
def test_what_keeps_it_back_is_named_with_when_that_ends(case, view, why, until):
    (bar,) = explain(case, view).why_not
    assert (bar.why, bar.until) == (why, until)


def test_every_thing_that_can_keep_it_back_is_in_the_table_or_below():
    named = {row[2] for row in BARS}
    assert set(WhyNot) - named == {WhyNot.REST, WhyNot.HELD}


def test_quiet_hours_are_told_from_the_evening():
    rest = days(quiet=((time(12, 0), time(13, 30)),))
    (bar,) = explain(a_case(), a_view(at(5, 25, 12, 30), calendar=rest)).why_not
    assert (bar.why, bar.until) == (WhyNot.REST, at(5, 25, 13, 30))


def test_a_holiday_is_named():
    case = a_case(due=day(4, 30), rung=0)
    (bar,) = explain(case, a_view(at(5, 1, 9, 0))).why_not
    assert (bar.why, bar.what) == (WhyNot.STEP, "")  # its next step lies behind it
    case = a_case(due=day(4, 28), rung=-3)
    (bar,) = explain(case, a_view(at(5, 1, 9, 0))).why_not
    assert (bar.why, bar.what) == (WhyNot.DAY_OFF, "labour_day")


@pytest.mark.parametrize(
    ("calendar", "of_month", "name"),
    [
        (days(), 1, "labour_day"),
        (days(), 16, ""),  # a Saturday
        (days(), 9, ""),  # worked, for the same holiday
        (days(extra_days_off=frozenset({day(5, 1)})), 1, ""),
    ],
)
def test_a_day_off_knows_its_holiday(calendar, of_month, name):
    assert calendar.holiday(day(5, of_month)) == name


def test_holidays_abroad_are_known_by_the_name_they_have():
    abroad = Workdays(WorkCalendar(country="DE"), days().zone)
    assert abroad.holiday(day(5, 1))
    assert abroad.holiday(day(5, 4)) == ""


def test_a_year_nobody_knows_has_no_holidays():
    assert days().holiday(date(1990, 5, 1)) == ""


def test_a_letter_that_waits_says_why():
    held = a_letter(held="budget", release=at(5, 26))
    others = (a_letter(sent=at(5, 25)), a_letter(release=at(5, 25)))
    explained = explain(a_case(**ASKED, letters=(held, *others)), a_view())
    step, bar = explained.why_not
    assert step.why is WhyNot.STEP
    assert (bar.why, bar.what, bar.until, bar.who) == (
        WhyNot.HELD,
        "budget",
        at(5, 26),
        "王敏",
    )


def test_those_on_leave_are_named():
    case = a_case()
    (bar,) = explain(case, a_view(people=(AWAY, ADMIN))).why_not
    assert bar.who == "王敏"
    gone = replace(ADMIN, leave=AWAY.leave)
    decide = a_case(unit="", kind=Owed.DECIDE)
    admins = replace(
        decide,
        obligation=replace(
            decide.obligation, policy=a_policy(ladder=ladder((0, "admin")))
        ),
    )
    (bar,) = explain(admins, a_view(people=(OWNER, gone))).why_not
    assert (bar.why, bar.who) == (WhyNot.AWAY, "")


def coming(case: Case, view: View) -> list[tuple]:
    return [
        (step.at, step.to.value, step.asks, [person.name for person in step.told])
        for step in explain(case, view).next
    ]


def test_the_whole_ladder_is_told_ahead_with_names():
    assert coming(a_case(look_at=at(5, 20)), a_view(at(5, 18))) == [
        (at(5, 20), "owner", True, ["王敏"]),
        (at(5, 22), "owner", True, ["王敏"]),
        (at(5, 25), "owner", True, ["王敏"]),
        (at(5, 26), "owner", True, ["王敏"]),
        (at(5, 28), "head", False, ["赵刚"]),
        (at(6, 1), "admin", False, ["孙悦"]),
        (at(6, 4), "leader", False, ["陈立"]),
    ]


def test_who_comes_back_from_leave_is_asked_then():
    case, view = a_case(look_at=at(5, 25)), a_view(people=(AWAY, ADMIN, LEADER))
    first = coming(case, view)[0]
    assert first == (at(5, 29), "owner", True, ["王敏"])


def test_nobody_else_hears_before_the_debtors_were_warned():
    case = a_case(rung=1, look_at=at(5, 28))
    first, second, *_ = coming(case, a_view(at(5, 28, 8, 30)))
    assert first == (at(5, 28), "owner", True, ["王敏"])
    assert second == (at(5, 29), "head", False, ["赵刚"])


@pytest.mark.parametrize(
    "case",
    [
        a_case(state=ObligationState.ANSWERED),
        a_case(stage=Stage.TERMINATED),
        a_case(readable=False),
        a_case(rung=8),
    ],
)
def test_where_nothing_is_asked_nothing_comes(case):
    assert explain(case, a_view()).next == ()


def test_nothing_comes_while_nobody_is_linked():
    assert explain(a_case(), a_view(people=())).next == ()


def test_a_task_on_pace_says_it_will_be_left_alone():
    spare = replace(FULL, spare=True)
    case = a_case(look_at=at(5, 20))
    case = replace(case, obligation=replace(case.obligation, policy=spare))
    explained = explain(case, a_view(at(5, 18), state=FRESH))
    assert [bar.why for bar in explained.why_not] == [WhyNot.ON_PACE]
    assert explained.next == ()


def test_lateness_counts_workdays_of_what_is_open():
    late = a_view(at(5, 28))
    assert explain(a_case(), late).late == 3
    assert explain(a_case(state=ObligationState.ANSWERED), late).late == 0


@given(
    rung=st.sampled_from([None, -3, -1, 0, 1, 3, 5, 8]),
    hours=st.integers(min_value=0, max_value=24 * 40),
    announced=st.booleans(),
    people=st.sets(st.sampled_from(range(4))),
)
def test_what_comes_next_is_what_the_chase_does(rung, hours, announced, people):
    """Walk the chase itself from now on: the first step told is the first taken."""
    here = tuple(EVERYBODY[n] for n in sorted(people))
    now = at(5, 10) + (at(5, 11) - at(5, 10)) * hours / 24
    case = a_case(rung=rung, announced=at(5, 1) if announced else None)
    steps = explain(case, a_view(now, people=here)).next
    owed, moment = case.obligation, now
    for _ in range(60):
        made = chase(owed, facing(here, owed), days(), moment)
        if made.taken or made.obligation.look_at is None:
            break
        owed, moment = made.obligation, max(moment, made.obligation.look_at)
    if not made.taken:
        assert steps == ()
    else:
        assert (steps[0].at, steps[0].to) == (moment, made.taken[0].to)
    assert [step.at for step in steps] == sorted(step.at for step in steps)


@pytest.mark.parametrize(
    ("period", "told"),
    [
        ("2020-05", {"of": "month", "n": 5, "half": None}),
        ("2020-05-2", {"of": "half_month", "n": 5, "half": 2}),
        ("2020-W22", {"of": "week", "n": 22, "half": None}),
        ("2020-Q2", {"of": "quarter", "n": 2, "half": None}),
        ("2020-H1", {"of": "half_year", "n": 1, "half": None}),
        ("2020", {"of": "year", "n": 2020, "half": None}),
        ("D12", None),
        ("2020-12-31", None),
        ("issue-1", None),
    ],
)
def test_a_period_is_taken_apart(period, told):
    assert span(period) == told


def test_the_day_meant_is_known_before_holidays_move_it():
    plan = a_catalog().plan
    assert nominal_due(a_policy(), plan, "2020-04") == day(4, 25)  # a Saturday
    assert nominal_due(a_policy(), plan, "2019-04") is None


def a_telling(**over) -> Telling:
    made = Telling(
        catalog=a_catalog(an_area("02", a_task(put_off_from=day(11, 30)))),
        days=days(),
        version=7,
        people=EVERYBODY,
        states={},
        now=at(5, 25, 9, 0),
    )
    return replace(made, **over)


def told(case: Case) -> dict:
    telling = a_telling()
    return telling.line(telling.explain(case))


def test_a_report_is_told_with_its_rule_and_where_that_stands():
    kept = a_kept(Reason.RUNG, rung=-3, told=("王敏",), audiences=("owner",))
    case = replace(
        a_case(**ASKED, kept=(kept,), planned=day(5, 23)),
        place=Place(version=6, line=214),
    )
    line = told(case)
    assert line["rule"] == {
        "policy": "月报",
        "cadence": "monthly",
        "days": [25],
        "within": 0,
        "line": 214,
        "version": 6,
        "former": True,
        "directive": None,
        "request": None,
    }
    assert (line["task"], line["short"], line["unit"]) == ("2.2", "锅炉炉窑", "air处")
    assert (line["planned"], line["put_off"]) == ("2020-05-23", None)
    assert line["happened"][0]["told"] == ["王敏"]
    assert line["next"][0]["told"] == ["王敏"]


@pytest.mark.parametrize(
    ("people", "audience", "role", "asked"),
    [
        ((HEAD, ADMIN), "owner", "head", True),
        ((OWNER, ADMIN), "head", "admin", False),
        ((OWNER, ADMIN), "owner", "owner", True),
        ((OWNER, HEAD), "deputy", "deputy", True),
        ((LEADER,), "leader", "leader", False),
        ((), "head", "head", False),
    ],
    ids=["head", "admin", "owner", "deputy", "leader", "nobody"],
)
def test_who_was_told_is_named_as_they_really_are(people, audience, role, asked):
    """A head stands for an owner, an admin for a head."""
    heard = tuple(person.id for person in people if person.role.value == role)
    kept = a_kept(Reason.RUNG, people=heard, audiences=(audience,))
    telling = a_telling(people=people)
    line = telling.line(telling.explain(a_case(kept=(kept,))))
    (happened,) = line["happened"]
    assert (happened["audiences"], happened["asked"]) == ([role], asked)


def test_who_will_be_told_is_named_as_they_really_are():
    telling = a_telling(people=(OWNER, ADMIN))
    case = a_case(rung=1, announced=at(5, 26), look_at=at(5, 28))
    step = telling.line(telling.explain(case))["next"][0]
    assert (step["to"], step["told"], step["asks"]) == ("admin", ["孙悦"], False)


def test_without_a_place_the_version_in_force_stands():
    rule = told(a_case())["rule"]
    assert (rule["line"], rule["version"], rule["former"]) == (None, 7, False)


def test_an_end_put_off_says_from_when():
    assert told(a_case(kind=Owed.FINISH))["put_off"] == "2020-11-30"


def test_a_directive_and_a_request_are_told_in_short():
    case = replace(
        a_case(),
        directive=Instruction(id=3, who="陈立", text="请\n恢复", due=day(6, 30)),
        request=Wish(id=12, kind="extension", who="王敏", reason="公示", until=None),
    )
    rule = told(case)["rule"]
    assert rule["directive"] == {
        "id": 3,
        "who": "陈立",
        "text": "请 恢复",
        "due": "2020-06-30",
    }
    assert (rule["request"]["kind"], rule["request"]["until"]) == ("extension", None)


def test_a_task_no_longer_in_the_plan_is_told_by_its_number():
    line = told(a_case(task="09.9", unit="gone"))
    assert (line["task"], line["short"], line["unit"]) == ("9.9", "", "gone")


def an_account(**over) -> dict:
    telling = a_telling()
    explained = telling.explain(a_case(**ASKED))
    made = Account(
        person=OWNER,
        sent=(a_letter(sent=at(5, 25), tasks=("02.2",)),),
        waiting=(),
        day=1,
        week=2,
        owed=(explained,),
    )
    return line(telling, replace(made, **over))


def test_a_persons_account_has_what_reaches_them_next():
    account = an_account()
    assert (account["name"], account["unit"], account["leave"]) == (
        "王敏",
        "air处",
        None,
    )
    assert account["budget"] == {"day": 1, "per_day": 3, "week": 2, "per_week": 10}
    (step,) = account["next"]
    assert (step["at"], step["to"]) == ("2020-05-26T08:30:00+08:00", "owner")
    assert account["sent"][0]["tasks"] == ["02.2"]


def test_what_never_reaches_a_person_is_not_in_their_account():
    stranger = a_person(id=PersonId(9), name="周某", unit=None)
    account = an_account(person=stranger)
    assert (account["next"], account["unit"]) == ([], None)


def test_an_account_names_the_deputy_the_leave_and_the_hours():
    person = replace(
        OWNER,
        leave=Leave(first=day(5, 25), last=day(5, 29), deputy=HEAD.id),
        deputy=HEAD.id,
        stands_for=(LEADER.id,),
        hours=Hours(opens=time(10, 0), zone="Asia/Urumqi"),
        unreachable="blocked",
    )
    account = an_account(person=person)
    assert account["leave"]["deputy"] == account["deputy"] == "赵刚"
    assert account["stands_for"] == ["陈立"]
    assert account["hours"] == {
        "opens": "10:00",
        "closes": "18:00",
        "zone": "Asia/Urumqi",
        "own": True,
    }
    assert account["unreachable"] == "blocked"


def test_a_day_and_a_week_begin_where_the_person_is():
    now = at(5, 25, 1, 0)  # Monday in Shanghai, still Sunday in Berlin
    assert begun(OWNER, days(), now) == (at(5, 25, 0, 0), at(5, 25, 0, 0))
    abroad = replace(OWNER, hours=Hours(zone="Europe/Berlin"))
    day_, week = begun(abroad, days(), now)
    assert (day_.date(), week.date()) == (day(5, 24), day(5, 18))
