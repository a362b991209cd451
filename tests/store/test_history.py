"""A task's time line: everything that was kept, in a constant number of questions."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import select

from rules.catalog import Audience, Rung
from rules.decision import Decision, Reason
from rules.history import What
from rules.ids import ObligationId, PersonId, PlanId, TaskId, UnitId
from rules.lifecycle import Move, Moved, Stage
from rules.message import About, Message
from store import events, history, moves, obligations, outbox, people
from store.tables import LetterRow, ReportRow

PLAN = PlanId("p1")
TASK, OTHER = TaskId("01.1"), TaskId("01.2")
AIR = UnitId("air")


def told(store, task=TASK, since=None):
    return store.read_sync(lambda tx: history.of(tx, PLAN, task, since))


def codes(store, task=TASK):
    return [entry.what for entry in told(store, task)]


def decide(tx, at, people, rung, *to, reason=Reason.RUNG):
    """Record a decision about the first thing owed on TASK."""
    (owed,) = obligations.of_task(tx, PLAN, TASK)
    taken = tuple(Rung(at=rung, to=one) for one in to)
    made = Decision(
        obligation=replace(owed, rung=rung), reason=reason, taken=taken, told=people
    )
    obligations.record(tx, [made], at, version=1, seen={})
    return owed.id


@pytest.fixture
def lived(small, ann, open_up, say, at):
    """01.1 with something of every sort in its past."""
    open_up("standard", "2020-03", date(2020, 3, 25), now=at(3, 18))
    small.run_sync(
        lambda tx: moves.add(
            tx,
            PLAN,
            [
                Moved(
                    task=TASK,
                    unit=AIR,
                    move=Move.ACKNOWLEDGE,
                    of=Stage.PENDING_ACK,
                    to=Stage.IN_PROGRESS,
                    by=ann.id,
                    at=at(3, 2),
                    why="",
                )
            ],
        )
    )

    def chased(tx):
        owed = decide(tx, at(3, 25), (ann.id,), 0, Audience.OWNER)
        decide(tx, at(3, 25, 9), (), 0, reason=Reason.QUIET)
        about = (About(obligation=ObligationId(owed), audience=Audience.OWNER),)
        letter = Message(
            to=ann.id, template="chase/bundle", facts={}, key="k", about=about
        )
        outbox.put(tx, PLAN, [letter], at(3, 25))
        row = tx.scalars(select(LetterRow)).one()
        outbox.delivered(tx, row.id, 7, at(3, 25, 8, 31))

    small.run_sync(chased)
    say(ann, "01.1", at(3, 26), text="改了5家")
    first = small.read_sync(lambda tx: tx.scalars(select(ReportRow.id)).one())
    small.run_sync(lambda tx: obligations.answer(tx, PLAN, TASK, AIR, at(3, 26, 9)))
    say(ann, "01.1", at(3, 27), text="改了6家", supersedes=first)
    say(ann, "01.1", at(4, 24), text="无变化", unchanged=True)
    small.run_sync(
        lambda tx: events.note(
            tx,
            PLAN,
            "directive_given",
            task=TASK,
            unit=AIR,
            subject=1,
            person=ann.id,
            at=at(4, 25),
            why="因故",
            facts={"text": "恢复"},
        )
    )
    return small


def test_everything_is_told_in_the_order_it_happened(lived, ann):
    found = told(lived)
    assert [entry.what for entry in found] == [
        "added",
        "move_acknowledge",
        "owed",
        "told",
        "sent",
        "reported",
        "answered",
        "corrected",
        "unchanged",
        "directive_given",
    ]
    assert [entry.at for entry in found] == sorted(entry.at for entry in found)
    assert {entry.task for entry in found} == {TASK}
    whose = {entry.what: entry.who for entry in found}
    assert whose["reported"] == whose["move_acknowledge"] == ann.name
    assert whose["told"] == whose["owed"] == ""


def test_each_says_what_its_words_need(lived, ann):
    by = {entry.what: entry for entry in told(lived)}
    assert by["told"].facts == {
        "unit": "air",
        "kind": "report",
        "period": "2020-03",
        "to": ["owner"],
        "people": [ann.name],
        "rung": 0,
        "time": 1,
    }
    assert by["sent"].facts == {"template": "chase/bundle", "to": ann.name}
    assert by["owed"].facts == {
        "unit": "air",
        "kind": "report",
        "period": "2020-03",
        "due": "2020-03-25",
        "subject": None,
    }
    assert by["corrected"].facts["text"] == "改了6家"
    given = by["directive_given"]
    assert (given.why, given.facts) == ("因故", {"text": "恢复", "unit": "air"})


def test_a_report_taken_back_is_told_and_the_first_word_stays(lived, ann, at):
    def take_back(tx):
        last = tx.scalars(select(ReportRow).order_by(ReportRow.id.desc())).first()
        row = ReportRow(
            plan=PLAN,
            task=TASK,
            unit=AIR,
            person=ann.id,
            text="",
            problem="",
            needs="",
            unchanged=False,
            withdrawn=True,
            stated_at=at(5, 1),
            supersedes=last.id,
        )
        tx.add(row)

    before = told(lived)
    lived.run_sync(take_back)
    assert told(lived)[:-1] == before
    assert told(lived)[-1].what == What.TAKEN_BACK


def test_another_tasks_past_is_its_own(lived, open_up):
    open_up("campaign", "2020-03-1", date(2020, 3, 10))
    assert codes(lived, OTHER) == ["added", "owed", "owed"]
    everything = told(lived, None)
    assert len(everything) == len(told(lived)) + 3
    assert {entry.task for entry in everything} == {TASK, OTHER}


def test_what_is_about_a_person_is_in_the_whole_plans_history(lived, ann, at):
    lived.run_sync(
        lambda tx: events.note(
            tx, PLAN, "away", unit=AIR, person=ann.id, at=at(5, 4), facts={}
        )
    )
    last = told(lived, None)[-1]
    assert (last.what, last.task, last.who) == ("away", None, ann.name)
    assert "away" not in codes(lived)


def test_a_plans_changes_are_told_of_the_tasks_they_change(
    lived, small_text, put_in_force, clock, at
):
    clock.now = at(5, 5)
    put_in_force(small_text.replace("title: 锅炉和炉窑整治", "title: 锅炉整治"))
    last = told(lived)[-1]
    assert (last.what, last.who, last.at) == ("changed", "Ann", clock())
    assert last.facts["version"] == 2
    assert codes(lived, OTHER) == ["added"]


def test_since_leaves_out_what_was_before(lived, at):
    since = at(4, 24)
    assert [entry.what for entry in told(lived, since=since)] == [
        "unchanged",
        "directive_given",
    ]


def test_another_plan_has_another_past(lived):
    assert lived.read_sync(lambda tx: history.of(tx, PlanId("p2"))) == []


def test_the_questions_are_as_many_however_long_the_past(
    lived, ann, say, at, statements
):
    def asked():
        statements.clear()
        found = told(lived)
        return len(found), len([sql for sql in statements if "SELECT" in sql])

    short, few = asked()
    for n in range(30):
        say(ann, "01.1", at(5, 1) + timedelta(days=n), text=f"{n}家")
    longer, many = asked()
    assert longer == short + 30
    assert few == many == 8


def test_a_moves_mover_who_left_keeps_their_name(lived, ann, clock):
    lived.run_sync(lambda tx: people.retire(tx, PLAN, PersonId(ann.id), clock()))
    assert any(entry.who == ann.name for entry in told(lived))
