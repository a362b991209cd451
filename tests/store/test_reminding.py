"""Cards: put right, taken for a reminder once, and listed where they were misread."""

from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlmodel import select

from rules.catalog import Audience
from rules.ids import CardId, PlanId, ReportId, TaskId, UnitId
from rules.message import About, Message
from rules.people import Role
from rules.report import CardState, Fault, Report
from rules.understand import Understanding
from store import cards, last_words, obligations, outbox, reminding, reports
from store.misread import misread
from store.tables import LetterRow

PLAN, OTHER = PlanId("p1"), PlanId("p2")
BOILERS, TRUCKS, AIR = TaskId("01.1"), TaskId("01.2"), UnitId("air")


@pytest.fixture
def card(small, ann, at):
    """Return how somebody's words are read into a card, at nine and due at eleven."""

    def put(task=BOILERS, who=None, now=None, **more) -> CardId:
        made = now or at(5, 25, 9, 0)
        given = {"remind_at": made + timedelta(hours=2)} | more
        return small.run_sync(
            lambda tx: cards.put_card(
                tx,
                PLAN,
                (who or ann).id,
                task=task,
                text="总体进度50%",
                found=Understanding(percent=50),
                supersedes=None,
                message=1,
                now=made,
                **given,
            )
        )

    return put


def taken(store, now, limit=9) -> list[CardId]:
    found = store.run_sync(lambda tx: reminding.claim(tx, PLAN, now, limit=limit))
    return [one.id for one in found]


def past(store, these, now) -> dict[CardId, str]:
    return dict(store.read_sync(lambda tx: reminding.overtaken(tx, these, now)))


def test_a_card_is_taken_once_and_when_its_time_has_come(small, card, at):
    first, second = card(), card(now=at(5, 25, 8, 30))
    card(remind_at=None)
    assert small.read_sync(lambda tx: reminding.next_look(tx, PLAN)) == at(
        5, 25, 10, 30
    )
    assert small.read_sync(lambda tx: reminding.next_look(tx, OTHER)) is None
    assert taken(small, at(5, 25, 10, 29)) == []
    assert taken(small, at(5, 25, 11, 0), limit=1) == [second]
    assert taken(small, at(5, 25, 11, 0)) == [first]
    assert taken(small, at(5, 26, 11, 0)) == []
    assert small.read_sync(lambda tx: reminding.next_look(tx, PLAN)) is None


def test_what_was_closed_is_reminded_of_no_more(small, card, ann, at):
    confirmed, dropped = card(), card(task=TRUCKS)

    def work(tx):
        cards.close_card(tx, confirmed, CardState.CONFIRMED, None)
        cards.drop_cards(tx, ann.id, TRUCKS)

    small.run_sync(work)
    assert taken(small, at(5, 26, 11, 0)) == []
    told = past(small, [confirmed, dropped], at(5, 26, 11, 0))
    assert set(told.values()) == {"confirmed or put aside"}
    assert past(small, [], at(5, 26)) == {}


def test_a_card_put_right_waits_anew_unless_it_was_reminded_of(small, card, at):
    waits, reminded = card(), card(remind_at=None)
    later = at(5, 25, 11, 59)

    def work(tx):
        for one in (waits, reminded):
            made = cards.mend(tx, one, {"percent": 60}, Fault.FIXED, later)
            assert (made.fixed, made.fault) == ({"percent": 60}, "fixed")

    small.run_sync(work)
    assert taken(small, at(5, 25, 11, 58)) == []
    assert taken(small, later) == [waits]


def report(store, who, now, *, unit=AIR, text="已完成8家", **more) -> ReportId:
    said = Report(
        task=BOILERS,
        person=who.id,
        text=text,
        percent=50,
        status=None,
        expected=None,
        problem="",
        needs="",
        unchanged=False,
        **more,
    )
    return store.run_sync(lambda tx: reports.keep(tx, PLAN, unit, said, now))


def test_a_report_of_the_same_branch_overtakes_a_card(small, card, link, ann, at):
    bo = link(Role.OWNER, "law")
    one, other = card(), card(who=bo)
    report(small, ann, at(5, 25, 8, 59))
    assert past(small, [one, other], at(5, 25, 11, 0)) == {}
    report(small, ann, at(5, 25, 9, 1))
    assert past(small, [one, other], at(5, 25, 11, 0)) == {one: "reported on since"}
    named = card(who=bo, unit=AIR)  # the branch it stands in for
    assert past(small, [named], at(5, 25, 11, 0)) == {named: "reported on since"}


