"""Column types that are the same on every database."""

from datetime import UTC, datetime
from decimal import Decimal

from sqlalchemy import JSON, DateTime, Dialect, Text, TypeDecorator
from sqlalchemy.dialects.postgresql import JSONB


class Instant(TypeDecorator[datetime]):
    """An aware UTC moment, kept without a zone: SQLite forgets zones."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(
        self, value: datetime | None, dialect: Dialect
    ) -> datetime | None:
        del dialect
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(value)  # a naive moment is a bug, wherever it came from
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(
        self, value: datetime | None, dialect: Dialect
    ) -> datetime | None:
        del dialect
        return value.replace(tzinfo=UTC) if value else None


class Exact(TypeDecorator[Decimal]):
    """A decimal kept as text: SQLite has no exact numbers, and we only read them."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        del dialect
        return None if value is None else f"{value:f}"

    def process_result_value(
        self, value: str | None, dialect: Dialect
    ) -> Decimal | None:
        del dialect
        return None if value is None else Decimal(value)


Json = JSON().with_variant(JSONB(), "postgresql")
