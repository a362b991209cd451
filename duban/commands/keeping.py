"""`duban backup`, `export`, `import`: the data, kept and brought back.

Exit status: 0, 1 when it could not be done, 2 when used wrongly.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:  # the store loads slowly; only the command that needs it waits
    from store.keeping.trouble import BadFiles
    from store.session import Store

AsJson = Annotated[bool, typer.Option("--json", help="供程序读取 / for programs")]


def backup(
    file: Annotated[
        Path | None,
        typer.Argument(help="写到何处，可为文件夹 / where to, may be a folder"),
    ] = None,
    keep: Annotated[
        int | None,
        typer.Option(min=1, help="只留最新几份 / keep so many of the newest"),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """备份数据库，机器人不必停。Back the database up while the bot runs.

    SQLite：一份数据库文件；PostgreSQL：pg_dump 的自定义格式，没有 pg_dump 时与 export
    相同。A copy of SQLite's file; of PostgreSQL a dump by pg_dump, or else what
    `duban export` writes. Without FILE it is named by date and time, in
    DUBAN_BACKUP_DIR or here. --keep removes older ones of such names, nothing else.
    Names, words and hashes of invites are in it: keep it as safe as the database.
    """
    from duban.keeping import back_up
    from duban.opened import store_as_it_is
    from duban.progress import shown
    from duban.settings import checked_settings
    from duban.trouble import fail

    target = file or checked_settings().backup_dir or Path()
    if keep is not None and not target.is_dir():
        fail("--keep 须与文件夹同用。--keep goes with a folder, not with a file.")
    with store_as_it_is() as store, _told(target), shown("备份 backup") as progress:
        _as_shaped(store)
        if target.is_dir():
            made = back_up(store, target, progress, keep=keep)
        else:
            made = _one_file(store, target, progress)
    _say(made, {"bytes": made.stat().st_size}, as_json=as_json)


def export(
    target: Annotated[
        Path, typer.Argument(help="新文件夹或 .zip / a new folder or .zip")
    ],
    as_json: AsJson = False,
) -> None:
    """导出全部数据为普通文件。Write everything as plain files; the bot may run.

    每张表一个 JSON Lines 文件，各版目录另存为 .yaml，附件按内容存于 evidence/，
    manifest.json 列出行数与校验和。
    A file of JSON lines a table, each version of the catalog as .yaml, the copies of
    evidence, and a manifest with counts and checksums. All that was said and the
    hashes of invites are in it: files are readable by you alone (600); keep them so.
    """
    from duban.evidence import copies_of
    from duban.opened import opened_store
    from duban.progress import shown
    from duban.settings import checked_settings
    from store.keeping.exporting import export as write

    with opened_store() as store, _told(target), shown("导出 export") as progress:
        copies = copies_of(store, checked_settings())
        parts = write(store, target, progress, copies)
    rows = {part.name: part.rows for part in parts if part.rows is not None}
    _say(target, {"rows": rows}, as_json=as_json)


def import_(
    source: Annotated[Path, typer.Argument(help="export 所写 / what export wrote")],
    as_json: AsJson = False,
) -> None:
    """把导出的数据装入空数据库。Fill an empty database with what was exported.

    先全部检查，再一次写入；有错则什么都不改。Everything is checked before anything is
    written; if anything is wrong nothing changes. SQLite and PostgreSQL alike.
    """
    from duban.evidence import copies_of
    from duban.opened import opened_store
    from duban.progress import shown
    from duban.settings import checked_settings
    from duban.trouble import fail
    from store.keeping.importing import import_ as fill
    from store.keeping.trouble import BadFiles

    if not source.exists():
        fail(f"{source} 不存在。No such folder or file: {source}")
    try:
        with opened_store() as store, shown("导入 import") as progress:
            copies = copies_of(store, checked_settings())
            rows = fill(store, source, progress, copies)
    except BadFiles as bad:
        _refuse(source, bad)
    _say(source, {"rows": rows}, as_json=as_json)


def _one_file(store: "Store", path: Path, progress: Callable[[int, int], None]) -> Path:
    """Back up to a file of that name; one that is no database is called .zip."""
    from store.keeping import copying

    if copying.suffix(store) == ".zip":
        path = path.with_suffix(".zip")
    copying.copy(store, path, progress)
    return path


def _as_shaped(store: "Store") -> None:
    """End if this backup would be an export, and the database is of an older shape."""
    from duban.trouble import FOUND_TROUBLE, fail
    from store import migrations
    from store.keeping import copying

    if copying.suffix(store) == ".zip":
        if not migrations.current(store):
            fail(
                "没有可用的 pg_dump，请安装 postgresql-client；或先 duban db upgrade。"
                " No pg_dump fits this server: install postgresql-client, or run"
                " duban db upgrade first.",
                FOUND_TROUBLE,
            )
        typer.echo(
            "没有可用的 pg_dump，改写成 duban export 的格式。"
            " No pg_dump fits this server: written as `duban export` does.",
            err=True,
        )


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """End with what could not be written, and why."""
    from duban.trouble import FOUND_TROUBLE, fail

    try:
        yield
    except FileExistsError:
        fail(f"{path} 已存在，不覆盖。{path} is there already; nothing was written.")
    except FileNotFoundError:
        fail(f"没有文件夹 {path.parent}。No such folder: {path.parent}")
    except OSError as error:
        fail(f"{path}: {error.strerror or error}", FOUND_TROUBLE)


def _refuse(source: Path, bad: "BadFiles") -> NoReturn:
    from duban.trouble import FOUND_TROUBLE, USED_WRONGLY, fail
    from store.keeping.trouble import Wrong
    from templates import words

    said = [words("files", locale)["wrong"][bad.wrong] for locale in ("zh", "en")]
    place = ":".join(str(one) for one in (source, bad.file, bad.line or "") if one)
    zh, en = (one.format(what=bad.what) for one in said)
    used_wrongly = bad.wrong is Wrong.NOT_EMPTY
    fail(f"{place}: {zh}{en}", USED_WRONGLY if used_wrongly else FOUND_TROUBLE)


def _say(path: Path, told: Mapping[str, object], *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps({"path": str(path), **told}, ensure_ascii=False))
        return
    rows = told.get("rows")
    if isinstance(rows, dict):
        n = sum(rows.values())
        typer.echo(f"{path}: {n} 行，{len(rows)} 张表。{n} rows of {len(rows)} tables.")
    else:
        typer.echo(str(path))
