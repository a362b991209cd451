"""The bots' door: /bot<token>/<method> and /file/bot<token>/<path>."""

import inspect
from collections.abc import Callable
from mimetypes import guess_type

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox import spoiling
from sandbox.arguments import Arguments, read
from sandbox.faults import Fault
from sandbox.methods import about, editing, hearing, sending
from sandbox.model import Call
from sandbox.refusals import Refused
from sandbox.spoiling import Drop
from sandbox.world import World

DOWNLOAD = "file"
Method = Callable[[World, Arguments], object]

METHODS: dict[str, Method] = {
    "getMe": about.get_me,
    "setMyCommands": about.set_my_commands,
    "getMyCommands": about.get_my_commands,
    "deleteMyCommands": about.delete_my_commands,
    "setMyDescription": about.set_my_description,
    "setMyShortDescription": about.set_my_short_description,
    "getChat": about.get_chat,
    "getFile": about.get_file,
    "logOut": about.yes,
    "close": about.yes,
    "getUpdates": hearing.get_updates,
    "setWebhook": hearing.set_webhook,
    "deleteWebhook": hearing.delete_webhook,
    "getWebhookInfo": hearing.get_webhook_info,
    "sendMessage": sending.send_message,
    "sendPhoto": sending.send_photo,
    "sendDocument": sending.send_document,
    "sendVoice": sending.send_voice,
    "sendAudio": sending.send_audio,
    "sendVideo": sending.send_video,
    "sendMediaGroup": sending.send_media_group,
    "sendChatAction": sending.send_chat_action,
    "copyMessage": sending.copy_message,
    "forwardMessage": sending.forward_message,
    "editMessageText": editing.edit_message_text,
    "editMessageCaption": editing.edit_message_caption,
    "editMessageReplyMarkup": editing.edit_message_reply_markup,
    "editMessageMedia": editing.edit_message_media,
    "deleteMessage": editing.delete_message,
    "pinChatMessage": editing.pin_chat_message,
    "unpinChatMessage": editing.unpin_chat_message,
    "answerCallbackQuery": editing.answer_callback_query,
    "setChatMenuButton": editing.set_chat_menu_button,
}
_BY_LOWER = {name.lower(): (name, method) for name, method in METHODS.items()}
_METERED = tuple(
    name
    for name in METHODS
    if name.startswith(("send", "copy", "forward", "edit")) and name != "sendChatAction"
)


def routes(world: World, drop: Drop) -> list[Route]:
    """Return the bots' routes; `drop` cuts a request's connection."""

    async def method(request: Request) -> Response:
        return await _answer(world, request, drop)

    async def file(request: Request) -> Response:
        return await _download(world, request, drop)

    return [
        Route("/bot{token}/{method}", method, methods=["GET", "POST"]),
        Route("/file/bot{token}/{path:path}", file),
    ]


async def _answer(world: World, request: Request, drop: Drop) -> Response:
    name, method = _asked(request)
    args, began = Arguments({}, {}), world.ticks()
    fault: Fault | None = None
    try:
        _known(world, request)
        args = await _read(request)
        chat = _chat_id(args)
        fault = world.faults.next_for(name, chat)
        page = await spoiling.before(world, request, fault, chat, drop)
        if page is not None:
            _note(world, name, args, began, page.status_code)
            return page
        _meter(world, name, args)
        result = method(world, args)
        if inspect.isawaitable(result):
            result = await result
    except Refused as no:
        _note(world, name, args, began, no.code)
        return _refusal(no)
    _note(world, name, args, began, 200)
    said = JSONResponse({"ok": True, "result": result})
    return await spoiling.after(said, request, fault, drop)


async def _read(request: Request) -> Arguments:
    try:
        return await read(request)
    except ClientDisconnect:
        raise Refused(499, "Client Closed Request") from None  # nobody hears it


def _asked(request: Request) -> tuple[str, Method]:
    name = request.path_params["method"]
    return _BY_LOWER.get(name.lower(), (name, _unknown))


def _unknown(_world: World, _args: Arguments) -> object:
    raise Refused(404, "Not Found: method not found")


def _known(world: World, request: Request) -> None:
    if request.path_params["token"] != world.token:
        raise Refused(401, "Unauthorized")


def _meter(world: World, name: str, args: Arguments) -> None:
    chat = world.chats.get(_chat_id(args) or 0)
    if name in _METERED and chat is not None:
        media = args.tree("media", "media") if name == "sendMediaGroup" else None
        weight = len(media) if isinstance(media, list) else 1
        world.limits.take(chat.id, chat.kind, weight)


def _chat_id(args: Arguments) -> int | None:
    return args.number("chat_id") or None


def _note(world: World, name: str, args: Arguments, began: float, code: int) -> None:
    world.calls.append(Call(method=name, chat_id=_chat_id(args), at=began, status=code))


def _refusal(no: Refused) -> Response:
    wait = no.parameters.get("retry_after")
    headers = {"Retry-After": str(wait)} if wait else None
    return JSONResponse(no.body(), status_code=no.code, headers=headers)


async def _download(world: World, request: Request, drop: Drop) -> Response:
    """Give a file away; trouble is ordered for it by the method's name "file"."""
    try:
        _known(world, request)
        fault = world.faults.next_for(DOWNLOAD, None)
        page = await spoiling.before(world, request, fault, None, drop)
    except Refused as no:
        return _refusal(no)
    return page or await spoiling.after(_file(world, request), request, fault, drop)


def _file(world: World, request: Request) -> Response:
    wanted = request.path_params["path"]
    for file in world.files.values():
        if file.path == wanted:
            kind = guess_type(file.name)[0] or "application/octet-stream"
            return Response(file.content, media_type=kind)
    return _refusal(Refused(404, "Not Found: file not found"))
