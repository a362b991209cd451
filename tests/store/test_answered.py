"""What answered a debt: its newest version, what it says, and lists being ticked."""

from datetime import date
from decimal import Decimal

from sqlmodel import select

from rules.catalog import Audience
from rules.ids import IndicatorId, PlanId, ReportId, TaskId, UnitId
from rules.message import About, Message
from rules.report import Answer, CardState, Said
from rules.understand import Status, Understanding
from store import answered, cards, checklists, obligations, outbox
from store.tables import LetterRow

PLAN, OTHER = PlanId("p1"), PlanId("p2")
TASK, AIR = TaskId("01.1"), UnitId("air")


def test_a_correction_answers_what_the_report_before_it_answered(
    small, ann, open_up, say, at
):
    open_up("standard", "2020-03", date(2020, 3, 25))
    first = say(ann, TASK, at(3, 24), percent=20)

    def debt(tx):
        (found,) = obligations.of_task(tx, PLAN, TASK)
        return found

    owed = small.read_sync(debt)
    message = Message(
        to=ann.id,
        template="chase/bundle",
        facts={},
        key="bundle",
        about=(About(obligation=owed.id, audience=Audience.OWNER),),
    )
    small.run_sync(lambda tx: outbox.put(tx, PLAN, [message], at(3, 24)))
    small.run_sync(
        lambda tx: obligations.answer(tx, PLAN, TASK, AIR, at(3, 24), report=first)
    )
    second = say(ann, TASK, at(3, 25), percent=30, supersedes=first)

    def anew(tx, plan=PLAN):
        obligations.answered_anew(tx, plan, first, second, at(3, 25))
        tx.flush()
        held = obligations.one(tx, PLAN, owed.id)
        edited = tx.scalars(select(LetterRow)).one().edit_at
        return held.answered_by, edited

    assert small.run_sync(lambda tx: anew(tx, OTHER)) == (first, at(3, 24))
    assert small.run_sync(anew) == (second, at(3, 25))


def test_a_report_is_told_in_a_line_and_read_again_whole(small, ann, say, at):
    kept = say(
        ann,
        TASK,
        at(3, 10),
        percent=60,
        status=Status.AT_RISK,
        expected=date(2020, 9, 30),
        problem="资金",
        needs="财政厅",
        measures=("a",),
        readings=(_said("steel", "total"), _said("kilns", "increment")),
    )
    told = small.read_sync(lambda tx: answered.answers(tx, {kept, ReportId(99)}))
    assert told == {
        kept: Answer(
            report=kept,
            status=Status.AT_RISK,
            percent=60,
            unchanged=False,
            measures=("a",),
        )
    }
    assert small.read_sync(lambda tx: answered.answers(tx, ())) == {}
    found = small.read_sync(lambda tx: answered.as_said(tx, PLAN, kept))
    assert [(one.indicator, str(one.value), one.kind) for one in found.readings] == [
        ("steel", "2", "total"),
        ("kilns", "2", "increment"),
    ]
    assert (found.percent, found.status, found.expected) == (
        60,
        Status.AT_RISK,
        date(2020, 9, 30),
    )
    assert (found.problem, found.needs, found.done_measures) == (
        "资金",
        "财政厅",
        ("a",),
    )
    assert small.read_sync(lambda tx: answered.as_said(tx, OTHER, kept)) is None


def test_a_list_goes_on_until_it_is_put_aside_and_is_no_unconfirmed_card(
    small, ann, at
):
    def begun(tx):
        return checklists.begun(tx, PLAN, ann.id, TASK, AIR, at(3, 10))

    first = small.run_sync(begun)
    assert (first.state, first.found) == (CardState.LIST, Understanding())
    ticked = Understanding(done_measures=("a",))
    small.run_sync(lambda tx: checklists.tick(tx, first.id, ticked))
    assert small.run_sync(begun).id == first.id
    small.run_sync(lambda tx: cards.drop_cards(tx, ann.id, TASK))  # newer words came
    assert small.run_sync(begun).found == ticked
    small.run_sync(lambda tx: cards.close_card(tx, first.id, CardState.DROPPED))
    assert small.run_sync(begun).found == Understanding()
    law = small.run_sync(
        lambda tx: checklists.begun(tx, PLAN, ann.id, TASK, UnitId("law"), at(3, 10))
    )
    assert law.id != small.run_sync(begun).id


def _said(indicator: str, kind: str) -> Said:
    value = Decimal(2)
    return Said(indicator=IndicatorId(indicator), value=value, kind=kind, total=value)
