"""What an address says of its database before any of its libraries is loaded."""

from pathlib import Path
from urllib.parse import unquote

_SQLITE = "sqlite:///"
_IN_MEMORY = {"", ":memory:"}


def file_at(url: str) -> Path | None:
    """Return the file of SQLite; None for a server and for a bad address."""
    if not url.startswith(_SQLITE):
        return None
    database = unquote(url.removeprefix(_SQLITE).partition("?")[0])
    return None if database in _IN_MEMORY else Path(database.removeprefix("file:"))
