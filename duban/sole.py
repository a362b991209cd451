"""One bot per SQLite file: a lock the system frees when its process ends, however."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from duban.trouble import FOUND_TROUBLE, fail


@contextmanager
def sole(file: Path | None) -> Iterator[None]:
    """Hold the database's file for this process's bot, or end with who has it.

    Only `duban run` takes the lock: every other command works beside it. A server's
    database has a lease instead.
    """
    if file is None:
        yield
        return
    file = file.resolve()  # one lock, whatever links lead to it
    lock = file.with_name(f"{file.name}.lock")
    with _opened(lock) as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            _refuse(file, lock)
        os.ftruncate(handle, 0)
        os.write(handle, f"{os.getpid()}\n".encode())
        yield


@contextmanager
def _opened(lock: Path) -> Iterator[int]:
    """Open without emptying it: it names the process that has it."""
    try:
        handle = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        said = f"{lock}: {error.strerror}"
        fail(f"数据库无法使用。Cannot use the database {said}", FOUND_TROUBLE)
    try:
        yield handle
    finally:
        os.close(handle)


def _refuse(file: Path, lock: Path) -> None:
    process = lock.read_text(encoding="ascii", errors="replace").strip() or "?"
    fail(
        f"{file} 正由进程 {process} 的 duban run 使用。一个 SQLite 文件只供一个进程："
        "请先停止它，或改用 PostgreSQL（DUBAN_DATABASE_URL）。"
        f" {file} is served by duban run in process {process}. One process per SQLite"
        " file: stop that one, or use PostgreSQL.",
        FOUND_TROUBLE,
    )
