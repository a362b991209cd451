"""`duban explain`: why something is asked, why not, and what comes next."""

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Literal, NoReturn

import typer

if TYPE_CHECKING:
    from rules import facts
    from rules.catalog import Catalog, Task
    from rules.explain_lines import Telling
    from rules.ids import TaskId
    from rules.people import Person
    from store.plans import Loaded
    from store.session import Tx

_FEW = 3  # names offered when one is not found


def explain(
    what: Annotated[
        str, typer.Argument(help="任务编号，或人员姓名、编号、@用户名 / task or person")
    ],
    as_json: Annotated[
        bool, typer.Option("--json", help="供程序读取 / for programs")
    ] = False,
    locale: Annotated[Literal["zh", "en"], typer.Option(help="语言 / language")] = "zh",
) -> None:
    """为何催、为何不催、下一步。Why something is asked, why not, and what is next.

    WHAT is a task's number (02.2), or a person's name, number or @name. Exit status
    1: there is no such task or person.

    --json of a task: as_of, id, task, short, sum (the light's arithmetic) and
    obligations, each with obligation, id, task, short, unit, kind, debtor, period,
    span, state, rule, opened, due, planned, holiday, put_off, late, happened
    (reason, rung, audiences, asked, told, times, first, last, next), letters,
    why_not (why, until, who, what), next (at, to, asks, told).

    --json of a person: as_of, id, name, role, unit, unreachable, hours, leave,
    deputy, stands_for, budget (day, per_day, week, per_week), sent, waiting (to,
    template, tasks, made, sent, release, held, error), next.

    Moments are ISO strings in the plan's zone, days ISO dates.
    """
    from duban import clock
    from duban.opened import opened_store, the_plan
    from duban.tables import say
    from rules import facts
    from templates import plain, render

    now = clock.now()
    with opened_store() as store:
        plan = the_plan(store)
        name, told = store.read_sync(lambda tx: _explained(tx, plan, what, now))
    if as_json:
        as_of = {"as_of": facts.moment(now, plan.days)}
        typer.echo(json.dumps(as_of | told, ensure_ascii=False, indent=2))
        return
    say(plain(render(name, locale, **told)))


def _explained(
    tx: "Tx", plan: "Loaded", what: str, now: datetime
) -> tuple[str, "facts.Line"]:
    """Return the template that says it, and its facts."""
    from rules.lookup import task_called
    from store import people

    today = plan.days.local(now).date()
    linked = people.linked(tx, plan.catalog.plan.id, today=today)
    task = task_called(plan.catalog, what)
    if task is not None:
        return "why/task", _of_task(tx, plan, task, linked, now)
    person = _called(linked, what, plan.catalog)
    return "why/person", _of_person(tx, plan, person, linked, now)


def _of_task(
    tx: "Tx", plan: "Loaded", task: "Task", linked: "Sequence[Person]", now: datetime
) -> "facts.Line":
    from rules import facts
    from rules.arithmetic import arithmetic
    from rules.pace import judge
    from store import explained

    cases = explained.of_task(tx, plan, task.id)
    telling = _telling(tx, plan, {task.id}, linked, now)
    state = telling.states[task.id]
    return {
        "id": task.id,
        "task": facts.number(task.id),
        "short": task.short,
        "sum": arithmetic(state, judge(state, plan.days.local(now).date())),
        "own": False,
        "obligations": [telling.line(telling.explain(case)) for case in cases],
    }


def _of_person(
    tx: "Tx",
    plan: "Loaded",
    person: "Person",
    linked: "Sequence[Person]",
    now: datetime,
) -> "facts.Line":
    from rules.account import Account, begun, line
    from store import explained, posted

    day, week = begun(person, plan.days, now)
    post = posted.of_person(tx, person.id, person.name, day=day, week=week)
    cases = explained.owed_by(tx, plan, person, week)
    tasks = {case.obligation.task for case in cases}
    telling = _telling(tx, plan, tasks, linked, now)
    account = Account(
        person=person,
        sent=post.sent,
        waiting=post.waiting,
        day=post.day,
        week=post.week,
        owed=[telling.explain(case) for case in cases],
    )
    return line(telling, account)


def _telling(
    tx: "Tx",
    plan: "Loaded",
    tasks: "Collection[TaskId]",
    linked: "Sequence[Person]",
    now: datetime,
) -> "Telling":
    from rules.explain_lines import Telling
    from store import states

    return Telling(
        catalog=plan.catalog,
        days=plan.days,
        version=plan.number,
        people=linked,
        states={s.task.id: s for s in states.states(tx, plan, now, tasks)},
        now=now,
    )


def _called(linked: "Sequence[Person]", what: str, catalog: "Catalog") -> "Person":
    """Return the person by number, @name or name; or end with the nearest names."""
    said = what.strip().removeprefix("@")
    if what.strip().startswith("@"):
        found = [p for p in linked if p.username.casefold() == said.casefold()]
    else:
        found = [p for p in linked if str(p.id) == said]
    found = found or [p for p in linked if p.name == said]
    if len(found) == 1:
        return found[0]
    if found:
        _several(what, found)
    _nobody(what, linked, catalog)


def _several(what: str, found: "Sequence[Person]") -> NoReturn:
    from duban.trouble import FOUND_TROUBLE, fail

    listed = "、".join(f"{one.id} {one.name}" for one in found)
    fail(
        f"有几位 {what}，请用编号：{listed}。Several are called so; use the number.",
        FOUND_TROUBLE,
    )


def _nobody(what: str, linked: "Sequence[Person]", catalog: "Catalog") -> NoReturn:
    from duban.trouble import FOUND_TROUBLE, fail
    from rules import facts
    from store.catalog.near import closest

    named = {person.name: person.name for person in linked}
    for task in catalog.tasks():
        number = facts.number(task.id)
        named |= dict.fromkeys((number, task.short), f"{number} {task.short}")
    guess = "、".join(closest(what, named, _FEW))
    hint = f"，是否指 {guess}" if guess else ""
    fail(
        f"没有任务或人员 {what}{hint}。There is no such task or person.", FOUND_TROUBLE
    )
