"""What a morning's message offers for many lines at once, and to an admin."""

from collections.abc import Sequence

from bot.desk import Scene
from bot.verbs import own
from rules import facts
from rules.audience import told
from rules.catalog import Audience
from rules.errors import NotAllowed, OldButton
from rules.ids import ObligationId
from rules.obligation import Obligation
from rules.pace import judge
from rules.people import Person, Role, Verb
from store import decisions, obligations, people, states


def note(scene: Scene, given: str) -> None:
    """督办单 under an escalation: the draft, ready to be copied."""
    person = scene.who(Verb.STATUS)
    if person.role is not Role.ADMIN:
        raise NotAllowed
    owed = obligations.one(scene.tx, scene.id, ObligationId(own.number(given)))
    if owed is None:
        raise OldButton
    if not owed.open:
        raise OldButton({"why": "answered"})
    scene.say("chase/note", _draft(scene, owed))


def _draft(scene: Scene, owed: Obligation) -> facts.Line:
    (state,) = states.states(scene.tx, scene.plan, scene.now, [owed.task]) or (None,)
    if state is None:
        raise OldButton
    days, linked = scene.plan.days, people.linked(scene.tx, scene.id, today=scene.today)
    area = next(a for a in scene.catalog.areas if a.id == state.area)
    line = facts.standing_line(state, judge(state, scene.today), days)
    return line | {
        "today": facts.day(scene.today),
        "unit": facts.units_of(scene.catalog).get(owed.unit, owed.unit),
        "owners": [p.name for p in told(linked, owed.unit, Audience.OWNER)],
        "kind": owed.kind.value,
        "report_due": facts.day(owed.due),
        "late": days.between(owed.due, scene.today),
        "told": [
            {
                "at": facts.moment(one.at, days),
                "to": [_hearer(linked, owed, named) for named in one.to],
            }
            for one in decisions.told(scene.tx, owed.id)
        ],
        "leader": area.leader,
        "basis": state.task.source,
    }


def _hearer(linked: Sequence[Person], owed: Obligation, named: str) -> str:
    """Return who heard of it: the admins where a unit has no head to tell."""
    heads = told(linked, owed.unit, Audience.HEAD)
    headless = named == Audience.HEAD and all(one.role is Role.ADMIN for one in heads)
    return Audience.ADMIN.value if headless else named
