"""What a unit asks for: 申请延期, 申请办结, 改派; and taking it back."""

from dataclasses import replace
from datetime import date, timedelta

from bot.desk import Scene
from bot.verbs import own
from bot.verbs.moving import CANCEL
from rules import facts
from rules import requests as rulings
from rules.audience import told as heard_by
from rules.catalog import Audience, Task
from rules.errors import CannotAsk, OldButton, Unknown
from rules.ids import RequestId, TaskId, UnitId
from rules.lifecycle import Move
from rules.lookup import leading
from rules.message import Button
from rules.people import Person, Verb
from rules.request import Request, RequestKind
from rules.requests import Asked, Denied, Ruling
from rules.wording import date_and_reason, unit_and_reason
from store import cards, moves, people, reports, requests
from store import requesting as flow
from store.cards import Awaited
from store.moving import make, mover

REST = "request"  # what words are awaited as: what a request lacks
AGAIN = frozenset({Denied.EARLIER, Denied.PAST, Denied.FAR, Denied.SAME})
LACKS = frozenset({Denied.DATE, Denied.TO, Denied.REASON})
SHOWN = 5  # units named when a name fits several
MONTH = timedelta(days=30)


def extend(scene: Scene, given: str) -> None:
    """/extend 2.2 2020-11-30 理由, or 申请延期: ask for more time."""
    person = scene.who(Verb.EXTEND)
    found = _task(scene, person, given)
    if found is None:
        _usage(scene, person, RequestKind.EXTENSION)
        return
    task, rest = found
    until, reason = date_and_reason(rest, scene.today)
    asked = _asked(scene, person, task, RequestKind.EXTENSION)
    _ask(scene, person, replace(asked, until=until, reason=reason))


def handover(scene: Scene, given: str) -> None:
    """/handover 2.2 水处 理由: ask another unit to lead a task."""
    person = scene.who(Verb.HANDOVER)
    found = _task(scene, person, given)
    if found is None:
        _usage(scene, person, RequestKind.HANDOVER)
        return
    task, rest = found
    to, reason = _unit(scene, rest)
    asked = _asked(scene, person, task, RequestKind.HANDOVER)
    _ask(scene, person, replace(asked, to=to, reason=reason))


def hear_rest(scene: Scene, text: str, waited: Awaited) -> None:
    """Hear the words a request still lacked; what was said before stays."""
    kept, kind = waited.subject, RequestKind(waited.subject["kind"])
    extends = kind is RequestKind.EXTENSION
    person = scene.who(Verb.EXTEND if extends else Verb.HANDOVER)
    asked = _asked(scene, person, own.own_task(scene, person, waited.task), kind)
    until = date.fromisoformat(kept["until"]) if kept["until"] else None
    to, reason = UnitId(kept["to"]) if kept["to"] else None, text
    if extends and until is None:
        until, reason = date_and_reason(text, scene.today)
    elif not extends and to is None:
        to, reason = _unit(scene, text)
    reason = reason or kept["reason"]
    try:
        _ask(scene, person, replace(asked, until=until, to=to, reason=reason))
    except CannotAsk as refusal:
        if refusal.facts["why"] in AGAIN:
            raise  # the question stays open
        scene.say(refusal.name, refusal.facts)


def done(scene: Scene, given: str) -> None:
    """/done 2.2, or 申请办结: ask for a task to be called done."""
    person = scene.who(Verb.DONE)
    found = _task(scene, person, given)
    if found is None:
        _usage(scene, person, RequestKind.COMPLETION)
        return
    task, why = found
    unit = unit_in(person, task)
    moves.hold(scene.tx, scene.id, task.id)
    branch = moves.branch(scene.tx, scene.plan, task, unit)
    evidence = reports.of_branch(scene.tx, scene.id, task.id, unit)
    asked = replace(_asked(scene, person, task, RequestKind.COMPLETION), branch=branch)
    found_ = rulings.completion(
        branch, mover(person), evidence.id if evidence else None
    )
    flow.allowed(found_, asked)
    make(
        scene.tx,
        scene.plan,
        branch,
        Move.APPLY,
        person=person,
        why=why,
        now=scene.now,
    )
    for one in requests.pending(scene.tx, scene.id, task.id):
        if one.kind is RequestKind.COMPLETION and one.unit == unit:
            _say_asked(scene, one, Ruling(by=Audience.ADMIN))


def withdraw(scene: Scene, given: str) -> None:
    """撤回: take a request back while it waits."""
    person = scene.who(Verb.REPORT)
    request = requests.one(scene.tx, scene.id, RequestId(own.number(given)))
    if request is None:
        raise OldButton
    settled = flow.withdraw(scene.tx, scene.plan, request, person=person, now=scene.now)
    scene.toast("kept")
    told = rulings.told(scene.catalog, settled)
    scene.say("request/withdrawn", told)


