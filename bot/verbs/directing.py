"""批示: a leader says what is to be done by when, sees it as read, and gives it."""

import re

from bot.desk import Scene
from bot.verbs import directed, drafting, naming, own
from rules.catalog import Task
from rules.directive import Directive
from rules.directives import Event, after_letter
from rules.facts import Line
from rules.ids import TaskId
from rules.lookup import area_called, leading
from rules.owing import acting, hearing
from rules.people import Person, Verb, may
from rules.report import CardState
from store import cards, directives, obligations
from store.cards import Awaited

_NUMBER = re.compile(r"[#＃]?[\d.．。]+")
_SHORTEST = 4  # letters: a reply of 好的 or 谢谢 is no instruction


def direct(scene: Scene, given: str) -> None:
    """/direct 2.3 … 6月30日前, or 批示 under a task or a digest; asks what is left."""
    person = scene.who(Verb.DIRECT)
    if not given.strip():
        drafting.ask_which(scene, person)
        return
    found = leading(scene.catalog, given)
    if found is not None:
        drafting.take(scene, person, *found)
    elif _NUMBER.fullmatch(given.split(maxsplit=1)[0]):
        drafting.ask_within(scene, given)
    else:
        _aim(scene, person, given)


def heard(scene: Scene, person: Person, text: str) -> bool:
    """Take a leader's plain words as an instruction, if that is what they are.

    They begin with a task's number, or reply to a message that names the task.
    """
    if not may(person.role, Verb.DIRECT):
        return False
    before = drafting.put_aside(scene, person) if scene.said.edited else None
    found = leading(scene.catalog, text)
    if found is not None:
        drafting.take(scene, person, *found)
    elif before is not None:
        drafting.draft(scene, person, before, text)
    elif scene.said.reply_text and len(text) >= _SHORTEST:
        _aim(scene, person, text)
    else:
        return False
    return True


def words(scene: Scene, text: str, waited: Awaited) -> None:
    """Hear the words that 批示 asked for; a number among them wins."""
    person = scene.who(Verb.DIRECT)
    found = leading(scene.catalog, text)
    if found is not None:
        drafting.take(scene, person, *found)
    elif waited.task:
        drafting.draft(scene, person, drafting.task_of(scene, waited.task), text)
    else:
        _aim(scene, person, text)


def aim(scene: Scene, given: str) -> None:
    """Read words that named no task as one about the task now chosen."""
    person = scene.who(Verb.DIRECT)
    number, _, chosen = given.partition(":")
    card = own.pending(scene, person, number)
    area = area_called(scene.catalog, chosen)
    if area is not None:
        told: Line = {"text": card.text[:200]}
        ids = [task.id for task in area.tasks]
        scene.edit("directive/which", told, drafting.choices(f"aim:{card.id}", ids))
        return
    task = drafting.task_of(scene, TaskId(chosen))
    cards.close_card(scene.tx, card.id, CardState.DROPPED)
    drafting.draft(scene, person, task, card.text)


def give(scene: Scene, given: str) -> None:
    """下达: what was read becomes somebody's dated obligation."""
    person = scene.who(Verb.DIRECT)
    card, task = drafting.drafted(scene, person, given)
    if scene.plan.days.local(card.made).date() != scene.today:
        # 下周五 means another day by now: read again, and shown again.
        cards.close_card(scene.tx, card.id, CardState.DROPPED)
        scene.toast("changed")
        drafting.draft(scene, person, task, card.text)
        return
    due = drafting.read(scene, task, card.text).day
    cards.close_card(scene.tx, card.id, CardState.CONFIRMED)
    directive = directives.give(
        scene.tx,
        scene.id,
        person.id,
        task=task.id,
        unit=task.lead,
        text=card.text,
        due=due,
        now=scene.now,
    )
    found = directives.some(scene.tx, scene.id, [directive])[directive]
    directed.note(scene, found, Event.GIVEN)
    _owe(scene, task, found)
    directed.given(scene, found)
    scene.toast("given")
    directed.receipt(scene, found, "given", edit=True)


def rewrite(scene: Scene, given: str) -> None:
    """修改: put what was read aside and ask for the words again."""
    person = scene.who(Verb.DIRECT)
    card, task = drafting.drafted(scene, person, given)
    cards.close_card(scene.tx, card.id, CardState.DROPPED)
    drafting.ask(scene, person, task, edit=True)


def drop(scene: Scene, given: str) -> None:
    """取消: nothing is given."""
    person = scene.who(Verb.DIRECT)
    card, _ = drafting.drafted(scene, person, given)
    cards.close_card(scene.tx, card.id, CardState.DROPPED)
    scene.edit("report/cancelled", {})


def _owe(scene: Scene, task: Task, directive: Directive) -> None:
    """Open what is owed: to say it was seen, and to do it."""
    policy, days, today = (
        scene.catalog.policies[task.policy],
        scene.plan.days,
        scene.today,
    )
    unit, number, due = directive.unit, directive.id, directive.due
    seen = hearing(policy, task.id, unit, number, today=today, days=days)
    done = acting(policy, task.id, unit, number, due=due, days=days)
    owing = [after_letter(one, days, scene.now) for one in (seen, done)]
    obligations.open_all(scene.tx, scene.id, owing, scene.now)


def _aim(scene: Scene, person: Person, text: str) -> None:
    """Find the task in the words, else in what they reply to, else ask."""
    every = frozenset(task.id for task in scene.catalog.tasks())
    replied = scene.said.reply_text
    named = naming.named(scene, text, every) or naming.named(scene, replied, every)
    drafting.aim(scene, person, text, named)
