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
    return _only(name, column, f"{column} IS NOT NULL")


def _only(name: str, columns: str, there: str) -> Index:
    """Index a few of very many rows: those of which `there` is true."""
    return Index(
        name,
        *columns.split(),
        sqlite_where=text(there),
        postgresql_where=text(there),
    )


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
    # When the invariants were last looked at, and when the next canary goes out.
    audited_at: datetime | None = Field(default=None, sa_type=Instant)
    canary_at: datetime | None = Field(default=None, sa_type=Instant)


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
    # Where a person's own hours and zone differ from the plan's.
    opens: time | None = None
    closes: time | None = None
    zone: str | None = None
    deputy: int | None = None  # the standing deputy (B角)
    username: str = ""  # the Telegram name without its @


class LeaveRow(SQLModel, table=True):
    """A leave, both days included. `ended_at`: taken back, or over and told."""

    __tablename__ = "leave"
    __table_args__ = (_when("leave_to_look_at", "look_at"),)
    id: int | None = Field(default=None, primary_key=True)
    plan: str = Field(foreign_key="plan.id")
    person: int = Field(foreign_key="person.id", index=True)
    first: date
    last: date
    deputy: int | None = Field(default=None, foreign_key="person.id")
    set_at: datetime = Field(sa_type=Instant)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)
    # When its beginning, then its end, is to be told on both sides.
    look_at: datetime | None = Field(default=None, sa_type=Instant)


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
    answered_by: int | None = None  # the report that answered it
    subject: int | None = None  # the directive or the request it is about
    # When a delivered letter told the debtors who hears of it next.
    announced: datetime | None = Field(default=None, sa_type=Instant)
    snoozed: date | None = None


class MoveRow(SQLModel, table=True):
    """What happened to a branch: who moved it, when and why. Append-only."""

    __tablename__ = "move"
    __table_args__ = (Index("move_latest", "plan", "task", "unit", "id"),)
    id: int | None = Field(default=None, primary_key=True)
    plan: str = Field(foreign_key="plan.id")
    task: str
    unit: str
    move: str
    of_stage: str
    to_stage: str
    person: int | None = Field(default=None, foreign_key="person.id")
    at: datetime = Field(sa_type=Instant)
    why: str


class RequestRow(SQLModel, table=True):
    __tablename__ = "request"
    __table_args__ = (Index("request_of_task", "plan", "task", "state"),)
    id: int | None = Field(default=None, primary_key=True)
    plan: str = Field(foreign_key="plan.id")
    kind: str
    task: str
    unit: str
    person: int = Field(foreign_key="person.id")
    reason: str
    asked_at: datetime = Field(sa_type=Instant)
    state: str
    planned: str
    was: date
    until: date | None = None
    to_unit: str | None = None
    late: bool = False
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = Field(default=None, sa_type=Instant)
    answer: str = ""


class DirectiveRow(SQLModel, table=True):
    __tablename__ = "directive"
    __table_args__ = (Index("directive_of_task", "plan", "task", "state"),)
    id: int | None = Field(default=None, primary_key=True)
    plan: str = Field(foreign_key="plan.id")
    task: str
    unit: str
    person: int = Field(foreign_key="person.id")
    text: str
    due: date
    given_at: datetime = Field(sa_type=Instant)
    state: str
    told: str = ""
    told_at: datetime | None = Field(default=None, sa_type=Instant)
    answer: str = ""
    closed_at: datetime | None = Field(default=None, sa_type=Instant)


class EventRow(SQLModel, table=True):
    """What became of a request, a directive, a leave or a snooze. Append-only.

    `what` is a code with its words in templates; `facts` are what they need.
    """

    __tablename__ = "event"
    __table_args__ = (Index("event_of_task", "plan", "task", "id"),)
    id: int | None = Field(default=None, primary_key=True)
    plan: str = Field(foreign_key="plan.id")
    task: str  # empty where it is about a person
    unit: str
    what: str
    subject: int | None = None
    person: int | None = Field(default=None, foreign_key="person.id")
    at: datetime = Field(sa_type=Instant)
    why: str
    facts: dict[str, Any] = Field(sa_type=Json)


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
    # The measures it names as done, by id.
    measures: list[str] = Field(default_factory=list, sa_type=Json)
    # A version that takes the one before back and says nothing itself.
    withdrawn: bool = False
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
    __table_args__ = (_when("card_to_remind", "remind_at"),)
    id: int | None = Field(default=None, primary_key=True)
    plan: str = Field(foreign_key="plan.id")
    person: int = Field(foreign_key="person.id", index=True)
    task: str | None = None
    text: str
    found: dict[str, Any] | None = Field(default=None, sa_type=Json)
    supersedes: int | None = None
    message: int = Field(sa_type=BigInteger)  # the words, in the person's chat
    report: int | None = None  # what it became, once confirmed
    unit: str | None = None  # the branch it was asked for, if it says
    state: str
    created_at: datetime = Field(sa_type=Instant)
    # Where the words were said, when not in the person's own chat: a group.
    chat: int | None = Field(default=None, sa_type=BigInteger)
    # What the person put right of what was read, by field; and how it was put aside.
    fixed: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    fault: str = ""
    # When the person is to be reminded of it, once; NULL afterwards.
    remind_at: datetime | None = Field(default=None, sa_type=Instant)


