"""What is said straight back. Kept with the update until it has been said."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from rules.message import Buttons
from rules.people import Role


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Say(_Answer):
    """Send a message; `edit` changes the tapped message instead."""

    kind: Literal["say"] = "say"
    template: str
    facts: dict[str, Any] = {}
    buttons: Buttons = ()
    edit: bool = False
    locale: str


class Toast(_Answer):
    """Answer a tap with a line that fades; `alert` waits for OK."""

    kind: Literal["toast"] = "toast"
    label: str
    facts: dict[str, str] = {}
    alert: bool = False
    locale: str


class Menu(_Answer):
    """Show the commands of a role in this chat."""

    kind: Literal["menu"] = "menu"
    role: Role
    locale: str


class Enclosure(_Answer):
    """A file to be given back: by Telegram's number, or by our copy of it.

    `text`: it is a forwarded message, kept as these words.
    """

    kind: str
    file: str
    name: str
    text: str = ""
    digest: str = ""


class Files(_Answer):
    """Give files back, each as a message of its own."""

    kind: Literal["files"] = "files"
    files: tuple[Enclosure, ...]
    locale: str


AnyAnswer = Say | Toast | Menu | Files
Answer = Annotated[AnyAnswer, Field(discriminator="kind")]
_ANSWERS = TypeAdapter(list[Answer])


def to_json(answers: list[AnyAnswer]) -> list[dict[str, Any]]:
    kept: list[dict[str, Any]] = _ANSWERS.dump_python(answers, mode="json")
    return kept


def from_json(kept: list[dict[str, Any]]) -> list[AnyAnswer]:
    return _ANSWERS.validate_python(kept)
