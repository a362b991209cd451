"""`duban people`: invite somebody, see who is linked, unlink."""

import json
import secrets
from datetime import timedelta
from typing import Annotated

import typer

from rules.catalog import Catalog
from rules.ids import LARGEST, UnitId
from rules.people import UNIT_ROLES, Role

app = typer.Typer(help="人员。Invite, list, retire people.", no_args_is_help=True)
Json = Annotated[bool, typer.Option("--json", help="供程序读取 / for programs")]


@app.command()
def invite(
    role: Annotated[Role, typer.Option(help="角色 / role")],
    unit: Annotated[str | None, typer.Option(help="责任单位编号或名称 / unit")] = None,
    days: Annotated[int, typer.Option(min=1, max=90, help="有效天数 / days")] = 7,
    as_json: Json = False,
) -> None:
    """生成一次性邀请链接。Make a single-use invite; only its hash is kept."""
    from duban import clock
    from duban.opened import opened_store, the_plan
    from store import people

    with opened_store() as store:
        plan = the_plan(store)
        where = _unit(role, unit, plan.catalog)
        code = secrets.token_urlsafe(15)  # 120 bits: beyond guessing
        now = clock.now()
        expires = now + timedelta(days=days)
        store.run_sync(
            lambda tx: people.invite(
                tx,
                plan.catalog.plan.id,
                code,
                role=role,
                unit=where,
                expires=expires,
                now=now,
            )
        )
        name = plan.bot_username or _ask_telegram()
    link = f"https://t.me/{name}?start={code}" if name else None
    until = plan.days.local(expires)
    if as_json:
        told = {"code": code, "link": link, "expires": until.isoformat()}
        typer.echo(json.dumps(told, ensure_ascii=False))
        return
    typer.echo(link or f"/start {code}")
    typer.echo(f"有效至 / valid until {until:%Y-%m-%d %H:%M}，只能使用一次 / once only")
    if not link:
        typer.echo("尚不知机器人名称，请把上面一行发给机器人。Send this to the bot.")


@app.command("list")
def list_(as_json: Json = False) -> None:
    """已绑定人员。Who is linked."""
    from duban.opened import opened_store, the_plan
    from duban.tables import show
    from store import people

    with opened_store() as store:
        plan = the_plan(store)
        linked = store.read_sync(lambda tx: people.linked(tx, plan.catalog.plan.id))
    names = {unit.id: unit.name for unit in plan.catalog.units}
    rows = [
        {
            "id": person.id,
            "name": person.name,
            "role": person.role.value,
            "unit": names.get(person.unit) if person.unit else None,
            "unreachable": person.unreachable or None,
        }
        for person in linked
    ]
    show(rows, as_json=as_json, empty="尚无人绑定。Nobody is linked yet.")


@app.command()
def cancel() -> None:
    """作废所有尚未使用的邀请。Cancel every invite that nobody has used yet."""
    from duban import clock
    from duban.opened import opened_store, the_plan
    from store import people

    with opened_store() as store:
        plan = the_plan(store).catalog.plan.id
        now = clock.now()
        count = store.run_sync(lambda tx: people.cancel_invites(tx, plan, now))
    typer.echo(f"已作废 {count} 个邀请。{count} invites cancelled.")


@app.command()
def retire(
    person: Annotated[
        int, typer.Argument(min=1, max=LARGEST, help="编号，见 list / id")
    ],
) -> None:
    """解除绑定；其反馈保留。Unlink a person; what they said stays."""
    from duban import clock
    from duban.opened import opened_store, the_plan
    from duban.trouble import FOUND_TROUBLE, fail
    from rules.ids import PersonId
    from store import people

    with opened_store() as store:
        plan = the_plan(store).catalog.plan.id
        now = clock.now()
        gone = store.run_sync(lambda tx: people.retire(tx, plan, PersonId(person), now))
    if not gone:
        fail(f"没有编号为 {person} 的人员。No such person: {person}.", FOUND_TROUBLE)
    typer.echo("已解除绑定。Unlinked.")


def _unit(role: Role, unit: str | None, catalog: Catalog) -> UnitId | None:
    from duban.trouble import fail

    if role not in UNIT_ROLES:
        if unit is not None:
            fail(f"角色 {role} 不属于单位。A {role} belongs to no unit; drop --unit.")
        return None
    listed = "\n".join(f"  {one.id:14} {one.name}" for one in catalog.units)
    if unit is None:
        fail(f"请用 --unit 指明单位。Say which unit with --unit:\n{listed}")
    return _called(unit, catalog, listed)


def _called(unit: str, catalog: Catalog, listed: str) -> UnitId:
    """Return the unit by its id, its name, or an alias that is its alone."""
    from duban.trouble import fail
    from store.catalog.near import nearest_named

    by_name: dict[str, list[UnitId]] = {}
    for one in catalog.units:
        for name in {one.id, one.name, *one.aliases}:
            by_name.setdefault(name, []).append(one.id)
    found = [one.id for one in catalog.units if one.id == unit] or by_name.get(unit, [])
    if len(found) == 1:
        return found[0]
    if found:
        fail(f"{unit} 指几个单位：{'、'.join(found)}。Several units are called so.")
    guess = nearest_named(unit, {name: ids[0] for name, ids in by_name.items()})
    hint = f"，是否指 {guess}" if guess else ""
    fail(f"没有单位 {unit}{hint}。No such unit. Units:\n{listed}")


def _ask_telegram() -> str:
    """Return the bot's name from Telegram, or nothing without a token or a line."""
    import asyncio

    from bot.app import username
    from duban.settings import checked_settings

    found = checked_settings()
    if found.token is None:
        return ""
    return asyncio.run(username(found.token.get_secret_value(), found.api_url))
