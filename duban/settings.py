"""Everything the environment may say, read in one place and checked at start."""

from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import (
    Field,
    Secret,
    SecretStr,
    StringConstraints,
    ValidationError,
    model_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict

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

    @model_validator(mode="after")
    def _webhook_is_whole(self) -> Self:
        given = (self.webhook_url, self.webhook_secret, self.board_port)
        if self.webhook_url and None in given:
            message = "a webhook needs DUBAN_WEBHOOK_SECRET and DUBAN_BOARD_PORT too"
            raise ValueError(message)
        return self


class BadSettings(Exception):
    """What is wrong in the environment, one line each, without the values."""


@cache
def settings() -> Settings:
    """Return the settings, read once. Raises BadSettings."""
    try:
        return Settings()
    except ValidationError as error:
        lines = [
            f"{PREFIX}{'.'.join(map(str, one['loc'])).upper()}: {one['msg']}"
            for one in error.errors(include_input=False, include_url=False)
        ]
        raise BadSettings("\n".join(lines)) from None
