"""Who is on duty, what is in hand, what the auditor found, who tries codes."""

import sqlalchemy as sa
from alembic import op

from store.columns import Instant, Json

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# Of the updates only those not yet dealt with are ever searched.
_WAITING = {
    "incoming_waiting": ["bot", "update_id"],
    "incoming_of_chat": ["bot", "chat", "update_id"],
}


def upgrade() -> None:
    op.create_table(
        "lease",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("until", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )

    op.create_table(
        "trouble",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("facts", Json, nullable=False),
        sa.Column("first_at", Instant(), nullable=False),
        sa.Column("last_at", Instant(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["plan"],
            ["plan.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("trouble_open", "trouble", ["plan", "ended_at"], unique=False)

    op.create_table(
        "attempt",
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column(
            "telegram_user", sa.BigInteger(), autoincrement=False, nullable=False
        ),
        sa.Column("since", Instant(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["plan"],
            ["plan.id"],
        ),
        sa.PrimaryKeyConstraint("plan", "telegram_user"),
    )

    op.add_column("plan", sa.Column("audited_at", Instant(), nullable=True))
    op.add_column("plan", sa.Column("canary_at", Instant(), nullable=True))

    op.add_column("letter", sa.Column("taken_at", Instant(), nullable=True))
    op.add_column("letter", sa.Column("due_at", Instant(), nullable=True))
    op.add_column(
        "letter",
        sa.Column("doubt", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.execute("UPDATE letter SET due_at = send_at WHERE send_at IS NOT NULL")
    op.create_index("letter_arrived", "letter", ["plan", "sent_at"], unique=False)
    op.drop_index("incoming_chat", table_name="incoming")
    op.drop_index("incoming_to_handle", table_name="incoming")
    for name, columns in _WAITING.items():
        op.create_index(
            name,
            "incoming",
            columns,
            unique=False,
            sqlite_where=sa.text("take_at IS NOT NULL"),
            postgresql_where=sa.text("take_at IS NOT NULL"),
        )
    op.create_index(
        "incoming_unhandled",
        "incoming",
        ["bot"],
        unique=False,
        sqlite_where=sa.text("handled_at IS NULL"),
        postgresql_where=sa.text("handled_at IS NULL"),
    )


def downgrade() -> None:
    for name in _WAITING:
        op.drop_index(name, table_name="incoming")
    op.create_index(
        "incoming_to_handle",
        "incoming",
        ["take_at"],
        unique=False,
        sqlite_where=sa.text("take_at IS NOT NULL"),
        postgresql_where=sa.text("take_at IS NOT NULL"),
    )
    op.create_index(
        "incoming_chat", "incoming", ["bot", "chat", "update_id"], unique=False
    )
    op.drop_index(
        "incoming_unhandled",
        table_name="incoming",
        sqlite_where=sa.text("handled_at IS NULL"),
        postgresql_where=sa.text("handled_at IS NULL"),
    )
    op.drop_index("letter_arrived", table_name="letter")
    op.drop_column("letter", "doubt")
    op.drop_column("letter", "due_at")
    op.drop_column("letter", "taken_at")

    op.drop_column("plan", "canary_at")
    op.drop_column("plan", "audited_at")

    op.drop_table("attempt")
    op.drop_index("trouble_open", table_name="trouble")
    op.drop_table("trouble")
    op.drop_table("lease")
