"""The auditor's and the canary's bells, and the figures that machines watch."""

from datetime import timedelta
from functools import partial
from importlib.metadata import version

from board.metrics import Vitals, exposition
from duban.clock import ticks
from duban.house import House
from duban.settings import Settings
from scheduler import canary
from scheduler.auditing import Auditor
from scheduler.jobs import Bell
from scheduler.machine import Machine
from store import figures
from store.session import DatabaseAway

AUDIT, CANARY = timedelta(minutes=5), timedelta(seconds=20)


def rounds(house: House, speed: float, found: Settings) -> tuple[Bell, ...]:
    """Return the bells that watch a house whose clock runs at `speed`."""
    file = house.store.file
    folders = (file.absolute().parent if file else None, found.backup_dir)
    places = dict.fromkeys(folder for folder in folders if folder is not None)
    secret = found.heartbeat_url
    auditor = Auditor(
        store=house.store,
        plan=house.plan,
        bot=house.app.bot.id,
        clock=house.clock,
        machine=Machine(house.clock, ticks, pace=speed, places=tuple(places)),
        pace=speed,
        heartbeat=secret.get_secret_value() if secret else None,
    )
    sing = partial(canary.sing, house.store, house.plan, house.clock)
    return (
        Bell(name="audit", every=AUDIT, ring=auditor.ring),
        Bell(name="canary", every=CANARY, ring=sing),
    )


async def scraped(house: House) -> bytes:
    """Return the metrics of one house; while its database is away, what it knows."""
    plan, bot, now = house.plan, house.app.bot.id, house.clock()
    try:
        counted = await house.store.read(lambda tx: figures.figures(tx, plan, bot, now))
    except DatabaseAway:
        counted = None
    vitals = Vitals(
        version=version("duban"),
        on_duty=house.duty.on(),
        refusals={kind.value: times for kind, times in house.refusals.items()},
        bells=dict(house.took),
    )
    return exposition(vitals, counted)
