"""Alembic's entry: the connection is always handed in by `store.migrations`."""

from alembic import context
from sqlmodel import SQLModel

from store import tables  # noqa: F401 - fills the metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
)
context.run_migrations()
