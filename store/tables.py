"""The tables, their keys and their indexes. Rows never leave the store.

Everything belongs to a plan, so that many plans share one database.
"""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, Index, Integer, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from store.columns import Exact, Instant, Json

# A big key that SQLite still counts up by itself.
BigKey = BigInteger().with_variant(Integer(), "sqlite")


def _when(name: str, column: str) -> Index:
    """Index the rows whose time is still to come: what every tick asks for."""
    there = text(f"{column} IS NOT NULL")
    return Index(name, column, sqlite_where=there, postgresql_where=there)


class PlanRow(SQLModel, table=True):
    __tablename__ = "plan"
    id: str = Field(primary_key=True)
    title: str
    timezone: str
    starts: date
    ends: date
    version: int
    loaded_at: datetime = Field(sa_type=Instant)
    # When the periods of that day and before were last opened.
    opened_at: datetime | None = Field(default=None, sa_type=Instant)
    bot_username: str = ""


class CatalogVersionRow(SQLModel, table=True):
    __tablename__ = "catalog_version"
    plan: str = Field(primary_key=True, foreign_key="plan.id")
    number: int = Field(primary_key=True)
    sha256: str
    text: str
    author: str
    note: str
    applied_at: datetime = Field(sa_type=Instant)


class UnitRow(SQLModel, table=True):
    __tablename__ = "unit"
    plan: str = Field(primary_key=True, foreign_key="plan.id")
    id: str = Field(primary_key=True)
    name: str
    position: int
    retired_at: datetime | None = Field(default=None, sa_type=Instant)


class AreaRow(SQLModel, table=True):
    __tablename__ = "area"
    plan: str = Field(primary_key=True, foreign_key="plan.id")
    id: str = Field(primary_key=True)
    title: str
    leader: str
    position: int
    retired_at: datetime | None = Field(default=None, sa_type=Instant)


class TaskRow(SQLModel, table=True):
    __tablename__ = "task"
    plan: str = Field(primary_key=True, foreign_key="plan.id")
    id: str = Field(primary_key=True)
    area: str
    title: str
    policy: str
    starts: date
    due: date
    source: str
    position: int
    retired_at: datetime | None = Field(default=None, sa_type=Instant)


class BranchRow(SQLModel, table=True):
    """A unit's own branch under a task: lead or assist."""

    __tablename__ = "branch"
    plan: str = Field(primary_key=True, foreign_key="plan.id")
    task: str = Field(primary_key=True)
    unit: str = Field(primary_key=True)
    part: str
    retired_at: datetime | None = Field(default=None, sa_type=Instant)


class MeasureRow(SQLModel, table=True):
    __tablename__ = "measure"
    plan: str = Field(primary_key=True, foreign_key="plan.id")
    task: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    text: str
    due: date | None = None
    position: int
    retired_at: datetime | None = Field(default=None, sa_type=Instant)


class IndicatorRow(SQLModel, table=True):
    """A task's indicator, or one of the plan's targets (`task` is empty)."""

    __tablename__ = "indicator"
    plan: str = Field(primary_key=True, foreign_key="plan.id")
    task: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    name: str
    target: Decimal | None = Field(default=None, sa_type=Exact)
    baseline: Decimal | None = Field(default=None, sa_type=Exact)
    unit: str
    direction: str
    kind: str
    test: str
    due: date | None = None
    position: int
    retired_at: datetime | None = Field(default=None, sa_type=Instant)


class PersonRow(SQLModel, table=True):
    __tablename__ = "person"
    __table_args__ = (UniqueConstraint("plan", "telegram_user"),)
    id: int | None = Field(default=None, primary_key=True)
    plan: str = Field(foreign_key="plan.id")
    telegram_user: int = Field(sa_type=BigInteger, index=True)
    chat: int = Field(sa_type=BigInteger)
    name: str
    role: str
    unit: str | None = None
    locale: str
    linked_at: datetime = Field(sa_type=Instant)
    retired_at: datetime | None = Field(default=None, sa_type=Instant)
    unreachable: str = ""


class InviteRow(SQLModel, table=True):
    __tablename__ = "invite"
    id: int | None = Field(default=None, primary_key=True)
    plan: str = Field(foreign_key="plan.id")
    code_hash: str = Field(unique=True)
    role: str
    unit: str | None = None
    created_at: datetime = Field(sa_type=Instant)
    expires_at: datetime = Field(sa_type=Instant)
    used_at: datetime | None = Field(default=None, sa_type=Instant)
    used_by: int | None = None


class ObligationRow(SQLModel, table=True):
    __tablename__ = "obligation"
    __table_args__ = (
        UniqueConstraint("plan", "kind", "task", "unit", "period"),
        _when("obligation_to_look_at", "look_at"),
        Index("obligation_open", "plan", "state", "unit"),
    )
    id: int | None = Field(default=None, primary_key=True)
    plan: str = Field(foreign_key="plan.id")
    kind: str
    task: str
    unit: str
    period: str
    due: date
    policy: dict[str, Any] = Field(sa_type=Json)
    rung: int | None = None
    state: str
    opened_at: datetime = Field(sa_type=Instant)
    look_at: datetime | None = Field(default=None, sa_type=Instant)
    closed_at: datetime | None = Field(default=None, sa_type=Instant)


