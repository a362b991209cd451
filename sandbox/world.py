"""The people's side: what somebody with a phone in hand can do, as plain calls.

Everything is synchronous and takes effect at once. What her app would not allow
raises Impossible. (Looking and waiting are in `state`.)
"""

import secrets
from collections.abc import Sequence
from dataclasses import replace

from sandbox import wire
from sandbox.entities import TEXT_LIMIT, with_found
from sandbox.files import kind_of, stored
from sandbox.model import Chat, Entity, Event, Message, Person, Tap
from sandbox.refusals import Impossible
from sandbox.state import State

SUPERGROUP = -1_000_000_000_000
ALBUM = range(2, 11)


class World(State):
    def upgrade(self, chat_id: int) -> int:
        """Turn a group into a supergroup and return its new id."""
        old = self.chats[chat_id]
        new_id = SUPERGROUP - abs(chat_id)
        self.add_group(new_id, old.title, old.members, "supergroup")
        old.migrated_to = new_id
        who = old.members[0]
        self._told(self._made(old, who, service={"migrate_to_chat_id": new_id}))
        new = self.chats[new_id]
        self._told(self._made(new, who, service={"migrate_from_chat_id": chat_id}))
        return new_id

    def start(self, user_id: int, payload: str = "") -> Message:
        """Open the chat (and unblock the bot), sending /start and the payload."""
        if self._person(user_id).blocked:
            self.unblock(user_id)
        return self.say(user_id, f"/start {payload}".strip())

    def open_chat(self, user_id: int) -> Chat:
        """Open her chat with the bot without a word, as if started long ago."""
        return self._chat_of(user_id, None)

    def say(
        self,
        user_id: int,
        text: str,
        reply_to: int | None = None,
        chat_id: int | None = None,
    ) -> Message:
        """Send a text; one too long goes as several, the last is returned."""
        chat = self._chat_of(user_id, chat_id)
        text = text.strip()
        if not text:
            raise Impossible("nothing to send")
        if reply_to is not None:
            self._found(chat, reply_to)
        pieces = [text[i : i + TEXT_LIMIT] for i in range(0, len(text), TEXT_LIMIT)]
        for piece in pieces:
            said = self._made(
                chat, user_id, text=piece, spans=with_found(piece), reply_to=reply_to
            )
            self._told(said)
        return said

    def send_file(
        self,
        user_id: int,
        filename: str,
        content: bytes,
        mime: str,
        caption: str = "",
        *,
        chat_id: int | None = None,
        album: str = "",
        forwarded_from: int | None = None,
    ) -> Message:
        """Send a file: a picture as a photo, sound as voice, the rest as documents."""
        chat = self._chat_of(user_id, chat_id)
        file = self.keep(stored(kind_of(mime), filename, mime, content))
        made = self._made(chat, user_id, text=caption, spans=with_found(caption))
        return self._told(
            replace(made, file=file, album=album, forwarded_from=forwarded_from)
        )

    def send_album(
        self,
        user_id: int,
        files: Sequence[tuple[str, bytes, str]],
        caption: str = "",
        *,
        captioned: int = 0,
        chat_id: int | None = None,
    ) -> list[Message]:
        """Send files (name, content, type) together: each is a message of its own.

        `captioned`: which of them carries the caption.
        """
        if len(files) not in ALBUM:
            raise Impossible("an album has 2 to 10 files")
        album = str(secrets.randbelow(10**17))
        return [
            self.send_file(
                user_id,
                *one,
                caption if place == captioned else "",
                chat_id=chat_id,
                album=album,
            )
            for place, one in enumerate(files)
        ]

    def forward(
        self, user_id: int, text: str, origin: int, chat_id: int | None = None
    ) -> Message:
        """Forward what somebody else wrote elsewhere."""
        chat = self._chat_of(user_id, chat_id)
        if not text.strip():
            raise Impossible("nothing to send")
        self._person(origin)
        made = self._made(chat, user_id, text=text, spans=with_found(text))
        return self._told(replace(made, forwarded_from=origin))

    def edit(
        self, user_id: int, message_id: int, text: str, chat_id: int | None = None
    ) -> Message:
        chat = self._chat_of(user_id, chat_id)
        old = self._found(chat, message_id)
        if old.sender != user_id:
            raise Impossible("not her message")
        made = self.change(old, text=text, entities=with_found(text))
        if self._heard(chat, made):
            self.tell_bot("edited_message", chat.id, wire.message(self, made))
        return made

    def tap(
        self, user_id: int, message_id: int, data: str, chat_id: int | None = None
    ) -> str:
        """Press an inline button and return the id of the callback query.

        The button need not be there any more: people tap old screens.
        """
        chat = self._chat_of(user_id, chat_id)
        if not self._found(chat, message_id).from_bot:
            raise Impossible("no buttons there")
        tap = Tap(
            id=str(secrets.randbelow(10**18)),
            user_id=user_id,
            chat_id=chat.id,
            message_id=message_id,
            data=data,
            at=self.ticks(),
        )
        self.taps[tap.id] = tap
        self.tell_bot("callback_query", chat.id, wire.callback_query(self, tap))
        return tap.id

    def block(self, user_id: int) -> None:
        self._set_blocked(user_id, blocked=True)

    def unblock(self, user_id: int) -> None:
        self._set_blocked(user_id, blocked=False)

    def kick(self, user_id: int, chat_id: int) -> None:
        """Put the bot out of a group she is in."""
        group = self._chat_of(user_id, chat_id)
        group.kicked = True
        told = wire.kicking(self, group, self._person(user_id))
        self.tell_bot("my_chat_member", chat_id, told)

    def deactivate(self, user_id: int) -> None:
        """Delete her account."""
        self._person(user_id).deactivated = True
        self.events.publish(Event(kind="people"))

    def read(self, user_id: int) -> None:
        """Mark her chat with the bot as read."""
        person, chat = self._person(user_id), self.chats.get(user_id)
        person.read_up_to = max(chat.messages, default=0) if chat else 0
        self.events.publish(Event(kind="people"))

    def _person(self, user_id: int) -> Person:
        if user_id not in self.people:
            raise Impossible("no such person")
        return self.people[user_id]

    def _chat_of(self, user_id: int, chat_id: int | None) -> Chat:
        """Return the chat she writes in; her own with the bot opens on first use."""
        person = self._person(user_id)
        if chat_id not in {None, user_id}:
            chat = self.chats.get(chat_id or 0)
            if chat is None or user_id not in chat.members:
                raise Impossible("not a member of this chat")
            return chat
        if person.blocked or person.deactivated:
            raise Impossible("the chat is closed: blocked or deactivated")
        return self.chats.setdefault(
            user_id, Chat(id=user_id, kind="private", members=[user_id])
        )

    @staticmethod
    def _found(chat: Chat, message_id: int) -> Message:
        if message_id not in chat.messages:
            raise Impossible("no such message")
        return chat.messages[message_id]

    def _made(
        self,
        chat: Chat,
        user_id: int,
        *,
        text: str = "",
        spans: tuple[Entity, ...] = (),
        reply_to: int | None = None,
        service: dict[str, object] | None = None,
    ) -> Message:
        return Message(
            id=self.next_id(chat),
            chat_id=chat.id,
            sender=user_id,
            from_bot=False,
            date=self.now(),
            text=text,
            entities=spans,
            reply_to=reply_to,
            service=service,
        )

    def _told(self, message: Message) -> Message:
        self.post(message)
        chat = self.chats[message.chat_id]
        if self._heard(chat, message):
            self.tell_bot("message", chat.id, wire.message(self, message))
        return message

    def _heard(self, chat: Chat, message: Message) -> bool:
        """In groups a bot in privacy mode hears commands, its name, and replies."""
        if chat.kind == "private" or message.service is not None:
            return True
        if chat.kicked or chat.migrated_to:
            return False
        replied = chat.messages.get(message.reply_to or 0)
        if replied is not None and replied.from_bot:
            return True
        if self._named(message):
            return True
        word = message.text.split(maxsplit=1)[0] if message.text else ""
        name, _, to = word.partition("@")
        return name.startswith("/") and to.lower() in {"", self.bot_username.lower()}

    def _named(self, message: Message) -> bool:
        """Whether Telegram marked the bot's @name in these words."""
        name = f"@{self.bot_username}".lower().encode("utf-16-le")
        said = message.text.lower().encode("utf-16-le")
        return any(
            one.kind == "mention" and said[one.offset * 2 : one.end * 2] == name
            for one in message.entities
        )

    def _set_blocked(self, user_id: int, *, blocked: bool) -> None:
        person = self._person(user_id)
        if person.blocked == blocked:
            return
        person.blocked = blocked
        if user_id in self.chats:
            told = wire.blocking(self, person, blocked=blocked)
            self.tell_bot("my_chat_member", user_id, told)
        self.events.publish(Event(kind="people"))
