"""Small sound facts for tests, each to be bent by keywords.

The unit is `air`, the plan is 2020 in Shanghai, and the people are 王敏 (owner),
赵刚 (head), 孙悦 (admin) and 陈立 (leader).
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from rules.catalog import (
    Area,
    Audience,
    Cadence,
    Catalog,
    DigestTime,
    Indicator,
    Lights,
    Plan,
    Policy,
    Rung,
    Task,
    Unit,
    WorkCalendar,
)
from rules.decision import Decision, Reason
from rules.digest import Line
from rules.directive import Directive, DirectiveState
from rules.ids import (
    AreaId,
    ChatId,
    DirectiveId,
    IndicatorId,
    ObligationId,
    PersonId,
    PlanId,
    RequestId,
    TaskId,
    UnitId,
)
from rules.morning import Morning
from rules.needed import Need, OpenNeed
from rules.obligation import Obligation, Owed
from rules.pace import IndicatorState, Light, Standing, TaskState, Why
from rules.people import Leave, Person, Role
from rules.request import Request, RequestKind, RequestState
from rules.workdays import Workdays

SHANGHAI = ZoneInfo("Asia/Shanghai")
PLAN = PlanId("zj-2020")


def days(**over) -> Workdays:
    """Return China's calendar in Shanghai, with the catalog's own days in `over`."""
    return Workdays(WorkCalendar(**over), SHANGHAI)


def day(month: int, of_month: int) -> date:
    return date(2020, month, of_month)


def at(month: int, of_month: int, hour: int = 8, minute: int = 30) -> datetime:
    """Return a moment of 2020 in Shanghai, at the opening unless told otherwise."""
    return datetime(2020, month, of_month, hour, minute, tzinfo=SHANGHAI)


def ladder(*rungs: tuple[int, str]) -> tuple[Rung, ...]:
    return tuple(Rung(at=rise, to=Audience(to)) for rise, to in rungs)


def a_policy(**over) -> Policy:
    made = Policy(id="standard", name="月报", report=Cadence.MONTHLY, due=(25,))
    return replace(made, **over)


def a_plan(**over) -> Plan:
    made = Plan(
        id=PLAN,
        title="工作要点",
        timezone="Asia/Shanghai",
        starts=day(2, 25),
        ends=day(12, 31),
        policy="standard",
        pace_from=day(1, 1),
    )
    return replace(made, **over)


def an_indicator(**over) -> Indicator:
    made = Indicator(
        id=IndicatorId("steel"), name="钢铁", target=Decimal(13), unit="家"
    )
    return replace(made, **over)


def a_reached(total: str | None, **over) -> IndicatorState:
    """Return an indicator with the last total reported for it."""
    held = None if total is None else Decimal(total)
    return IndicatorState(indicator=an_indicator(**over), total=held)


def a_task(id_: str = "02.2", **over) -> Task:
    made = Task(
        id=TaskId(id_),
        title="锅炉和炉窑整治",
        short="锅炉炉窑",
        lead=UnitId("air"),
        starts=day(1, 1),
        due=day(12, 31),
        policy="standard",
        source="四（二）二",
    )
    return replace(made, **over)


def an_area(id_: str, *tasks: Task, **over) -> Area:
    made = Area(
        id=AreaId(id_), title=f"领域{id_}", short=f"领域{id_}", leader="某", tasks=tasks
    )
    return replace(made, **over)


def a_catalog(*areas: Area, units: Iterable[str] = ("air", "water", "law")) -> Catalog:
    """Return a catalog whose units are called as their ids, with 处."""
    return Catalog(
        plan=a_plan(),
        calendar=WorkCalendar(),
        units=tuple(Unit(id=UnitId(unit), name=f"{unit}处") for unit in units),
        policies={"standard": a_policy()},
        digests=(DigestTime(to=Audience.LEADER, weekday=1, at=time(8, 30)),),
        targets=(),
        areas=areas,
    )


def a_person(**over) -> Person:
    made = Person(
        id=PersonId(1),
        plan=PLAN,
        user=1001,
        chat=ChatId(1001),
        name="王敏",
        role=Role.OWNER,
        unit=UnitId("air"),
        locale="zh",
    )
    return replace(made, **over)


OWNER = a_person()
HEAD = a_person(id=PersonId(2), name="赵刚", role=Role.HEAD)
ADMIN = a_person(id=PersonId(3), name="孙悦", role=Role.ADMIN, unit=None)
LEADER = a_person(id=PersonId(4), name="陈立", role=Role.LEADER, unit=None)


def away(person: Person, last: date, deputy: int | None = None) -> Person:
    """Return somebody on leave from 1 January to `last`."""
    stands = None if deputy is None else PersonId(deputy)
    return replace(person, leave=Leave(first=day(1, 1), last=last, deputy=stands))


def an_obligation(**over) -> Obligation:
    """Return a report owed on Monday 25 May."""
    made = Obligation(
        id=ObligationId(7),
        plan=PLAN,
        kind=Owed.REPORT,
        task=TaskId("02.2"),
        unit=UnitId("air"),
        period="2020-05",
        due=day(5, 25),
        policy=a_policy(),
    )
    return replace(made, **over)


def a_decision(reason: Reason = Reason.RUNG, **over) -> Decision:
    """Return the first rung taken, with the next one still ahead."""
    first, second = ladder((0, "owner"), (1, "owner"))
    made = Decision(
        obligation=an_obligation(rung=0),
        reason=reason,
        taken=(first,),
        next=second,
        next_at=at(5, 26),
    )
    return replace(made, **over)


def a_taken(number: int, *rungs: tuple[int, str], **owed) -> Decision:
    """Return the decision that took these rungs about task 2.`number`."""
    taken = ladder(*(rungs or ((0, "owner"),)))
    names = {"id": ObligationId(number), "task": TaskId(f"02.{number}")}
    facts = names | {"rung": taken[-1].at} | owed
    return a_decision(obligation=an_obligation(**facts), taken=taken)


def a_morning(
    decisions: Iterable[Decision], people: Sequence[Person], **over
) -> Morning:
    """Return 25 May at the opening; nothing is known of the tasks decided about."""
    made = Morning(
        catalog=a_catalog(),
        days=days(),
        people=people,
        states={d.obligation.task: a_state(d.obligation.task) for d in decisions},
        owed={d.obligation.id: d.obligation for d in decisions},
        now=at(5, 25),
    )
    return replace(made, **over)


def a_state(id_: str = "02.2", **over) -> TaskState:
    """Return a task nothing is known of; `task` overrides the whole task."""
    made = TaskState(
        area=AreaId(id_.partition(".")[0]),
        task=a_task(id_),
        pace_from=day(1, 1),
        lights=Lights(),
    )
    return replace(made, **over)


def a_standing(light: Light = Light.GREEN, **over) -> Standing:
    made = Standing(
        progress=50, stated=50, expected=50, gap=0, light=light, why=Why.ON_PACE
    )
    return replace(made, **over)


def a_line(
    id_: str = "02.2", before: Light = Light.GREEN, now: Light = Light.GREEN, **over
) -> Line:
    """Return a task that went from one light to another; `over` bends its state."""
    return Line(
        state=a_state(id_, **over),
        now=a_standing(now),
        before=a_standing(before),
        needs=(a_need(over["needs"]),) if over.get("needs") else (),
    )


def a_need(what: str = "协调", since: date = date(2020, 5, 11), **over) -> OpenNeed:
    """Return something nobody in particular is asked for, since 11 May."""
    return OpenNeed(need=Need(what=what, **over), since=since)


def a_directive(**over) -> Directive:
    """Return a directive of 陈立's to `air`, given on 20 May and due on 30 June."""
    made = Directive(
        id=DirectiveId(12),
        task=TaskId("02.2"),
        unit=UnitId("air"),
        by=PersonId(4),
        name="陈立",
        text="6月30日前全面恢复路检路查",
        due=day(6, 30),
        given_at=at(5, 20),
        state=DirectiveState.GIVEN,
    )
    return replace(made, **over)


def a_request(**over) -> Request:
    """Return an extension to 30 November, asked by 王敏 on 20 May."""
    made = Request(
        id=RequestId(21),
        kind=RequestKind.EXTENSION,
        task=TaskId("02.2"),
        unit=UnitId("air"),
        by=PersonId(1),
        name="王敏",
        reason="环评公示",
        asked_at=at(5, 20),
        state=RequestState.ASKED,
        planned="2020-10-31",
        was=day(10, 31),
        until=day(11, 30),
    )
    return replace(made, **over)
