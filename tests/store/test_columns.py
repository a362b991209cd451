"""Moments and numbers come back as they went in, on every database."""

from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, delete, insert, select
from sqlalchemy.exc import StatementError

from rules.message import Button
from rules.understand import Reading, Status, Understanding
from store import frozen
from store.columns import Exact, Instant

KEPT = Table(
    "kept",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("at", Instant),
    Column("n", Exact),
)


@pytest.fixture
def there_and_back(store):
    def carry(**values):
        def work(tx):
            KEPT.create(tx.connection(), checkfirst=True)
            tx.execute(delete(KEPT))
            tx.execute(insert(KEPT).values(**values))
            return tx.execute(select(KEPT.c.at, KEPT.c.n)).one()

        return store.run_sync(work)

    return carry


def test_a_moment_comes_back_aware_and_in_utc(there_and_back):
    here = datetime(2020, 3, 10, 8, 30, 0, 5, tzinfo=ZoneInfo("Asia/Shanghai"))
    found = there_and_back(at=here).at
    assert (found, found.tzinfo) == (here, UTC)


def test_a_naive_moment_is_refused(there_and_back):
    naive = datetime(2020, 3, 10, 8, 30)  # noqa: DTZ001 - the mistake itself
    with pytest.raises(StatementError):
        there_and_back(at=naive)


def test_numbers_come_back_exactly(there_and_back):
    long = "12345678901234567890123456789012345.6789"
    for said in ("0.1", "88.6", "1E+3", "0", "-3.50", "0.0000000001", long):
        assert there_and_back(n=Decimal(said)).n == Decimal(said)


def test_nothing_comes_back_as_nothing(there_and_back):
    assert tuple(there_and_back(at=None, n=None)) == (None, None)


def test_what_was_understood_thaws_as_it_was():
    found = Understanding(
        percent=60,
        readings=(
            Reading(indicator="steel", value=Decimal("8.0"), kind="total", span=(0, 4)),
        ),
        status=Status.AT_RISK,
        expected=datetime(2020, 9, 30, tzinfo=UTC).date(),
        problem="炉子还差两台",
    )
    assert frozen.found(frozen.found_json(found)) == found
    assert frozen.found(frozen.found_json(None)) is None


def test_buttons_thaw_as_they_were():
    rows = ((Button(label="buttons.report_task", data="report:7", facts={"n": 2}),), ())
    assert frozen.buttons(frozen.buttons_json(rows)) == rows


def test_a_policy_thaws_as_it_was(catalog):
    for policy in catalog.policies.values():
        assert frozen.policy(frozen.policy_json(policy)) == policy
