"""Who is told what this morning: one message per person, however much there is.

A message is composed when it is promised, again when it is sent, and again as
answers come: it says what is true at each of these moments.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from rules import facts
from rules.audience import told
from rules.catalog import Audience
from rules.decision import Decision, Reason
from rules.ids import ObligationId, PersonId
from rules.items import item, tells
from rules.keys import buttons
from rules.message import About, Buttons, Message
from rules.morning import Morning
from rules.obligation import Obligation, Owed
from rules.people import UNIT_ROLES, Person
from rules.unwatched import unwatched

BUNDLE = "chase/bundle"
SHOWN = 12  # lines of each sort in one message; the rest are counted, and in /mine
_ORDER = (Owed.DIRECTIVE, Owed.DECIDE, Owed.REPORT, Owed.FINISH, Owed.ACKNOWLEDGE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """A message as it is now. `warned`: of which debts it names who hears next."""

    facts: facts.Line
    buttons: Buttons
    warned: frozenset[ObligationId]


def letters(
    morning: Morning, decisions: Sequence[Decision], known: frozenset[ObligationId]
) -> tuple[Message, ...]:
    """Return one letter per person.

    `known`: obligations the admin has been told nobody can be asked about.
    """
    hears: dict[PersonId, dict[About, Decision]] = defaultdict(dict)
    for decision in decisions:
        for person, about in hearers(morning.people, decision):
            hears[person.id][about] = decision
    made = [
        _letter(morning, person, tuple(about), about.values())
        for person, about in sorted(hears.items())
    ]
    unasked = [
        decision
        for decision in decisions
        if decision.reason is Reason.NOBODY and decision.obligation.id not in known
    ]
    owed = [decision.obligation for decision in unasked]
    return (
        *made,
        *unwatched(morning.catalog, morning.people, owed, _mark(unasked)),
    )


def hearers(
    people: Sequence[Person], decision: Decision
) -> Iterable[tuple[Person, About]]:
    """Yield who hears of a decision, and as whom.

    What has come as far as the leaders stands in their digest: no letter says it.
    """
    owed = decision.obligation
    for audience in dict.fromkeys(rung.to for rung in decision.taken):
        if audience is Audience.LEADER and owed.debtor is not Audience.LEADER:
            continue
        for person in told(people, owed.unit, audience):
            yield person, About(obligation=owed.id, audience=audience)


def compose(
    morning: Morning,
    to: PersonId,
    about: Collection[About],
    held: Sequence[facts.Line] = (),
    *,
    on: date | None = None,
) -> Composed:
    """Return a message to `to` about these obligations, as they are now.

    `held`: what else waits for this person, and until when. `on`: the day whose
    message it is, when it was sent before today.
    """
    items = [item(morning, one) for one in _once(morning, about)]
    items.sort(key=_place)
    # What is answered keeps its place: nothing moves under a finger.
    items = [one | {"nth": nth} for nth, one in enumerate(items)]
    asks = [one for one in items if one["open"] and one["asked"]]
    others = [one for one in items if one["open"] and not one["asked"]]
    warned = _warned(morning, asks[:SHOWN], about)
    reader = next((person for person in morning.people if person.id == to), None)
    done = [one for one in items if not one["open"]][:SHOWN]
    told_: facts.Line = {
        "day": facts.day(on or morning.today),
        "today": facts.day(morning.today),
        "to": reader.role.value if reader else None,
        "asks": asks[:SHOWN],
        "tells": others[:SHOWN],
        "done": done,
        "total": len(asks),
        "late": sum(bool(one["late"]) for one in asks),
        "told": len(others),
        "more": max(len(asks) - SHOWN, 0) + max(len(others) - SHOWN, 0),
        "chain": _common(asks),
        "held": list(held),
    }
    stands_in = reader is not None and reader.role in UNIT_ROLES
    keys = buttons(asks[:SHOWN], others[:SHOWN], done, stands_in=stands_in)
    return Composed(facts=told_, buttons=keys, warned=warned)


def _letter(
    morning: Morning,
    to: PersonId,
    about: tuple[About, ...],
    decisions: Iterable[Decision],
) -> Message:
    made = compose(morning, to, about)
    return Message(
        to=to,
        template=BUNDLE,
        facts=made.facts,
        key=f"bundle:{to}:{facts.day(morning.today)}:{_mark(decisions)}",
        buttons=made.buttons,
        about=about,
    )


def _once(morning: Morning, about: Iterable[About]) -> list[About]:
    """Return each debt once, as asked rather than told.

    The oldest of a branch's reports stands for them all.
    """
    found: dict[object, About] = {}
    for one in sorted(about, key=lambda one: _age(morning, one)):
        owed = morning.owed.get(one.obligation)
        if owed is None or owed.task not in morning.states:
            continue
        found.setdefault(_subject(owed), one)
    return list(found.values())


def _age(morning: Morning, about: About) -> tuple[Any, ...]:
    owed = morning.owed.get(about.obligation)
    if owed is None:
        return (True,)
    return False, not owed.open, tells(owed, about), owed.due, owed.id


def _subject(owed: Obligation) -> object:
    if owed.kind is Owed.REPORT:
        return owed.kind, owed.task, owed.unit, owed.open
    return owed.id


def _place(line: Any) -> tuple[Any, ...]:  # noqa: ANN401 - a line of facts, made above
    rank = _ORDER.index(Owed(line["kind"])) if line["directive"] is None else 0
    return rank, line["report_due"], facts.place(line["id"]), line["obligation"]


def _warned(
    morning: Morning, asks: Iterable[facts.Line], about: Iterable[About]
) -> frozenset[ObligationId]:
    """Return the debts of which it is said who hears of them next.

    A line stands for all the reports of its branch, and so does its warning. It is
    for the debtors: what only their deputies read has warned nobody.
    """
    said = {_subject(morning.owed[_id(one)]): _hearing(one) for one in asks}
    found = set()
    for named in about:
        owed = morning.owed.get(named.obligation)
        if owed is None or _subject(owed) not in said:
            continue
        if named.audience is not owed.debtor:
            continue
        next_, *_ = (*_hearing(item(morning, named)), None)
        if next_ in said[_subject(owed)]:
            found.add(named.obligation)
    return frozenset(found)


def _hearing(line: Any) -> list[str]:  # noqa: ANN401 - a line of facts, made above
    return [step["to"] for step in line["chain"]]


def _id(line: Any) -> ObligationId:  # noqa: ANN401 - a line of facts, made above
    return ObligationId(line["obligation"])


def _common(asks: Collection[facts.Line]) -> object:
    """Return the warning that all late lines share, said once below; else nothing."""
    chains = [one["chain"] for one in asks if one["chain"]]
    return chains[0] if chains and all(one == chains[0] for one in chains) else []


def _mark(taken: Iterable[Decision]) -> str:
    """Return a short mark of which rungs of which obligations a letter is about.

    The same rungs never make a second letter, in whatever order they are found;
    other rungs on the same morning do.
    """
    rungs = sorted(f"{d.obligation.id}@{d.obligation.rung}" for d in taken)
    return hashlib.sha256(",".join(rungs).encode()).hexdigest()[:16]
