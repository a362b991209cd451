"""The page's door: who there is, what was said, and playing the people."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

import templates
from sandbox import bodies, faults, views
from sandbox.model import Person
from sandbox.refusals import Impossible, Refused
from sandbox.timepiece import Winder
from sandbox.world import World

STATIC = Path(__file__).parent / "static"
_STRANGERS = 900_000_001
Handler = Callable[["Control", Request], Awaitable[Response]]


@dataclass(frozen=True, kw_only=True)
class Control:
    world: World
    winder: Winder | None = None
    hint: Sequence[str] = field(default=())

    async def clock(self) -> dict[str, object] | None:
        return await self.winder.shown() if self.winder else None


async def page(at: Control, request: Request) -> Response:
    locale = "en" if request.query_params.get("lang") == "en" else "zh"
    shown = templates.page("chat", locale, bot=at.world.bot_username)
    return HTMLResponse(shown, headers={"X-Frame-Options": "DENY"})


async def state(at: Control, _request: Request) -> Response:
    world = at.world
    return JSONResponse(
        {
            "bot": {
                "id": world.bot_id,
                "name": world.bot_name,
                "username": world.bot_username,
            },
            "people": views.people(world),
            "groups": views.groups(world),
            "clock": await at.clock(),
            "hint": list(at.hint),
        }
    )


async def messages(at: Control, request: Request) -> Response:
    said = at.world.messages(bodies.chat(request))
    return JSONResponse({"messages": [views.message(at.world, m) for m in said]})


async def say(at: Control, request: Request) -> Response:
    world, chat = at.world, bodies.chat(request)
    if request.headers.get("content-type", "").startswith("multipart/"):
        return await _send_file(at, request)
    body = await bodies.fields(request)
    user, reply_to = bodies.number(body, "user"), body.get("reply_to")
    if "forwarded_from" in body:
        origin, text = bodies.number(body, "forwarded_from"), str(body.get("text", ""))
        told = world.forward(user, text, origin, chat_id=chat)
        return JSONResponse(views.message(world, told))
    said = world.say(
        user,
        str(body.get("text", "")),
        reply_to=int(str(reply_to)) if reply_to else None,
        chat_id=chat,
    )
    return JSONResponse(views.message(world, said))


async def _send_file(at: Control, request: Request) -> Response:
    """Send one file, or several together as an album."""
    async with request.form() as form:
        given = [one for one in form.getlist("file") if isinstance(one, UploadFile)]
        files = [
            (one.filename or "file", await one.read(), one.content_type or "")
            for one in given
        ]
        words, user = form.get("caption"), bodies.number(dict(form), "user")
    if not files:
        raise Impossible("no file")
    caption, chat = words if isinstance(words, str) else "", bodies.chat(request)
    if len(files) == 1:
        said = at.world.send_file(user, *files[0], caption, chat_id=chat)
    else:
        said = at.world.send_album(user, files, caption, chat_id=chat)[-1]
    return JSONResponse(views.message(at.world, said))


async def edit(at: Control, request: Request) -> Response:
    body, number = await bodies.fields(request), request.path_params["message"]
    text, user = str(body.get("text", "")), bodies.number(body, "user")
    made = at.world.edit(user, number, text, chat_id=bodies.chat(request))
    return JSONResponse(views.message(at.world, made))


async def tap(at: Control, request: Request) -> Response:
    body, number = await bodies.fields(request), request.path_params["message"]
    data, user = str(body.get("data", "")), bodies.number(body, "user")
    made = at.world.tap(user, number, data, chat_id=bodies.chat(request))
    return JSONResponse({"callback_id": made})


async def commands(at: Control, request: Request) -> Response:
    world, chat = at.world, bodies.chat(request)
    user = bodies.number({"user": chat} | dict(request.query_params), "user")
    language = world.people[user].language if user in world.people else ""
    kind = world.chats[chat].kind if chat in world.chats else "private"
    return JSONResponse({"commands": world.commands.shown(chat, kind, user, language)})


async def touch(at: Control, request: Request) -> Response:
    acts: dict[str, Callable[[int], None]] = {
        "block": at.world.block,
        "unblock": at.world.unblock,
        "read": at.world.read,
    }
    act = acts.get(request.path_params["act"])
    if act is None:
        raise Impossible("no such act")
    act(request.path_params["person"])
    return JSONResponse({"ok": True})


async def stranger(at: Control, request: Request) -> Response:
    body = await bodies.fields(request)
    name = str(body.get("name", "")).strip()
    if not name:
        raise Impossible("a stranger needs a name")
    made: Person = at.world.add_person(
        max([*at.world.people, _STRANGERS - 1]) + 1,
        name,
        str(body.get("language", "zh")),
        note=str(body.get("note", "")),
    )
    return JSONResponse({"id": made.id, "name": made.name})


async def file(at: Control, request: Request) -> Response:
    found = at.world.files.get(request.path_params["file"])
    if found is None:
        raise Impossible("no such file")
    headers = {"X-Content-Type-Options": "nosniff"}
    if found.kind == "document":
        headers["Content-Disposition"] = "attachment"
    return Response(found.content, media_type=found.mime, headers=headers)


async def limits(at: Control, request: Request) -> Response:
    at.world.limits.on = bool((await bodies.fields(request)).get("on"))
    return JSONResponse({"on": at.world.limits.on})


async def trouble(at: Control, request: Request) -> Response:
    ordered = at.world.faults
    ordered.order(*faults.read(await bodies.anything(request)))
    return JSONResponse({"ordered": len(ordered.ordered)})


async def chance(at: Control, request: Request) -> Response:
    seed, rate = faults.read_chance(await bodies.anything(request))
    at.world.faults.random(seed, rate)
    return JSONResponse({"seed": seed, "rate": rate})


async def peace(at: Control, _request: Request) -> Response:
    at.world.faults.clear()
    return JSONResponse({"ordered": 0})


def _guarded(at: Control, handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        try:
            return await handler(at, request)
        except Impossible as no:
            return JSONResponse({"error": str(no)}, status_code=409)
        except Refused as no:
            return JSONResponse({"error": no.description}, status_code=no.code)

    return answer


def routes(at: Control) -> list[BaseRoute]:
    chat = "/sandbox/chats/{chat}"
    table: list[tuple[str, str, Handler]] = [
        ("GET", "/", page),
        ("GET", "/sandbox/state", state),
        ("GET", "/sandbox/files/{file}", file),
        ("GET", f"{chat}/messages", messages),
        ("POST", f"{chat}/messages", say),
        ("POST", f"{chat}/messages/{{message:int}}/edit", edit),
        ("POST", f"{chat}/messages/{{message:int}}/tap", tap),
        ("GET", f"{chat}/commands", commands),
        ("POST", "/sandbox/people", stranger),
        ("POST", "/sandbox/people/{person:int}/{act}", touch),
        ("POST", "/sandbox/limits", limits),
        ("POST", "/sandbox/faults", trouble),
        ("POST", "/sandbox/faults/random", chance),
        ("DELETE", "/sandbox/faults", peace),
    ]
    made: list[BaseRoute] = [
        Route(path, _guarded(at, handler), methods=[verb])
        for verb, path, handler in table
    ]
    static = StaticFiles(directory=STATIC, check_dir=False)
    return [*made, Mount("/static", static)]