def unit_in(person: Person, task: Task) -> UnitId:
    """Return the unit a person answers for a task as: the lead if they can."""
    if task.lead in person.units:
        return task.lead
    return next((unit for unit in task.assist if unit in person.units), UnitId(""))


def _task(scene: Scene, person: Person, given: str) -> tuple[Task, str] | None:
    """Return the task that opens the words, or a button's, and the rest of them."""
    first, _, rest = given.strip().partition(" ")
    ids = {task.id for task in scene.catalog.tasks()}
    if first in ids:
        return own.own_task(scene, person, TaskId(first)), rest.strip()
    found = leading(scene.catalog, given)
    if found is not None:
        return own.own_task(scene, person, found[0].id), found[1]
    if first:
        raise Unknown({"what": "task", "given": first[:20]})
    return None


def _asked(scene: Scene, person: Person, task: Task, kind: RequestKind) -> Asked:
    moves.hold(scene.tx, scene.id, task.id)
    pending = requests.pending(scene.tx, scene.id, task.id)
    return Asked(
        kind=kind,
        task=task,
        branch=moves.branch(scene.tx, scene.plan, task, task.lead),
        mover=mover(person),
        extensions=scene.catalog.policies[task.policy].extensions,
        granted=requests.extended(scene.tx, scene.id, task.id),
        pending=frozenset(one.kind for one in pending),
    )


def _ask(scene: Scene, person: Person, asked: Asked) -> None:
    """File a request, or ask for what it still lacks."""
    if asked.to is not None:
        hearers = heard_by(_linked(scene), asked.to, Audience.OWNER)
        asked = replace(asked, hearers=len(hearers))
    ruling = rulings.ask(asked, scene.today)
    if ruling in LACKS:
        _prompt(scene, person, asked)
        return
    request, made = flow.ask(scene.tx, scene.plan, asked, person, scene.now)
    _say_asked(scene, request, made)


def _prompt(scene: Scene, person: Person, asked: Asked) -> None:
    """Ask for what is missing, and remember what is not."""
    task, kind = asked.task, asked.kind
    kept = {
        "kind": kind.value,
        "until": facts.day(asked.until),
        "to": asked.to,
        "reason": asked.reason,
    }
    cards.await_words(scene.tx, person.id, task.id, scene.now, what=REST, subject=kept)
    extends = kind is RequestKind.EXTENSION
    told = _example(scene, task) | {
        "kind": kind.value,
        "short": task.short,
        "due": facts.day(task.due),
        "lead": facts.units_of(scene.catalog)[task.lead],
        "known": bool(asked.until if extends else asked.to),
        "reasoned": bool(asked.reason.strip()),
    }
    scene.say("request/prompt", told, CANCEL)


def _usage(scene: Scene, person: Person, kind: RequestKind) -> None:
    """Say how to ask, with an example of the person's own."""
    mine = (task for task in scene.catalog.tasks() if task.lead in person.units)
    task = next(mine, None)
    if task is None:
        raise CannotAsk({"task": "", "kind": kind.value, "why": Denied.LEAD.value})
    scene.say("request/usage", _example(scene, task) | {"kind": kind.value})


def _example(scene: Scene, task: Task) -> facts.Line:
    units = [one for one in scene.catalog.units if one.id != task.lead]
    others = [one for one in units if one.id not in task.units]
    return {
        "task": facts.number(task.id),
        "until": facts.day(max(task.due, scene.today) + MONTH),
        "unit": next((one.name for one in (*others, *units)), ""),
    }


def _unit(scene: Scene, text: str) -> tuple[UnitId | None, str]:
    """Return the unit that opens the words, if any does, and the rest of them."""
    name, units, reason = unit_and_reason(scene.catalog, text)
    if name and len(units) != 1:
        like = [unit.name for unit in units[:SHOWN]]
        raise Unknown({"what": "unit", "given": name[:20], "like": like})
    return (units[0].id if units else None), reason


def _linked(scene: Scene) -> list[Person]:
    return people.linked(scene.tx, scene.id, today=scene.today)


def _say_asked(scene: Scene, request: Request, ruling: Ruling) -> None:
    told = rulings.told(scene.catalog, request) | {
        "by": ruling.by.value,
        "then": ruling.then.value if ruling.then else None,
    }
    back = Button(label="buttons.withdraw", data=f"withdraw:{request.id}")
    scene.say("request/asked", told, ((back,),))
