"""The six people of the demo, already linked when it opens."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from rules.ids import PlanId, UnitId
from rules.people import Role
from sandbox.world import World
from store import people
from store.session import Store, Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Player:
    user: int
    name: str
    role: Role
    unit: UnitId | None
    note: dict[str, str]


WANG, LI, ZHAO, CHEN, SUN, ZHOU = range(1001, 1007)
AIR, WATER = UnitId("air"), UnitId("water")
CAST = (
    Player(
        user=WANG,
        name="王敏",
        role=Role.OWNER,
        unit=AIR,
        note={"zh": "大气处 责任人", "en": "owner, air"},
    ),
    Player(
        user=LI,
        name="李强",
        role=Role.OWNER,
        unit=WATER,
        note={"zh": "水处 责任人", "en": "owner, water"},
    ),
    Player(
        user=ZHAO,
        name="赵刚",
        role=Role.HEAD,
        unit=AIR,
        note={"zh": "大气处 处长", "en": "head of air"},
    ),
    Player(
        user=CHEN,
        name="陈立",
        role=Role.LEADER,
        unit=None,
        note={"zh": "分管领导", "en": "leader"},
    ),
    Player(
        user=SUN,
        name="孙悦",
        role=Role.ADMIN,
        unit=None,
        note={"zh": "督查室 管理员", "en": "admin"},
    ),
    Player(
        user=ZHOU,
        name="周宁",
        role=Role.OBSERVER,
        unit=None,
        note={"zh": "观察员", "en": "observer"},
    ),
)


def seat(world: World, locale: str, *, greeted: bool) -> None:
    """Give everybody a phone with the bot's chat on it.

    `greeted`: they open it now, and the bot says what it can do for each.
    """
    for player in CAST:
        world.add_person(
            player.user,
            player.name,
            language_code=locale,
            note=player.note[locale],
        )
        if greeted:
            world.start(player.user)
        else:
            world.open_chat(player.user)


def link(store: Store, plan: PlanId, locale: str, now: datetime) -> None:
    """Link everybody the way an invite does."""

    def work(tx: Tx) -> None:
        for player in CAST:
            code = f"demo-{player.user}"
            expires = now + timedelta(days=1)
            people.invite(
                tx,
                plan,
                code,
                role=player.role,
                unit=player.unit,
                expires=expires,
                now=now,
            )
            tx.flush()
            invite = people.invite_of(tx, code)
            assert invite is not None  # noqa: S101 - made two lines above
            people.link(
                tx,
                invite,
                user=player.user,
                chat=player.user,
                name=player.name,
                locale=locale,
                now=now,
            )

    store.run_sync(work)
