"""`duban db`: the database's shape, which the program's own changes now and then.

Exit status: 0, 1 when the shape is not the present one, 2 when used wrongly.
"""

import json
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:  # the store loads slowly; only the command that needs it waits
    from store.migrations import Loss

app = typer.Typer(help="数据库结构。The database's shape.", no_args_is_help=True)


@app.command()
def upgrade() -> None:
    """升级到当前结构；`run` 启动时也会自动升级。Migrate to the present shape."""
    from duban.opened import store_at
    from store import migrations

    with store_at() as store:
        before = migrations.revision(store)
        migrations.upgrade(store)
        after = migrations.revision(store)
    did = f"{before or '-'} → {after}" if before != after else f"{after}"
    told = "已升级。Upgraded." if before != after else "已是当前结构。Up to date."
    typer.echo(f"{store.place}: {did} {told}")


@app.command()
def current(
    as_json: Annotated[
        bool, typer.Option("--json", help="供程序读取 / for programs")
    ] = False,
) -> None:
    """查看结构版本，不作更改。Show the revision; 1 when it is not ours."""
    from duban.opened import store_as_it_is
    from duban.trouble import FOUND_TROUBLE
    from store import migrations

    with store_as_it_is() as store:
        found, head = migrations.revision(store), migrations.head()
    if as_json:
        told = {"place": store.place, "revision": found, "head": head}
        typer.echo(json.dumps(told, ensure_ascii=False))
    else:
        typer.echo(f"{store.place}: {found}，本程序 / this program: {head}")
    if found != head:
        raise typer.Exit(FOUND_TROUBLE)


@app.command()
def downgrade(
    to: Annotated[str, typer.Argument(help="结构版本，如 0001 / a revision")],
    sure: Annotated[
        bool, typer.Option("--yes", help="确认丢弃所列数据 / drop what is listed")
    ] = False,
) -> None:
    """退回旧结构，先列出会丢失什么。Go back; what is lost is listed first.

    Without --yes nothing changes. Stop the bot, make a backup, then go back, and
    start the older duban.
    """
    from duban.opened import store_as_it_is
    from duban.trouble import FOUND_TROUBLE, fail
    from store import migrations

    with store_as_it_is() as store:
        try:
            lost = migrations.downgrade(store, to, sure=sure)
        except migrations.UnknownRevision:
            fail(f"没有更早的结构版本 {to}。There is no earlier revision {to}.")
    for one in lost:
        typer.echo(_told(one))
    if lost and not sure:
        fail("未作更改；加 --yes 执行。Nothing was changed; add --yes.", FOUND_TROUBLE)
    typer.echo(f"{store.place}: → {to}")


def _told(loss: "Loss") -> str:
    name = f"{loss.table}.{loss.column}" if loss.column else loss.table
    kind = "列 column" if loss.column else "表 table"
    return f"丢失 lost: {kind} {name} ({loss.rows} 行 rows)"
