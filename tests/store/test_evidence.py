"""Files of reports: kept once a message, put where they belong, fetched when due."""

from datetime import timedelta

import pytest

from rules.evidence import Missing
from rules.ids import CardId, ChatId, EvidenceId, PlanId, ReportId, TaskId, UnitId
from rules.people import Role
from rules.report import CardState
from rules.understand import Understanding
from store import cards, evidence, fetches, inbox, reports
from store.evidence import Came
from store.fetches import Tally

PLAN, OTHER = PlanId("p1"), PlanId("p2")
BOILERS, TRUCKS, AIR = TaskId("01.1"), TaskId("01.2"), UnitId("air")
CHAT, DAY = ChatId(101), timedelta(days=1)


@pytest.fixture
def now(at):
    return at(3, 10)


@pytest.fixture
def come(small, ann, now):
    """Let a file come with a message; return what belongs to it by then."""

    def come(message: int, album: str = "", *, who=ann, when=now, fetch=now, size=9):
        came = Came(
            chat=CHAT,
            message=message,
            kind="photo",
            file=f"f{message}",
            name="",
            mime="",
            size=size,
            album=album,
        )

        def work(tx):
            evidence.put(tx, PLAN, who.id, came, fetch_at=fetch, now=when)
            return evidence.batch(tx, PLAN, who.id, came)

        return small.run_sync(work)

    return come


@pytest.fixture
def a_card(small, ann, now):
    def made(message: int, task: TaskId | None = BOILERS, **over: object) -> CardId:
        there = {
            "task": task,
            "text": "x",
            "found": Understanding(percent=5),
            "supersedes": None,
            "message": message,
            "now": now,
        }
        return small.run_sync(
            lambda tx: cards.put_card(tx, PLAN, ann.id, **(there | over))
        )

    return made


def test_a_message_brings_its_file_once_and_an_exchanged_one_anew(small, come, now):
    (first,) = come(1).loose
    assert come(1, fetch=now + DAY).loose == (first,)
    assert [one.file for one in due(small, now)] == ["f1"]
    small.run_sync(lambda tx: fetches.fetched(tx, {first: "ab"}))
    assert come(1, size=10).loose == (first,)
    assert [(one.size, one.digest) for one in due(small, now)] == [(10, "")]
    small.run_sync(
        lambda tx: evidence.place(tx, [first], task=BOILERS, report=ReportId(1))
    )
    come(1, size=11)
    assert [one.size for one in due(small, now)] == [10]


def due(store, now, limit=9):
    return store.read_sync(lambda tx: fetches.due(tx, PLAN, now, limit))


def test_the_parts_of_an_album_belong_together_and_to_one_person(small, come, link):
    come(1, "a")
    other = link(Role.OWNER, "air")
    come(9, "a", who=other)
    found = come(2, "a")
    assert (len(found.loose), found.settled) == (2, False)
    small.run_sync(lambda tx: evidence.place(tx, found.loose[:1], task=BOILERS))
    later = come(3, "a")
    assert (len(later.loose), later.settled, later.task) == (3, True, BOILERS)


def test_a_card_gathers_what_belongs_to_its_words_and_no_more(
    small, ann, come, a_card, link, now
):
    come(1, "a"), come(2, "a")
    come(3, when=now - 2 * DAY)  # long ago
    come(4, who=link(Role.OWNER, "air"))  # another person's
    (sent,) = come(5).loose
    (elsewhere,) = come(6).loose
    (reported,) = come(7).loose

    def placed(tx):
        evidence.place(tx, [sent], task=BOILERS)
        evidence.place(tx, [elsewhere], task=TRUCKS)
        evidence.place(tx, [reported], task=BOILERS, report=ReportId(1))

    small.run_sync(placed)
    gathered(small, ann, a_card(2), 2, now)
    assert of_card(small, a_card, 1) == 3
    again = a_card(2)
    gathered(small, ann, again, 2, now, task=TRUCKS)
    assert small.read_sync(lambda tx: evidence.of_card(tx, again)) == 4
    tapped = a_card(0)
    gathered(small, ann, tapped, 0, now)
    assert small.read_sync(lambda tx: evidence.of_card(tx, tapped)) == 0


def gathered(store, person, card, message, now, task=BOILERS):
    there = {"task": task, "chat": CHAT, "message": message, "since": now - DAY}
    store.run_sync(
        lambda tx: evidence.gather(tx, PLAN, person.id, CardId(card), **there)
    )


