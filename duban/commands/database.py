"""`duban db`: the database's shape."""

import typer

app = typer.Typer(help="数据库结构。The database's shape.", no_args_is_help=True)


@app.callback()
def _db() -> None:
    """Keep `upgrade` a subcommand of its own."""


@app.command()
def upgrade() -> None:
    """升级到当前结构；`run` 启动时也会自动升级。Migrate to the present shape."""
    from duban.opened import opened_store

    with opened_store() as store:
        typer.echo(f"{store.place}: up to date")