class ReportRow(SQLModel, table=True):
    """Append-only: a correction is a new row that supersedes the one before."""

    __tablename__ = "report"
    __table_args__ = (Index("report_latest", "plan", "task", "unit", "stated_at"),)
    id: int | None = Field(default=None, primary_key=True)
    plan: str = Field(foreign_key="plan.id")
    task: str
    unit: str
    person: int = Field(foreign_key="person.id")
    text: str
    percent: int | None = None
    status: str | None = None
    expected: date | None = None
    problem: str
    needs: str
    unchanged: bool
    stated_at: datetime = Field(sa_type=Instant)
    supersedes: int | None = Field(default=None, unique=True)


class ReadingRow(SQLModel, table=True):
    __tablename__ = "reading"
    __table_args__ = (Index("reading_latest", "plan", "task", "indicator", "at"),)
    id: int | None = Field(default=None, primary_key=True)
    plan: str = Field(foreign_key="plan.id")
    report: int = Field(foreign_key="report.id", index=True)
    task: str
    indicator: str
    value: Decimal = Field(sa_type=Exact)
    kind: str
    total: Decimal = Field(sa_type=Exact)
    at: datetime = Field(sa_type=Instant)


class CardRow(SQLModel, table=True):
    """What was understood of a reply, until the person confirms it."""

    __tablename__ = "card"
    id: int | None = Field(default=None, primary_key=True)
    plan: str = Field(foreign_key="plan.id")
    person: int = Field(foreign_key="person.id", index=True)
    task: str | None = None
    text: str
    found: dict[str, Any] | None = Field(default=None, sa_type=Json)
    supersedes: int | None = None
    message: int = Field(sa_type=BigInteger)  # the words, in the person's chat
    report: int | None = None  # what it became, once confirmed
    state: str
    created_at: datetime = Field(sa_type=Instant)


class AwaitedRow(SQLModel, table=True):
    """What the next plain words of a person are about."""

    __tablename__ = "awaited"
    person: int = Field(primary_key=True, foreign_key="person.id")
    task: str
    supersedes: int | None = None
    since: datetime = Field(sa_type=Instant)


class DecisionRow(SQLModel, table=True):
    """Why something was sent or held. The same answer again only counts up."""

    __tablename__ = "decision"
    __table_args__ = (UniqueConstraint("obligation", "reason", "rung"),)
    id: int | None = Field(default=None, primary_key=True)
    plan: str = Field(foreign_key="plan.id")
    obligation: int = Field(foreign_key="obligation.id")
    reason: str
    rung: int  # the last rung taken; NONE_YET before any, so that the key is whole
    facts: dict[str, Any] = Field(sa_type=Json)
    first_at: datetime = Field(sa_type=Instant)
    last_at: datetime = Field(sa_type=Instant)
    times: int = 1
    next_at: datetime | None = Field(default=None, sa_type=Instant)


class LetterRow(SQLModel, table=True):
    """The outbox. `send_at` is NULL once a letter is delivered or given up."""

    __tablename__ = "letter"
    __table_args__ = (_when("letter_to_send", "send_at"),)
    id: int | None = Field(default=None, primary_key=True)
    plan: str = Field(foreign_key="plan.id")
    key: str = Field(unique=True)
    person: int = Field(foreign_key="person.id", index=True)
    template: str
    facts: dict[str, Any] = Field(sa_type=Json)
    buttons: list[list[dict[str, Any]]] = Field(sa_type=Json)
    created_at: datetime = Field(sa_type=Instant)
    send_at: datetime | None = Field(default=None, sa_type=Instant)
    sent_at: datetime | None = Field(default=None, sa_type=Instant)
    message: int | None = Field(default=None, sa_type=BigInteger)
    knocks: int = 0
    error: str = ""


class IncomingRow(SQLModel, table=True):
    """The inbox: an update as Telegram gave it, until it is handled once.

    `answer` is what is to be said back, kept until it has been said.
    """

    __tablename__ = "incoming"
    __table_args__ = (
        _when("incoming_to_handle", "take_at"),
        Index("incoming_chat", "bot", "chat", "update_id"),
    )
    bot: int = Field(
        primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False}
    )
    update_id: int = Field(
        primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False}
    )
    chat: int = Field(sa_type=BigInteger)
    raw: dict[str, Any] = Field(sa_type=Json)
    received_at: datetime = Field(sa_type=Instant)
    take_at: datetime | None = Field(default=None, sa_type=Instant)
    tries: int = 0
    handled_at: datetime | None = Field(default=None, sa_type=Instant)
    answer: list[dict[str, Any]] | None = Field(default=None, sa_type=Json)
    error: str = ""


class DigestRow(SQLModel, table=True):
    """When the next digest to an audience goes out: a column, not a job."""

    __tablename__ = "digest"
    __table_args__ = (_when("digest_to_compose", "look_at"),)
    plan: str = Field(primary_key=True, foreign_key="plan.id")
    audience: str = Field(primary_key=True)
    weekday: int = Field(primary_key=True)
    at: time = Field(primary_key=True)
    look_at: datetime | None = Field(default=None, sa_type=Instant)