def of_card(store, _a_card, card, corrects=None):
    return store.read_sync(lambda tx: evidence.of_card(tx, CardId(card), corrects))


def test_a_report_takes_its_card_s_files_and_those_of_what_it_corrects(
    small, ann, come, a_card, say, now, at
):
    (old,) = come(1).loose
    first = say(ann, "01.1", now)
    small.run_sync(
        lambda tx: evidence.place(tx, [old], task=BOILERS, report=ReportId(first))
    )
    (stale,) = come(2, when=at(3, 1)).loose
    (forgotten,) = come(3, when=at(3, 1)).loose
    card = a_card(2)
    put_aside = a_card(3)

    def placed(tx):
        evidence.place(tx, [stale], task=BOILERS, card=card)
        evidence.place(tx, [forgotten], task=BOILERS, card=put_aside)
        cards.close_card(tx, put_aside, CardState.DROPPED)

    small.run_sync(placed)
    second = ReportId(say(ann, "01.1", now, supersedes=first))
    there = {"task": BOILERS, "unit": AIR, "supersedes": first, "since": now - DAY}
    small.run_sync(lambda tx: evidence.keep(tx, PLAN, ann.id, second, **there))
    counts = small.read_sync(lambda tx: evidence.of_reports(tx, [first, second]))
    assert counts == {second: 2}


def test_a_report_that_corrects_nothing_leaves_what_waits_elsewhere(
    small, ann, come, a_card, link, say, now
):
    bob = link(Role.OWNER, "air")
    (mine,) = come(1).loose
    (of_another,) = come(2, who=bob).loose
    (elsewhere,) = come(3).loose
    come(4, "a"), come(5, "a")  # no task is known of these
    (asked,) = come(6).loose

    def placed(tx):
        evidence.place(tx, [mine, of_another], task=BOILERS)
        evidence.place(tx, [elsewhere], task=TRUCKS)
        evidence.place(tx, [asked], task=None, card=card)

    card = a_card(6, None)
    small.run_sync(placed)
    kept = ReportId(say(ann, "01.1", now))
    there = {"task": BOILERS, "unit": AIR, "supersedes": None, "since": now - DAY}
    small.run_sync(lambda tx: evidence.keep(tx, PLAN, ann.id, kept, **there))
    counts = small.read_sync(lambda tx: evidence.of_reports(tx, [kept]))
    assert counts == {kept: 1}
    assert small.read_sync(lambda tx: evidence.of_card(tx, card)) == 1
    assert small.read_sync(lambda tx: evidence.count_of_task(tx, PLAN, TRUCKS)) == 1


def test_what_was_taken_back_is_shown_no_more(small, ann, come, say, now):
    (one,) = come(1).loose
    (alone,) = come(2).loose
    (waits,) = come(3).loose
    kept = ReportId(say(ann, "01.1", now))

    def placed(tx):
        evidence.place(tx, [one], task=BOILERS, report=kept)
        evidence.place(tx, [alone], task=BOILERS)
        evidence.place(tx, [waits], task=BOILERS, card=CardId(7))

    small.run_sync(placed)
    assert shown(small) == ["f2", "f1"]
    found = small.read_sync(lambda tx: reports.one(tx, PLAN, kept))
    small.run_sync(lambda tx: reports.take_back(tx, PLAN, found, ann.id, now))
    assert shown(small) == ["f2"]
    assert small.read_sync(lambda tx: evidence.count_of_task(tx, PLAN, BOILERS)) == 1
    assert small.read_sync(lambda tx: evidence.count_of_task(tx, OTHER, BOILERS)) == 0


def shown(store, **over):
    given = {"limit": 9} | over
    found = store.read_sync(lambda tx: evidence.of_task(tx, PLAN, BOILERS, **given))
    return [one.file.file for one in found]


def test_today_s_card_and_report_are_found_the_newest_first(
    small, ann, a_card, say, now
):
    assert pending(small, ann, now) is None
    first, second = a_card(1), a_card(2, TRUCKS)
    a_card(3, None)  # it asks which task
    assert pending(small, ann, now) == (second, TRUCKS)
    assert pending(small, ann, now, BOILERS) == (first, BOILERS)
    assert pending(small, ann, now + DAY) is None
    one, two = say(ann, "01.1", now), say(ann, "01.2", now)
    assert last(small, ann, now) == two
    assert last(small, ann, now, BOILERS) == one
    assert last(small, ann, now + DAY) is None
    three = say(ann, "01.1", now, supersedes=one)
    assert last(small, ann, now, BOILERS) == three
    kept = small.read_sync(lambda tx: reports.one(tx, PLAN, three))
    small.run_sync(lambda tx: reports.take_back(tx, PLAN, kept, ann.id, now))
    assert last(small, ann, now, BOILERS) is None


