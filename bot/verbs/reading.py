"""What can be looked at: one's own, a task, an area, the digest, the help."""

from collections.abc import Sequence

from bot.answers import Menu, Say
from bot.desk import Scene
from bot.verbs import own
from rules import facts
from rules.catalog import Area, Task
from rules.errors import Unknown
from rules.ids import AreaId, TaskId, UnitId
from rules.lookup import area_called, task_called
from rules.message import Button, Buttons
from rules.obligation import Obligation
from rules.pace import TaskState, judge
from rules.people import Person, Role, Verb, may, verbs
from rules.screen import weekly
from store import obligations, people, reports, states
from templates import LOCALES

HISTORY = 3  # reports shown on a task's card
PER_ROW = 4


def help_(scene: Scene, given: str) -> None:
    """/help - what this person can do here."""
    del given
    person = scene.who(Verb.HELP)
    listed = [verb.value for verb in verbs(person.role) if verb is not Verb.REPORT]
    units = facts.units_of(scene.catalog)
    told: facts.Line = {
        "role": person.role.value,
        "unit": units.get(person.unit, person.unit) if person.unit else None,
        "example": own.example(scene, person),
        "commands": listed,
        "answers": may(person.role, Verb.REPORT),
    }
    scene.say("help", told)


def mine(scene: Scene, given: str) -> None:
    """/mine - what one's unit owes now, and how its tasks stand."""
    del given
    person = scene.who(Verb.MINE)
    unit = person.unit or UnitId("")
    owed = sorted(
        obligations.mine(scene.tx, scene.id, unit),
        key=lambda one: (one.due, facts.place(one.task)),
    )
    theirs = [task.id for task in scene.catalog.tasks() if unit in task.units]
    held = states.states(scene.tx, scene.plan, scene.now, theirs)
    found = {state.task.id: state for state in held}
    lines = [
        _line(scene, found[o.task])
        | {
            "obligation": o.id,
            "report_due": facts.day(o.due),
            "late": scene.plan.days.between(o.due, scene.today),
        }
        for o in _oldest(owed)
        if o.task in found
    ]
    told: facts.Line = {
        "owed": lines,
        "tasks": [_line(scene, state) for state in found.values()],
        "unit": facts.units_of(scene.catalog).get(unit, ""),
    }
    scene.say("mine", told, _report_buttons(lines))


def task(scene: Scene, given: str) -> None:
    """/task 2.2 - a task's card: pace, numbers, last reports, where it comes from."""
    person = scene.who(Verb.TASK)
    if not given:
        (mine if may(person.role, Verb.MINE) else areas)(scene, given)
        return
    found = task_called(scene.catalog, given)
    if found is None:
        raise Unknown({"what": "task", "given": given[:20]})
    scene.say("task/card", _card(scene, found), _task_buttons(scene, person, found))


def area(scene: Scene, given: str) -> None:
    """/area 2 - an area's tasks, a line each."""
    scene.who(Verb.AREA)
    if not given:
        areas(scene, given)
        return
    found = area_called(scene.catalog, given)
    if found is None:
        raise Unknown({"what": "area", "given": given[:20]})
    scene.edit("area", _area(scene, found), _rows("task", [t.id for t in found.tasks]))


def areas(scene: Scene, given: str) -> None:
    """Offer the areas to open."""
    del given
    scene.who(Verb.AREA)
    listed = [
        {"number": facts.number(a.id), "short": a.short} for a in scene.catalog.areas
    ]
    ids = [area.id for area in scene.catalog.areas]
    scene.say("areas", {"areas": listed}, _rows("area", ids))


def digest(scene: Scene, given: str) -> None:
    """/digest - the leader's screen, as of now."""
    del given
    scene.who(Verb.DIGEST)
    lines = states.week(scene.tx, scene.plan, scene.now)
    told = weekly(scene.catalog, lines, scene.plan.days, scene.now)
    button = Button(label="buttons.areas", data="areas")
    scene.say("digest/weekly", told, ((button,),))


def language(scene: Scene, given: str) -> None:
    """/language - choose Chinese or English."""
    person = scene.who(Verb.LANGUAGE)
    if given not in LOCALES:
        offered = tuple(
            Button(label=f"languages.{one}", data=f"language:{one}") for one in LOCALES
        )
        scene.say("language", {"chosen": None}, (offered,))
        return
    people.speak(scene.tx, person.id, given)
    scene.answers.append(Menu(role=person.role, locale=given))
    said = Say(
        template="language",
        facts={"chosen": given},
        edit=bool(scene.said.callback),
        locale=given,
    )
    scene.answers.append(said)


def _card(scene: Scene, found: Task) -> facts.Line:
    (state,) = states.states(scene.tx, scene.plan, scene.now, [found.id])
    units, days = facts.units_of(scene.catalog), scene.plan.days
    kept = reports.history(scene.tx, scene.id, found.id, HISTORY)
    return _line(scene, state) | {
        "lead": units[found.lead],
        "assist": [units[unit] for unit in found.assist],
        "owners": [
            p.name
            for p in people.linked(scene.tx, scene.id)
            if p.unit == found.lead and p.role is Role.OWNER
        ],
        "source": found.source,
        "measures": [measure.text for measure in found.measures],
        "indicators": [facts.figure(one) for one in state.indicators],
        "history": [
            {"at": facts.moment(k.at, days), "who": k.who, "text": k.text[:120]}
            for k in kept
        ],
        "owed": [
            {"unit": units[o.unit], "due": facts.day(o.due)}
            for o in obligations.of_task(scene.tx, scene.id, found.id)
        ],
    }


def _area(scene: Scene, found: Area) -> facts.Line:
    ids: list[TaskId] = [task.id for task in found.tasks]
    held = states.states(scene.tx, scene.plan, scene.now, ids)
    return {
        "number": facts.number(found.id),
        "title": found.title,
        "leader": found.leader,
        "tasks": [_line(scene, state) for state in held],
    }


def _line(scene: Scene, state: TaskState) -> facts.Line:
    units = facts.units_of(scene.catalog)
    standing = judge(state, scene.today)
    return facts.standing_line(state, standing, scene.plan.days) | {
        "unit": units[state.task.lead]
    }


def _oldest(owed: Sequence[Obligation]) -> list[Obligation]:
    """Return each task's oldest debt, in the order given."""
    first: dict[TaskId, Obligation] = {}
    for one in owed:
        first.setdefault(one.task, one)
    return list(first.values())


def _task_buttons(scene: Scene, person: Person, found: Task) -> Buttons:
    home = next(area.id for area in scene.catalog.areas if found in area.tasks)
    back = Button(label="buttons.area", data=f"area:{home}")
    if own.does(person, found):
        return ((Button(label="buttons.report", data=f"tell:{found.id}"), back),)
    return ((back,),)


def _report_buttons(lines: list[facts.Line]) -> Buttons:
    made = [
        Button(
            label="buttons.report_task",
            data=f"report:{line['obligation']}",
            facts={"task": str(line["task"])},
        )
        for line in lines[:12]
    ]
    return tuple(tuple(made[n : n + 3]) for n in range(0, len(made), 3))


def _rows(what: str, ids: list[TaskId] | list[AreaId]) -> Buttons:
    made = [
        Button(
            label="buttons.number",
            data=f"{what}:{one}",
            facts={"number": facts.number(one)},
        )
        for one in ids
    ]
    return tuple(tuple(made[n : n + PER_ROW]) for n in range(0, len(made), PER_ROW))
