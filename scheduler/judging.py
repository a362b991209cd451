"""What of the claimed letters goes out now, and how each reads at this moment."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from rules import facts
from rules.bundle import BUNDLE, compose
from rules.hold import Held, Hold, hold, week_began
from rules.ids import LetterId, ObligationId, PersonId, PlanId
from rules.message import About, Letter, Sort
from rules.morning import Morning
from rules.reminder import OF_SEVERAL, REMINDER, cards_of, without
from scheduler.gathering import spoken_of
from store import outbox, reminding
from store.outbox import Waits
from store.plans import Loaded
from store.session import Tx

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A letter to go out now. `warned`: of which debts it names who hears next."""

    letter: Letter
    warned: frozenset[ObligationId] = frozenset()


def claimed(
    tx: Tx, plan: PlanId, now: datetime, readers: int, busy: Collection[PersonId]
) -> list[Letter]:
    """Take what is due to so many people, none of them `busy`.

    Whoever gets a morning's message gets at once what waits for such a one.
    """
    letters = outbox.claim(tx, plan, now, readers=readers, busy=busy)
    mornings = {letter.to for letter in letters if letter.template == BUNDLE}
    letters += outbox.take_along(tx, plan, mornings, BUNDLE, now)
    return sorted(letters, key=lambda letter: letter.id)


def judged(
    tx: Tx, found: Loaded, letters: Sequence[Letter], now: datetime
) -> list[Due]:
    """Return the letters that go out now, as they are true now.

    What waits is held with its reason; what has nothing left to say is withdrawn;
    of several morning messages to one person one is sent, with everything in it.
    """
    here = spoken_of(tx, found, _named(letters), now)
    merged, into = _merged(letters)
    kept, holds = _held(tx, here, merged, now)
    # What was to go with a letter that waits, waits as well.
    holds |= {one: holds[with_] for one, with_ in into.items() if with_ in holds}
    outbox.held(tx, holds)
    others = outbox.held_back(tx, {one.to for one in kept}, Held.BUDGET)
    as_promised = {letter.id: letter for letter in letters}
    gone = {one: f"said in letter {to}" for one, to in into.items() if one not in holds}
    due = []
    for letter in kept:
        one = _composed(here, letter, others.get(letter.to, []))
        if one is None:
            gone[letter.id] = "answered meanwhile"
        else:
            due.append(one)
    outbox.drop(tx, gone)
    due = _still_waiting(tx, due, now)
    fresh = [one.letter for one in due if one.letter != as_promised[one.letter.id]]
    outbox.rewrite(tx, fresh)
    return due


def _still_waiting(tx: Tx, due: Sequence[Due], now: datetime) -> list[Due]:
    """Withdraw reminders of cards that need none any more; return what is left."""
    reminders = [
        one.letter for one in due if one.letter.template in {REMINDER, OF_SEVERAL}
    ]
    cards = {letter.id: cards_of(dict(letter.facts)) for letter in reminders}
    past = reminding.overtaken(tx, {c for some in cards.values() for c in some}, now)
    told = {one.id: without(dict(one.facts), past) for one in reminders}
    gone = {
        letter: past[cards[letter][0]] for letter, left in told.items() if left is None
    }
    outbox.drop(tx, gone)
    return [
        replace(one, letter=replace(one.letter, facts=now_told))
        if (now_told := told.get(one.letter.id)) is not None
        else one
        for one in due
        if one.letter.id not in gone
    ]


def up_to_date(
    tx: Tx, found: Loaded, letters: Sequence[Letter], now: datetime
) -> list[Letter]:
    """Return sent messages as they are true now."""
    here = spoken_of(tx, found, _named(letters), now)
    fresh = []
    for letter in letters:
        try:
            sent = letter.sent_at or now
            day = found.days.local(sent).date()
            made = compose(here, letter.to, letter.about, on=day)
            fresh.append(replace(letter, facts=made.facts, buttons=made.buttons))
        except Exception:
            log.exception("could not bring a letter up to date", letter=letter.id)
    return fresh


def _named(letters: Sequence[Letter]) -> set[ObligationId]:
    return {about.obligation for letter in letters for about in letter.about}


def _merged(
    letters: Sequence[Letter],
) -> tuple[list[Letter], dict[LetterId, LetterId]]:
    """Let each person's newest morning message carry the older ones.

    Return those left, and into which the others went.
    """
    about: dict[PersonId, list[About]] = defaultdict(list)
    newest: dict[PersonId, LetterId] = {}
    for letter in letters:
        if letter.template == BUNDLE:
            about[letter.to] += letter.about
            newest[letter.to] = letter.id
    kept, into = [], {}
    for letter in letters:
        if letter.template != BUNDLE:
            kept.append(letter)
        elif newest[letter.to] == letter.id:
            all_of_it = tuple(dict.fromkeys(about[letter.to]))
            kept.append(replace(letter, about=all_of_it))
        else:
            into[letter.id] = newest[letter.to]
    return kept, into


def _held(
    tx: Tx, here: Morning, letters: Sequence[Letter], now: datetime
) -> tuple[list[Letter], dict[LetterId, Hold]]:
    """Part what may be sent now from what waits, in the order of promise."""
    readers = {person.id: person for person in here.people}
    had = outbox.had(tx, {one.to for one in letters}, week_began(now))
    kept, holds = [], dict[LetterId, Hold]()
    for letter in letters:
        reader, lately = readers.get(letter.to), had[letter.to]
        budget = here.catalog.kindness
        wait = (
            hold(letter.sort, reader, lately, budget, here.days, now)
            if reader
            else None
        )
        if wait is not None:
            holds[letter.id] = wait
            continue
        kept.append(letter)
        if letter.sort is Sort.UNPROMPTED:
            lately.append(now)
    return kept, holds


def _composed(here: Morning, letter: Letter, others: Sequence[Waits]) -> Due | None:
    """Return a letter as it is true now; None with nothing left to say."""
    if letter.template != BUNDLE:
        return Due(letter=letter)
    try:
        made = compose(here, letter.to, letter.about, _waiting(here, others))
    except Exception:
        # One letter nobody can judge again must not hold the others up.
        log.exception("could not judge a letter again", letter=letter.id)
        return Due(letter=letter)
    if not made.facts["asks"] and not made.facts["tells"]:
        return None
    fresh = replace(letter, facts=made.facts, buttons=made.buttons)
    return Due(letter=fresh, warned=made.warned)


def _waiting(here: Morning, others: Sequence[Waits]) -> list[facts.Line]:
    return [
        {"template": one.template, "until": facts.moment(one.until, here.days)}
        for one in others
    ]