def pending(store, person, since, task=None):
    return store.read_sync(
        lambda tx: evidence.pending_card(tx, PLAN, person.id, since, task)
    )


def last(store, person, since, task=None):
    return store.read_sync(
        lambda tx: evidence.last_report(tx, PLAN, person.id, since, task)
    )


def test_what_became_of_several_files_is_noted_at_once(small, come, now, statements):
    ids = [come(n).loose[0] for n in range(1, 5)]
    come(5, fetch=None)
    statements.clear()
    missed = [
        (ids[0], Missing.PASSING, now + DAY),
        (ids[1], Missing.GONE, None),
        (ids[2], Missing.FULL, now + 2 * DAY),
    ]

    def work(tx):
        fetches.missed(tx, missed)
        fetches.fetched(tx, {ids[3]: "ab"})

    small.run_sync(work)
    assert sum("UPDATE" in one for one in statements) == 2
    assert [one.file for one in due(small, now)] == []
    assert [(one.file, one.tries) for one in due(small, now + 3 * DAY)] == [
        ("f1", 1),
        ("f3", 1),
    ]
    tally = small.read_sync(lambda tx: fetches.tally(tx, PLAN))
    assert tally == Tally(files=5, kept=1, waiting=2, given_up=2)
    full = small.read_sync(lambda tx: fetches.without_room(tx, PLAN))
    assert (full.count, full.since) == (1, now)
    assert small.read_sync(fetches.digests) == {"ab"}


def test_all_that_is_due_is_put_off_at_once_and_the_longest_due_is_first(
    small, come, now
):
    come(1, fetch=now), come(2, fetch=now - DAY), come(3, fetch=now + 2 * DAY)
    assert [one.file for one in due(small, now)] == ["f2", "f1"]
    assert [one.file for one in due(small, now, 1)] == ["f2"]
    small.run_sync(lambda tx: fetches.put_off(tx, PLAN, now, now + DAY))
    assert due(small, now) == []
    assert [one.file for one in due(small, now + DAY)] == ["f1", "f2"]


def test_files_that_wait_are_counted_by_person_and_time(small, ann, come, now):
    come(1), come(2, when=now - 2 * DAY)
    (done,) = come(3).loose
    small.run_sync(
        lambda tx: evidence.place(tx, [done], task=BOILERS, report=ReportId(1))
    )
    count = small.read_sync(lambda tx: evidence.waiting(tx, PLAN, ann.id, now - DAY))
    assert count == 1


def test_files_given_to_a_chosen_task_leave_the_card_that_asked(small, come, a_card):
    (one,) = come(1).loose
    card = a_card(1, None)
    small.run_sync(lambda tx: evidence.place(tx, [one], task=None, card=card))
    moved = small.run_sync(lambda tx: evidence.chosen(tx, card, TRUCKS))
    assert moved == (EvidenceId(one),)
    found = come(1)
    assert (found.task, found.card) == (TRUCKS, None)


def test_the_parts_of_an_album_that_still_wait_are_counted(small, now):
    def part(update, album, chat=101):
        message = {"media_group_id": album, "chat": {"id": chat}}
        return chat, {"update_id": update, "message": message}

    waiting = [part(1, "a"), part(2, "a"), part(3, "b"), part(4, "a", 102)]
    waiting.append((101, {"update_id": 5, "message": {"text": "x"}}))
    small.run_sync(lambda tx: inbox.put(tx, 7, waiting, now))
    small.run_sync(lambda tx: inbox.put(tx, 8, [part(6, "a")], now))

    def count(besides):
        return small.read_sync(lambda tx: inbox.parts(tx, 7, 101, "a", besides=besides))

    assert (count(1), count(3)) == (1, 2)
    small.run_sync(lambda tx: inbox.handled(tx, 7, 2, [], now))
    assert count(1) == 0
    small.run_sync(lambda tx: inbox.set_aside(tx, 7, 1, "broken"))
    assert count(3) == 0
