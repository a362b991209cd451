"""What may be wrong with files that are to be imported."""

from enum import StrEnum


class Wrong(StrEnum):
    UNREADABLE = "unreadable"  # neither a folder nor a zip, or a broken one
    NO_MANIFEST = "no_manifest"
    MANIFEST = "manifest"  # it is no manifest of ours
    FORMAT = "format"
    REVISION = "revision"
    MISSING = "missing"  # a file the manifest names, or must name
    FOREIGN = "foreign"  # a file the manifest does not name
    CHANGED = "changed"  # its size or checksum is not the manifest's
    TOO_BIG = "too_big"
    CUT = "cut"  # the last line has no end
    JSON = "json"
    ABSENT_COLUMN = "absent_column"
    UNKNOWN_COLUMN = "unknown_column"
    VALUE = "value"
    ORDER = "order"  # a key twice, or not in its place
    REFERENCE = "reference"  # a row refers to one that is not there
    REFUSED = "refused"  # the database would not take it
    NOT_EMPTY = "not_empty"


class BadFiles(Exception):
    """These files cannot be imported. `what`: the column, or what was found."""

    def __init__(
        self, wrong: Wrong, file: str = "", line: int = 0, what: str = ""
    ) -> None:
        super().__init__(wrong, file, line, what)
        self.wrong, self.file, self.line, self.what = wrong, file, line, what
