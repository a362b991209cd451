"""What was said is kept for good; a correction is a new version."""

from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from rules.ids import CardId, PersonId, PlanId, ReportId, TaskId
from rules.people import Role
from rules.report import CardState, Said
from rules.understand import Status, Understanding
from store import cards, reports
from store.cards import Awaited
from store.tables import ReportRow

PLAN, OTHER = PlanId("p1"), PlanId("p2")
BOILERS, TRUCKS = TaskId("01.1"), TaskId("01.2")


def _total(indicator: str, total: str) -> Said:
    value = Decimal(total)
    return Said(indicator=indicator, value=value, kind="total", total=value)


def _totals(store, as_of, **given) -> dict[str, str]:
    found = store.read_sync(lambda tx: reports.totals(tx, PLAN, as_of, **given))
    return {one.indicator: str(one.total) for one in found}


def test_a_report_comes_back_as_it_was_said(small, ann, say, at):
    said = {
        "text": "已完成8家",
        "percent": 60,
        "status": Status.AT_RISK,
        "expected": at(9, 30).date(),
        "problem": "炉子还差两台",
        "needs": "请协调",
    }
    kept = say(ann, "01.1", at(3, 10), **said)
    found = small.read_sync(lambda tx: reports.one(tx, PLAN, kept))
    assert {name: getattr(found, name) for name in said} == said
    assert (found.id, found.task, found.unit, found.who, found.at) == (
        kept,
        "01.1",
        "air",
        ann.name,
        at(3, 10),
    )
    assert small.read_sync(lambda tx: reports.one(tx, OTHER, kept)) is None
    assert small.read_sync(lambda tx: reports.one(tx, PLAN, ReportId(99))) is None


def test_saying_it_again_adds_and_never_overwrites(small, ann, say, at):
    for day, percent in ((10, 10), (11, 20), (12, 30)):
        say(ann, "01.1", at(3, day), percent=percent)
    say(ann, "01.2", at(3, 13), percent=99)

    def history(limit):
        found = small.read_sync(lambda tx: reports.history(tx, PLAN, BOILERS, limit))
        return [(one.percent, one.at) for one in found]

    assert history(9) == [(30, at(3, 12)), (20, at(3, 11)), (10, at(3, 10))]
    assert history(1) == [(30, at(3, 12))]
    assert small.read_sync(lambda tx: reports.count(tx, PLAN)) == 4
    assert small.read_sync(lambda tx: reports.count(tx, OTHER)) == 0


def test_the_latest_is_one_for_each_branch_as_it_was_then(small, ann, link, say, at):
    bob = link(Role.OWNER, "water")
    say(ann, "01.2", at(3, 10), unit="air", percent=10)
    say(bob, "01.2", at(3, 11), unit="water", percent=20)
    say(ann, "01.2", at(3, 20), unit="air", percent=30)

    def latest(as_of):
        found = small.read_sync(lambda tx: reports.latest(tx, PLAN, as_of))
        return {(one.unit, one.percent) for one in found}

    assert latest(at(3, 9)) == set()
    assert latest(at(3, 11)) == {("air", 10), ("water", 20)}
    assert latest(at(3, 20)) == {("air", 30), ("water", 20)}


def test_totals_are_the_last_of_each_indicator_as_of_a_moment(small, ann, say, at):
    say(ann, "01.1", at(3, 10), readings=(_total("steel", "5"),))
    say(
        ann,
        "01.1",
        at(3, 20),
        readings=(
            Said(
                indicator="steel",
                value=Decimal(3),
                kind="increment",
                total=Decimal(8),
            ),
            _total("kilns", "0.1"),
        ),
    )
    say(ann, "01.2", at(3, 21), readings=(_total("trucks", "7"),))
    assert _totals(small, at(3, 9)) == {}
    assert _totals(small, at(3, 19)) == {"steel": "5"}
    assert _totals(small, at(3, 21)) == {"steel": "8", "kilns": "0.1", "trucks": "7"}
    assert _totals(small, at(3, 21), tasks=[TRUCKS]) == {"trucks": "7"}


def test_what_a_corrected_report_read_no_longer_counts(small, ann, say, at):
    say(ann, "01.1", at(3, 9), readings=(_total("kilns", "0.05"),))
    wrong = say(
        ann,
        "01.1",
        at(3, 10),
        readings=(_total("steel", "80"), _total("kilns", "0.5")),
    )
    assert _totals(small, at(3, 10), without=wrong) == {"kilns": "0.05"}
    assert not small.read_sync(lambda tx: reports.superseded(tx, wrong))
    say(ann, "01.1", at(3, 11), readings=(_total("steel", "8"),), supersedes=wrong)
    assert small.read_sync(lambda tx: reports.superseded(tx, wrong))
    assert _totals(small, at(3, 11)) == {"steel": "8", "kilns": "0.05"}
    # On the tenth nobody knew better yet.
    assert _totals(small, at(3, 10)) == {"steel": "80", "kilns": "0.5"}
    texts = small.read_sync(lambda tx: reports.history(tx, PLAN, BOILERS, 9))
    assert len(texts) == 2  # what was corrected is told by /history


