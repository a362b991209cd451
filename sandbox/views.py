"""What the chat page is told: its own JSON of people, messages and events."""

from collections.abc import Mapping

from sandbox.model import Button, Event, Message, StoredFile, Toast
from sandbox.rendering import as_html
from sandbox.world import World

View = dict[str, object]
_SERVICES = {
    "migrate_to_chat_id": "upgraded",
    "migrate_from_chat_id": "upgraded",
}


def message(world: World, one: Message) -> View:
    return {
        "id": one.id,
        "chat_id": one.chat_id,
        "from": "bot" if one.from_bot else one.sender,
        "name": _name(world, one),
        "date": one.date.isoformat(),
        "edited": one.edited is not None,
        "html": as_html(one.text, one.entities),
        "text": one.text,
        "reply_to": _reply(world, one),
        "buttons": [[_button(b) for b in row] for row in one.buttons] or None,
        "keyboard": _keyboard(one.keyboard),
        "file": _file(one.file) if one.file else None,
        "service": _service(one.service),
    }


def _name(world: World, one: Message) -> str:
    if one.from_bot:
        return world.bot_name
    return world.people[one.sender].name


def _reply(world: World, one: Message) -> View | None:
    found = world.chats[one.chat_id].messages.get(one.reply_to or 0)
    if found is None:
        return None
    return {"id": found.id, "text": _summary(found), "name": _name(world, found)}


def _summary(one: Message) -> str:
    return one.text or (one.file.name if one.file else "")


def _button(b: Button) -> View:
    if b.data:
        return {"text": b.text, "data": b.data}
    return {"text": b.text, "url": b.url or b.web_app}


def _keyboard(given: Mapping[str, object] | None) -> View | None:
    """Say which of the three it is; a reply keyboard as rows of plain texts."""
    if given is None:
        return None
    placeholder = given.get("input_field_placeholder")
    if given.get("force_reply"):
        return {"force_reply": True, "placeholder": placeholder}
    if given.get("remove_keyboard"):
        return {"remove": True}
    rows = given.get("keyboard")
    texts = [[_label(b) for b in row] for row in rows] if isinstance(rows, list) else []
    return {
        "rows": texts,
        "one_time": bool(given.get("one_time_keyboard")),
        "placeholder": placeholder,
    }


def _label(button: object) -> str:
    return str(button.get("text", "") if isinstance(button, Mapping) else button)


def _file(one: StoredFile) -> View:
    return {
        "kind": one.kind,
        "name": one.name,
        "size": len(one.content),
        "url": f"/sandbox/files/{one.id}",
    }


def _service(given: Mapping[str, object] | None) -> str | None:
    return next((_SERVICES[key] for key in given or () if key in _SERVICES), None)


def people(world: World) -> list[View]:
    return [
        {
            "id": p.id,
            "name": p.name,
            "note": p.note,
            "language": p.language,
            "blocked": p.blocked,
            "unread": world.unread(p.id),
            "last": _last(world, p.id),
        }
        for p in world.people.values()
    ]


def _last(world: World, chat_id: int) -> View | None:
    said = world.messages(chat_id)
    if not said:
        return None
    return {"text": _summary(said[-1]), "date": said[-1].date.isoformat()}


def groups(world: World) -> list[View]:
    return [
        {"id": c.id, "title": c.title, "kind": c.kind, "members": c.members}
        for c in world.chats.values()
        if c.kind != "private" and c.migrated_to is None
    ]


def event(world: World, one: Event) -> View:
    """Return the body of a server-sent event (of all kinds but the clock's)."""
    match one.body:
        case Message() as said:
            return message(world, said)
        case Toast() as toast:
            body = {"user": toast.user_id, "text": toast.text, "alert": toast.alert}
            return body | ({"url": toast.url} if toast.url else {})
        case int() as chat_id:
            return {"chat_id": chat_id}
        case _:
            return {"people": people(world)}
