"""`duban doctor`: whether duban can work here, with what to do beside each trouble."""

import json
from typing import Annotated

import typer

from duban.trouble import FOUND_TROUBLE


def doctor(
    as_json: Annotated[
        bool, typer.Option("--json", help="供程序读取 / for programs")
    ] = False,
) -> None:
    """体检：设置、数据库、目录、附件。Look at settings, database, catalog, evidence.

    Nothing is changed. Exit status 1 when something is wrong; a note is no trouble.
    """
    from duban.doctor import Finding, Level, examine
    from duban.settings import BadSettings, settings
    from duban.tables import show
    from templates import words

    try:
        found = examine(settings())
    except BadSettings as bad:
        why = {"why": str(bad)}
        found = [Finding(what="bad_settings", level=Level.WRONG, facts=why)]
        locale = "zh"
    else:
        locale = settings().locale
    told = words("doctor", locale)
    rows = [
        {
            "level": one.level.value if as_json else told["levels"][one.level],
            "what": one.what,
            "found": told["found"][one.what].format(**one.facts),
            "fix": told["fixes"].get(one.what, "").format(**one.facts),
        }
        | ({"facts": dict(one.facts)} if as_json else {})
        for one in found
    ]
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        show(rows, as_json=False, empty="")
    if any(one.level is Level.WRONG for one in found):
        raise typer.Exit(FOUND_TROUBLE)
