"""`duban understand`: what would be taken from a reply. Needs no database."""

import contextlib
import json
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

if TYPE_CHECKING:
    from rules.catalog import Catalog, Task
    from rules.understand import Understanding


def understand(
    text: Annotated[str | None, typer.Argument(help="一句话 / what was said")] = None,
    task: Annotated[
        str | None, typer.Option(help="任务编号，如 02.2 / task id")
    ] = None,
    today: Annotated[
        str | None, typer.Option(help="以此日为今天 YYYY-MM-DD / taken as today")
    ] = None,
    batch: Annotated[
        str | None, typer.Option(help="JSON 行文件，- 为标准输入 / JSON lines")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="供程序读取 / for programs")
    ] = False,
) -> None:
    """读懂一句进展反馈。Show what would be taken from a reply.

    duban understand "13家已完成8家，预计9月底全部完成" --task 02.2 --today 2020-05-25
    """
    from duban.trouble import fail

    day, catalog = _day(today), _catalog()
    if batch is not None:
        _batch(batch, catalog, day)
        return
    if text is None or task is None:
        fail("请给出一句话和 --task。Give a TEXT and --task, or --batch FILE.")
    found = _understood(catalog, task, text, day)
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False))
        return
    for name, value in found.items():
        typer.echo(f"{name}: {json.dumps(value, ensure_ascii=False)}")


def _batch(source: str, catalog: "Catalog", today: date) -> None:
    from duban.trouble import fail

    try:
        with contextlib.ExitStack() as stack:
            lines = sys.stdin if source == "-" else stack.enter_context(_file(source))
            for number, line in enumerate(lines, 1):
                if line.strip():
                    typer.echo(_answered(catalog, line, f"{source}:{number}", today))
    except OSError as error:
        fail(f"{source}: {error.strerror}")
    except UnicodeDecodeError:
        fail(f"{source}: 不是 UTF-8 文本。This is no UTF-8 text.")


def _file(path: str) -> TextIO:
    return Path(path).open(encoding="utf-8-sig")


def _answered(catalog: "Catalog", line: str, where: str, today: date) -> str:
    from duban.trouble import fail

    try:
        said = json.loads(line)
        task, text = said["task"], said["text"]
    except (ValueError, KeyError, TypeError, RecursionError):
        fail(f'{where}: not {{"task": …, "text": …}}')
    found = _understood(catalog, str(task), str(text), today)
    return json.dumps(found, ensure_ascii=False)


def _understood(
    catalog: "Catalog", given: str, text: str, today: date
) -> dict[str, object]:
    from rules.understand import Subject
    from rules.understand import understand as read

    task = _task(catalog, given)
    found = read(text, Subject(task=task, totals={}), today)
    return {"task": task.id} | _shape(found)


def _shape(found: "Understanding") -> dict[str, object]:
    return {
        "percent": found.percent,
        "readings": [
            {
                "indicator": reading.indicator,
                "value": _number(reading.value),
                "kind": reading.kind,
            }
            for reading in found.readings
        ],
        "status": found.status.value if found.status else None,
        "expected": found.expected.isoformat() if found.expected else None,
        "problem": found.problem or None,
        "needs": found.needs or None,
    }


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _task(catalog: "Catalog", given: str) -> "Task":
    from duban.trouble import fail
    from rules.lookup import task_called

    found = task_called(catalog, given)
    if found is None:
        fail(f"没有任务 {given}。No such task: {given}.")
    return found


def _day(given: str | None) -> date:
    from duban import clock
    from duban.trouble import fail

    if given is None:
        return clock.now().date()
    try:
        return date.fromisoformat(given)
    except ValueError:
        fail(f"--today {given}: 请写成 YYYY-MM-DD。Write it as YYYY-MM-DD.")


def _catalog() -> "Catalog":
    from duban.settings import checked_settings
    from duban.trouble import FOUND_TROUBLE, fail
    from store.catalog import CatalogMistakes
    from store.catalog import read as read_catalog

    path = checked_settings().catalog
    try:
        return read_catalog(path.read_bytes(), path.name)
    except OSError as error:
        fail(f"{path}: {error.strerror}。请设 DUBAN_CATALOG。Set DUBAN_CATALOG.")
    except CatalogMistakes:
        fail(f"{path} 有错误，请先运行 duban catalog check。", FOUND_TROUBLE)
