"""The first run: an empty database takes the catalog at hand."""

from datetime import datetime

import typer

from duban.settings import checked_settings
from duban.trouble import FOUND_TROUBLE, fail
from store import plans
from store.catalog import CatalogMistakes, read
from store.session import Store


def apply_if_empty(store: Store, now: datetime) -> None:
    """Apply the catalog file when no plan is loaded; otherwise do nothing."""
    if store.read_sync(plans.any_loaded):
        return
    path = checked_settings().catalog
    try:
        data = path.read_bytes()
        catalog = read(data, path.name)
    except OSError as error:
        fail(f"{path}: {error.strerror}。请设 DUBAN_CATALOG。Set DUBAN_CATALOG.")
    except CatalogMistakes as mistakes:
        n = len(mistakes.mistakes)
        fail(f"{path}: {n} 处错误，请运行 duban catalog check。", FOUND_TROUBLE)
    text = data.decode("utf-8-sig")
    store.run_sync(
        lambda tx: plans.apply(
            tx, catalog, text=text, author="duban run", note="first", now=now
        )
    )
    typer.echo(f"已载入 / loaded: {path} ({catalog.plan.title})", err=True)
