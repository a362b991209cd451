"""What must hold of everything that is kept, from one step to the next."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from engine.phone import Shown
from engine.plan import PLAN
from engine.rows import Row, Rows, rows
from engine.watch import BUNDLE, Watch, by_branch
from engine.world import START, World
from sqlmodel import select

from rules.audience import Facing, facing
from rules.chase import chase
from rules.decision import Reason
from rules.ids import TaskId, UnitId
from rules.lifecycle import MOVES, Branch, Move, Mover, Stage, moves
from rules.obligation import Obligation
from rules.pace import judge
from rules.people import Role
from rules.spare import spared
from rules.workdays import Workdays
from store import obligations, people, plans, states
from store.session import Store, Tx
from store.tables import DecisionRow

FINAL = ("move", "event", "report", "reading", "catalog_version")
"""What is only ever added to."""
COUNTED = frozenset({"last_at", "next_at", "times"})
"""What a decision counts; all else of it stays as it was made."""
ARRIVED = ("key", "person", "facts", "sent_at", "message", "sort", "template")
"""What is never changed of a letter that has arrived."""
NEVER = datetime.max.replace(tzinfo=UTC)
_SPENT = select(DecisionRow.obligation).where(DecisionRow.reason == Reason.SPENT)


@dataclass
class Kept:
    """What was kept at the last step, and how the tasks stood at each."""

    world: World
    watch: Watch
    seen: Rows = field(default_factory=dict)
    at: datetime = START
    stood: dict[datetime, dict[TaskId, Any]] = field(default_factory=dict)

    def step(self) -> None:
        """Look at everything after one step."""
        now = rows(self.world.store)
        if self.seen:
            self._only_added(now)
        self._moved(now)
        self._reopened(now)
        self._waits(now)
        self._true(now)
        self.world.store.read_sync(self._looked)
        self._lights()
        self.seen, self.at = now, self.world.now

    def _only_added(self, now: Rows) -> None:
        for table in FINAL:
            for key, row in self.seen[table].items():
                assert now[table].get(key) == row, (table, row)
        for key, row in self.seen["decision"].items():
            same = {k: v for k, v in now["decision"][key].items() if k not in COUNTED}
            assert same.items() <= row.items(), row
            assert now["decision"][key]["times"] >= row["times"]
        for key, row in self.seen["letter"].items():
            if row["sent_at"] is not None:
                after = now["letter"][key]
                assert all(after[name] == row[name] for name in ARRIVED), (row, after)

    def _moved(self, now: Rows) -> None:
        """Every move is in the table, and each begins where the last one ended."""
        fresh = set(now["move"]) - set(self.seen.get("move", ()))
        roles = {row["id"]: Role(row["role"]) for row in now["person"].values()}
        for (task, unit), made in by_branch(now["move"]).items():
            stage = Stage.DRAFT if made[0]["move"] == "issue" else Stage.IN_PROGRESS
            before = None
            for row in made:
                rule = MOVES[Move(row["move"])]
                assert row["of_stage"] == stage.value, (task, unit, row)
                assert stage in rule.of, row
                to = Stage(row["to_stage"])
                if rule.to is not None:
                    assert to is rule.to, row
                else:
                    back = {Stage.DRAFT, Stage.PENDING_ACK} & {before}
                    assert to is (before if back else Stage.IN_PROGRESS), row
                if row["person"] is not None and (row["id"],) in fresh:
                    assert roles[row["person"]] in rule.by, row
                if rule.reason and row["person"] is not None:
                    assert row["why"].strip(), row
                stage, before = to, stage
            self._way_out(TaskId(task), UnitId(unit), stage, before)

    def _way_out(
        self, task: TaskId, unit: UnitId, stage: Stage, before: Stage | None
    ) -> None:
        """Somebody can always move a branch on."""
        here = Branch(task=task, unit=unit, lead=True, stage=stage, before=before)
        who = (Mover(role=role, units=frozenset({unit})) for role in Role)
        assert any(moves(here, mover) for mover in who), here

    def _reopened(self, now: Rows) -> None:
        for key, row in self.seen.get("obligation", {}).items():
            if row["state"] != "open" and now["obligation"][key]["state"] == "open":
                self.watch.reopened[row["id"]] = self.at
                self._forget(row)

    def _forget(self, row: Row) -> None:
        """What was answered and taken back is owed for the time between as well."""
        for at in [at for at in self.stood if at >= row["closed_at"]]:
            self.stood[at].pop(TaskId(row["task"]), None)

    def _waits(self, now: Rows) -> None:
        """Every letter that waits has a reason and a time; none is overdue."""
        at = self.world.now
        for row in now["letter"].values():
            if row["send_at"] is None:
                assert row["sent_at"] or row["error"], row
                continue
            assert row["sent_at"] is None, row
            assert row["send_at"] > at, (row, at)
            leased = row["send_at"] - at <= timedelta(minutes=5)
            assert row["held"] or row["error"] or (self.world.deaths and leased), row
        for row in now["obligation"].values():
            closed = row["state"] != "open"
            assert not (closed and row["look_at"]), row

    def _true(self, now: Rows) -> None:
        """No message of this week asks for what has been answered."""
        letters = {row["message"]: row for row in now["letter"].values()}
        for chat, shown in self.world.phones.chats.items():
            if self.world.phones.down or chat in self.world.phones.blocked:
                continue
            for number, data in _offered(shown):
                row = letters.get(number)
                if number in self.world.phones.stale:
                    continue
                if row is None or row["edit_at"] or row["template"] != BUNDLE:
                    continue
                if row["sent_at"] < self.world.now - timedelta(days=6):
                    continue
                verb, _, given = data.partition(":")
                if verb in {"on_track", "at_risk", "done", "answer"}:
                    owed = now["obligation"][int(given),]
                    assert owed["state"] == "open", (data, row["key"], owed)

    def _looked(self, tx: Tx) -> None:
        """Every open debt is looked at in time, or its ladder is recorded as spent."""
        found = plans.loaded(tx, PLAN)
        assert found is not None
        days = found.days
        now = self.world.now
        # Whether a warning has arrived is seen when the one it warns of would be told.
        latest = days.next_morning(days.next_morning(now))
        linked = people.linked(tx, PLAN, today=days.local(now).date())
        here = {one.task.id: one for one in states.states(tx, found, now)}
        spent = set(tx.scalars(_SPENT))
        for owed in obligations._open(tx, PLAN):
            if owed.look_at is None:
                assert owed.id in spent, owed
                continue
            assert owed.look_at > now, owed
            left_alone = spared(owed, here[owed.task], days, now)
            faces = facing(linked, owed, spared=left_alone)
            wanted = _wanted(owed, faces, days, days.next_working(now))
            if owed.period.startswith("D") and owed.rung is None:
                wanted = max(wanted, days.opening(owed.due))  # its letter asked already
            assert owed.look_at <= max(latest, wanted), (owed, wanted, now)

    def _lights(self) -> None:
        stands = standing(self.world.store, self.world.now)
        assert standing(self.world.store, self.world.now) == stands
        self.stood[self.world.now] = stands

    def again(self, made: Callable[[], Store]) -> None:
        """The same history gives the same lights: anew, elsewhere, looked back at."""
        plans._parsed.cache_clear()
        plans._FILED.clear()
        plans._AMENDED.clear()
        other = made()
        try:
            for at, stands in self.stood.items():
                for store in (self.world.store, other):
                    then = standing(store, at)
                    for task, stood in stands.items():
                        assert then[task] == stood, (at, task)
        finally:
            other.close()


def _offered(chat: Sequence[Shown]) -> Iterator[tuple[int, str]]:
    for shown in chat:
        for button in (one for row in shown.buttons for one in row):
            yield shown.number, button.data


def _wanted(owed: Obligation, faces: Facing, days: Workdays, at: datetime) -> datetime:
    """Return when anything can be done about a debt, if all stays as it is."""
    made = chase(owed, faces, days, at)
    while made.reason in {Reason.NOT_DUE, Reason.QUIET}:
        at = made.obligation.look_at or at
        made = chase(owed, faces, days, at)
    if made.reason is Reason.NOBODY:
        return NEVER
    held = made.reason in {Reason.AWAY, Reason.SNOOZED}
    return made.obligation.look_at or NEVER if held else at


def standing(store: Store, at: datetime) -> dict[TaskId, Any]:
    """Return how every task stood at a moment, with its state."""

    def work(tx: Tx) -> dict[TaskId, Any]:
        found = plans.loaded(tx, PLAN)
        assert found is not None
        day = found.days.local(at).date()
        return {
            one.task.id: (one, judge(one, day)) for one in states.states(tx, found, at)
        }

    return store.read_sync(work)
