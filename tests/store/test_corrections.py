"""The versions of reports: when the first was made, and what later ones changed."""

from decimal import Decimal

import pytest
from sqlalchemy import update

from rules.ids import PlanId, ReportId
from rules.message import Message
from rules.report import Said
from rules.understand import Status
from store import corrections, digests, outbox, reports
from store.tables import LetterRow

PLAN, OTHER = PlanId("p1"), PlanId("p2")


def _steel(total: int) -> Said:
    value = Decimal(total)
    return Said(indicator="steel", value=value, kind="total", total=value)


def _since(store, moment, now):
    found = store.read_sync(lambda tx: corrections.since(tx, PLAN, moment, now))
    return [
        (
            one.task,
            one.unit,
            one.before.percent,
            one.after.percent,
            {id_: int(total) for id_, total in one.before.totals.items()},
            {id_: int(total) for id_, total in one.after.totals.items()},
        )
        for one in found
    ]


@pytest.fixture
def digest_sent(small, ann):
    """Return how to have a digest composed at a moment, and sent at another."""

    def sent(composed, at) -> None:
        letter = Message(
            to=ann.id, template=digests.TEMPLATE, facts={}, key=f"{composed}"
        )

        def work(tx) -> None:
            outbox.put(tx, PLAN, [letter], composed)
            tx.flush()
            if at is not None:
                this = update(LetterRow).where(LetterRow.key == letter.key)
                tx.execute(this.values(sent_at=at, send_at=None))

        small.run_sync(work)

    return sent


def test_a_report_was_made_when_its_first_version_was(small, ann, say, at):
    alone = say(ann, "01.2", at(3, 9), percent=1)
    first = say(ann, "01.1", at(3, 10), percent=80)
    second = say(ann, "01.1", at(3, 11), percent=8, supersedes=first)
    third = say(ann, "01.1", at(3, 12), percent=9, supersedes=second)
    wanted = [third, second, alone, ReportId(99)]

    def made(plan):
        return small.read_sync(lambda tx: corrections.made(tx, plan, wanted))

    assert made(PLAN) == {third: at(3, 10), second: at(3, 10), alone: at(3, 9)}
    assert made(OTHER) == {}
    assert small.read_sync(lambda tx: corrections.made(tx, PLAN, [])) == {}


def test_what_was_corrected_since_is_told_once_however_often(small, ann, say, at):
    first = say(ann, "01.1", at(3, 10), percent=80, readings=(_steel(12),))
    say(ann, "01.2", at(3, 10), percent=5)
    second = say(ann, "01.1", at(3, 17), percent=60, supersedes=first)
    say(ann, "01.1", at(3, 18), percent=50, readings=(_steel(8),), supersedes=second)
    told = ("01.1", "air", 80, 50, {"steel": 12}, {"steel": 8})
    assert _since(small, at(3, 16), at(3, 20)) == [told]
    # As it was known on the seventeenth, and from the second version on.
    assert _since(small, at(3, 16), at(3, 17)) == [
        ("01.1", "air", 80, 60, {"steel": 12}, {})
    ]
    assert _since(small, at(3, 17), at(3, 20)) == [
        ("01.1", "air", 60, 50, {}, {"steel": 8})
    ]
    assert _since(small, at(3, 18), at(3, 20)) == []


def test_a_report_that_no_screen_had_shown_is_not_told_of(small, ann, say, at):
    first = say(ann, "01.1", at(3, 17), percent=80)
    say(ann, "01.1", at(3, 18), percent=50, supersedes=first)
    assert _since(small, at(3, 16), at(3, 20)) == []


def test_a_report_made_after_the_correction_hides_it_not(small, ann, say, at):
    first = say(ann, "01.1", at(3, 10), percent=80, status=Status.DONE)
    say(ann, "01.1", at(3, 17), percent=50, supersedes=first)
    say(ann, "01.1", at(3, 18), percent=55)
    assert [one[2:4] for one in _since(small, at(3, 16), at(3, 20))] == [(80, 50)]


def test_a_report_taken_back_is_a_correction_that_says_nothing(small, ann, say, at):
    first = say(ann, "01.1", at(3, 10), percent=80, needs="请协调")

    def take_back(tx) -> None:
        kept = reports.one(tx, PLAN, first)
        reports.take_back(tx, PLAN, kept, ann.id, at(3, 17))

    small.run_sync(take_back)
    (found,) = small.read_sync(
        lambda tx: corrections.since(tx, PLAN, at(3, 16), at(3, 20))
    )
    assert (found.before.withdrawn, found.after.withdrawn) == (False, True)
    assert (found.before.at, found.after.at) == (at(3, 10), at(3, 17))
    assert (found.before.needs, found.after.needs) == ("请协调", "")


def test_the_screen_before_is_the_last_digest_that_reached_somebody(
    small, ann, say, digest_sent, at
):
    def shown():
        found = small.read_sync(
            lambda tx: corrections.shown_before(tx, PLAN, at(3, 23))
        )
        return [one.after.percent for one in found]

    first = say(ann, "01.1", at(3, 10), percent=80)
    say(ann, "01.1", at(3, 17), percent=50, supersedes=first)
    assert shown() == []  # nobody has seen anything yet
    digest_sent(at(3, 18), None)  # never arrived
    assert shown() == []
    digest_sent(at(3, 16), at(3, 16, 8, 31))
    assert shown() == [50]
    digest_sent(at(3, 18, 9, 0), at(3, 19))
    assert shown() == []


def test_other_letters_are_no_digest(small, ann, digest_sent, at):
    digest_sent(at(3, 16), at(3, 16))
    other = Message(to=ann.id, template="chase/bundle", facts={}, key="other")

    def work(tx) -> None:
        outbox.put(tx, PLAN, [other], at(3, 18))
        tx.flush()
        tx.execute(update(LetterRow).values(sent_at=at(3, 18)))

    small.run_sync(work)
    last = [
        small.read_sync(lambda tx, plan=plan: digests.last(tx, plan, at(3, 23)))
        for plan in (PLAN, OTHER)
    ]
    assert last == [at(3, 16), None]


def test_corrections_cost_the_same_however_many_there_are(
    small, ann, say, statements, at
):
    def cost() -> int:
        statements.clear()
        _since(small, at(3, 16), at(3, 20))
        return len(statements)

    none = cost()
    for task in ("01.1", "01.2"):
        first = say(ann, task, at(3, 10), percent=80)
        for of_day in (17, 18, 19):
            first = say(ann, task, at(3, of_day), percent=1, supersedes=first)
    assert cost() == none
