"""What holds for every ladder, due day, sleep, absence, snooze and lost letter.

Each law is told as a story: an obligation is looked at again and again, some looks
late, among people who come and go, and its letters arrive at once, late or never.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby, pairwise

from builders import (
    ADMIN,
    HEAD,
    LEADER,
    OWNER,
    a_morning,
    a_person,
    a_policy,
    an_obligation,
    away,
    day,
    days,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.audience import facing
from rules.bundle import compose, hearers
from rules.catalog import LADDER, Audience, Rung
from rules.chase import chase, coming, escalates, first_look, rung_time
from rules.decision import Decision, Reason
from rules.ids import PersonId
from rules.obligation import Obligation
from rules.people import Person

CALENDAR = days()
STANDS = a_person(id=PersonId(5), name="钱华", unit=None)
ASKED = replace(OWNER, deputy=STANDS.id)
EVERYBODY = (ASKED, HEAD, ADMIN, LEADER, STANDS)
ENDS = {Reason.SPENT, Reason.CLOSED, Reason.ON_PACE}
laws = settings(max_examples=60, deadline=None)


@dataclass(frozen=True)
class Night:
    """How late a look comes, who is there, and when its letters arrive, if ever."""

    late: timedelta = timedelta()
    people: Sequence[Person] = EVERYBODY
    arrives: timedelta | None = timedelta(minutes=1)


@dataclass(frozen=True)
class Look:
    before: Obligation
    made: Decision
    now: datetime
    people: Sequence[Person]

    @property
    def took(self) -> tuple[Rung, ...]:
        """The rungs that were climbed: an announcement climbs none."""
        return self.made.taken if self.made.reason is Reason.RUNG else ()


@st.composite
def ladders(draw):
    first = Rung(at=draw(st.integers(-5, 2)), to=Audience.OWNER)
    rises = st.integers(first.at, first.at + 8)
    more = draw(st.sets(st.builds(Rung, at=rises, to=st.sampled_from(Audience))))
    later = sorted(more - {first}, key=lambda rung: (rung.at, rung.to))
    return first, *later[:6]


@st.composite
def obligations(draw):
    due = CALENDAR.on_or_after(draw(st.dates(day(1, 15), day(12, 1))))
    policy = a_policy(ladder=draw(st.just(LADDER) | ladders()))
    snooze = draw(st.none() | st.integers(-3, 10))
    until = None if snooze is None else due + timedelta(days=snooze)
    return an_obligation(due=due, policy=policy, snoozed=until)


_present = st.sets(st.sampled_from(EVERYBODY)).map(
    lambda found: tuple(one for one in EVERYBODY if one in found)
)
_bent = st.sampled_from([ASKED, away(ASKED, day(12, 20)), away(ASKED, day(12, 20), 5)])
_people = st.one_of(
    st.just(EVERYBODY), _present, _bent.map(lambda one: (one, *EVERYBODY[1:]))
)
_minutes = st.integers(0, 60 * 24 * 4).map(lambda n: timedelta(minutes=n))
_nights = st.lists(
    st.builds(
        Night,
        late=st.just(timedelta()) | _minutes,
        people=_people,
        arrives=st.none() | st.just(timedelta()) | _minutes,
    ),
    min_size=1,
    max_size=20,
)


def told(owed: Obligation, made: Decision, people, now: datetime) -> Obligation:
    """Deliver what a decision promised, as it is composed at that moment."""
    morning = a_morning([replace(made, obligation=owed)], people, now=now)
    for person, about in hearers(people, made):
        if owed.id in compose(morning, person.id, [about]).warned:
            owed = replace(owed, announced=owed.announced or now)
    return owed


def story(owed: Obligation, nights: Iterable[Night]) -> list[Look]:
    found: list[Look] = []
    posted: list[tuple[datetime, Decision, Sequence[Person]]] = []
    look = first_look(owed.policy, owed.due, CALENDAR)
    for night in nights:
        now = look + night.late
        for when, made, people in sorted(
            (one for one in posted if one[0] <= now), key=lambda one: one[0]
        ):
            owed = told(owed, made, people, when)
        posted = [one for one in posted if one[0] > now]
        made = chase(owed, facing(night.people, owed), CALENDAR, now)
        found.append(Look(owed, made, now, night.people))
        if made.obligation.look_at is None:
            break
        if night.arrives is not None:
            posted.append((now + night.arrives, made, night.people))
        owed, look = made.obligation, made.obligation.look_at
    return found


@laws
@given(obligations(), _nights)
def test_nobody_is_told_outside_working_hours_or_before_a_rung_falls(owed, nights):
    for look in story(owed, nights):
        assert not look.made.taken or CALENDAR.working(look.now)
        assert all(
            rung_time(owed, rung, CALENDAR) <= look.now for rung in look.made.taken
        )


@laws
@given(obligations(), _nights)
def test_every_decision_leaves_a_later_working_look_or_says_it_is_over(owed, nights):
    for look in story(owed, nights):
        at = look.made.obligation.look_at
        assert (at is None) is (look.made.reason in ENDS)
        assert at is None or (at > look.now and CALENDAR.working(at))


@laws
@given(obligations(), _nights)
def test_rungs_are_climbed_once_and_in_order(owed, nights):
    taken = [rung for look in story(owed, nights) for rung in look.took]
    order = [owed.policy.ladder.index(rung) for rung in taken]
    assert all(before < after for before, after in pairwise(order))


@laws
@given(obligations(), _nights)
def test_only_a_climbed_rung_moves_an_obligation_up(owed, nights):
    for look in story(owed, nights):
        after, made = look.made.obligation, look.made
        assert bool(made.taken) is (made.reason in {Reason.RUNG, Reason.ANNOUNCE})
        assert after.rung == (look.took[-1].at if look.took else look.before.rung)
        kept = replace(after, rung=look.before.rung, look_at=look.before.look_at)
        assert kept == look.before


@laws
@given(obligations(), _nights)
def test_nobody_else_is_ever_told_before_the_debtors_knew_it_a_workday(owed, nights):
    for look in story(owed, nights):
        if any(escalates(owed, rung) for rung in look.took):
            known = look.before.announced
            assert known is not None
            assert CALENDAR.local(known).date() < CALENDAR.local(look.now).date()
        if look.made.reason is Reason.ANNOUNCE:
            assert {rung.to for rung in look.made.taken} == {owed.debtor}


@laws
@given(obligations(), st.lists(_people, min_size=40, max_size=40))
def test_with_letters_that_never_arrive_nobody_else_is_ever_told(owed, people):
    found = story(owed, [Night(people=one, arrives=None) for one in people])
    assert not any(escalates(owed, rung) for look in found for rung in look.took)


@laws
@given(obligations(), _nights)
def test_a_morning_takes_one_step_and_a_day_has_one_morning(owed, nights):
    acted = [look for look in story(owed, nights) if look.made.taken]
    dates = [CALENDAR.local(look.now).date() for look in acted]
    assert len(dates) == len(set(dates))
    for look in acted:
        first, *_, last = (look.made.taken[0], *look.made.taken)
        others = {rung.at for rung in look.made.taken if rung.to is not first.to}
        assert others <= {last.at}


@laws
@given(obligations(), _nights)
def test_deciding_again_from_what_was_kept_changes_nothing(owed, nights):
    for look in story(owed, nights):
        faces = facing(look.people, look.before)
        assert chase(look.before, faces, CALENDAR, look.now) == look.made
        if look.made.reason is not Reason.RUNG:
            kept = look.made.obligation
            again = chase(kept, facing(look.people, kept), CALENDAR, look.now)
            assert again.obligation == kept


@laws
@given(obligations(), st.integers(0, 400), st.integers(0, 24 * 60))
def test_with_everybody_there_the_whole_ladder_is_climbed(owed, asleep, late):
    slept = timedelta(days=asleep, minutes=late)
    found = story(owed, [Night(late=slept), *[Night()] * 60])
    assert found[-1].made.reason is Reason.SPENT
    climbed = {rung for look in found for rung in look.took}
    passed = set(owed.policy.ladder) - climbed
    assert not passed or owed.snoozed is not None
    assert not any(escalates(owed, rung) for rung in passed)


@laws
@given(obligations())
def test_awake_and_in_time_each_rung_comes_on_its_day(owed):
    owed = replace(owed, snoozed=None)
    ladder = owed.policy.ladder
    same_day = len({rung.at for rung in ladder}) < len(ladder)
    for look in story(owed, [Night()] * 40):
        for rung in look.took:
            falls = rung_time(owed, rung, CALENDAR)
            # Rungs of one day may have to be announced first, and push what follows.
            assert look.now == falls or (same_day and look.now > falls)
        assert same_day or look.made.reason is not Reason.ANNOUNCE


@laws
@given(obligations(), st.integers(0, 40), _people)
def test_what_is_foretold_to_the_debtors_is_what_happens(owed, asleep, people):
    nights = [Night(people=people)] * 50
    nights[0] = replace(nights[0], late=timedelta(days=asleep))
    found = story(owed, nights)
    for n, look in enumerate(found):
        kept, hear = look.made.obligation, facing(people, look.made.obligation)
        if owed.debtor not in {rung.to for rung in look.made.taken}:
            continue
        foretold = coming(kept, CALENDAR, look.now, hear.reachable)
        assert list(foretold) == [
            (rung, later.now) for later in found[n + 1 :] for rung in later.took
        ]


@laws
@given(obligations(), st.integers(0, 40), _people)
def test_the_dates_a_debtor_reads_are_the_dates_of_the_steps(owed, asleep, people):
    nights = [Night(people=people)] * 50
    nights[0] = replace(nights[0], late=timedelta(days=asleep))
    found = story(owed, nights)
    for n, look in enumerate(found):
        morning = a_morning([look.made], people, now=look.now)
        steps = [
            later.now.isoformat()
            for later in found[n + 1 :]
            if any(escalates(owed, rung) for rung in later.took)
        ]
        for person, about in hearers(people, look.made):
            (line,) = compose(morning, person.id, [about]).facts["asks"] or [None]
            if line and line["chain"]:
                assert [one for one, _ in groupby(s["at"] for s in line["chain"])] == [
                    one for one, _ in groupby(steps)
                ]
