"""What every form is made of: keys that must be there, keys that may."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


def must(zh: str, en: str, example: object) -> Any:  # noqa: ANN401 - as Field itself
    """Declare a key that must be there, explained to editors in both languages."""
    return Field(description=f"{zh} / {en}", examples=[example])


def may(zh: str, en: str, example: object) -> Any:  # noqa: ANN401 - as Field itself
    """Declare a key that may be left out."""
    return Field(None, description=f"{zh} / {en}", examples=[example])


class Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
