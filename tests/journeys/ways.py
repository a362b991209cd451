"""How the people of the year answer: each looks at a message and plans what to do."""

from datetime import date, datetime, timedelta

from journeys.year import SHANGHAI, Player, Year, buttons, clock, pace

from sandbox.model import Message

FINE, OPEN, ALL, DONE, YES = "正常", "答复", "全部签收", "申请办结", "同意"


def punctual(year: Year, player: Player, message: Message) -> None:
    """Receives at once, answers on the first morning, a little ahead of pace."""
    _receive(year, player, message, minutes=12)
    asked = _asked(message)
    here = year.town.now.astimezone(SHANGHAI)
    if not player.told_whole and here.month % 3:
        same = buttons(message, FINE)
        for task in same:  # a crowd answers in one tap, and in words each quarter
            at = clock(here, 9, 10)
            year.at(at, lambda text=f"{task} {FINE}": _tap_if_there(year, player, text))
        asked = [task for task in asked if task not in same]
    _say_all(year, player, asked, 9, 10, lambda day, _: min(pace(day) + 3, 99))
    here = clock(year.town.now.astimezone(SHANGHAI), 9, 40)
    for task in buttons(message, DONE):
        year.at(here, lambda text=f"{task} {DONE}": _tap_if_there(year, player, text))


def late(year: Year, player: Player, message: Message) -> None:
    """Answers on the afternoon of the first day on which it is overdue."""
    _receive(year, player, message, minutes=400)
    if "逾期" in message.text:
        asked = _asked(message)
        _say_all(year, player, asked, 16, 20, lambda day, _: max(pace(day) - 7, 1))


def on_leave(year: Year, player: Player, message: Message) -> None:
    """Answers on the due day, and is away in July with a deputy."""
    _receive(year, player, message, minutes=30)
    if "今日到期" in message.text:
        asked = _asked(message)
        _say_all(year, player, asked, 10, 5, lambda day, _: pace(day) + 1)


def honest(year: Year, player: Player, message: Message) -> None:
    """Says at once what is wrong, and what is needed; catches up in the autumn."""
    _receive(year, player, message, minutes=20)
    asked = _asked(message)
    if not asked:
        return
    here = year.town.now.astimezone(SHANGHAI)
    at = clock(here, 9, 30)
    done = max(pace(here.date()) - 35, 2) if here.month < 9 else pace(here.date()) - 6
    if here.month < 9:
        words = f"总体进度{done}%，滞后，养殖尾水治理受疫情影响，需要农业农村厅协调"
    else:
        words = f"总体进度{done}%，正常推进，预计12月底全部完成"
    _answer(year, player, at, [f"{task} {words}" for task in asked], len(asked))


def gaming(year: Year, player: Player, message: Message) -> None:
    """Claims much early, then says that all is well for as long as it goes."""
    _receive(year, player, message, minutes=5)
    asked = _asked(message)
    if not asked:
        return
    here = year.town.now.astimezone(SHANGHAI)
    at = clock(here, 8, 50)
    if here.month in {3, 4}:
        _answer(year, player, at, [f"{task} 已完成95%" for task in asked], len(asked))
    elif here.month == 9:
        words = "空气站建成4个，总体进度40%"
        _answer(year, player, at, [f"{task} {words}" for task in asked], len(asked))
    else:
        same = f"{asked[0]} {FINE}"
        year.at(at, lambda: year.town.tap(player.user, same))


def approves(year: Year, player: Player, message: Message) -> None:
    """The admin at the year's end: what is applied for is approved the day after."""
    here = year.town.now.astimezone(SHANGHAI)
    if here.month == 12 and "申请办结" in message.text:
        at = clock(here + timedelta(days=1), 9, 30)
        for task in buttons(message, YES):
            year.at(at, lambda text=f"{task} {YES}": _tap_if_there(year, player, text))


WAYS = {
    "approves": approves,
    "punctual": punctual,
    "late": late,
    "on leave": on_leave,
    "honest": honest,
    "gaming": gaming,
}


def _asked(message: Message) -> list[str]:
    """The tasks a message asks to report on: of many each has one button only."""
    return buttons(message, FINE) + buttons(message, OPEN)


def _receive(year: Year, player: Player, message: Message, minutes: int) -> None:
    """签收 what was handed out, one button or one each."""
    shown = [button.text for row in message.buttons for button in row]
    wanted = [text for text in shown if text.startswith(ALL) or text.endswith("签收")]
    for text in wanted:
        at = year.town.now + timedelta(minutes=minutes)
        year.at(at, lambda text=text: _tap_if_there(year, player, text))


async def _tap_if_there(year: Year, player: Player, text: str) -> None:
    town = year.town
    try:
        message, data = town.button(player.user, text)
    except LookupError:
        return  # the message was brought up to date meanwhile
    town.world.tap(player.user, message.id, data)
    if player.told_whole:
        await town.settled()


def _say_all(year: Year, player: Player, asked, hour, minute, done) -> None:
    here = year.town.now.astimezone(SHANGHAI)
    day: date = here.date()
    said = [f"{task} 总体进度{done(day, task)}%，正常推进" for task in asked]
    if said:
        _answer(year, player, clock(here, hour, minute), said, len(said))


def _answer(
    year: Year, player: Player, at: datetime, said: list[str], cards: int
) -> None:
    """Say it all in one message, then confirm it by one tap."""
    at = max(at, year.town.now + timedelta(minutes=1))
    if not _planned(year, player, at):
        year.at(at, lambda: _say(year, player, "\n".join(said)))
        yes = f"全部确认（{cards}）" if cards > 1 else "确认"
        then = at + timedelta(minutes=1)
        year.at(then, lambda: _tap_if_there(year, player, yes))


async def _say(year: Year, player: Player, text: str) -> None:
    """Say something; of those told as a crowd nobody waits for the answer."""
    year.town.world.say(player.user, text)
    if player.told_whole:
        await year.town.settled()


def _planned(year: Year, player: Player, at: datetime) -> bool:
    """Whether the person means to answer then already: two messages, one answer."""
    key = (player.user, at)
    if key in year.planned:
        return True
    year.planned.add(key)
    return False
