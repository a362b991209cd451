"""`duban inbox`: what people said and nothing could handle; try it again."""

from typing import Annotated

import typer

app = typer.Typer(
    help="收件：处理失败而搁置的消息。Updates set aside, and another try.",
    no_args_is_help=True,
)
LARGEST = 2**63 - 1
Ids = Annotated[list[int], typer.Argument(min=0, max=LARGEST, help="编号 / numbers")]
Json = Annotated[bool, typer.Option("--json", help="供程序读取 / for programs")]


@app.command("list")
def list_(as_json: Json = False) -> None:
    """已搁置的消息：谁、何时、说了什么、原因。What was set aside, and why."""
    from bot.incoming import gist
    from duban.opened import opened_store, the_plan
    from duban.tables import show
    from store import inbox

    with opened_store() as store:
        days = the_plan(store).days
        found = store.read_sync(lambda tx: inbox.listed(tx, _bot()))
    rows = []
    for one in found:
        who, words = gist(one.raw)
        at = days.local(one.received_at).isoformat(timespec="minutes")
        row = {"id": one.update_id, "at": at, "who": who, "words": words}
        rows.append(row | {"tries": one.tries, "why": one.why})
    show(rows, as_json=as_json, empty="没有搁置的消息。Nothing is set aside.")


@app.command()
def retry(
    ids: Ids,
    as_json: Json = False,
) -> None:
    """再试一次：运行中的机器人随即处理。The running bot takes them up at once."""
    import json

    from duban import clock
    from duban.opened import opened_store
    from duban.trouble import FOUND_TROUBLE, fail
    from store import inbox

    with opened_store() as store:
        now = clock.now()
        back = store.run_sync(lambda tx: inbox.retry(tx, ids, now, _bot()))
    unknown = sorted(set(ids) - set(back))
    if as_json:
        typer.echo(json.dumps({"retried": back, "unknown": unknown}))
    elif back:
        typer.echo(f"将重试 / to be tried again: {', '.join(map(str, back))}")
    if unknown:
        listed = ", ".join(map(str, unknown))
        fail(f"{listed}: 没有这样的搁置消息。Not set aside.", FOUND_TROUBLE)


def _bot() -> int | None:
    """Return the number of the bot at hand; without a token, all bots are meant."""
    from duban.settings import checked_settings

    token = checked_settings().token
    number = token.get_secret_value().partition(":")[0] if token else ""
    return int(number) if number.isdigit() else None
