"""Everything the environment may say, read in one place and checked at start."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import parse_qs, urlsplit

from pydantic import (
    Field,
    Secret,
    SecretStr,
    StringConstraints,
    ValidationError,
    model_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict

from duban.hidden import hide
from duban.trouble import fail

PREFIX = "DUBAN_"


# What Telegram allows, and no fewer characters than guessing would need.
Sealed = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{16,256}$")]
Address = Annotated[str, StringConstraints(pattern=r"^https?://\S+$")]


class Settings(BaseSettings):
    """Read from the environment and `.env`; secrets are never printed."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=".env", extra="ignore", frozen=True
    )

    token: SecretStr | None = None
    api_url: Address = "https://api.telegram.org"
    database_url: str = "sqlite:///duban.db"
    catalog: Path = Path("tasks_catalog.yaml")
    locale: Literal["zh", "en"] = "zh"
    webhook_url: str | None = None
    webhook_secret: Secret[Sealed] | None = None
    board_host: str = "127.0.0.1"
    board_port: int | None = Field(default=None, ge=0, le=65535)
    heartbeat_url: Secret[Address] | None = None
    backup_dir: Path | None = None
    backup_keep: int = Field(default=14, ge=1)
    evidence_dir: Path | None = None
    evidence_limit: int = Field(default=10_000, ge=0)  # MB

    @model_validator(mode="after")
    def _webhook_is_whole(self) -> Self:
        given = (self.webhook_url, self.webhook_secret, self.board_port)
        if self.webhook_url and None in given:
            message = "a webhook needs DUBAN_WEBHOOK_SECRET and DUBAN_BOARD_PORT too"
            raise ValueError(message)
        return self

    def secrets(self) -> Iterator[str]:
        """Yield whatever must be shown nowhere."""
        for _, value in self:
            if isinstance(value, SecretStr | Secret):
                yield value.get_secret_value()
        try:
            address = urlsplit(self.database_url)
        except ValueError:
            return  # no address at all; it is refused where it is used
        yield from parse_qs(address.query).get("password", [])
        if address.password:
            yield address.password


class BadSettings(Exception):
    """What is wrong in the environment, one line each, without the values."""


@cache
def settings() -> Settings:
    """Return the settings, read once. Raises BadSettings."""
    try:
        found = Settings()
    except ValidationError as error:
        lines = [
            f"{PREFIX}{'.'.join(map(str, one['loc'])).upper()}: {one['msg']}"
            for one in error.errors(include_input=False, include_url=False)
        ]
        raise BadSettings("\n".join(lines)) from None
    hide(*found.secrets())
    return found


def checked_settings() -> Settings:
    """Return the settings, or end the command with what is wrong in them."""
    try:
        return settings()
    except BadSettings as error:
        fail(f"Settings are wrong:\n{error}")
