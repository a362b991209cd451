"""Everything kept of an obligation, and on which line of the catalog its rule is."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import update
from sqlmodel import select

from rules.catalog import Audience, Rung
from rules.decision import Decision, Reason
from rules.ids import ObligationId, PlanId, TaskId, UnitId
from rules.lifecycle import Move, Moved, Stage
from rules.message import About, Message, Sort
from rules.obligation import ObligationState, Owed
from rules.owing import Owing
from rules.people import Role
from store import explained, moves, obligations, outbox, plans, posted
from store.catalog import where
from store.tables import (
    DecisionRow,
    DirectiveRow,
    EventRow,
    LetterRow,
    ObligationRow,
    RequestRow,
)

PLAN, TASK = PlanId("p1"), TaskId("01.1")
MARCH, APRIL = date(2020, 3, 25), date(2020, 4, 26)


@pytest.fixture
def cases(small):
    """Return what is kept of a task, or of one obligation."""

    def gather(task: str = TASK, one: int | None = None):
        def work(tx):
            plan = plans.loaded(tx, PLAN)
            if one is not None:
                return explained.one(tx, plan, ObligationId(one))
            return explained.of_task(tx, plan, TaskId(task))

        return small.read_sync(work)

    return gather


@pytest.fixture
def decide(small):
    """Keep a decision about the first obligation."""

    def kept(reason: Reason, now, *, told=(), taken=(), version=1):
        def work(tx):
            (owed, *_) = obligations.of_task(tx, PLAN, TASK)
            rung = taken[-1].at if taken else None
            made = Decision(
                obligation=replace(owed, rung=rung),
                reason=reason,
                taken=tuple(taken),
                told=tuple(told),
            )
            obligations.record(tx, [made], now, version=version, seen={})

        small.run_sync(work)

    return kept


@pytest.fixture
def owe(small, at):
    """Open an obligation of any kind."""

    def opened(kind: Owed, period: str, due: date, *, unit="air", subject=None):
        def work(tx):
            policy = plans.loaded(tx, PLAN).catalog.policies["standard"]
            owing = Owing(
                kind=kind,
                task=TASK,
                unit=UnitId(unit),
                period=period,
                due=due,
                policy=policy,
                look_at=at(3, 1),
                subject=subject,
            )
            obligations.open_all(tx, PLAN, [owing], at(3, 1))

        small.run_sync(work)

    return opened


def send(store, person, obligation: int, now, *, key="k1", sent=True, **held):
    """Promise a letter about an obligation, and deliver it unless it is held."""

    def work(tx):
        about = (About(obligation=ObligationId(obligation), audience=Audience.OWNER),)
        message = Message(
            to=person.id, template="chase/bundle", facts={}, key=key, about=about
        )
        outbox.put(tx, PLAN, [message], now)
        row = tx.scalar(select(LetterRow).where(LetterRow.key == key))
        if sent:
            outbox.delivered(tx, row.id, 1, now)
        if held:
            tx.execute(update(LetterRow).where(LetterRow.id == row.id).values(**held))

    store.run_sync(work)


def test_decisions_are_told_in_order_with_names_and_counted(
    cases, open_up, ann, decide, at
):
    open_up("standard", "2020-03", MARCH)
    decide(Reason.QUIET, at(3, 21))
    decide(Reason.QUIET, at(3, 22))
    rung = Rung(at=-1, to=Audience.OWNER)
    decide(Reason.RUNG, at(3, 24), told=[ann.id], taken=[rung])
    (case,) = cases()
    quiet, taken = case.kept
    assert (quiet.reason, quiet.times, quiet.rung) == ("quiet", 2, None)
    assert (quiet.first, quiet.last) == (at(3, 21), at(3, 22))
    assert (taken.told, taken.audiences, taken.rung) == ((ann.name,), ("owner",), -1)


def test_the_last_that_was_answered_comes_after_what_is_open(
    cases, open_up, small, ann, say, at
):
    for key, due in (("2020-02", date(2020, 2, 25)), ("2020-03", MARCH)):
        open_up("standard", key, due)
        report = say(ann, TASK, at(3, 24))
        small.run_sync(
            lambda tx, report=report: obligations.answer(
                tx, PLAN, TASK, UnitId("air"), at(3, 24), report=report
            )
        )
    open_up("standard", "2020-04", APRIL)
    found = cases()
    assert [case.obligation.period for case in found] == ["2020-04", "2020-03"]
    assert (found[1].closed, found[1].by) == (at(3, 24), ann.name)
    assert found[1].obligation.state is ObligationState.ANSWERED
    assert found[0].by == ""


def test_a_day_moved_by_a_holiday_knows_the_day_meant(cases, open_up):
    open_up("standard", "2020-03", MARCH)
    open_up("standard", "2020-04", APRIL)
    assert [case.planned for case in cases()] == [None, date(2020, 4, 25)]


def test_an_end_and_a_directive_know_the_day_meant(cases, owe, ann, small, at):
    owe(Owed.FINISH, "2020-04-25", APRIL)
    owe(Owed.FINISH, "not a day", date(2020, 4, 27))
    owe(Owed.DIRECTIVE, "D1", APRIL, subject=1)
    owe(Owed.DIRECTIVE, "D9", APRIL, subject=9)
    given = DirectiveRow(
        plan=PLAN,
        task=TASK,
        unit="air",
        person=ann.id,
        text="请办",
        due=date(2020, 4, 25),
        given_at=at(3, 1),
        state="given",
    )
    small.run_sync(lambda tx: tx.add(given))
    planned = {case.obligation.period: case.planned for case in cases()}
    assert planned == {
        "2020-04-25": date(2020, 4, 25),
        "not a day": None,
        "D1": date(2020, 4, 25),
        "D9": None,
    }


def test_a_request_and_a_directive_of_one_number_are_told_apart(
    cases, owe, ann, small, at
):
    owe(Owed.DECIDE, "R1", MARCH, unit="", subject=1)
    owe(Owed.ACKNOWLEDGE, "D1", MARCH, subject=1)
    asked = RequestRow(
        plan=PLAN,
        kind="extension",
        task=TASK,
        unit="air",
        person=ann.id,
        reason="公示",
        asked_at=at(3, 1),
        state="asked",
        planned="2020-12-31",
        was=date(2020, 12, 31),
    )
    given = DirectiveRow(
        plan=PLAN,
        task=TASK,
        unit="air",
        person=ann.id,
        text="请办",
        due=APRIL,
        given_at=at(3, 1),
        state="given",
    )
    small.run_sync(lambda tx: tx.add_all([asked, given]))
    decide, hear = cases()
    assert (decide.request.reason, decide.directive) == ("公示", None)
    assert (hear.request, hear.directive.text) == (None, "请办")
    assert decide.request.who == hear.directive.who == ann.name


def test_letters_stand_with_what_became_of_them(cases, open_up, ann, small, at):
    open_up("standard", "2020-03", MARCH)
    send(small, ann, 1, at(3, 24))
    send(
        small, ann, 1, at(3, 25), key="k2", sent=False, held="budget", send_at=at(3, 26)
    )
    sent, waits = cases()[0].letters
    assert (sent.to, sent.sent, sent.release) == (ann.name, at(3, 24), None)
    assert (waits.held, waits.release) == ("budget", at(3, 26))


def test_a_suspended_branch_says_so(cases, open_up, small, at):
    open_up("standard", "2020-03", MARCH)
    assert cases()[0].stage is None
    moved = Moved(
        task=TASK,
        unit=UnitId("air"),
        move=Move.SUSPEND,
        of=Stage.IN_PROGRESS,
        to=Stage.SUSPENDED,
        by=None,
        at=at(3, 2),
        why="疫情",
    )
    small.run_sync(lambda tx: moves.add(tx, PLAN, [moved]))
    assert cases()[0].stage is Stage.SUSPENDED


@pytest.mark.parametrize("unit", ["air", ""])
def test_who_answered_without_a_report_is_who_acted_then(
    cases, owe, ann, small, at, unit
):
    owe(Owed.ACKNOWLEDGE, "issue-1", MARCH)
    event = EventRow(
        plan=PLAN,
        task=TASK,
        unit=unit,
        what="acknowledged",
        person=ann.id,
        at=at(3, 3),
        why="",
        facts={},
    )

    def work(tx):
        tx.add(event)
        obligations.close_branch(
            tx,
            PLAN,
            TASK,
            UnitId("air"),
            kinds=[Owed.ACKNOWLEDGE],
            state=ObligationState.ANSWERED,
            now=at(3, 3),
        )

    small.run_sync(work)
    assert cases()[0].by == ann.name


def test_a_damaged_row_is_still_explained(cases, open_up, small, decide, at):
    open_up("standard", "2020-03", MARCH)
    decide(Reason.NOT_DUE, at(3, 20))

    def damage(tx):
        tx.execute(update(ObligationRow).values(policy={"id": "?"}, kind="new"))
        tx.execute(update(DecisionRow).values(reason="novel", facts={}))

    small.run_sync(damage)
    (case,) = cases()
    assert not case.readable
    assert case.obligation.kind is Owed.REPORT
    assert case.obligation.policy.id == "standard"
    assert (case.kept[0].reason, case.kept[0].told) == ("novel", ())


@pytest.mark.parametrize(
    ("what", "period", "says"),
    [
        (Owed.REPORT, "2020-03", "standard: {name"),
        (Owed.ACKNOWLEDGE, "issue-1", "standard: {name"),
        (Owed.ACKNOWLEDGE, "D1", '- id: "01.1"'),
        (Owed.FINISH, "2020-12-31", '- id: "01.1"'),
        (Owed.DECIDE, "R1", "standard: {name"),
        (Owed.DIRECTIVE, "D1", '- id: "01.1"'),
    ],
)
def test_the_rule_stands_on_a_line_of_the_catalog(
    cases, owe, small_text, what, period, says
):
    owe(what, period, MARCH)
    place = cases()[0].place
    assert place.version == 1
    assert says in small_text.splitlines()[place.line - 1]


def test_the_line_is_of_the_version_that_was_in_force(
    cases, open_up, decide, put_in_force, small_text, at
):
    open_up("standard", "2020-03", MARCH)
    decide(Reason.NOT_DUE, at(3, 20))
    before = cases()[0].place
    put_in_force(f"# one line more\n{small_text}")
    assert cases()[0].place == before
    open_up("standard", "2020-04", APRIL)
    assert cases()[1].place == replace(before, version=2, line=before.line + 1)


def test_one_obligation_open_or_closed_or_none(cases, open_up):
    open_up("standard", "2020-03", MARCH)
    assert [case.obligation.id for case in cases(one=1)] == [1]
    assert cases(one=99) == []


def test_a_person_sees_what_their_units_owe_and_what_they_heard_of(
    small, open_up, link, at
):
    open_up("standard", "2020-03", MARCH)
    open_up("campaign", "2020-03-1", date(2020, 3, 10))
    ann, lee = link(Role.OWNER, "air"), link(Role.LEADER)
    send(small, lee, 1, at(3, 24))

    def owed(person, since):
        def work(tx):
            plan = plans.loaded(tx, PLAN)
            found = explained.owed_by(tx, plan, person, since)
            return [(c.obligation.task, c.obligation.unit) for c in found]

        return small.read_sync(work)

    assert owed(ann, at(3, 20)) == [("01.2", "air"), ("01.1", "air")]
    assert owed(lee, at(3, 20)) == [("01.1", "air")]
    assert owed(lee, at(3, 25)) == []


def test_a_persons_letters_are_counted_by_day_and_week(small, open_up, ann, at):
    open_up("standard", "2020-03", MARCH)
    for n, day in enumerate((22, 23, 24, 25)):
        send(small, ann, 1, at(3, day), key=f"k{n}")
    send(small, ann, 1, at(3, 25), key="p", sort=Sort.PROMPTED.value)
    send(small, ann, 1, at(3, 25), key="w", sent=False)
    post = small.read_sync(
        lambda tx: posted.of_person(
            tx, ann.id, ann.name, day=at(3, 25, 0, 0), week=at(3, 23, 0, 0)
        )
    )
    assert (post.day, post.week, len(post.sent), len(post.waiting)) == (1, 3, 5, 1)
    assert post.sent[0].tasks == (TASK,)


def test_the_last_ten_letters_are_enough(small, open_up, ann, at):
    open_up("standard", "2020-03", MARCH)
    for n in range(12):
        send(small, ann, 1, at(3, 1) + timedelta(days=n), key=f"k{n}")
    post = small.read_sync(
        lambda tx: posted.of_person(tx, ann.id, "", day=at(3, 25), week=at(3, 23))
    )
    assert [letter.sent for letter in post.sent[:2]] == [at(3, 12), at(3, 11)]
    assert len(post.sent) == 10


def test_the_number_of_statements_does_not_grow(cases, open_up, statements, decide, at):
    open_up("standard", "2020-03", MARCH)
    decide(Reason.NOT_DUE, at(3, 20))
    statements.clear()
    assert len(cases()) == 1
    few = len(statements)
    for month in range(4, 12):
        open_up("standard", f"2020-{month:02}", date(2020, month, 28))
    statements.clear()
    assert len(cases()) == 9
    assert len(statements) == few <= 16


@pytest.mark.parametrize(
    ("way", "says"),
    [
        (("policies", "standard"), "standard: {name"),
        (("policies", "standard", "due"), "standard: {name"),
        (("areas", 0, "tasks", 1, "title"), "title: 柴油货车"),
        (("areas", "*", "tasks", "01.2", "lead"), "lead: water"),
        (("areas", "01", "tasks", "01.1", "indicators", 1), "kilns"),
        (("units", "law"), "id: law"),
        ((), "plan:"),
    ],
)
def test_a_way_leads_to_its_line(small_text, way, says):
    line = where.line(small_text, way)
    assert says in small_text.splitlines()[line - 1]


@pytest.mark.parametrize(
    "way",
    [
        ("nothing",),
        ("policies", 0),
        ("areas", 5),
        ("units", "gone"),
        ("plan", "id", "deeper"),
        ("policies", "standard", "due", "x"),
    ],
)
def test_a_way_that_leads_nowhere_has_no_line(small_text, way):
    assert where.line(small_text, way) is None


def test_the_first_way_that_leads_somewhere_counts(small_text):
    known = ("policies", "standard")
    assert where.line(small_text, (*known, "ladder"), known) == where.line(
        small_text, known
    )
    assert where.line("", known) is None
    assert where.line("units: [a, b]", ("units", "a")) is None
