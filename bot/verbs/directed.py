"""A directive that was given: whose step it is, what is kept, and who is told."""

from collections.abc import Sequence

from bot.desk import Scene
from bot.verbs import own
from rules import facts
from rules.audience import told as hearers
from rules.catalog import Audience, Policy
from rules.directive import Directive, DirectiveState
from rules.directives import Event, Step, carried, line, step
from rules.errors import NotAllowed, NotYours, OldButton
from rules.ids import DirectiveId
from rules.lifecycle import Barred, Mover
from rules.lookup import task_called
from rules.message import Button, Buttons, Message, Sort
from rules.obligation import ObligationState, Owed
from rules.people import Person, Role, Verb
from store import directives, events, obligations, outbox, people

_MOST = 10  # lines of one message


def receipt(
    scene: Scene, directive: Directive, what: str, *, edit: bool = False
) -> None:
    """Say what is now on record; `what`: a state, or that it was returned."""
    asked = owners(scene, directive)
    told = line_of(scene, directive) | {"what": what, "owners": [p.name for p in asked]}
    keys: Buttons = ()
    if what == "given":
        keys = ((Button(label="buttons.recall", data=f"recall:{directive.id}"),),)
    elif what == "acknowledged":
        keys = ((_told(directive),),)
    (scene.edit if edit else scene.say)("directive/receipt", told, keys)


def given(scene: Scene, directive: Directive) -> None:
    """Bring a new directive to those who answer for it, at once."""
    hear = Button(label="buttons.hear", data=f"hear:{directive.id}")
    keys = ((hear, _told(directive)),)
    _send(scene, directive, owners(scene, directive), "directive/given", "given", keys)


def reported(scene: Scene, directive: Directive, time: int) -> None:
    """Tell the leader what was reported of it. `time`: for which time it was."""
    close = Button(label="buttons.close", data=f"close:{directive.id}")
    back = Button(label="buttons.back", data=f"back:{directive.id}")
    to, what = leaders(scene, directive), f"told-{time}"
    _send(scene, directive, to, "directive/told", what, ((close, back),))


def ruled(scene: Scene, directive: Directive, what: str, time: int = 1) -> None:
    """Tell the owners what the leader made of it."""
    keys = ((_told(directive),),) if what == "returned" else ()
    to, key = owners(scene, directive), f"{what}-{time}"
    _send(scene, directive, to, "directive/ruled", key, keys)


def allowed(
    scene: Scene, given: str, wanted: Step, said: str = ""
) -> tuple[Directive, Person]:
    """Return a directive somebody may take a step with, and who it is; else refuse."""
    leads = scene.person is not None and scene.person.role is Role.LEADER
    person = scene.who(Verb.DIRECT if leads else Verb.REPORT)
    number = DirectiveId(own.number(given))
    directive = directives.one(scene.tx, scene.id, number)
    if directive is None or task_called(scene.catalog, directive.task) is None:
        raise OldButton
    mover = Mover(role=person.role, units=person.units)
    match step(directive, wanted, mover, said):
        case DirectiveState():
            return directive, person
        case Barred.ROLE:
            raise NotAllowed
        case Barred.UNIT:
            raise NotYours({"task": facts.number(directive.task)})
        case _:
            raise OldButton


def now(scene: Scene, directive: Directive) -> Directive:
    return directives.some(scene.tx, scene.id, [directive.id])[directive.id]


def policy(scene: Scene, directive: Directive) -> Policy:
    task = task_called(scene.catalog, directive.task)
    if task is None:
        raise OldButton
    return scene.catalog.policies[task.policy]


def line_of(scene: Scene, directive: Directive) -> facts.Line:
    return line(scene.catalog, directive, scene.plan.days, scene.today)


def close(
    scene: Scene,
    directive: Directive,
    kinds: list[Owed],
    state: ObligationState = ObligationState.ANSWERED,
) -> None:
    obligations.close_subject(
        scene.tx,
        scene.id,
        kinds=kinds,
        subject=directive.id,
        period=f"D{directive.id}",
        state=state,
        now=scene.now,
    )


def note(
    scene: Scene, directive: Directive, what: Event, *, why: str = "", **said: object
) -> None:
    events.note(
        scene.tx,
        scene.id,
        what.value,
        task=directive.task,
        unit=directive.unit,
        subject=directive.id,
        person=scene.person.id if scene.person else None,
        at=scene.now,
        why=why,
        facts={"text": directive.text, "due": facts.day(directive.due)} | said,
    )


def owners(scene: Scene, directive: Directive) -> list[Person]:
    """Return who answers for it today."""
    linked = people.linked(scene.tx, scene.id, today=scene.today)
    return hearers(linked, directive.unit, Audience.OWNER)


def leaders(scene: Scene, directive: Directive) -> list[Person]:
    """Return who gave it, or every leader if they cannot be told."""
    linked = people.linked(scene.tx, scene.id, today=scene.today)
    found = hearers(linked, directive.unit, Audience.LEADER)
    return [one for one in found if one.id == directive.by] or found


def _told(directive: Directive) -> Button:
    return Button(label="buttons.told", data=f"told:{directive.id}")


def _send(  # noqa: PLR0917 - whom, of what, in which words
    scene: Scene,
    directive: Directive,
    to: list[Person],
    template: str,
    what: str,
    buttons: Buttons,
) -> None:
    """Promise a letter to each; only what asks anew counts against a budget."""
    told = line_of(scene, directive) | {"what": what.partition("-")[0]}
    asks = template == "directive/given"
    letters = [
        Message(
            to=person.id,
            template=template,
            facts=told,
            key=f"directive:{directive.id}:{what}:{person.id}",
            buttons=buttons,
            sort=Sort.UNPROMPTED if asks else Sort.PROMPTED,
        )
        for person in to
    ]
    outbox.put(scene.tx, scene.id, letters, scene.now)


def mine(scene: Scene, person: Person) -> None:
    """Show a leader their own live directives, and what can be done with each."""
    found = carried(directives.live_by(scene.tx, scene.id, person.id), scene.today).live
    told: facts.Line = {
        "lines": [line_of(scene, one) for one in found[:_MOST]],
        "total": len(found),
        "more": max(len(found) - _MOST, 0),
    }
    direct = (Button(label="buttons.direct", data="direct"),)
    keys = (*(_leaders_keys(one) for one in found[:_MOST]), direct)
    scene.say("directive/mine", told, keys)


def answers(found: Sequence[Directive]) -> Buttons:
    """Return what a unit can answer of these, a row each."""
    asked = [one for one in found if one.state is not DirectiveState.REPORTED]
    return tuple(_units_keys(one) for one in asked[:_MOST])


def _units_keys(directive: Directive) -> tuple[Button, ...]:
    id_, task = directive.id, facts.number(directive.task)
    told = Button(label="buttons.told_task", data=f"told:{id_}", facts={"task": task})
    if directive.state is not DirectiveState.GIVEN:
        return (told,)
    hear = Button(label="buttons.hear_task", data=f"hear:{id_}", facts={"task": task})
    return hear, told


def _leaders_keys(directive: Directive) -> tuple[Button, ...]:
    id_, task = directive.id, facts.number(directive.task)
    if directive.state is not DirectiveState.REPORTED:
        return (
            Button(
                label="buttons.recall_task", data=f"recall:{id_}", facts={"task": task}
            ),
        )
    return (
        Button(label="buttons.close_task", data=f"close:{id_}", facts={"task": task}),
        Button(label="buttons.back_task", data=f"back:{id_}", facts={"task": task}),
    )
