"""Where the files stand: in a folder or in one zip; never half of them."""

import os
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import IO, TypeAlias

ZIP = ".zip"
_FILE, _FOLDER = 0o600, 0o700  # hashes of invites and all that was said are inside
_AGES_AGO = (1980, 1, 1, 0, 0, 0)  # the same data makes the same file

Open: TypeAlias = Callable[[str], AbstractContextManager[IO[bytes]]]
"""Opens a file to be written, by its name."""


@contextmanager
def beside(path: Path) -> Iterator[Path]:
    """Yield a path beside `path` to write at; it becomes `path` when all is well.

    What is at `path` by then is never overwritten: raises FileExistsError.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield part
        synced(part)
        if _taken(path):
            raise FileExistsError(path)
        part.rename(path)
        synced(path.parent)
    finally:
        _removed(part)


@contextmanager
def new(path: Path) -> Iterator[Open]:
    """Make a folder, or a zip when `path` says so; it is there once it is whole."""
    if _taken(path):
        raise FileExistsError(path)
    with beside(path) as part:
        if path.suffix == ZIP:
            with _zip(part) as opener:
                yield opener
        else:
            part.mkdir(_FOLDER)
            yield lambda name: _in_folder(part, name)


def private(path: Path) -> None:
    """Make an empty file that nobody else may read."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _FILE))


def _taken(path: Path) -> bool:
    """Whether something is there; an empty folder is nothing."""
    if path.is_dir() and not path.is_symlink():
        return any(path.iterdir())
    return path.exists() or path.is_symlink()


@contextmanager
def _in_folder(folder: Path, name: str) -> Iterator[IO[bytes]]:
    path = folder / name
    path.parent.mkdir(_FOLDER, parents=True, exist_ok=True)
    private(path)
    with path.open("wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def _zip(path: Path) -> Iterator[Open]:
    private(path)

    def opened(name: str) -> IO[bytes]:
        info = zipfile.ZipInfo(name, _AGES_AGO)
        info.compress_type = zipfile.ZIP_DEFLATED
        info.external_attr = _FILE << 16
        return made.open(info, "w", force_zip64=True)

    with zipfile.ZipFile(path, "w") as made:
        yield opened


def synced(path: Path) -> None:
    """Have the disk keep a file or a folder's list of names."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _removed(part: Path) -> None:
    if part.is_dir():
        shutil.rmtree(part)
    else:
        part.unlink(missing_ok=True)
