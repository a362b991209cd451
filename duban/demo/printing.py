"""The conversation on the terminal, as it happens."""

from rich.console import Console
from rich.text import Text

from duban.demo.stage import Stage
from sandbox.model import Event, Message, Toast

BOT = "督办"


async def show(stage: Stage, console: Console) -> None:
    """Print every message until cancelled."""
    with stage.world.listen() as events:
        async for event in events:
            line(stage, console, event)


def line(stage: Stage, console: Console, event: Event) -> None:
    """Print one event, if it is something said, changed or shown."""
    match event.body:
        case Toast(user_id=user, text=text) if text:
            name = stage.world.people[user].name
            console.print(Text(f"      {BOT} → {name}（{text}）", style="dim"))
        case Message() as said if event.kind in {"message", "edited"}:
            _said(stage, console, said, edited=event.kind == "edited")


def _said(stage: Stage, console: Console, said: Message, *, edited: bool) -> None:
    name = stage.world.people[said.chat_id].name
    who = f"{BOT} → {name}" if said.from_bot else name
    at = (said.edited or said.date).astimezone(stage.zone)
    head = Text(f"{at:%m-%d %H:%M} ", style="dim")
    head.append(who, style="bold green" if said.from_bot else "bold cyan")
    if edited:
        head.append("  ✎", style="dim")
    console.print(head)
    for text in said.text.splitlines():
        console.print(Text(f"      {text}"))
    for row in said.buttons:
        names = "  ".join(f"[{button.text}]" for button in row)
        console.print(Text(f"      {names}", style="yellow"))
