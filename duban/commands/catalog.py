"""`duban catalog`: is the file sound, what would it change, make it so.

Exit status: 0, 1 when the catalog has mistakes, 2 when there is no such file.
"""

import json
from collections import Counter
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer
from rich.console import Console

from rules.catalog import Catalog
from rules.catalog_diff import Change, ChangeKind, diff

if TYPE_CHECKING:  # the store loads slowly; only the command that needs it waits
    from store import plans
    from store.catalog import CatalogMistakes, Words
    from store.session import Tx

AUTHOR = "console"  # who applied it, as the history tells
_MOST_LINES = 50  # of mistakes on a screen; the count still tells of all
_COLOURS = {
    ChangeKind.ADDED: "green",
    ChangeKind.CHANGED: "yellow",
    ChangeKind.MOVED: "cyan",
    ChangeKind.RETIRED: "red",
}

app = typer.Typer(
    no_args_is_help=True,
    help="任务目录。Check, compare and apply the catalog.",
)


class Locale(StrEnum):
    ZH = "zh"
    EN = "en"


File = Annotated[
    Path | None,
    typer.Argument(help="目录文件，默认取自设置 / the catalog, else from settings"),
]
AsJson = Annotated[bool, typer.Option("--json", help="供程序读取 / for programs")]
Spoken = Annotated[Locale | None, typer.Option(help="语言 / language")]
Note = Annotated[str, typer.Option(help="为何修改，记入历史 / why, kept in history")]


@app.command()
def check(file: File = None, *, as_json: AsJson = False, locale: Spoken = None) -> None:
    """检查目录，一次指出全部错误。Name every mistake in the catalog."""
    path = _path(file)
    catalog, _ = _read(path, as_json=as_json, locale=locale)
    size = {
        "areas": len(catalog.areas),
        "tasks": sum(1 for _ in catalog.tasks()),
        "measures": sum(len(task.measures) for task in catalog.tasks()),
        "indicators": sum(len(task.indicators) for task in catalog.tasks()),
        "targets": len(catalog.targets),
    }
    years = _unknown_years(catalog)
    if as_json:
        told = {"file": path.name, "ok": True, "mistakes": [], **size}
        _json(told | {"unknown_years": years})
        return
    words, screen = _words(locale)["catalog"], _screen()
    screen.print(words["sound"].format(file=path.name, **size), markup=False)
    if years:
        said = words["calendar"].format(years=words["comma"].join(map(str, years)))
        screen.print(said, style="yellow", markup=False)


@app.command(name="diff")
def compare(
    file: File = None, *, as_json: AsJson = False, locale: Spoken = None
) -> None:
    """与现行版本比较，不作更改。Compare with what is in force, change nothing."""
    from duban.opened import opened_store

    path = _path(file)
    catalog, _ = _read(path, as_json=as_json, locale=locale)
    with opened_store() as store:
        number, changes = store.read_sync(lambda tx: _compared(tx, catalog))
    if as_json:
        _json({"version": number, "changes": [asdict(change) for change in changes]})
    else:
        _tell(number, changes, locale)


@app.command()
def apply(
    file: File = None,
    *,
    note: Note = "",
    as_json: AsJson = False,
    locale: Spoken = None,
) -> None:
    """应用目录，旧版本留存。Put the catalog in force; the old one is kept."""
    from duban.clock import now
    from duban.opened import opened_store
    from store import plans

    path = _path(file)
    catalog, text = _read(path, as_json=as_json, locale=locale)

    def work(tx: "Tx") -> "tuple[int | None, tuple[Change, ...], plans.Applied]":
        number, changes = _compared(tx, catalog)
        done = plans.apply(tx, catalog, text=text, author=AUTHOR, note=note, now=now())
        return number, changes, done

    with opened_store() as store:
        number, changes, done = store.run_sync(work)
    if as_json:
        told = {"version": done.number, "changed": done.changed}
        _json({**told, "changes": [asdict(change) for change in changes]})
        return
    _tell(number, changes, locale)
    said = _words(locale)["catalog"]["applied" if done.changed else "unchanged"]
    _screen().print(said.format(n=done.number), markup=False)


@app.command()
def schema() -> None:
    """目录格式的 JSON Schema，供编辑器用。The format, for editors."""
    from store.catalog import schema as made

    _json(made())


def _read(path: Path, *, as_json: bool, locale: Locale | None) -> tuple[Catalog, str]:
    """Return the catalog and its text, or say what is wrong and leave."""
    from duban.trouble import FOUND_TROUBLE, fail
    from store.catalog import CatalogMistakes, contents, read

    try:
        data = contents(path)
        return read(data, path.name), data.decode("utf-8-sig")
    except OSError as error:
        fail(f"{path}: {error.strerror}")
    except CatalogMistakes as refused:
        if as_json:
            _json(_refused(path.name, refused, locale))
        else:
            _complain(refused, locale)
        raise typer.Exit(FOUND_TROUBLE) from None


def _refused(
    name: str, refused: "CatalogMistakes", locale: Locale | None
) -> dict[str, object]:
    from store.catalog import spoken

    said = _words(locale)
    mistakes = [
        {**asdict(mistake), "message": spoken(mistake, said)}
        for mistake in refused.mistakes
    ]
    return {"file": name, "ok": False, "mistakes": mistakes}


def _complain(refused: "CatalogMistakes", locale: Locale | None) -> None:
    from store.catalog import counted, spoken

    said, screen, count = _words(locale), _screen(), len(refused.mistakes)
    for mistake in refused.mistakes[:_MOST_LINES]:
        screen.print(spoken(mistake, said), markup=False)
    if count > _MOST_LINES:
        screen.print(said["line"]["more"].format(n=count - _MOST_LINES))
    screen.print(counted(count, said), style="bold red", markup=False)


def _compared(tx: "Tx", catalog: Catalog) -> tuple[int | None, tuple[Change, ...]]:
    """Return the version in force, if any, and what would change."""
    from store import plans

    number, old = plans.current(tx, catalog.plan.id) or (None, None)
    return number, diff(old, catalog)


def _tell(
    number: int | None, changes: tuple[Change, ...], locale: Locale | None
) -> None:
    said, screen = _words(locale), _screen()
    kinds = Counter(change.kind for change in changes)
    counts = {kind.value: kinds[kind] for kind in ChangeKind}
    key = "first" if number is None else "changes" if changes else "same"
    screen.print(said["catalog"][key].format(n=number, **counts), markup=False)
    nothing = said["catalog"]["nothing"]
    for change in changes:
        facts = asdict(change) | {
            "what": said["what"][change.what],
            "before": change.before or nothing,
            "after": change.after or nothing,
        }
        line = said["change"][change.kind].format(**facts)
        screen.print(line, style=_COLOURS[change.kind], markup=False)


def _unknown_years(catalog: Catalog) -> list[int]:
    """Return the years of a plan whose public holidays are not known."""
    from rules.workdays import Workdays

    plan = catalog.plan
    days = Workdays(catalog.calendar, ZoneInfo(plan.timezone))
    return list(days.unknown(plan.starts, plan.ends))


def _path(file: Path | None) -> Path:
    from duban.settings import checked_settings

    return file or checked_settings().catalog


def _words(locale: Locale | None) -> "Words":
    from duban.settings import checked_settings
    from templates import words

    return words("mistakes", locale or checked_settings().locale)


def _screen() -> Console:
    """Return the terminal: colours only there, lines left whole."""
    return Console(soft_wrap=True, highlight=False)


def _json(told: object) -> None:
    typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
