"""The first shape: plan, people, obligations, reports, inbox, outbox."""

import sqlalchemy as sa
from alembic import op

from store.columns import Exact, Instant, Json

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "incoming",
        sa.Column("bot", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("update_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("chat", sa.BigInteger(), nullable=False),
        sa.Column("raw", Json, nullable=False),
        sa.Column("received_at", Instant(), nullable=False),
        sa.Column("take_at", Instant(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("handled_at", Instant(), nullable=True),
        sa.Column("answer", Json, nullable=True),
        sa.Column("error", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("bot", "update_id"),
    )
    op.create_index(
        "incoming_chat", "incoming", ["bot", "chat", "update_id"], unique=False
    )
    op.create_index(
        "incoming_to_handle",
        "incoming",
        ["take_at"],
        unique=False,
        sqlite_where=sa.text("take_at IS NOT NULL"),
        postgresql_where=sa.text("take_at IS NOT NULL"),
    )
    op.create_table(
        "plan",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("loaded_at", Instant(), nullable=False),
        sa.Column("opened_at", Instant(), nullable=True),
        sa.Column("bot_username", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "area",
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("leader", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["plan"],
            ["plan.id"],
        ),
        sa.PrimaryKeyConstraint("plan", "id"),
    )
    op.create_table(
        "branch",
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("task", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("retired_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["plan"],
            ["plan.id"],
        ),
        sa.PrimaryKeyConstraint("plan", "task", "unit"),
    )
    op.create_table(
        "catalog_version",
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("applied_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["plan"],
            ["plan.id"],
        ),
        sa.PrimaryKeyConstraint("plan", "number"),
    )
    op.create_table(
        "digest",
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("at", sa.Time(), nullable=False),
        sa.Column("look_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["plan"],
            ["plan.id"],
        ),
        sa.PrimaryKeyConstraint("plan", "audience", "weekday", "at"),
    )
    op.create_index(
        "digest_to_compose",
        "digest",
        ["look_at"],
        unique=False,
        sqlite_where=sa.text("look_at IS NOT NULL"),
        postgresql_where=sa.text("look_at IS NOT NULL"),
    )
    op.create_table(
        "indicator",
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("task", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("target", Exact(), nullable=True),
        sa.Column("baseline", Exact(), nullable=True),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("direction", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("test", sa.String(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["plan"],
            ["plan.id"],
        ),
        sa.PrimaryKeyConstraint("plan", "task", "id"),
    )
    op.create_table(
        "invite",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("used_at", Instant(), nullable=True),
        sa.Column("used_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["plan"],
            ["plan.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code_hash"),
    )
    op.create_table(
        "measure",
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("task", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["plan"],
            ["plan.id"],
        ),
        sa.PrimaryKeyConstraint("plan", "task", "id"),
    )
    op.create_table(
        "obligation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("task", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("policy", Json, nullable=False),
        sa.Column("rung", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("opened_at", Instant(), nullable=False),
        sa.Column("look_at", Instant(), nullable=True),
        sa.Column("closed_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["plan"],
            ["plan.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("plan", "kind", "task", "unit", "period"),
    )
    op.create_index(
        "obligation_open", "obligation", ["plan", "state", "unit"], unique=False
    )
    op.create_index(
        "obligation_to_look_at",
        "obligation",
        ["look_at"],
        unique=False,
        sqlite_where=sa.text("look_at IS NOT NULL"),
        postgresql_where=sa.text("look_at IS NOT NULL"),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("telegram_user", sa.BigInteger(), nullable=False),
        sa.Column("chat", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=True),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("linked_at", Instant(), nullable=False),
        sa.Column("retired_at", Instant(), nullable=True),
        sa.Column("unreachable", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["plan"],
            ["plan.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("plan", "telegram_user"),
    )
    op.create_index(
        op.f("ix_person_telegram_user"), "person", ["telegram_user"], unique=False
    )
    op.create_table(
        "task",
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("policy", sa.String(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["plan"],
            ["plan.id"],
        ),
        sa.PrimaryKeyConstraint("plan", "id"),
    )
    op.create_table(
        "unit",
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["plan"],
            ["plan.id"],
        ),
        sa.PrimaryKeyConstraint("plan", "id"),
    )
    op.create_table(
        "awaited",
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("task", sa.String(), nullable=False),
        sa.Column("supersedes", sa.Integer(), nullable=True),
        sa.Column("since", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("person"),
    )
    op.create_table(
        "card",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("task", sa.String(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("found", Json, nullable=True),
        sa.Column("supersedes", sa.Integer(), nullable=True),
        sa.Column("message", sa.BigInteger(), nullable=False),
        sa.Column("report", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["plan"],
            ["plan.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_card_person"), "card", ["person"], unique=False)
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("obligation", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("rung", sa.Integer(), nullable=False),
        sa.Column("facts", Json, nullable=False),
        sa.Column("first_at", Instant(), nullable=False),
        sa.Column("last_at", Instant(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("next_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["obligation"],
            ["obligation.id"],
        ),
        sa.ForeignKeyConstraint(
            ["plan"],
            ["plan.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("obligation", "reason", "rung"),
    )
    op.create_table(
        "letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("template", sa.String(), nullable=False),
        sa.Column("facts", Json, nullable=False),
        sa.Column("buttons", Json, nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("send_at", Instant(), nullable=True),
        sa.Column("sent_at", Instant(), nullable=True),
        sa.Column("message", sa.BigInteger(), nullable=True),
        sa.Column("knocks", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["plan"],
            ["plan.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )
    op.create_index(op.f("ix_letter_person"), "letter", ["person"], unique=False)
    op.create_index(
        "letter_to_send",
        "letter",
        ["send_at"],
        unique=False,
        sqlite_where=sa.text("send_at IS NOT NULL"),
        postgresql_where=sa.text("send_at IS NOT NULL"),
    )
    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("task", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(), nullable=True),
        sa.Column("expected", sa.Date(), nullable=True),
        sa.Column("problem", sa.String(), nullable=False),
        sa.Column("needs", sa.String(), nullable=False),
        sa.Column("unchanged", sa.Boolean(), nullable=False),
        sa.Column("stated_at", Instant(), nullable=False),
        sa.Column("supersedes", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["plan"],
            ["plan.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("supersedes"),
    )
    op.create_index(
        "report_latest", "report", ["plan", "task", "unit", "stated_at"], unique=False
    )
    op.create_table(
        "reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("report", sa.Integer(), nullable=False),
        sa.Column("task", sa.String(), nullable=False),
        sa.Column("indicator", sa.String(), nullable=False),
        sa.Column("value", Exact(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("total", Exact(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["plan"],
            ["plan.id"],
        ),
        sa.ForeignKeyConstraint(
            ["report"],
            ["report.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_reading_report"), "reading", ["report"], unique=False)
    op.create_index(
        "reading_latest", "reading", ["plan", "task", "indicator", "at"], unique=False
    )


def downgrade() -> None:
    op.drop_index("reading_latest", table_name="reading")
    op.drop_index(op.f("ix_reading_report"), table_name="reading")
    op.drop_table("reading")
    op.drop_index("report_latest", table_name="report")
    op.drop_table("report")
    op.drop_index(
        "letter_to_send",
        table_name="letter",
        sqlite_where=sa.text("send_at IS NOT NULL"),
        postgresql_where=sa.text("send_at IS NOT NULL"),
    )
    op.drop_index(op.f("ix_letter_person"), table_name="letter")
    op.drop_table("letter")
    op.drop_table("decision")
    op.drop_index(op.f("ix_card_person"), table_name="card")
    op.drop_table("card")
    op.drop_table("awaited")
    op.drop_table("unit")
    op.drop_table("task")
    op.drop_index(op.f("ix_person_telegram_user"), table_name="person")
    op.drop_table("person")
    op.drop_index(
        "obligation_to_look_at",
        table_name="obligation",
        sqlite_where=sa.text("look_at IS NOT NULL"),
        postgresql_where=sa.text("look_at IS NOT NULL"),
    )
    op.drop_index("obligation_open", table_name="obligation")
    op.drop_table("obligation")
    op.drop_table("measure")
    op.drop_table("invite")
    op.drop_table("indicator")
    op.drop_index(
        "digest_to_compose",
        table_name="digest",
        sqlite_where=sa.text("look_at IS NOT NULL"),
        postgresql_where=sa.text("look_at IS NOT NULL"),
    )
    op.drop_table("digest")
    op.drop_table("catalog_version")
    op.drop_table("branch")
    op.drop_table("area")
    op.drop_table("plan")
    op.drop_index(
        "incoming_to_handle",
        table_name="incoming",
        sqlite_where=sa.text("take_at IS NOT NULL"),
        postgresql_where=sa.text("take_at IS NOT NULL"),
    )
    op.drop_index("incoming_chat", table_name="incoming")
    op.drop_table("incoming")
