"""How a task is moved by hand: 签收, 退回交办, 销号, 免办, 暂停, 恢复, 终止, 重启."""

from collections.abc import Mapping

from bot.desk import Scene
from bot.verbs import own
from rules import facts
from rules.catalog import Task
from rules.errors import OldButton, Refusal
from rules.ids import TaskId, UnitId
from rules.lifecycle import Branch, Move, Moved, Stage, moves, needs_reason
from rules.message import Button, Buttons
from rules.people import UNIT_ROLES, Person, Verb
from rules.telling import line
from store import cards
from store import moves as moved_rows
from store.cards import Awaited
from store.moving import allowed, make, mover

WHY = "move"  # what words are awaited as: the reason of a move
_ON_CARD = (Move.ACKNOWLEDGE, Move.DECLINE, Move.ISSUE, Move.CLOSE_OUT)
_BY_REQUEST = frozenset({Move.APPLY, Move.WITHDRAW, Move.APPROVE})
_OF_ASSIST = frozenset({Move.ISSUE, Move.CLOSE_OUT, Move.WAIVE, Move.REOPEN})
MOST = 64  # bytes of a button's data
PER_ROW = 3
CANCEL: Buttons = ((Button(label="buttons.cancel", data="cancel"),),)


def move(scene: Scene, given: str) -> None:
    """Make a move, `MOVE:TASK:UNIT`; one that takes a reason asks for it first."""
    person = scene.who(Verb.HELP)
    name, _, branch_of = given.partition(":")
    wanted = next((one for one in Move if one.value == name), None)
    if wanted is None or wanted in _BY_REQUEST:
        raise OldButton
    task, branch = _branch(scene, branch_of)
    if not needs_reason(wanted):
        _make(scene, person, branch, wanted, "")
        return
    allowed(branch, wanted, person, "-")
    subject = {"move": wanted.value, "unit": branch.unit}
    cards.await_words(
        scene.tx, person.id, task.id, scene.now, what=WHY, subject=subject
    )
    scene.say("move/reason", _head(scene, task, branch) | {"move": wanted}, CANCEL)


def hear_why(scene: Scene, text: str, waited: Awaited) -> None:
    """Make the move that waited for these words as its reason."""
    person = scene.who(Verb.HELP)
    wanted = Move(waited.subject["move"])
    try:
        _, branch = _branch(scene, f"{waited.task}:{waited.subject['unit']}")
        _make(scene, person, branch, wanted, text)
    except Refusal as refusal:  # things moved on: the question is no longer open
        scene.say(refusal.name, refusal.facts)


def ack_all(scene: Scene, given: str) -> None:
    """全部签收: acknowledge every task handed out to one's units."""
    del given
    person = scene.who(Verb.REPORT)
    made = [
        _made(scene, person, branch, Move.ACKNOWLEDGE)
        for task in scene.catalog.tasks()
        if own.does(person, task)
        for branch in moved_rows.branches(scene.tx, scene.plan, task)
        if branch.unit in person.units and branch.stage is Stage.PENDING_ACK
    ]
    if not made:
        raise OldButton({"why": "answered"})
    scene.toast("kept")
    days = scene.plan.days
    told = [line(scene.catalog, one, person, days) for one in made]
    scene.say("move/all", {"moves": told, "who": person.name, "at": told[0]["at"]})


def more(scene: Scene, given: str) -> None:
    """更多 on a task's card: where its branches stand, and the rarer moves."""
    person = scene.who(Verb.HELP)
    task = own.any_task(scene, TaskId(given))
    found = moved_rows.branches(scene.tx, scene.plan, task)
    units = facts.units_of(scene.catalog)
    told: facts.Line = {
        "task": facts.number(task.id),
        "short": task.short,
        "branches": [
            {"unit": units[one.unit], "lead": one.lead, "stage": one.stage.value}
            for one in found
        ],
    }
    rarer = [
        _button(one, wanted, units) for one in found for wanted in _rarer(one, person)
    ]
    scene.say("move/more", told, _rows(rarer))


def buttons(scene: Scene, person: Person, task: Task) -> Buttons:
    """Return the moves a task's card offers somebody, the rarer behind 更多."""
    found = moved_rows.branches(scene.tx, scene.plan, task)
    who = mover(person)
    made = [
        _button(one, wanted, {})
        for one in found
        if one.lead or one.unit in person.units
        for wanted in moves(one, who)
        if wanted in _ON_CARD
    ]
    if any(_rarer(one, person) for one in found):
        made.append(Button(label="buttons.more", data=f"more:{task.id}"))
    return _rows(made)


def _rarer(branch: Branch, person: Person) -> list[Move]:
    """Return the moves somebody could make that a task's card does not show."""
    shown = _BY_REQUEST | set(_ON_CARD if branch.lead else ())
    if branch.stage is Stage.COMPLETION_REVIEW:
        shown |= {Move.RETURN}  # what answers an application
    could = moves(branch, mover(person))
    if person.role in UNIT_ROLES:
        return []
    return [
        wanted
        for wanted in could
        if wanted not in shown and (branch.lead or wanted in _OF_ASSIST)
    ]


def _button(branch: Branch, wanted: Move, units: Mapping[UnitId, str]) -> Button:
    if branch.lead or not units:
        return Button(
            label=f"moves.{wanted}",
            data=f"move:{wanted}:{branch.task}:{branch.unit}"[:MOST],
        )
    return Button(
        label=f"moves_of.{wanted}",
        data=f"move:{wanted}:{branch.task}:{branch.unit}"[:MOST],
        facts={"unit": units[branch.unit]},
    )


def _rows(made: list[Button]) -> Buttons:
    return tuple(tuple(made[n : n + PER_ROW]) for n in range(0, len(made), PER_ROW))


def _branch(scene: Scene, given: str) -> tuple[Task, Branch]:
    """Return the branch a button is about; a long unit's name may be cut short."""
    name, _, unit = given.partition(":")
    task = own.any_task(scene, TaskId(name))
    found = [
        one
        for one in moved_rows.branches(scene.tx, scene.plan, task)
        if one.unit == unit or (unit and one.unit.startswith(unit))
    ]
    exact = [one for one in found if one.unit == unit] or found
    if len(exact) != 1:
        raise OldButton
    return task, exact[0]


def _make(scene: Scene, person: Person, branch: Branch, wanted: Move, why: str) -> None:
    made = _made(scene, person, branch, wanted, why)
    scene.toast("kept")
    scene.say("move/told", line(scene.catalog, made, person, scene.plan.days))


def _made(
    scene: Scene, person: Person, branch: Branch, wanted: Move, why: str = ""
) -> Moved:
    tx, plan, now = scene.tx, scene.plan, scene.now
    return make(tx, plan, branch, wanted, person=person, why=why.strip(), now=now)


def _head(scene: Scene, task: Task, branch: Branch) -> facts.Line:
    return {
        "task": facts.number(task.id),
        "short": task.short,
        "unit": facts.units_of(scene.catalog)[branch.unit],
        "lead": branch.lead,
    }
