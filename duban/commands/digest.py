"""`duban digest`: the leader's screen on the terminal."""

from typing import Annotated, Literal

import typer


def digest(
    locale: Annotated[Literal["zh", "en"], typer.Option(help="语言 / language")] = "zh",
) -> None:
    """打印当前周报；不发送。Print the weekly digest as of now; sends nothing."""
    from duban import clock
    from duban.opened import opened_store, the_plan
    from duban.tables import say
    from rules.directives import looked_back
    from rules.screen import weekly
    from store import corrections, directives, states
    from templates import plain, render

    now = clock.now()
    with opened_store() as store:
        plan = the_plan(store)
        id_, since = plan.catalog.plan.id, looked_back(plan.days, now)
        lines, asked, corrected = store.read_sync(
            lambda tx: (
                states.week(tx, plan, now),
                directives.since(tx, id_, since),
                corrections.shown_before(tx, id_, now),
            )
        )
    told = weekly(plan.catalog, lines, plan.days, now, asked, corrected=corrected)
    say(plain(render("digest/weekly", locale, **told)))
