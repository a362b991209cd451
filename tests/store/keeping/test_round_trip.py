"""Files, database, files: the same bytes, whichever database was on the way."""

import hashlib
import json
import shutil
import tracemalloc
import zipfile
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from string import ascii_letters
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import JSON, Boolean, Date, Integer, Table, Time, insert, text, update
from sqlmodel import SQLModel

from rules.ids import PlanId
from store import inbox, people, plans
from store.columns import Exact, Instant
from store.copies import Copies
from store.keeping import exporting, importing, shape
from store.keeping.exporting import export
from store.keeping.importing import import_
from store.keeping.trouble import BadFiles, Wrong
from store.migrations import head, upgrade
from store.session import Store
from store.tables import EvidenceRow
from tests.store.keeping.conftest import contents, quiet

NOW = datetime(2020, 3, 2, tzinfo=UTC)


def test_from_sqlite_through_postgresql_and_back_every_byte_is_the_same(
    exported, carry, postgres_url, sqlite_url
):
    over_there = carry(exported, postgres_url)
    back = carry(over_there, sqlite_url)
    assert contents(over_there) == contents(exported)
    assert contents(back) == contents(exported)


def test_every_table_of_a_played_life_has_rows_and_the_manifest_counts_them(exported):
    told = json.loads((exported / "manifest.json").read_text(encoding="utf-8"))
    rows = {part["name"]: part["rows"] for part in told["files"]}
    assert (told["format"], told["revision"]) == (1, head())
    assert all(rows[shape.file_of(table)] for table in shape.kept())
    assert set(SQLModel.metadata.tables) - {t.name for t in shape.kept()} == {"lease"}


def test_catalogs_stand_beside_as_they_were_written(exported, shipped_text):
    assert (exported / "catalogs/zj-2020/0001.yaml").read_text(
        encoding="utf-8"
    ) == shipped_text


def test_nobody_else_may_read_the_files(exported, played, tmp_path):
    packed = tmp_path / "all.zip"
    store = Store(f"sqlite:///{played}")
    export(store, packed, quiet)
    store.close()
    assert exported.stat().st_mode & 0o777 == 0o700
    inside = [path for path in exported.rglob("*") if path.is_file()]
    assert {path.stat().st_mode & 0o777 for path in (*inside, packed)} == {0o600}


def test_a_zip_holds_the_same_and_is_the_same_each_time(exported, played, tmp_path):
    store = Store(f"sqlite:///{played}")
    for name in ("one.zip", "two.zip"):
        export(store, tmp_path / name, quiet)
    store.close()
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.zip") as made:
        inside = {name: made.read(name) for name in made.namelist()}
    assert inside == contents(exported)


def test_what_was_imported_is_at_work_and_counts_on(exported, empty, clock):
    rows = import_(empty, exported, quiet)
    assert rows["task"] == 39
    found = empty.read_sync(lambda tx: plans.loaded(tx, PlanId("zj-2020")))
    assert found is not None
    before = empty.read_sync(lambda tx: people.linked(tx, PlanId("zj-2020")))

    def one_more(tx) -> int:
        given = {"role": before[0].role, "unit": None, "now": clock()}
        plan = PlanId("zj-2020")
        people.invite(tx, plan, "one more", expires=clock(), **given)
        return people.link(
            tx,
            people.invite_of(tx, "one more"),
            user=77,
            chat=77,
            name="新",
            locale="zh",
            now=clock(),
        ).id

    assert empty.run_sync(one_more) == max(person.id for person in before) + 1


def test_nothing_stays_nothing_also_in_a_column_of_json(store, tmp_path, clock):
    """An update without an answer has none, for whoever asks the database."""
    store.run_sync(lambda tx: inbox.put(tx, 1, [(5, {"update_id": 1})], clock()))
    export(store, tmp_path / "all", quiet)
    store.run_sync(_emptied)
    import_(store, tmp_path / "all", quiet)
    silent = text("SELECT count(*) FROM incoming WHERE answer IS NULL")
    assert store.read_sync(lambda tx: tx.scalar(silent)) == 1


