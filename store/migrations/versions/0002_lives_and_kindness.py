"""Lives of tasks, requests, directives, leaves; letters that are kept up to date."""

import sqlalchemy as sa
from alembic import op

from store.columns import Instant, Json

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "directive",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("task", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("given_at", Instant(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("told", sa.String(), nullable=False),
        sa.Column("told_at", Instant(), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("closed_at", Instant(), nullable=True),
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
    op.create_index(
        "directive_of_task", "directive", ["plan", "task", "state"], unique=False
    )

    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("task", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("subject", sa.Integer(), nullable=True),
        sa.Column("person", sa.Integer(), nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("facts", Json, nullable=False),
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
    op.create_index("event_of_task", "event", ["plan", "task", "id"], unique=False)

    op.create_table(
        "leave",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("deputy", sa.Integer(), nullable=True),
        sa.Column("set_at", Instant(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("look_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["deputy"],
            ["person.id"],
        ),
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
    op.create_index("ix_leave_person", "leave", ["person"], unique=False)
    op.create_index(
        "leave_to_look_at",
        "leave",
        ["look_at"],
        unique=False,
        sqlite_where=sa.text("look_at IS NOT NULL"),
        postgresql_where=sa.text("look_at IS NOT NULL"),
    )

    op.create_table(
        "move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("task", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("move", sa.String(), nullable=False),
        sa.Column("of_stage", sa.String(), nullable=False),
        sa.Column("to_stage", sa.String(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
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
    op.create_index("move_latest", "move", ["plan", "task", "unit", "id"], unique=False)

    op.create_table(
        "request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("task", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("planned", sa.String(), nullable=False),
        sa.Column("was", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("to_unit", sa.String(), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", Instant(), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decided_by"],
            ["person.id"],
        ),
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
    op.create_index(
        "request_of_task", "request", ["plan", "task", "state"], unique=False
    )

    op.create_table(
        "letter_about",
        sa.Column("letter", sa.Integer(), nullable=False),
        sa.Column("obligation", sa.Integer(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["letter"],
            ["letter.id"],
        ),
        sa.ForeignKeyConstraint(
            ["obligation"],
            ["obligation.id"],
        ),
        sa.PrimaryKeyConstraint("letter", "obligation", "audience"),
    )
    op.create_index(
        "ix_letter_about_obligation", "letter_about", ["obligation"], unique=False
    )

    op.add_column(
        "awaited",
        sa.Column("what", sa.String(), nullable=False, server_default="report"),
    )
    op.add_column(
        "awaited", sa.Column("subject", Json, nullable=False, server_default="{}")
    )

    op.add_column("card", sa.Column("unit", sa.String(), nullable=True))

    op.add_column(
        "decision",
        sa.Column("version", sa.Integer(), nullable=False, server_default="0"),
    )

    op.add_column(
        "letter",
        sa.Column("sort", sa.String(), nullable=False, server_default="unprompted"),
    )
    op.add_column(
        "letter", sa.Column("held", sa.String(), nullable=False, server_default="")
    )
    op.add_column("letter", sa.Column("edit_at", Instant(), nullable=True))
    op.create_index("letter_sent", "letter", ["person", "sent_at"], unique=False)
    op.create_index(
        "letter_to_edit",
        "letter",
        ["edit_at"],
        unique=False,
        sqlite_where=sa.text("edit_at IS NOT NULL"),
        postgresql_where=sa.text("edit_at IS NOT NULL"),
    )

    op.add_column("obligation", sa.Column("answered_by", sa.Integer(), nullable=True))
    op.add_column("obligation", sa.Column("subject", sa.Integer(), nullable=True))
    op.add_column("obligation", sa.Column("announced", Instant(), nullable=True))
    op.add_column("obligation", sa.Column("snoozed", sa.Date(), nullable=True))

    op.add_column("person", sa.Column("opens", sa.Time(), nullable=True))
    op.add_column("person", sa.Column("closes", sa.Time(), nullable=True))
    op.add_column("person", sa.Column("zone", sa.String(), nullable=True))
    op.add_column("person", sa.Column("deputy", sa.Integer(), nullable=True))
    op.add_column(
        "person", sa.Column("username", sa.String(), nullable=False, server_default="")
    )

    op.add_column(
        "report", sa.Column("measures", Json, nullable=False, server_default="[]")
    )
    op.add_column(
        "report",
        sa.Column("withdrawn", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def downgrade() -> None:

    op.drop_column("report", "withdrawn")
    op.drop_column("report", "measures")

    op.drop_column("person", "username")
    op.drop_column("person", "deputy")
    op.drop_column("person", "zone")
    op.drop_column("person", "closes")
    op.drop_column("person", "opens")

    op.drop_column("obligation", "snoozed")
    op.drop_column("obligation", "announced")
    op.drop_column("obligation", "subject")
    op.drop_column("obligation", "answered_by")

    op.drop_index(
        "letter_to_edit",
        table_name="letter",
        sqlite_where=sa.text("edit_at IS NOT NULL"),
        postgresql_where=sa.text("edit_at IS NOT NULL"),
    )
    op.drop_index("letter_sent", table_name="letter")
    op.drop_column("letter", "edit_at")
    op.drop_column("letter", "held")
    op.drop_column("letter", "sort")

    op.drop_column("decision", "version")

    op.drop_column("card", "unit")

    op.drop_column("awaited", "subject")
    op.drop_column("awaited", "what")

    op.drop_index("ix_letter_about_obligation", table_name="letter_about")

    op.drop_table("letter_about")
    op.drop_index("request_of_task", table_name="request")

    op.drop_table("request")
    op.drop_index("move_latest", table_name="move")

    op.drop_table("move")
    op.drop_index(
        "leave_to_look_at",
        table_name="leave",
        sqlite_where=sa.text("look_at IS NOT NULL"),
        postgresql_where=sa.text("look_at IS NOT NULL"),
    )
    op.drop_index("ix_leave_person", table_name="leave")

    op.drop_table("leave")
    op.drop_index("event_of_task", table_name="event")

    op.drop_table("event")
    op.drop_index("directive_of_task", table_name="directive")

    op.drop_table("directive")
