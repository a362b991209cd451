"""How often a chat may be written to, and when it may again."""

from collections import deque
from dataclasses import dataclass, field

EVERY, BURST = 1.0, 3  # seconds between messages to one chat, after a small burst
GROUP, MINUTE = 20, 60.0  # messages to a group in so many seconds


@dataclass(slots=True)
class Chat:
    """One chat's turns. Times are seconds of the loop's clock; `ease` divides waits."""

    group: bool
    ease: float = 1.0
    at: float = 0.0  # when the next turn would be without a burst
    held_until: float = 0.0
    lately: deque[float] = field(default_factory=lambda: deque(maxlen=GROUP))

    def free_at(self) -> float:
        """Return when the next message may go."""
        free = max(self.at - EVERY / self.ease * (BURST - 1), self.held_until)
        if self.group and len(self.lately) == GROUP:
            free = max(free, self.lately[0] + MINUTE / self.ease)
        return free

    def take(self, now: float) -> None:
        """Count a message that goes now."""
        self.at = max(self.at, now) + EVERY / self.ease
        if self.group:
            self.lately.append(now)

    def hold(self, until: float) -> None:
        """Give no turn before `until`, and no burst after it."""
        self.held_until = max(self.held_until, until)
        self.at = max(self.at, until + EVERY / self.ease * (BURST - 1))

    def rested(self, now: float) -> bool:
        """Whether it may be forgotten: a fresh one would be as free."""
        last = self.lately[-1] if self.lately else 0.0
        return max(self.at, self.held_until, last + MINUTE / self.ease) <= now


class Chats:
    """The chats written to lately; those at rest are forgotten as others come."""

    def __init__(self, ease: float) -> None:
        self._ease = ease
        self._chats: dict[int | str, Chat] = {}
        self._most = _FEW

    def of(self, chat: int | str, now: float) -> Chat:
        found = self._chats.get(chat)
        if found is None:
            if len(self._chats) >= self._most:
                self._forget(now)
            # A chat that goes by a name is a channel or a public group.
            group = isinstance(chat, str) or chat < 0
            found = self._chats[chat] = Chat(group, self._ease)
        return found

    def _forget(self, now: float) -> None:
        self._chats = {k: c for k, c in self._chats.items() if not c.rested(now)}
        self._most = max(_FEW, 2 * len(self._chats))


_FEW = 500
