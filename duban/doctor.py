"""What is looked at to say whether duban can work here; nothing is changed by it.

A check is a function of what is at hand that yields findings; a new one is a line in
`CHECKS`. Its words are in templates/, by the finding's name.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from duban.evidence import copies_of
from duban.opened import plan_at_hand
from duban.settings import Settings
from rules.ids import PlanId
from store import fetches, migrations
from store.away import DatabaseTrouble
from store.session import BadAddress, Store

_MB = 1_000_000
_NEARLY = 0.9  # of the limit of evidence


class Level(StrEnum):
    """How bad it is: a note ends nothing."""

    WELL = "well"
    NOTE = "note"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was looked at, by the name of its words, and how it is."""

    what: str
    level: Level = Level.WELL
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient:
    """What there is to look at. `store` is None while the database is no use."""

    settings: Settings
    store: Store | None = None
    plan: PlanId | None = None


Check = Callable[[Patient], Iterator[Finding]]


def examine(settings: Settings) -> list[Finding]:
    """Look at everything once; the database is opened and left as it is."""
    store, found = _database(settings)
    try:
        plan = plan_at_hand(store) if store is not None else None
        id_ = plan.catalog.plan.id if plan is not None else None
        patient = Patient(settings=settings, store=store, plan=id_)
        return [
            *_token(patient),
            found,
            *(one for check in CHECKS for one in check(patient)),
        ]
    finally:
        if store is not None:
            store.close()


def _token(patient: Patient) -> Iterator[Finding]:
    level = Level.WELL if patient.settings.token else Level.WRONG
    yield Finding(what="token" if patient.settings.token else "no_token", level=level)


def _database(settings: Settings) -> tuple[Store | None, Finding]:
    """Return the database if it can be used, and how it is."""
    try:
        store = Store(settings.database_url)
    except BadAddress:
        return None, Finding(what="bad_address", level=Level.WRONG)
    found = _shape(store)
    if found.level is Level.WELL:
        return store, found
    store.close()
    return None, found


def _shape(store: Store) -> Finding:
    told: dict[str, object] = {"place": store.place}
    if store.file is not None and not store.file.is_file():
        return Finding(what="no_database", level=Level.NOTE, facts=told)
    try:
        revision = migrations.revision(store)
    except DatabaseTrouble as trouble:
        told |= {"why": trouble.why}
        return Finding(what="database_away", level=Level.WRONG, facts=told)
    if revision is None:
        return Finding(what="no_database", level=Level.NOTE, facts=told)
    if revision == migrations.head():
        return Finding(what="database", facts=told)
    told |= {"revision": revision}
    older = revision < migrations.head()  # they count up
    what = "old_database" if older else "newer_database"
    return Finding(what=what, level=Level.WRONG, facts=told)


def _catalog(patient: Patient) -> Iterator[Finding]:
    if patient.plan is not None:
        yield Finding(what="catalog", facts={"plan": patient.plan})
    elif patient.store is not None:
        path = str(patient.settings.catalog)
        yield Finding(what="no_catalog", level=Level.WRONG, facts={"path": path})


def _evidence(patient: Patient) -> Iterator[Finding]:
    """Look at the folder of evidence: whether it can be written, and how full it is."""
    if patient.store is None:
        return
    copies = copies_of(patient.store, patient.settings)
    told: dict[str, object] = {"place": str(copies.folder)}
    try:
        if copies.folder.exists():
            with copies.draft() as draft:
                draft.write(b"duban doctor")
        elif not _may_make(copies.folder):
            raise PermissionError(13, "Permission denied")
        use = copies.use()
    except OSError as error:
        told |= {"why": error.strerror or type(error).__name__}
        yield Finding(what="evidence_unwritable", level=Level.WRONG, facts=told)
        return
    share = use.bytes / copies.limit if copies.limit else 1.0
    told |= {
        "files": use.files,
        "megabytes": round(use.bytes / _MB, 1),
        "limit": copies.limit // _MB,
        "percent": round(share * 100),
    }
    full = share >= _NEARLY
    what, level = ("evidence_full", Level.NOTE) if full else ("evidence", Level.WELL)
    yield Finding(what=what, level=level, facts=told)


def _may_make(folder: Path) -> bool:
    """Whether a folder that is not there could be made."""
    there = next(one for one in folder.parents if one.exists())
    return os.access(there, os.W_OK | os.X_OK)


def _missing(patient: Patient) -> Iterator[Finding]:
    """Look for files that only Telegram has, and for copies that are gone."""
    if patient.store is None or patient.plan is None:
        return
    plan = patient.plan
    tally = patient.store.read_sync(lambda tx: fetches.tally(tx, plan))
    kept = patient.store.read_sync(fetches.digests)
    there = {path.name for path in copies_of(patient.store, patient.settings).whole()}
    if gone := len(kept - there):
        yield Finding(what="copies_gone", level=Level.WRONG, facts={"count": gone})
    if tally.waiting:
        told = {"count": tally.waiting}
        yield Finding(what="copies_waiting", level=Level.NOTE, facts=told)
    if tally.given_up:
        told = {"count": tally.given_up}
        yield Finding(what="copies_given_up", level=Level.NOTE, facts=told)


CHECKS: tuple[Check, ...] = (_catalog, _evidence, _missing)
