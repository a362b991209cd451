"""What can be looked at: one's own, a task, an area, the digest, the help."""

from collections.abc import Sequence

from bot.answers import Menu, Say
from bot.desk import Scene
from bot.verbs import deputies, directed, filed, living, own
from rules import facts
from rules.arithmetic import arithmetic, heading_line
from rules.catalog import Area, Task
from rules.directives import concerns, looked_back
from rules.errors import Unknown
from rules.ids import AreaId, TaskId, UnitId
from rules.lookup import area_called, task_called
from rules.message import Button, Buttons
from rules.obligation import Obligation, Owed
from rules.pace import TaskState, judge
from rules.people import Person, Role, Verb, may, verbs
from rules.screen import digest_buttons, weekly
from store import (
    corrections,
    directives,
    evidence,
    forecasts,
    obligations,
    people,
    reports,
    states,
)
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
    if person.role is Role.LEADER:
        directed.mine(scene, person)
        return
    owed = [one for one in own.owed(scene, person) if not concerns(one)]
    names = deputies.stood_for(scene, person)
    asked = directives.live_of_units(scene.tx, scene.id, person.units)
    theirs = [t.id for t in scene.catalog.tasks() if person.units & t.units]
    held = states.states(scene.tx, scene.plan, scene.now, theirs)
    found = {state.task.id: state for state in held}
    lines = [
        _line(scene, found[o.task])
        | {
            "obligation": o.id,
            "kind": o.kind.value,
            "report_due": facts.day(o.due),
            "late": scene.plan.days.between(o.due, scene.today),
            "stands": names.get(o.unit, []),
        }
        for o in _oldest(owed)
        if o.task in found
    ]
    told: facts.Line = {
        "owed": lines,
        "tasks": [
            _line(scene, state) | {"stands": deputies.stands(person, state.task, names)}
            for state in found.values()
        ],
        "directives": [directed.line_of(scene, one) for one in asked],
        "unit": facts.units_of(scene.catalog).get(person.unit or UnitId(""), ""),
    }
    scene.say("mine", told, (*_owed_buttons(lines), *directed.answers(asked)))


def task(scene: Scene, given: str) -> None:
    """/task 2.2 - a task's card: pace, numbers, last reports, where it comes from."""
    person = scene.who(Verb.TASK)
    if not given:
        (mine if may(person.role, Verb.REPORT) else areas)(scene, given)
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
    person = scene.who(Verb.DIGEST)
    lines = states.week(scene.tx, scene.plan, scene.now)
    since = looked_back(scene.plan.days, scene.now)
    asked = directives.since(scene.tx, scene.id, since)
    corrected = corrections.shown_before(scene.tx, scene.id, scene.now)
    told = weekly(
        scene.catalog, lines, scene.plan.days, scene.now, asked, corrected=corrected
    )
    scene.say("digest/weekly", told, digest_buttons(person.role))


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
    enclosed = evidence.of_reports(scene.tx, [one.id for one in kept])
    ahead = forecasts.heading(scene.tx, scene.plan, state, scene.now)
    return (
        _line(scene, state)
        | {
            "lead": units[found.lead],
            "assist": [units[unit] for unit in found.assist],
            "owners": [
                p.name
                for p in people.linked(scene.tx, scene.id)
                if p.unit == found.lead and p.role is Role.OWNER
            ],
            "source": found.source,
            "measures": [measure.text for measure in found.measures],
            "sum": arithmetic(state, judge(state, scene.today)),
            "forecast": heading_line(None, ahead.percent),
            "indicators": [
                facts.figure(one)
                | {
                    "forecast": heading_line(
                        one.indicator, ahead.numbers.get(one.indicator.id)
                    )
                }
                for one in state.indicators
            ],
            "history": [
                {
                    "at": facts.moment(k.at, days),
                    "who": k.who,
                    "text": k.text[:120],
                    "files": enclosed.get(k.id, 0),
                }
                for k in kept
            ],
            "owed": [
                {"unit": units[o.unit], "due": facts.day(o.due)}
                for o in obligations.of_task(scene.tx, scene.id, found.id)
                if o.kind is Owed.REPORT
            ],
            "directives": [
                directed.line_of(scene, one)
                for one in directives.live_of_task(scene.tx, scene.id, found.id)
            ],
        }
        | living.standing(scene, found)
    )


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
    """Return each branch's oldest debt of each kind, in the order given."""
    first: dict[tuple[TaskId, UnitId, Owed], Obligation] = {}
    for one in owed:
        first.setdefault((one.task, one.unit, one.kind), one)
    return list(first.values())


def _task_buttons(scene: Scene, person: Person, found: Task) -> Buttons:
    home = next(area.id for area in scene.catalog.areas if found in area.tasks)
    back = Button(label="buttons.area", data=f"area:{home}")
    past = Button(label="buttons.history", data=f"history:{found.id}")
    lives = living.buttons(scene, person, found)
    if opens := filed.button(scene, person, found):
        lives = (opens, *lives)
    if own.does(person, found):
        report = Button(label="buttons.report", data=f"tell:{found.id}")
        return ((report, back, past), *lives)
    if may(person.role, Verb.DIRECT):
        direct = Button(label="buttons.direct", data=f"direct:{found.id}")
        return ((direct, back, past), *lives)
    return ((back, past), *lives)


def _owed_buttons(lines: list[facts.Line]) -> Buttons:
    rest = [one for one in lines if one["kind"] != Owed.ACKNOWLEDGE]
    made = [
        Button(
            label="buttons.report_task",
            data=f"report:{line['obligation']}",
            facts={"task": str(line["task"])},
        )
        for line in rest[:12]
    ]
    rows = tuple(tuple(made[n : n + 3]) for n in range(0, len(made), 3))
    handed = len(lines) - len(rest)
    if not handed:
        return rows
    every = Button(label="buttons.ack_all", data="ack_all", facts={"count": handed})
    return (*rows, (every,))


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
