"""Why something is asked of somebody, why not, and what comes next."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from bot.desk import Scene
from bot.verbs import own
from rules import facts
from rules.arithmetic import arithmetic
from rules.case import Case
from rules.catalog import Task
from rules.errors import OldButton, Unknown
from rules.explain_lines import Telling
from rules.ids import ObligationId
from rules.lookup import task_called
from rules.message import Button, Buttons
from rules.obligation import Owed
from rules.pace import TaskState, judge
from rules.people import Person, Verb
from store import explained, people, states

LATELY = timedelta(days=7)
SHOWN, PER_ROW = 20, 5


def why(scene: Scene, given: str) -> None:
    """/why 2.2 - everything owed on a task and why; alone, what is asked of one."""
    person = scene.who(Verb.WHY)
    if not given:
        _mine(scene, person)
        return
    task = task_called(scene.catalog, given)
    if task is None:
        raise Unknown({"what": "task", "given": given[:20]})
    _task(scene, person, task, explained.of_task(scene.tx, scene.plan, task.id))


def asked(scene: Scene, given: str) -> None:
    """Explain the obligation a button names; without one, what is asked of one."""
    person = scene.who(Verb.WHY)
    if not given:
        _mine(scene, person)
        return
    wanted = ObligationId(own.number(given))
    cases = explained.one(scene.tx, scene.plan, wanted)
    here = {task.id: task for task in scene.catalog.tasks()}
    if not cases or cases[0].obligation.task not in here:
        raise OldButton
    _task(scene, person, here[cases[0].obligation.task], cases)


def _task(scene: Scene, person: Person, task: Task, cases: Sequence[Case]) -> None:
    (state,) = states.states(scene.tx, scene.plan, scene.now, [task.id])
    told: facts.Line = {
        "id": task.id,
        "task": facts.number(task.id),
        "short": task.short,
        "sum": arithmetic(state, judge(state, scene.today)),
        "own": own.does(person, task),
        "obligations": _lines(scene, cases, [state]),
    }
    scene.say("why/task", told)


def _mine(scene: Scene, person: Person) -> None:
    found = explained.owed_by(scene.tx, scene.plan, person, scene.now - LATELY)
    every = [case for case in found if concerns(case, person)]
    cases, more = _once(every)
    here = {case.obligation.task for case in cases}
    held = states.states(scene.tx, scene.plan, scene.now, here)
    lines = [
        line | {"more": more[case.obligation.id]}
        for case, line in zip(cases, _lines(scene, cases[:SHOWN], held), strict=False)
    ]
    told: facts.Line = {
        "items": lines,
        "total": len(cases),
        "more": max(len(cases) - SHOWN, 0),
    }
    scene.say("why/mine", told, _numbers(lines))


def _once(found: Sequence[Case]) -> tuple[list[Case], Mapping[ObligationId, int]]:
    """Return a branch's reports as one, and for how many more periods each stands."""
    first: dict[object, Case] = {}
    more: dict[ObligationId, int] = {}
    for case in found:
        owed = case.obligation
        reported = owed.kind is Owed.REPORT
        key = (owed.task, owed.unit) if reported else owed.id
        stands = first.setdefault(key, case).obligation.id
        more[stands] = more.get(stands, -1) + 1
    return list(first.values()), more


def concerns(case: Case, person: Person) -> bool:
    """Whether it is theirs to answer, or they were told of it."""
    owed = case.obligation
    theirs = owed.unit in person.units or owed.debtor.value == person.role.value
    return theirs or any(letter.person == person.id for letter in case.letters)


def _lines(
    scene: Scene, cases: Sequence[Case], held: Sequence[TaskState]
) -> list[facts.Line]:
    telling = Telling(
        catalog=scene.catalog,
        days=scene.plan.days,
        version=scene.plan.number,
        people=people.linked(scene.tx, scene.id, today=scene.today),
        states={state.task.id: state for state in held},
        now=scene.now,
    )
    return [telling.line(telling.explain(case)) for case in cases]


def _numbers(lines: Sequence[facts.Line]) -> Buttons:
    made = [
        Button(
            label="buttons.number",
            data=f"why:{line['obligation']}",
            facts={"number": str(n)},
        )
        for n, line in enumerate(lines, 1)
    ]
    return tuple(tuple(made[n : n + PER_ROW]) for n in range(0, len(made), PER_ROW))
