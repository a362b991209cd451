"""What the page sends to the control door, read without trust."""

import json
from collections.abc import Mapping

from starlette.requests import Request

from sandbox.refusals import Impossible


async def anything(request: Request) -> object:
    try:
        return json.loads(await request.body())
    except ValueError as error:
        raise Impossible("not JSON") from error


async def fields(request: Request) -> dict[str, object]:
    body = await anything(request)
    if not isinstance(body, dict):
        raise Impossible("not a JSON object")
    return body


def number(body: Mapping[str, object], name: str) -> int:
    try:
        return int(str(body[name]))
    except (KeyError, ValueError) as error:
        raise Impossible(f"{name} must be a number") from error


def chat(request: Request) -> int:
    """Return the chat of the path; groups are negative."""
    return number(request.path_params, "chat")
