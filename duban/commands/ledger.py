"""`duban ledger`: the table of everything."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Literal

import typer

from rules.catalog import Indicator
from rules.facts import number
from rules.ids import UnitId
from rules.ledger import LedgerLine, lines
from rules.workdays import Workdays


def ledger(
    as_json: Annotated[
        bool, typer.Option("--json", help="供程序读取 / for programs")
    ] = False,
    locale: Annotated[Literal["zh", "en"], typer.Option(help="语言 / language")] = "zh",
) -> None:
    """台账：全部任务的进度、差距和亮灯。Every task: progress, gap, light."""
    from duban import clock
    from duban.opened import opened_store, the_plan
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


def _plain(line: LedgerLine, days: Workdays) -> dict[str, object]:
    last: datetime | None = line.last_report
    return asdict(line) | {
        "due": line.due.isoformat(),
        "last_report": days.local(last).isoformat() if last else None,
    }


def _target(target: Indicator) -> dict[str, object]:
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
    made: Sequence[LedgerLine], units: Mapping[UnitId, str], locale: str
) -> None:
    from rich.table import Table

    from duban.tables import screen
    from templates import label, words

    table = Table(*words("words", locale)["ledger"].values())
    for line in made:
        table.add_row(
            number(line.id),
            line.title,
            units[line.lead],
            "、".join(line.owners),
            "" if line.progress is None else f"{line.progress}%",
            f"{line.expected}%",
            label(f"lights.{line.light.value}", locale),
            line.due.isoformat(),
        )
    screen().print(table)
