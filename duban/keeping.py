"""Backups in a folder: made by name, and the oldest removed."""

import asyncio
from pathlib import Path
from threading import Event
from zoneinfo import ZoneInfo

import structlog

from duban import clock
from rules import keeping
from rules.ids import PlanId
from store import plans
from store.away import DatabaseTrouble
from store.keeping import copying
from store.keeping.exporting import Progress
from store.session import Store

log = structlog.get_logger()


class Stopped(Exception):
    """We were told to stop in the middle of a backup."""


def back_up(
    store: Store, folder: Path, progress: Progress, *, keep: int | None = None
) -> Path:
    """Make a backup in `folder`, and keep the newest `keep` of those made so.

    Returns the new file. Raises OSError, DatabaseTrouble; then nothing is removed.
    """
    now = clock.now()
    path = folder / keeping.called(now, copying.suffix(store))
    copying.copy(store, path, progress)
    if keep is not None:
        for name in keeping.surplus(_names(folder), keep, now):
            (folder / name).unlink(missing_ok=True)
    return path


class Nightly:
    """The backup of each night, made beside everything else."""

    def __init__(self, store: Store, plan: PlanId, folder: Path, keep: int) -> None:
        self._store, self._plan = store, plan
        self._folder, self._keep = folder, keep
        self._trouble = ""

    async def ring(self) -> None:
        """Make the last night's backup if it is missing.

        Cancelled, it stops and leaves no half file. What keeps it from being made is
        logged once; it is tried again at the next ring.
        """
        found = await self._store.read(lambda tx: plans.loaded(tx, self._plan))
        if found is None:
            return
        stop, zone = Event(), found.days.zone
        try:
            made = await asyncio.to_thread(self._made, zone, _until(stop))
        except (OSError, DatabaseTrouble) as error:
            if str(error) != self._trouble:
                log.error("no backup made", why=str(error))  # noqa: TRY400 - no bug
            self._trouble = str(error)
        else:
            self._trouble = ""
            if made:
                log.info("backup made", file=str(made))
        finally:
            stop.set()

    def _made(self, zone: ZoneInfo, progress: Progress) -> Path | None:
        self._folder.mkdir(parents=True, exist_ok=True)
        if not keeping.due(_names(self._folder), clock.now(), zone):
            return None
        return back_up(self._store, self._folder, progress, keep=self._keep)


def _until(stop: Event) -> Progress:
    def progress(_done: int, _total: int) -> None:
        if stop.is_set():
            raise Stopped

    return progress


def _names(folder: Path) -> list[str]:
    return [one.name for one in folder.iterdir()]
