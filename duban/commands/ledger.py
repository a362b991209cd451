"""`duban ledger`: the table of everything."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from rules.catalog import Indicator
    from rules.ids import UnitId
    from rules.ledger import LedgerLine
    from rules.workdays import Workdays


def ledger(
    as_json: Annotated[
        bool, typer.Option("--json", help="供程序读取 / for programs")
    ] = False,
    locale: Annotated[Literal["zh", "en"], typer.Option(help="语言 / language")] = "zh",
    history: Annotated[
        bool, typer.Option("--history", help="全部经过 / all that happened")
    ] = False,
    task: Annotated[
        str | None, typer.Option(help="只看一项任务的经过 / of one task")
    ] = None,
    since: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="从这一天起 / from this day on"),
    ] = None,
) -> None:
    """台账：全部任务的进度、差距和亮灯。Every task: progress, gap, light.

    --history：谁在何时做了什么、为何，最新的在最后。
    """
    from duban.trouble import fail

    if history:
        _history(task, since, as_json=as_json, locale=locale)
    elif task or since:
        fail("--task、--since 与 --history 同用。--task, --since go with --history.")
    else:
        _ledger(as_json=as_json, locale=locale)


def _ledger(*, as_json: bool, locale: str) -> None:
    from duban import clock
    from duban.opened import opened_store, the_plan
    from rules.ledger import lines
    from store import people, states

    now = clock.now()
    with opened_store() as store:
        plan = the_plan(store)
        found, linked = store.read_sync(
            lambda tx: (
                states.states(tx, plan, now),
                people.linked(tx, plan.catalog.plan.id),
            )
        )
    as_of = plan.days.local(now)
    made = lines(found, linked, as_of.date())
    if as_json:
        told = {
            "as_of": as_of.isoformat(),
            "tasks": [_plain(line, plan.days) for line in made],
            "targets": [_target(one) for one in plan.catalog.targets],
        }
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    _print(made, {unit.id: unit.name for unit in plan.catalog.units}, locale)


def _history(
    task: str | None, since: datetime | None, *, as_json: bool, locale: str
) -> None:
    """Print the time line of a task, or of the whole plan."""
    from duban.opened import opened_store, the_plan
    from duban.tables import say
    from duban.trouble import fail
    from rules import facts
    from rules.history import line
    from rules.lookup import task_called
    from store import history
    from templates import plain, render

    with opened_store() as store:
        plan = the_plan(store)
        found = task_called(plan.catalog, task) if task else None
        if task and found is None:
            fail(f"没有任务 {task}。No such task: {task}.")
        id_, of = plan.catalog.plan.id, found.id if found else None
        first = since.replace(tzinfo=plan.days.zone) if since else None
        entries = store.read_sync(lambda tx: history.of(tx, id_, of, first))
    told = [line(entry, plan.days) for entry in entries]
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    shown = render(
        "history",
        locale,
        task=facts.number(found.id) if found else "",
        short=found.short if found else "",
        total=len(told),
        page=0,
        entries=told,
        units=facts.units_of(plan.catalog),
    )
    say(plain(shown))


def _plain(line: "LedgerLine", days: "Workdays") -> dict[str, object]:
    last: datetime | None = line.last_report
    return asdict(line) | {
        "due": line.due.isoformat(),
        "last_report": days.local(last).isoformat() if last else None,
    }


def _target(target: "Indicator") -> dict[str, object]:
    return {
        "id": target.id,
        "name": target.name,
        "target": None if target.target is None else float(target.target),
        "unit": target.unit,
        "baseline": None if target.baseline is None else float(target.baseline),
        "direction": target.direction.value,
        "test": target.test or None,
    }


def _print(
    made: "Sequence[LedgerLine]", units: "Mapping[UnitId, str]", locale: str
) -> None:
    from rich.table import Table

    from duban.tables import cell, screen
    from rules.facts import number
    from templates import label, words

    table = Table(*words("words", locale)["ledger"].values())
    for line in made:
        shown = (
            number(line.id),
            line.title,
            units[line.lead],
            "、".join(line.owners),
            "" if line.progress is None else f"{line.progress}%",
            f"{line.expected}%",
            label(f"lights.{line.light.value}", locale),
            line.due.isoformat(),
        )
        table.add_row(*map(cell, shown))
    screen().print(table)
