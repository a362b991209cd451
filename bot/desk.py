"""What every verb may reach for, and how a verb is run. No Telegram here."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeAlias

from bot.answers import AnyAnswer, Say, Toast, to_json
from bot.groups import InGroups, admits
from bot.said import Said
from rules import facts
from rules.catalog import Catalog
from rules.clock import Clock
from rules.errors import BadInvite, NotAllowed, Refusal
from rules.ids import ChatId, PlanId
from rules.message import Buttons
from rules.people import Person, Verb, may
from store import inbox, people, plans
from store.plans import Loaded
from store.session import Store, Tx
from templates import LOCALES


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """`bot` is the bot's own Telegram number; `locale` speaks to strangers.

    `in_groups`: what may be done in a group, and how; all else is private. `answers`:
    what was kept with an update, until whoever handed it over takes it.
    """

    store: Store
    plan: PlanId
    bot: int
    clock: Clock
    locale: str
    in_groups: InGroups = field(default_factory=dict)
    answers: dict[int, list[dict[str, Any]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One person saying one thing, with the transaction it happens in."""

    tx: Tx
    bot: int
    plan: Loaded
    now: datetime
    said: Said
    person: Person | None
    locale: str
    answers: list[AnyAnswer] = field(default_factory=list)

    @property
    def catalog(self) -> Catalog:
        return self.plan.catalog

    @property
    def id(self) -> PlanId:
        return self.plan.catalog.plan.id

    @property
    def group(self) -> ChatId | None:
        """The group it is said in, where others read the answer."""
        return None if self.said.private else ChatId(self.said.chat)

    @property
    def named(self) -> bool:
        """Whether the words name the bot: by its @name, or in a mention of it."""
        names = {self.plan.bot_username.lower(), self.bot} - {""}
        return not names.isdisjoint(self.said.mentions)

    @property
    def addressed(self) -> bool:
        """Whether it is said to the bot: by its name, or in reply to it."""
        return self.named or self.said.reply_to == self.bot

    @property
    def today(self) -> date:
        return self.plan.days.local(self.now).date()

    def who(self, verb: Verb) -> Person:
        """Return the person, if their role may do this; else refuse."""
        if self.person is None or not may(self.person.role, verb):
            raise NotAllowed
        return self.person

    def say(self, template: str, told: facts.Line, buttons: Buttons = ()) -> None:
        said = Say(template=template, facts=told, buttons=buttons, locale=self.locale)
        self.answers.append(said)

    def edit(self, template: str, told: facts.Line, buttons: Buttons = ()) -> None:
        """Change the message whose button was tapped; a word is a new message."""
        said = Say(
            template=template,
            facts=told,
            buttons=buttons,
            edit=bool(self.said.callback),
            locale=self.locale,
        )
        self.answers.append(said)

    def toast(self, label: str) -> None:
        self.answers.append(Toast(label=f"toasts.{label}", locale=self.locale))


Act: TypeAlias = Callable[[Scene, str], None]
"""A verb: what it is given (a command's rest, a button's data, plain words)."""


async def perform(desk: Desk, said: Said, act: Act, given: str) -> None:
    """Run one verb: its effects, its answer and the inbox mark, all or nothing."""
    now = desk.clock()
    with suppress(_HandledBefore):
        desk.answers[said.update] = await desk.store.run_short(
            lambda tx: _perform(tx, desk, said, act, given, now)
        )


class _HandledBefore(Exception):
    """Nothing of it is done again; its answer is kept with it."""


def _perform(  # noqa: PLR0917 - what one verb needs
    tx: Tx, desk: Desk, said: Said, act: Act, given: str, now: datetime
) -> list[dict[str, Any]]:
    """Return the answer, kept with the mark that the update was handled."""
    scene, answers = _scene(tx, desk, said, now), list[dict[str, Any]]()
    if scene:
        try:
            with tx.begin_nested():
                if admits(scene, desk.in_groups.get(act)):
                    act(scene, given)
        except Refusal as refusal:
            scene.answers[:] = [_refused(scene, refusal)]
        answers = to_json(scene.answers)
    if not inbox.handled(tx, desk.bot, said.update, answers, now):
        raise _HandledBefore
    return answers


def _scene(tx: Tx, desk: Desk, said: Said, now: datetime) -> Scene | None:
    plan = plans.loaded(tx, desk.plan)
    if plan is None:
        return None
    today = plan.days.local(now).date()
    person = people.by_user(tx, desk.plan, said.user, today)
    if person and person.username != said.username:
        people.known_as(tx, person.id, said.username)
    # Who speaks in a group may have blocked the bot all the same.
    if person and person.unreachable and said.private and not said.left:
        people.found_again(tx, person.id, now)
    return Scene(
        tx=tx,
        bot=desk.bot,
        plan=plan,
        now=now,
        said=said,
        person=person,
        locale=person.locale if person else _guess(said.language, desk.locale),
    )


def _guess(language: str, locale: str) -> str:
    """Return a stranger's language: their own if we speak it."""
    own = language.partition("-")[0]
    return own if own in LOCALES else locale


def _refused(scene: Scene, refusal: Refusal) -> Say:
    stranger = scene.person is None and not isinstance(refusal, BadInvite)
    name = "refusal/stranger" if stranger else refusal.name
    return Say(template=name, facts=refusal.facts, locale=scene.locale)
