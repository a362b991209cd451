"""The Bot API's JSON of people, chats, messages and files."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from sandbox.keyboards import wire_rows
from sandbox.model import Chat, Entity, Message, Person, StoredFile, Tap

if TYPE_CHECKING:
    from sandbox.state import State

Wire = dict[str, object]


def stamp(moment: datetime) -> int:
    return int(moment.timestamp())


def bot_user(state: "State") -> Wire:
    return {
        "id": state.bot_id,
        "is_bot": True,
        "first_name": state.bot_name,
        "username": state.bot_username,
    }


def user(person: Person) -> Wire:
    made: Wire = {"id": person.id, "is_bot": False, "first_name": person.name}
    if person.username:
        made["username"] = person.username
    return made | {"language_code": person.language}


def sender(state: "State", user_id: int) -> Wire:
    if user_id == state.bot_id:
        return bot_user(state)
    return user(state.people[user_id])


def chat(state: "State", one: Chat) -> Wire:
    if one.kind != "private":
        return {"id": one.id, "type": one.kind, "title": one.title}
    person = state.people[one.id]
    made: Wire = {"id": one.id, "type": "private", "first_name": person.name}
    return made | ({"username": person.username} if person.username else {})


def message(state: "State", one: Message, *, nested: bool = False) -> Wire:
    made: Wire = {
        "message_id": one.id,
        "from": sender(state, one.sender),
        "chat": chat(state, state.chats[one.chat_id]),
        "date": stamp(one.date),
    }
    if one.edited:
        made["edit_date"] = stamp(one.edited)
    if one.album:
        made["media_group_id"] = one.album
    if one.forwarded_from is not None:
        made["forward_origin"] = _origin(state, one)
    if not nested and (reply := _replied(state, one)):
        made["reply_to_message"] = message(state, reply, nested=True)
    made |= _content(state, one)
    return made | ({"reply_markup": wire_rows(one.buttons)} if one.buttons else {})


def _origin(state: "State", one: Message) -> Wire:
    who = sender(state, one.forwarded_from or state.bot_id)
    return {"type": "user", "sender_user": who, "date": stamp(one.date)}


def _replied(state: "State", one: Message) -> Message | None:
    found = state.chats[one.chat_id].messages
    return found.get(one.reply_to) if one.reply_to else None


def _content(state: "State", one: Message) -> Mapping[str, object]:
    if one.service is not None:
        return one.service
    spans = [_entity(state, e) for e in one.entities]
    text, marks = ("caption", "caption_entities") if one.file else ("text", "entities")
    made: Wire = _file(one.file) if one.file else {}
    if one.text:
        made[text] = one.text
    return made | ({marks: spans} if spans else {})


def _entity(state: "State", e: Entity) -> Wire:
    made: Wire = {"type": e.kind, "offset": e.offset, "length": e.length}
    if e.kind == "text_link":
        made["url"] = e.url
    if e.kind == "pre" and e.language:
        made["language"] = e.language
    if e.kind == "text_mention" and e.user_id in state.people:
        made["user"] = user(state.people[e.user_id])
    return made


def _file(one: StoredFile) -> Wire:
    if one.kind == "photo":
        size = {"width": one.width, "height": one.height}
        return {"photo": [file_facts(one) | size]}
    named = {"mime_type": one.mime}
    if one.kind == "voice":
        return {"voice": file_facts(one) | named | {"duration": 1}}
    facts = file_facts(one) | named | {"file_name": one.name}
    if one.kind == "audio":
        return {"audio": facts | {"duration": 1}}
    if one.kind == "video":
        return {"video": facts | {"duration": 1, "width": 640, "height": 360}}
    return {"document": facts}


def file_facts(one: StoredFile) -> Wire:
    return {
        "file_id": one.id,
        "file_unique_id": one.id[-12:],
        "file_size": len(one.content),
    }


def callback_query(state: "State", tap: Tap) -> Wire:
    made: Wire = {
        "id": tap.id,
        "from": sender(state, tap.user_id),
        "chat_instance": str(tap.chat_id),
        "data": tap.data,
    }
    found = state.chats[tap.chat_id].messages.get(tap.message_id)
    return made | ({"message": message(state, found)} if found else {})


def blocking(state: "State", person: Person, *, blocked: bool) -> Wire:
    """Return the ChatMemberUpdated of a person who blocks or unblocks the bot."""
    return _membership(state, state.chats[person.id], person, gone_now=blocked)


def kicking(state: "State", group: Chat, person: Person) -> Wire:
    """Return the ChatMemberUpdated of somebody who puts the bot out of a group."""
    return _membership(state, group, person, gone_now=True)


def _membership(state: "State", where: Chat, by: Person, *, gone_now: bool) -> Wire:
    bot = bot_user(state)
    gone: Wire = {"user": bot, "status": "kicked", "until_date": 0}
    here: Wire = {"user": bot, "status": "member"}
    return {
        "chat": chat(state, where),
        "from": user(by),
        "date": stamp(state.now()),
        "old_chat_member": here if gone_now else gone,
        "new_chat_member": gone if gone_now else here,
    }