class EvidenceRow(SQLModel, table=True):
    """A file that goes with a report: Telegram's number, and our own copy.

    The copy's name is the hash of its content. `fetch_at`: when it is to be
    fetched, NULL once it is kept or given up.
    """

    __tablename__ = "evidence"
    __table_args__ = (
        UniqueConstraint("plan", "chat", "message"),
        _when("evidence_to_fetch", "fetch_at"),
        Index("evidence_of_album", "plan", "person", "album"),
    )
    id: int | None = Field(default=None, primary_key=True)
    plan: str = Field(foreign_key="plan.id")
    person: int = Field(foreign_key="person.id")
    chat: int = Field(sa_type=BigInteger)
    message: int = Field(sa_type=BigInteger)
    album: str = ""
    kind: str  # photo, document, voice, audio, video, text
    file: str  # Telegram's number, good for this bot alone
    name: str
    mime: str
    size: int = Field(sa_type=BigInteger)  # bytes
    text: str = ""  # what a forwarded message says
    task: str | None = None  # until it is known, whose it is
    unit: str | None = None
    card: int | None = Field(default=None, index=True)
    report: int | None = Field(default=None, index=True)
    digest: str = ""  # SHA-256 of the copy, in hex
    error: str = ""  # why there is no copy, or none yet
    received_at: datetime = Field(sa_type=Instant)
    fetch_at: datetime | None = Field(default=None, sa_type=Instant)
    tries: int = 0


class BoundChatRow(SQLModel, table=True):
    """A group an admin bound to the plan: its unit's, or everybody's."""

    __tablename__ = "bound_chat"
    plan: str = Field(primary_key=True, foreign_key="plan.id")
    chat: int = Field(
        primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False}
    )
    unit: str | None = None
    title: str = ""
    person: int = Field(foreign_key="person.id")  # who bound it
    bound_at: datetime = Field(sa_type=Instant)


class AwaitedRow(SQLModel, table=True):
    """What the next plain words of a person are about."""

    __tablename__ = "awaited"
    person: int = Field(primary_key=True, foreign_key="person.id")
    what: str = "report"
    task: str
    supersedes: int | None = None
    # What else the words will be about, such as a request to be refused.
    subject: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
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
    version: int = 0  # of the catalog in force when it was first made
    facts: dict[str, Any] = Field(sa_type=Json)
    first_at: datetime = Field(sa_type=Instant)
    last_at: datetime = Field(sa_type=Instant)
    times: int = 1
    next_at: datetime | None = Field(default=None, sa_type=Instant)


class LetterRow(SQLModel, table=True):
    """The outbox. `send_at` is NULL once a letter is delivered or given up."""

    __tablename__ = "letter"
    __table_args__ = (
        _when("letter_to_send", "send_at"),
        _when("letter_to_edit", "edit_at"),
        Index("letter_sent", "person", "sent_at"),
        Index("letter_arrived", "plan", "sent_at"),
    )
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
    sort: str = "unprompted"
    held: str = ""  # why it waits for `send_at`: hours, budget
    # When what was sent is to be brought up to date in its chat.
    edit_at: datetime | None = Field(default=None, sa_type=Instant)
    # Since when a process has it in hand; nobody else takes it before a release.
    taken_at: datetime | None = Field(default=None, sa_type=Instant)
    # When it ought to go, retries aside: promised then, or held until then.
    due_at: datetime | None = Field(default=None, sa_type=Instant)
    # An attempt may have arrived though nobody said so.
    doubt: bool = False


class LetterAboutRow(SQLModel, table=True):
    """Which obligations a letter speaks of, and as whom its reader hears of them."""

    __tablename__ = "letter_about"
    letter: int = Field(primary_key=True, foreign_key="letter.id")
    obligation: int = Field(primary_key=True, foreign_key="obligation.id", index=True)
    audience: str = Field(primary_key=True)


class IncomingRow(SQLModel, table=True):
    """The inbox: an update as Telegram gave it, until it is handled once.

    `answer` is what is to be said back, kept until it has been said.
    """

    __tablename__ = "incoming"
    __table_args__ = (
        _only("incoming_waiting", "bot update_id", "take_at IS NOT NULL"),
        _only("incoming_of_chat", "bot chat update_id", "take_at IS NOT NULL"),
        _only("incoming_unhandled", "bot", "handled_at IS NULL"),
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
    # When it is due, NULL once done. Who has it in hand is marked nowhere: only the
    # process on duty takes any, and it knows.
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


class LeaseRow(SQLModel, table=True):
    """Which process is on duty, by the database's own clock, never by the plan's.

    `epoch` counts the changes of holder: what an older one had in hand is released.
    """

    __tablename__ = "lease"
    name: str = Field(primary_key=True)  # bot:7000000001, plan:zj-2020
    holder: str
    epoch: int
    until: datetime = Field(sa_type=Instant)


class TroubleRow(SQLModel, table=True):
    """A broken invariant, from when the auditor saw it until it saw it mended."""

    __tablename__ = "trouble"
    __table_args__ = (Index("trouble_open", "plan", "ended_at"),)
    id: int | None = Field(default=None, primary_key=True)
    plan: str = Field(foreign_key="plan.id")
    what: str  # a code with its words in templates
    subject: str  # which one of several; empty where there is only one
    facts: dict[str, Any] = Field(sa_type=Json)
    first_at: datetime = Field(sa_type=Instant)
    last_at: datetime = Field(sa_type=Instant)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)


class AttemptRow(SQLModel, table=True):
    """How often a Telegram user has tried a wrong invite code lately."""

    __tablename__ = "attempt"
    plan: str = Field(primary_key=True, foreign_key="plan.id")
    telegram_user: int = Field(
        primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False}
    )
    since: datetime = Field(sa_type=Instant)
    times: int
