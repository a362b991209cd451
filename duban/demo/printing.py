"""The conversation on the terminal, as it happens."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from rich.console import Console
from rich.text import Text

from duban.demo.stage import Stage
from sandbox.model import Button, Event, Message, Toast

BOT = "督办"
_NUMBERED = re.compile(r"^\d+\. ")  # a line keeps its meaning when its place changes


async def show(stage: Stage, console: Console) -> None:
    """Print every message until cancelled."""
    printer = Printer(stage, console)
    with stage.world.listen() as events:
        async for event in events:
            printer.line(event)


@dataclass(frozen=True, slots=True)
class Printer:
    """Prints what is said whole, and of what is edited the head and what is new."""

    stage: Stage
    console: Console
    _before: dict[tuple[int, int], set[str]] = field(default_factory=dict)

    def line(self, event: Event) -> None:
        """Print one event, if it is something said, changed or shown."""
        match event.body:
            case Toast(user_id=user, text=text) if text:
                name = self.stage.world.people[user].name
                toast = Text(f"      {BOT} → {name}（{text}）", style="dim")
                self.console.print(toast)
            case Message() as said if event.kind in {"message", "edited"}:
                self._said(said, edited=event.kind == "edited")

    def _said(self, said: Message, *, edited: bool) -> None:
        lines = said.text.splitlines()
        shown, rows = lines, [_names(row) for row in said.buttons]
        known = self._before.get((said.chat_id, said.id), set())
        if edited:
            shown = lines[:1] + [line for line in lines[1:] if _bare(line) not in known]
            rows = [row for row in rows if row not in known]
        self._before[said.chat_id, said.id] = known | {_bare(line) for line in lines}
        self._before[said.chat_id, said.id] |= {_names(row) for row in said.buttons}
        self.console.print(self._head(said, edited=edited))
        for line in shown:
            self.console.print(Text(f"      {line}"))
        for row in rows:
            self.console.print(Text(f"      {row}", style="yellow"))

    def _head(self, said: Message, *, edited: bool) -> Text:
        name = self.stage.world.people[said.chat_id].name
        at = (said.edited or said.date).astimezone(self.stage.zone)
        head = Text(f"{at:%m-%d %H:%M} ", style="dim")
        style = "bold green" if said.from_bot else "bold cyan"
        head.append(f"{BOT} → {name}" if said.from_bot else name, style=style)
        if edited:
            head.append("  ✎", style="dim")
        return head


def _bare(line: str) -> str:
    return _NUMBERED.sub("", line)


def _names(row: Sequence[Button]) -> str:
    return "  ".join(f"[{button.text}]" for button in row)
