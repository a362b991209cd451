"""What was put right of a card, files that go with a report, groups that were bound."""

import sqlalchemy as sa
from alembic import op

from store.columns import Instant, Json

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_REMIND = sa.text("remind_at IS NOT NULL")
_FETCH = sa.text("fetch_at IS NOT NULL")


def upgrade() -> None:
    op.add_column("card", sa.Column("chat", sa.BigInteger(), nullable=True))
    op.add_column("card", sa.Column("fixed", Json, nullable=False, server_default="{}"))
    op.add_column(
        "card", sa.Column("fault", sa.String(), nullable=False, server_default="")
    )
    op.add_column("card", sa.Column("remind_at", Instant(), nullable=True))
    op.create_index(
        "card_to_remind",
        "card",
        ["remind_at"],
        sqlite_where=_REMIND,
        postgresql_where=_REMIND,
    )

    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("chat", sa.BigInteger(), nullable=False),
        sa.Column("message", sa.BigInteger(), nullable=False),
        sa.Column("album", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("mime", sa.String(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("task", sa.String(), nullable=True),
        sa.Column("unit", sa.String(), nullable=True),
        sa.Column("card", sa.Integer(), nullable=True),
        sa.Column("report", sa.Integer(), nullable=True),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("error", sa.String(), nullable=False),
        sa.Column("received_at", Instant(), nullable=False),
        sa.Column("fetch_at", Instant(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["plan"], ["plan.id"]),
        sa.ForeignKeyConstraint(["person"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("plan", "chat", "message"),
    )
    op.create_index(op.f("ix_evidence_card"), "evidence", ["card"])
    op.create_index(op.f("ix_evidence_report"), "evidence", ["report"])
    op.create_index("evidence_of_album", "evidence", ["plan", "person", "album"])
    op.create_index(
        "evidence_to_fetch",
        "evidence",
        ["fetch_at"],
        sqlite_where=_FETCH,
        postgresql_where=_FETCH,
    )

    op.create_table(
        "bound_chat",
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("chat", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("unit", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("bound_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["plan"], ["plan.id"]),
        sa.ForeignKeyConstraint(["person"], ["person.id"]),
        sa.PrimaryKeyConstraint("plan", "chat"),
    )


def downgrade() -> None:
    op.drop_table("bound_chat")
    op.drop_index("evidence_to_fetch", table_name="evidence")
    op.drop_index("evidence_of_album", table_name="evidence")
    op.drop_index(op.f("ix_evidence_report"), table_name="evidence")
    op.drop_index(op.f("ix_evidence_card"), table_name="evidence")
    op.drop_table("evidence")
    op.drop_index("card_to_remind", table_name="card")
    for name in ("remind_at", "fault", "fixed", "chat"):
        op.drop_column("card", name)
