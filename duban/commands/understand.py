"""`duban understand`: what would be taken from a reply. Needs no database."""

import contextlib
import json
import sys
from datetime import date
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
    misread: Annotated[
        bool,
        typer.Option(
            "--misread", help="列出被改正的回复 / replies that were put right"
        ),
    ] = False,
    since: Annotated[
        str | None,
        typer.Option(
            help="--misread 自此日起 YYYY-MM-DD / of --misread, from this day"
        ),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="供程序读取 / for programs")
    ] = False,
) -> None:
    """读懂一句进展反馈。Show what would be taken from a reply.

    duban understand "13家已完成8家，预计9月底全部完成" --task 02.2 --today 2020-05-25

    --misread lists the replies whose cards people put right: the words, what was
    read, what was meant. --json of it: a list of at, task, text, fault (fixed,
    again, other_task, doubt), read (as of one reply), meant (fields put right, or
    the task, or the text said anew).
    """
    from duban.trouble import fail

    if misread:
        _misread(_day(since, "--since") if since else None, as_json=as_json)
        return
    day, catalog = _day(today, "--today"), _catalog()
    if batch is not None:
        _batch(batch, catalog, day)
        return
    if text is None or task is None:
        fail("请给出一句话和 --task。Give a TEXT and --task, or --batch FILE.")
    about, found = _read(catalog, task, text, day)
    _say(about, text, found, day, as_json=as_json)


def _say(
    about: "Task", text: str, found: "Understanding", day: date, *, as_json: bool
) -> None:
    from duban.tables import show
    from duban.understood import lines, shape

    if as_json:
        told = {"task": about.id} | shape(found)
        typer.echo(json.dumps(told, ensure_ascii=False))
        return
    typer.echo(f"{about.id} {about.short} · {day}")
    nothing = "没有读到内容。Nothing was found."
    show(lines(text, found), as_json=False, empty=nothing)


def _misread(since: date | None, *, as_json: bool) -> None:
    from datetime import datetime, time

    from duban.opened import opened_store, the_plan
    from duban.tables import show
    from duban.understood import corrected
    from store.misread import misread

    with opened_store() as store:
        plan = the_plan(store)
        zone, id_ = plan.days.zone, plan.catalog.plan.id
        start = datetime.combine(since, time(), zone) if since else None
        found = store.read_sync(lambda tx: misread(tx, id_, start))
    rows = [corrected(one, zone, flat=not as_json) for one in found]
    show(rows, as_json=as_json, empty="没有被改正的回复。No reply was put right.")


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
    from duban.understood import shape

    try:
        said = json.loads(line)
        task, text = said["task"], said["text"]
    except (ValueError, KeyError, TypeError, RecursionError):
        fail(f'{where}: not {{"task": …, "text": …}}')
    about, found = _read(catalog, str(task), str(text), today)
    return json.dumps({"task": about.id} | shape(found), ensure_ascii=False)


def _read(
    catalog: "Catalog", given: str, text: str, today: date
) -> "tuple[Task, Understanding]":
    from rules.understand import Subject
    from rules.understand import understand as read

    task = _task(catalog, given)
    return task, read(text, Subject(task=task, totals={}), today)


def _task(catalog: "Catalog", given: str) -> "Task":
    from duban.trouble import fail
    from rules.lookup import task_called

    found = task_called(catalog, given)
    if found is None:
        fail(f"没有任务 {given}。No such task: {given}.")
    return found


def _day(given: str | None, option: str) -> date:
    from duban import clock
    from duban.trouble import fail

    if given is None:
        return clock.now().date()
    try:
        return date.fromisoformat(given)
    except ValueError:
        fail(f"{option} {given}: 请写成 YYYY-MM-DD。Write it as YYYY-MM-DD.")


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