def test_what_a_correction_carries_along_is_as_old_as_it_was(small, ann, link, say, at):
    bob = link(Role.OWNER, "law")
    first = say(ann, "01.1", at(3, 10), readings=(_total("steel", "5"),))
    say(bob, "01.1", at(3, 11), unit="law", readings=(_total("steel", "8"),))
    (before,) = small.read_sync(lambda tx: reports.readings(tx, first))
    assert before == replace(_total("steel", "5"), at=at(3, 10))
    second = say(
        ann,
        "01.1",
        at(3, 12),
        readings=(before, _total("kilns", "0.1")),
        supersedes=first,
    )
    moments = small.read_sync(lambda tx: reports.readings(tx, second))
    assert [one.at for one in moments] == [at(3, 10), at(3, 12)]
    told = {"steel": "8", "kilns": "0.1"}
    assert _totals(small, at(3, 12)) == told
    assert _totals(small, at(3, 12), tasks=[BOILERS]) == told
    assert _totals(small, at(3, 12), without=second) == {"steel": "8"}
    assert _totals(small, at(3, 10)) == {"steel": "5"}
    dated = small.read_sync(lambda tx: reports.dated(tx, PLAN, BOILERS, at(3, 11)))
    assert [str(one.total) for one in dated][-1] == "8"


def test_a_report_is_corrected_once_the_next_correction_is_of_the_correction(
    small, ann, say, at
):
    wrong = say(ann, "01.1", at(3, 10), percent=80)
    say(ann, "01.1", at(3, 11), percent=8, supersedes=wrong)
    with pytest.raises(IntegrityError):
        say(ann, "01.1", at(3, 12), percent=9, supersedes=wrong)
    assert small.read_sync(lambda tx: reports.count(tx, PLAN)) == 2


def test_a_report_without_a_correction_supersedes_nothing(small, ann, say, at):
    say(ann, "01.1", at(3, 10), percent=1)
    say(ann, "01.1", at(3, 11), percent=2)
    kept = small.read_sync(lambda tx: tx.scalars(select(ReportRow.supersedes)).all())
    assert list(kept) == [None, None]


def _card(store, person, at, **given):
    blank = {
        "task": BOILERS,
        "text": "8家",
        "found": None,
        "supersedes": None,
        "message": 5,
    }
    return store.run_sync(
        lambda tx: cards.put_card(tx, PLAN, person.id, **(blank | given), now=at(3, 10))
    )


def test_a_card_waits_for_its_own_person(small, ann, link, at):
    found = Understanding(percent=60, status=Status.ON_TRACK)
    made = _card(small, ann, at, found=found, supersedes=ReportId(7))
    bob = link(Role.OWNER, "air")

    def look(person, card):
        return small.read_sync(lambda tx: cards.card(tx, person, card))

    card = look(ann.id, made)
    assert (card.task, card.text, card.found, card.supersedes, card.state) == (
        "01.1",
        "8家",
        found,
        7,
        CardState.PENDING,
    )
    assert look(bob.id, made) is None
    assert look(ann.id, CardId(99)) is None


def test_newer_words_put_the_older_cards_on_that_task_aside(small, ann, at):
    done, old, other = (
        _card(small, ann, at),
        _card(small, ann, at),
        _card(small, ann, at, task=None),
    )

    def work(tx):
        cards.close_card(tx, done, CardState.CONFIRMED)
        cards.drop_cards(tx, ann.id, BOILERS)
        return [cards.card(tx, ann.id, one).state for one in (done, old, other)]

    assert small.run_sync(work) == ["confirmed", "dropped", "pending"]


def test_what_the_next_words_are_about_is_remembered_changed_and_forgotten(
    small, ann, at
):
    def expect(one):
        task, corrects = (one.task, one.supersedes) if one else (None, None)
        small.run_sync(
            lambda tx: cards.await_words(
                tx, ann.id, task, at(3, 10), supersedes=corrects
            )
        )
        return small.read_sync(lambda tx: cards.awaited(tx, ann.id))

    first = Awaited(task=BOILERS, supersedes=None, since=at(3, 10))
    second = Awaited(task=TRUCKS, supersedes=ReportId(7), since=at(3, 10))
    assert [expect(one) for one in (None, first, second, None, None)] == [
        None,
        first,
        second,
        None,
        None,
    ]
    assert small.read_sync(lambda tx: cards.awaited(tx, PersonId(99))) is None
