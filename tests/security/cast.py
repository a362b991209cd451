"""Everybody who may knock, and one way to let them: through the real verbs' desk.

What is done here is undone at once, so that all cases share one database.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import event, select
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from bot import desk as desks
from bot.app import IN_GROUPS
from bot.desk import Act, Desk
from bot.said import Said
from rules.ids import ChatId, PlanId, UnitId
from rules.people import Leave, Person, Role
from rules.periods import Period
from store import inbox, leaves, obligations, people, plans
from store.catalog import read
from store.session import Store, Tx

PLAN, OTHER_PLAN = PlanId("zj-2020"), PlanId("zj-2021")
BOT, UPDATE = 100000001, 1
NOW = datetime(2020, 6, 1, 1, 0, tzinfo=UTC)  # Monday, 09:00 in Shanghai
TODAY = date(2020, 6, 1)
JUNE = Period(key="2020-06", opens=TODAY, due=date(2020, 6, 5))
GONE = "10.4"  # a task of the first version of the plan only

# The owner, the head and the deputy answer for `air`, which leads the task; the
# assistant for `eia`, which assists; the neighbour for `water`, which does neither.
WHO = {
    "owner": 1,
    "head": 2,
    "deputy": 3,  # of `it`, standing in for an owner of `air` today
    "leader": 4,
    "admin": 5,
    "observer": 6,
    "neighbour": 7,
    "assistant": 12,
    "stranger": 8,
    "retired": 9,  # an owner of `air` until yesterday
    "foreign": 10,  # an owner of `air` in another plan
}
AWAY = 11  # the owner of `air` for whom the deputy stands
_LINKED = {
    "owner": (Role.OWNER, "air"),
    "head": (Role.HEAD, "air"),
    "deputy": (Role.OWNER, "it"),
    "leader": (Role.LEADER, None),
    "admin": (Role.ADMIN, None),
    "observer": (Role.OBSERVER, None),
    "neighbour": (Role.OWNER, "water"),
    "assistant": (Role.OWNER, "eia"),
    "retired": (Role.OWNER, "air"),
}


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What was said back, by template, or by the label of a line that fades.

    `changed` finds which tables are another.
    """

    said: tuple[str, ...]
    changed: Callable[[], frozenset[str]]

    @property
    def refused(self) -> bool:
        return all(one.startswith(("refusal/", "hint/")) for one in self.said)


def peopled(store: Store, text: str) -> None:
    """Load two plans, retire a task of the first, and link everybody."""
    other = text.replace(f"id: {PLAN}", f"id: {OTHER_PLAN}", 1)
    shorter = text[: text.index(f'      - id: "{GONE}"')]
    for one in (text, other):
        store.run_sync(lambda tx, one=one: _load(tx, one, NOW - timedelta(days=90)))
    store.run_sync(_people)
    store.run_sync(_owed)
    store.run_sync(lambda tx: _load(tx, shorter, NOW - timedelta(days=1)))


def _load(tx: Tx, text: str, now: datetime) -> None:
    catalog = read(text.encode(), "tasks_catalog.yaml")
    plans.apply(tx, catalog, text=text, author="test", note="", now=now)


def _people(tx: Tx) -> None:
    for name, (role, unit) in _LINKED.items():
        link(tx, PLAN, WHO[name], role, unit)
    link(tx, OTHER_PLAN, WHO["foreign"], Role.OWNER, "air")
    away = link(tx, PLAN, AWAY, Role.OWNER, "air")
    people.retire(tx, PLAN, someone(tx, "retired").id, NOW - timedelta(days=1))
    deputy = someone(tx, "deputy").id
    leave = Leave(first=TODAY, last=TODAY, deputy=deputy)
    leaves.put(tx, PLAN, away.id, leave, look=NOW, now=NOW)


def _owed(tx: Tx) -> None:
    """Open June's reports of both plans, so that every unit owes something."""
    for id_ in (PLAN, OTHER_PLAN):
        plan = plans.loaded(tx, id_)
        assert plan is not None
        for policy in plan.catalog.policies.values():
            obligations.open_period(tx, id_, policy, JUNE, look=NOW, now=NOW)


