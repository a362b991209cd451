"""The `duban` command: one line per subcommand; each loads only what it needs."""

import io
import sys

import structlog
import typer

from duban.commands import (
    catalog,
    database,
    demo,
    digest,
    doctor,
    explain,
    inbox,
    keeping,
    ledger,
    people,
    run,
    understand,
)
from duban.logs import set_up

app = typer.Typer(
    name="duban",
    help="督办：按工作要点定期催办、收集进展、向领导报告的 Telegram 机器人。\n\n"
    "Supervises a work plan in Telegram: asks owners, understands answers, reports.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("demo")(demo.demo)
app.command("run")(run.run)
app.add_typer(catalog.app, name="catalog")
app.add_typer(people.app, name="people")
app.command("ledger")(ledger.ledger)
app.command("digest")(digest.digest)
app.command("explain")(explain.explain)
app.command("understand")(understand.understand)
app.command("backup")(keeping.backup)
app.command("doctor")(doctor.doctor)
app.command("export")(keeping.export)
app.command("import")(keeping.import_)
app.add_typer(inbox.app, name="inbox")
app.add_typer(database.app, name="db")


def main() -> None:
    """Run the command. Exit status: 0 well, 1 found trouble, 2 used wrongly."""
    _speak_utf8()
    set_up(sys.stderr)
    try:
        app()
    except KeyboardInterrupt:
        structlog.get_logger().info("stopped")
        sys.exit(130)


def _speak_utf8() -> None:
    """Chinese must not fail where the terminal claims to know ASCII only."""
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8", errors="strict")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
