"""Open what is owed from today: reports, receipts of new tasks, tasks to finish."""

from datetime import date, datetime

from rules.chase import first_look
from rules.clock import Clock
from rules.handing import ending, handed_out, next_day
from rules.ids import PlanId
from rules.lifecycle import REPORTING, Move, Moved, Stage, stage_after
from rules.obligation import ObligationState
from rules.owing import Owing
from rules.periods import Period, next_opening, open_on
from store import moves, obligations, plans, reports
from store.plans import Loaded
from store.session import Store, Tx


async def open_periods(store: Store, plan: PlanId, clock: Clock) -> int:
    """Open what is to be open by now, once each; return how many were opened.

    Running it again, or a week late, opens what is missing and nothing twice.
    """
    now = clock()
    found = await store.read(lambda tx: plans.loaded(tx, plan))
    if found is None or _opened(found, now):
        return 0
    return await store.run(lambda tx: _open(tx, found, now))


def next_time(tx: Tx, plan: PlanId, now: datetime) -> datetime | None:
    """Return the next morning on which something opens, if anything is left."""
    found = plans.loaded(tx, plan)
    if found is None:
        return None
    today = found.days.local(now).date()
    days = [
        next_opening(policy, found.catalog.plan, found.days, today)
        for policy in found.catalog.policies.values()
    ]
    days.append(next_day(found.catalog, found.days, today))
    first = min((day for day in days if day), default=None)
    return found.days.opening(first) if first else None


def _opened(found: Loaded, now: datetime) -> bool:
    """Whether today's periods have been opened under the version in force."""
    at, local = found.opened_at, found.days.local
    if at is None or at <= found.applied_at:
        return False
    return local(at).date() == local(now).date()


def _open(tx: Tx, found: Loaded, now: datetime) -> int:
    plan, days = found.catalog.plan, found.days
    since, today = _day(found, found.loaded_at), _day(found, now)
    opened = 0
    for policy in found.catalog.policies.values():
        for period in open_on(policy, plan, days, since=since, today=today):
            if not _wanted(found, period):
                continue
            look = first_look(policy, period.due, days)
            opened += obligations.open_period(
                tx, plan.id, policy, period, look=look, now=now
            )
    opened += _hand_out(tx, found, since, now)
    plans.set_opened(tx, plan.id, now)
    return opened


def _hand_out(tx: Tx, found: Loaded, since: date, now: datetime) -> int:
    """Hand out what begins, and ask about what ends: once each."""
    catalog, days, plan = found.catalog, found.days, found.catalog.plan.id
    today, moved = _day(found, now), moves.stages(tx, plan, now)
    heard = {(kept.task, kept.unit) for kept in reports.latest(tx, plan, now)}
    receipts = handed_out(catalog, moved, heard, days, today)
    issued = [
        Moved(
            task=one.task,
            unit=one.unit,
            move=Move.ISSUE,
            of=Stage.DRAFT,
            to=Stage.PENDING_ACK,
            by=None,
            at=now,
            why="",
        )
        for one in receipts
    ]
    moves.add(tx, plan, issued)
    ends = ending(catalog, moved, days, since=since, today=today)
    # An end that was closed is owed again once its branch is at work by that day.
    at_work = [one for one in ends if _at_work(moved, one)]
    closed = [ObligationState.WAIVED, ObligationState.ANSWERED]
    again = obligations.owe_anew(tx, plan, at_work, now, of=closed)
    return again + obligations.open_all(tx, plan, (*receipts, *ends), now)


def _at_work(moved: moves.Last, end: Owing) -> bool:
    return stage_after(moved.get((end.task, end.unit))) in REPORTING


def _wanted(found: Loaded, period: Period) -> bool:
    """Whether a period may have branches that do not owe it yet.

    Its day may have come since we last opened; or the plan has changed since, and
    then what was due before the change is not asked of those it adds.
    """
    at = found.opened_at
    if at is None or period.opens > _day(found, at):
        return True
    return at <= found.applied_at and period.due >= _day(found, found.applied_at)


def _day(found: Loaded, at: datetime) -> date:
    return found.days.local(at).date()