@pytest.mark.postgres
def test_keys_stand_in_one_order_whatever_language_a_server_sorts_by(server, tmp_path):
    root = Store(f"postgresql://duban@/postgres{server.address}")
    with root.engine.connect().execution_options(
        isolation_level="AUTOCOMMIT"
    ) as connection:
        english = "TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en-US'"
        connection.execute(text(f"CREATE DATABASE english {english}"))
    root.close()
    store = Store(f"postgresql://duban@/english{server.address}")
    upgrade(store)
    store.run_sync(lambda tx: _put(tx, {}))
    units = ["B", "a", "_", "中", "1", "é", "z"]
    rows = [{"plan": "p1", "id": one, "name": "", "position": 1} for one in units]
    unit = SQLModel.metadata.tables["unit"]
    store.run_sync(lambda tx: tx.execute(insert(unit), rows))
    export(store, tmp_path / "all", quiet)
    store.close()
    lines = (tmp_path / "all/unit.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["id"] for line in lines] == sorted(units)


def test_an_export_sees_one_moment_though_others_write(loaded, tmp_path, clock):
    """What is committed while it is written is not in it: not even half of it."""
    seen: list[int] = []

    def meanwhile(done: int, total: int) -> None:
        if not seen:
            loaded.run_sync(
                lambda tx: inbox.put(tx, 1, [(5, {"update_id": 1})], clock())
            )
            loaded.run_sync(lambda tx: tx.execute(text("DELETE FROM measure")))
        seen.append(done)
        assert done <= total

    export(loaded, tmp_path / "all", meanwhile)
    lines = (tmp_path / "all/measure.jsonl").read_text(encoding="utf-8")
    assert lines.count("\n") == 273
    assert (tmp_path / "all/incoming.jsonl").read_bytes() == b""
    assert seen[-1] > 273


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))
PLAIN = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(allow_nan=False, allow_infinity=False),
    TEXT,
)
ANY_JSON = st.recursive(
    PLAIN, lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner), max_leaves=6
)
MOMENTS = st.datetimes(datetime(1900, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - the strategy adds it
NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, places=4)


def rows_of(table: Table) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({c.name: values(c) for c in table.columns})


def values(column: Any) -> st.SearchStrategy[Any]:
    kind = column.type
    if column.foreign_keys or column.name == "plan":
        return st.just(1 if isinstance(kind, Integer) else "p1")
    known = (
        (JSON, ANY_JSON),
        (Instant, MOMENTS),
        (Exact, NUMBERS),
        (Boolean, st.booleans()),
        (Integer, st.integers(-(2**31), 2**31 - 1)),
        (Date, st.dates()),
        (Time, st.times()),
    )
    made = next((one for of, one in known if isinstance(kind, of)), TEXT)
    null = column.nullable and not column.primary_key
    return st.none() | made if null else made


ODD = ("incoming", "digest", "indicator", "card", "event", "awaited")


def tables_of(name: str) -> st.SearchStrategy[list[dict[str, Any]]]:
    table = SQLModel.metadata.tables[name]

    def key(row: dict[str, Any]) -> tuple[Any, ...]:
        return tuple(row[column.name] for column in table.primary_key)

    return st.lists(rows_of(table), max_size=8, unique_by=key)


DRAWN = st.fixed_dictionaries({name: tables_of(name) for name in ODD})


@pytest.fixture
def pair(sqlite_originals, tmp_path, request) -> tuple[Store, Store]:
    import shutil

    shutil.copy(sqlite_originals["migrated"], tmp_path / "here.db")
    here = Store(f"sqlite:///{tmp_path}/here.db")
    server = request.getfixturevalue("server")
    request.getfixturevalue("postgres_originals")
    there = Store(server.create(template="migrated"))
    yield here, there
    here.close()
    there.close()


@pytest.mark.postgres
@settings(
    max_examples=5,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a smaller one tells no more
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(drawn=DRAWN)
def test_any_rows_come_out_as_they_went_in(pair, tmp_path_factory, drawn):
    folder: Path = tmp_path_factory.mktemp("drawn")
    here, there = pair
    for store in pair:
        store.run_sync(_emptied)
    here.run_sync(lambda tx: _put(tx, drawn))
    export(here, folder / "here", quiet)
    import_(there, folder / "here", quiet)
    export(there, folder / "there", quiet)
    here.run_sync(_emptied)
    import_(here, folder / "there", quiet)
    export(here, folder / "back", quiet)
    assert contents(folder / "there") == contents(folder / "here")
    assert contents(folder / "back") == contents(folder / "here")


def _emptied(tx) -> None:
    for name in (*ODD, "person", "plan"):
        tx.execute(SQLModel.metadata.tables[name].delete())


def _put(tx, drawn: dict[str, list[dict[str, Any]]]) -> None:
    tables = SQLModel.metadata.tables
    plan = {"id": "p1", "title": "=1+1", "timezone": "UTC", "version": 1}
    plan |= {"starts": date(1, 1, 1), "ends": date.max, "loaded_at": NOW}
    tx.execute(insert(tables["plan"]).values(bot_username="", **plan))
    person = {
        "id": 1,
        "plan": "p1",
        "telegram_user": 2**40,
        "chat": 1,
        "name": "\u2028",
    }
    person |= {"role": "owner", "locale": "zh", "linked_at": NOW, "unreachable": ""}
    tx.execute(insert(tables["person"]).values(username="", **person))
    for name, rows in drawn.items():
        if rows:
            tx.execute(insert(tables[name]), rows)


def test_numbers_and_hours_keep_their_form():
    table = SQLModel.metadata.tables
    target, at = table["indicator"].c.target, table["digest"].c.at
    assert shape.written(target, Decimal("1E+3")) == "1000"
    assert shape.reader(target)("0.1000") == Decimal("0.1000")
    assert shape.reader(at)(shape.written(at, time(8, 30))) == time(8, 30)


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_memory_stays_flat_however_many_updates_there_are(
    store, tmp_path, clock, monkeypatch
):
    for module in (exporting, importing):
        monkeypatch.setattr(module, "_AT_A_TIME", 50)

    def peak(number: int) -> int:
        store.run_sync(
            lambda tx: inbox.put(
                tx,
                1,
                [
                    (5, {"update_id": number * 10_000 + n, "text": ascii_letters})
                    for n in range(number)
                ],
                clock(),
            )
        )
        target = tmp_path / str(number)
        tracemalloc.start()
        try:
            export(store, target, quiet)
            store.run_sync(_emptied)
            import_(store, target, quiet)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(10)  # what is made once is made now
    assert peak(600) < peak(150) * 1.2


def test_copies_of_evidence_go_along_and_come_back(played, empty, tmp_path):
    here, there = (Copies(tmp_path / name, 10**9) for name in ("here", "there"))
    with here.draft() as draft:
        draft.write(b"minutes")
        digest = draft.keep()
    with here.draft() as draft:
        draft.write(b"of nobody")
        draft.keep()
    shutil.copy(played, tmp_path / "played.db")
    store = Store(f"sqlite:///{tmp_path}/played.db")
    store.run_sync(lambda tx: tx.execute(update(EvidenceRow).values(digest=digest)))
    parts = export(store, tmp_path / "all.zip", quiet, here)
    store.close()
    name = f"evidence/{digest[:2]}/{digest[2:4]}/{digest}"
    assert [one.name for one in parts if one.name.startswith("evidence/")] == [name]
    import_(empty, tmp_path / "all.zip", quiet, there)
    assert there.path(digest).read_bytes() == b"minutes"
    assert there.use().files == 1


@pytest.mark.parametrize(
    "name", ["evidence/../x", "evidence/ab/cd/" + "ab" * 32, "evidence/ab", "x/y"]
)
def test_a_copy_by_a_name_that_is_not_its_content_s_is_foreign(files, empty, name):
    content = b"minutes"
    path = files / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    told = json.loads((files / "manifest.json").read_text(encoding="utf-8"))
    digest = hashlib.sha256(content).hexdigest()
    part = {"name": name, "bytes": len(content), "sha256": digest, "rows": None}
    told["files"].append(part)
    (files / "manifest.json").write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(BadFiles) as bad:
        import_(empty, files, quiet)
    assert bad.value.wrong is Wrong.FOREIGN