@pytest.mark.parametrize(
    ("sent", "waits", "asked"),
    [
        ((5, 25, 8, 30), None, False),  # before the words were said
        ((5, 25, 9, 1), None, True),
        (None, (5, 25, 11, 1), True),  # with the morning's message, a minute on
        (None, (5, 25, 11, 2), False),
        (None, None, False),  # given up
    ],
)
def test_a_message_that_asks_for_the_task_overtakes_a_card(
    small, card, open_up, ann, at, sent, waits, asked
):
    one, other = card(), card(task=TRUCKS)
    open_up("standard", "2020-05", at(5, 25).date(), now=at(5, 20))

    def work(tx):
        (owed,) = obligations.of_task(tx, PLAN, BOILERS)
        letter = Message(
            to=ann.id,
            template="chase/bundle",
            facts={},
            key="bundle",
            about=(About(obligation=owed.id, audience=Audience.OWNER),),
        )
        outbox.put(tx, PLAN, [letter], at(5, 25))
        times = {
            "sent_at": sent and at(*sent),
            "send_at": waits and at(*waits),
        }
        tx.execute(update(LetterRow).values(**times))

    small.run_sync(work)
    why = "asked for in the morning's message"
    told = past(small, [one, other], at(5, 25, 11, 0))
    assert told == ({one: why} if asked else {})


def test_the_last_words_are_each_persons_own(small, link, ann, at):
    bo = link(Role.OWNER, "air")
    report(small, ann, at(5, 1), text="旧的")
    newest = report(small, ann, at(5, 2), text="新的")
    report(small, bo, at(5, 3), text="同事的")

    def words(without=None):
        found = small.read_sync(
            lambda tx: last_words.of_task(tx, PLAN, BOILERS, without)
        )
        return [(one.name, one.text, one.at) for one in found]

    assert words() == [
        (bo.name, "同事的", at(5, 3)),
        (ann.name, "新的", at(5, 2)),
    ]
    assert words(newest)[1] == (ann.name, "旧的", at(5, 1))
    kept = small.run_sync(lambda tx: reports.one(tx, PLAN, newest))
    small.run_sync(lambda tx: reports.take_back(tx, PLAN, kept, ann.id, at(5, 4)))
    assert words()[1][1] == "新的"  # taken back, it was said all the same
    elsewhere = small.read_sync(lambda tx: last_words.of_task(tx, PLAN, TRUCKS))
    assert elsewhere == []


def test_what_was_misread_is_listed_with_what_was_meant(small, card, at):
    fixed, other = card(), card(now=at(5, 27))
    card(task=None)
    card()

    def work(tx):
        cards.mend(tx, fixed, {"percent": 60}, Fault.FIXED)
        meant = {"task": "01.2"}
        cards.close_card(
            tx, other, CardState.DROPPED, fault=Fault.OTHER_TASK, fixed=meant
        )

    small.run_sync(work)
    found = small.read_sync(lambda tx: misread(tx, PLAN))
    assert [(one.card, one.fault, dict(one.meant)) for one in found] == [
        (fixed, "fixed", {"percent": 60}),
        (other, "other_task", {"task": "01.2"}),
    ]
    assert (found[0].read.percent, found[0].text) == (50, "总体进度50%")
    since = small.read_sync(lambda tx: misread(tx, PLAN, at(5, 26)))
    assert [one.card for one in since] == [other]
    assert small.read_sync(lambda tx: misread(tx, OTHER)) == []


def test_a_card_comes_back_with_what_was_put_right(small, card, ann, at):
    number = card(fixed={"problem": "停工"}, fault="fixed", chat=-500)

    def work(tx):
        return cards.one(tx, number), cards.card(tx, ann.id, number)

    for found in small.run_sync(work):
        assert (found.fixed, found.fault, found.chat) == (
            {"problem": "停工"},
            "fixed",
            -500,
        )
        assert found.remind_at == at(5, 25, 11, 0)
    assert small.read_sync(lambda tx: tx.scalar(select(LetterRow.id))) is None
