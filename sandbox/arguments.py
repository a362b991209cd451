"""A method's arguments, wherever the bot put them: query, form, JSON or multipart."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.datastructures import UploadFile
from starlette.requests import Request

from sandbox.refusals import bad

PART_LIMIT = 60 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    name: str
    mime: str
    content: bytes


class Arguments:
    """Values as Telegram reads them: absent, empty and null are the same."""

    def __init__(
        self, values: Mapping[str, object], files: Mapping[str, Incoming]
    ) -> None:
        self._values = values
        self.files = files

    def text(self, name: str) -> str:
        value = self._values.get(name)
        if value is None:
            return ""
        return value if isinstance(value, str) else json.dumps(value)

    def number(self, name: str, default: int = 0) -> int:
        try:
            return int(self.text(name).strip('"') or default)
        except ValueError:
            return default

    def flag(self, name: str) -> bool:
        return self.text(name).strip().lower() in {"true", "yes", "1"}

    def has(self, name: str) -> bool:
        return self._values.get(name) is not None

    def tree(self, name: str, words: str) -> object:
        """Return a JSON value, whether sent as JSON or as a string of it."""
        value = self._values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError as error:
            raise bad(f"can't parse {words} JSON object") from error


async def read(request: Request) -> Arguments:
    values: dict[str, object] = dict(request.query_params)
    files: dict[str, Incoming] = {}
    kind = request.headers.get("content-type", "").partition(";")[0].strip()
    if kind == "application/json":
        values |= await _json(request)
    elif kind in {"multipart/form-data", "application/x-www-form-urlencoded"}:
        async with request.form(max_part_size=PART_LIMIT) as form:
            for name, value in form.multi_items():
                if isinstance(value, UploadFile):
                    files[name] = await _file(value)
                else:
                    values[name] = value
    return Arguments(values, files)


async def _json(request: Request) -> dict[str, object]:
    try:
        body = json.loads(await request.body() or b"{}")
    except ValueError as error:
        raise bad("can't parse request body as JSON") from error
    if not isinstance(body, dict):
        raise bad("object expected as request body")
    return body


async def _file(value: UploadFile) -> Incoming:
    return Incoming(
        name=value.filename or "file",
        mime=value.content_type or "",
        content=await value.read(),
    )
