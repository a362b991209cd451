"""Where our copies of evidence are: as the settings say, else beside the database."""

from pathlib import Path

from duban.settings import Settings
from store.copies import Copies
from store.session import Store

_NAME = "evidence"
_MB = 1_000_000


def copies_of(store: Store, found: Settings) -> Copies:
    """Return the folder of evidence that goes with a database; nothing is made yet."""
    beside = store.file.parent if store.file is not None else Path()
    folder = found.evidence_dir or beside / _NAME
    return Copies(folder.absolute(), found.evidence_limit * _MB)
