"""暂缓: the debtors ask not to be asked before a day of their own."""

from collections.abc import Sequence
from datetime import date

from bot.desk import Scene
from bot.verbs.owing import debt, debts_of, head
from rules import facts
from rules.day_said import day_said
from rules.errors import BadSnooze, NotYours, OldButton, Refusal, Unknown
from rules.lookup import task_called
from rules.message import Button, Buttons
from rules.obligation import Obligation, Owed
from rules.people import Person, Verb
from rules.periods import next_opening
from rules.snooze import Snoozed, offers
from rules.snooze import snooze as ruled
from store import cards, events, obligations, shown
from store.cards import Awaited

SNOOZE = "snooze"  # what words are awaited as: the day
PER_ROW = 3


def snooze(scene: Scene, given: str) -> None:
    """/snooze 2.2 下周一 - leave a task's reminders until then; a button's for one."""
    person = scene.who(Verb.SNOOZE)
    if scene.said.callback:
        owed = debt(scene, person, given)
        scene.say("rest/snooze", head(scene, [owed]), _offers(scene, owed))
        return
    number, _, day = given.strip().partition(" ")
    task = task_called(scene.catalog, number) if number else None
    if number and task is None:
        raise Unknown({"what": "task", "given": number[:20]})
    debts = debts_of(scene, person, task)
    if task is None:
        scene.say("rest/snooze_which", head(scene, debts), _per_task(debts))
    elif not debts:
        raise NotYours({"task": facts.number(task.id)})
    elif not day.strip():
        scene.say("rest/snooze", head(scene, debts), _offers(scene, debts[0]))
    else:
        _until(scene, person, debts, _read(day, scene.today))


def later(scene: Scene, given: str) -> None:
    """Take a day chosen by a button, `OBLIGATION:DAY`; without one ask for it."""
    person = scene.who(Verb.SNOOZE)
    number, _, day = given.partition(":")
    owed = debt(scene, person, number)
    if day:
        _until(scene, person, [owed], _iso(day))
        return
    subject = {"obligation": owed.id}
    cards.await_words(
        scene.tx, person.id, owed.task, scene.now, what=SNOOZE, subject=subject
    )
    cancel = ((Button(label="buttons.cancel", data="cancel"),),)
    scene.edit("rest/snooze_day", head(scene, [owed]), cancel)


def hear_day(scene: Scene, text: str, waited: Awaited) -> None:
    """Snooze until the day that was asked for."""
    person = scene.who(Verb.SNOOZE)
    try:
        owed = debt(scene, person, str(waited.subject["obligation"]))
        _until(scene, person, [owed], _read(text, scene.today))
    except Refusal as refusal:  # said in a sentence of its own; nothing is kept
        scene.say(refusal.name, refusal.facts)


def snooze_all(scene: Scene, given: str) -> None:
    """稍后 under a morning's message: all of it waits for the next workday."""
    del given
    person = scene.who(Verb.SNOOZE)
    here = set(shown.in_message(scene.tx, person.id, scene.said.message))
    debts = [one for one in debts_of(scene, person, None) if one.id in here]
    if not debts:
        raise OldButton({"why": "answered"})
    tomorrow = scene.plan.days.next_morning(scene.now).date()
    _until(scene, person, debts, tomorrow, new=True)


def _until(
    scene: Scene,
    person: Person,
    debts: Sequence[Obligation],
    wanted: date,
    *,
    new: bool = False,
) -> None:
    made = [_ruled(scene, owed, wanted) for owed in debts]
    for one in made:
        obligations.snooze(scene.tx, one.obligation.id, one.until, one.look_at)
        _note(scene, person, one)
    days = scene.plan.days
    answer = head(scene, debts) | {
        "until": facts.day(made[0].until),
        "moved": made[0].until != wanted,
        "tells": [
            {
                "task": facts.number(one.obligation.task),
                "to": one.tells[0].value,
                "at": facts.moment(one.tells[1], days),
            }
            for one in made
            if one.tells
        ],
    }
    # The morning's message stays as it is: what it lists is still owed.
    buttons = _per_task(debts) if new else ()
    (scene.say if new else scene.edit)("rest/snoozed", answer, buttons)


def _ruled(scene: Scene, owed: Obligation, wanted: date) -> Snoozed:
    plan, days = scene.catalog.plan, scene.plan.days
    report = owed.kind is Owed.REPORT
    opens = next_opening(owed.policy, plan, days, scene.today) if report else None
    return ruled(owed, wanted, days, scene.now, opens)


def _read(text: str, today: date) -> date:
    day = day_said(text, today)
    if day is None:
        raise BadSnooze({"why": "unread", "given": text[:40]})
    return day


def _iso(given: str) -> date:
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise OldButton from None


def _offers(scene: Scene, owed: Obligation) -> Buttons:
    made = []
    for word, day in offers(scene.today, scene.plan.days):
        try:
            _ruled(scene, owed, day)
        except BadSnooze:
            continue
        data = f"later:{owed.id}:{day.isoformat()}"
        made.append(Button(label=f"buttons.later_{word}", data=data))
    return ((*made, Button(label="buttons.later_day", data=f"later:{owed.id}:")),)


def _per_task(debts: Sequence[Obligation]) -> Buttons:
    """Return a button for each task, to put it off further."""
    first = {owed.task: owed for owed in reversed(debts)}
    made = [
        Button(
            label="buttons.snooze_task",
            data=f"snooze:{first[task].id}",
            facts={"task": facts.number(task)},
        )
        for task in sorted(first, key=facts.place)
    ][:12]
    return tuple(tuple(made[n : n + PER_ROW]) for n in range(0, len(made), PER_ROW))


def _note(scene: Scene, person: Person, made: Snoozed) -> None:
    owed = made.obligation
    events.note(
        scene.tx,
        scene.id,
        "snoozed",
        task=owed.task,
        unit=owed.unit,
        subject=owed.id,
        person=person.id,
        at=scene.now,
        facts={"until": facts.day(made.until), "kind": owed.kind.value},
    )