def link(tx: Tx, plan: PlanId, user: int, role: Role, unit: str | None) -> Person:
    """Bring somebody in, as a used invite would have."""
    code = f"code-{plan}-{user}-{role}"
    there = {"role": role, "unit": UnitId(unit) if unit else None}
    people.invite(tx, plan, code, **there, expires=NOW + timedelta(days=1), now=NOW)
    tx.flush()
    invite = people.invite_of(tx, code)
    assert invite is not None
    return people.link(
        tx,
        invite,
        user=user,
        chat=ChatId(user),
        name=f"用户{user}",
        locale="zh",
        now=NOW,
    )


def someone(tx: Tx, who: str) -> Person:
    """Return a linked person; the owner's own for those who are not linked."""
    found = people.by_user(tx, PLAN, WHO[who], TODAY)
    if found is None and who != "owner":
        return someone(tx, "owner")
    assert found is not None
    return found


def said_by(user: int, **over: object) -> Said:
    said = {
        "update": UPDATE,
        "user": user,
        "chat": user,
        "private": True,
        "name": f"用户{user}",
        "language": "zh",
        "message": 1,
    }
    return Said(**(said | over))


Prepare = Callable[[Tx, str], str]
"""Set a scene for somebody; return what their command or button carries."""


def tried(
    store: Store, who: str, act: Act, prepare: Prepare, **over: object
) -> Outcome:
    """Let somebody act, and undo it all. What is prepared is no part of it."""
    with _undone(store) as tx, _written(store) as written:
        given = prepare(tx, who)
        tx.flush()
        written.clear()
        said = _acted(tx, store, who, act, given, **over)

    def changed() -> frozenset[str]:
        """Compare whole tables; where nothing was ever written nothing is another."""
        if written <= {"incoming"}:
            return frozenset()
        with _undone(store) as tx:
            given = prepare(tx, who)
            before = _rows(tx)
            _acted(tx, store, who, act, given, **over)
            after = _rows(tx)
        return frozenset(name for name in after if after[name] != before[name])

    return Outcome(said=said, changed=changed)


@contextmanager
def _undone(store: Store) -> Iterator[Tx]:
    with Session(store.engine, expire_on_commit=False) as tx:
        tx.begin()
        try:
            yield tx
        finally:
            tx.rollback()


def before(store: Store, act: Act, prepare: Prepare, by: str = "") -> Prepare:
    """Prepare, and let the same button be tapped once; `by`: by somebody else."""

    def made(tx: Tx, who: str) -> str:
        given = prepare(tx, who)
        _acted(tx, store, by or who, act, given, update=UPDATE + 1, callback="0")
        return given

    return made


def _acted(
    tx: Tx, store: Store, who: str, act: Act, given: str, **over: object
) -> tuple[str, ...]:
    said = said_by(WHO[who], **over)
    inbox.put(tx, BOT, [(said.chat, {"update_id": said.update})], NOW)
    house = Desk(
        store=store,
        plan=PLAN,
        bot=BOT,
        clock=lambda: NOW,
        locale="zh",
        in_groups=IN_GROUPS,
    )
    desks._perform(tx, house, said, act, given, NOW)
    tx.flush()
    answer = inbox.answer_of(tx, BOT, said.update) or []
    said = tuple(one["template"] for one in answer if one["kind"] == "say")
    return said or tuple(one["label"] for one in answer if one["kind"] == "toast")


@contextmanager
def _written(store: Store) -> Iterator[set[str]]:
    """Learn which tables are written to, whether it stays or is taken back."""
    seen: set[str] = set()

    def note(_c: object, _cur: object, sql: str, *_: object) -> None:
        words = sql.replace('"', "").split()
        verb = words[0].upper()
        if verb == "UPDATE":
            seen.add(words[1])
        elif verb in {"INSERT", "DELETE"}:
            seen.add(words[2])

    event.listen(store.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(store.engine, "before_cursor_execute", note)


def _rows(tx: Tx) -> dict[str, list[str]]:
    """Return every row of every table but the inbox, which notes what was handled."""
    return {
        table.name: sorted(map(repr, tx.execute(select(table))))
        for table in SQLModel.metadata.sorted_tables
        if table.name != "incoming"
    }
