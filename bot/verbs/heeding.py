"""What becomes of a directive: 签收, 报结, 办结, 退回, 撤回, and who is told."""

from bot.desk import Scene
from bot.verbs import directed
from rules import facts
from rules.catalog import Audience
from rules.directive import DirectiveState
from rules.directives import Event, Step, after_letter, again
from rules.message import Button
from rules.obligation import ObligationState, Owed
from rules.owing import Owing, acting, deciding
from store import cards, directives, obligations
from store.cards import Awaited

TOLD, BACK, RECALL = "directive_told", "directive_back", "directive_recall"


def hear(scene: Scene, given: str) -> None:
    """签收: the unit has seen it."""
    directive, _ = directed.allowed(scene, given, Step.HEAR)
    directives.moved(scene.tx, directive.id, DirectiveState.ACKNOWLEDGED, scene.now)
    directed.close(scene, directive, [Owed.ACKNOWLEDGE])
    directed.note(scene, directive, Event.HEARD)
    scene.toast("kept")
    directed.receipt(scene, directed.now(scene, directive), "acknowledged")


def told(scene: Scene, given: str) -> None:
    """报结: ask for the result in words."""
    _ask(scene, given, Step.TELL, TOLD)


def close(scene: Scene, given: str) -> None:
    """办结: the leader takes it as done."""
    directive, _ = directed.allowed(scene, given, Step.CLOSE)
    directives.moved(scene.tx, directive.id, DirectiveState.CLOSED, scene.now)
    directed.close(scene, directive, [Owed.DECIDE])
    directed.note(scene, directive, Event.CLOSED)
    directive = directed.now(scene, directive)
    directed.ruled(scene, directive, "closed")
    scene.toast("kept")
    directed.receipt(scene, directive, "closed")


def back(scene: Scene, given: str) -> None:
    """退回: ask for the reason in words."""
    _ask(scene, given, Step.RETURN, BACK)


def recall(scene: Scene, given: str) -> None:
    """撤回: ask for the reason in words, so that no slip of a thumb takes it back."""
    _ask(scene, given, Step.WITHDRAW, RECALL)


def hear_told(scene: Scene, text: str, waited: Awaited) -> None:
    """Keep the result in the unit's words; the leader has to decide now."""
    directive, _ = directed.allowed(scene, _number(waited), Step.TELL, text)
    directives.reported(scene.tx, directive.id, text, scene.now)
    directed.close(scene, directive, [Owed.ACKNOWLEDGE, Owed.DIRECTIVE])
    directed.note(scene, directive, Event.TOLD, told=text)
    time = directives.times(scene.tx, scene.id, directive.id)
    owing = deciding(
        directed.policy(scene, directive),
        directive.task,
        f"D{directive.id}" if time == 1 else f"D{directive.id}-{time}",
        directive.id,
        by=Audience.LEADER,
        today=scene.today,
        days=scene.plan.days,
    )
    _owe(scene, owing)
    directive = directed.now(scene, directive)
    directed.reported(scene, directive, time)
    directed.receipt(scene, directive, "reported")


def hear_back(scene: Scene, text: str, waited: Awaited) -> None:
    """Return it to the unit with the leader's reason; it is owed anew."""
    directive, _ = directed.allowed(scene, _number(waited), Step.RETURN, text)
    due = again(directive, scene.today, scene.plan.days)
    to = DirectiveState.ACKNOWLEDGED
    directives.moved(scene.tx, directive.id, to, scene.now, answer=text, due=due)
    time = directives.times(scene.tx, scene.id, directive.id) + 1
    directed.close(scene, directive, [Owed.DECIDE])
    directed.note(scene, directive, Event.RETURNED, why=text, due=facts.day(due))
    owing = acting(
        directed.policy(scene, directive),
        directive.task,
        directive.unit,
        directive.id,
        due=due,
        time=time,
        days=scene.plan.days,
    )
    _owe(scene, owing)
    directive = directed.now(scene, directive)
    directed.ruled(scene, directive, "returned", time)
    directed.receipt(scene, directive, "returned")


def hear_recall(scene: Scene, text: str, waited: Awaited) -> None:
    """Take it back: nothing is owed of it any more."""
    directive, _ = directed.allowed(scene, _number(waited), Step.WITHDRAW, text)
    to = DirectiveState.WITHDRAWN
    directives.moved(scene.tx, directive.id, to, scene.now, answer=text)
    kinds = [Owed.ACKNOWLEDGE, Owed.DIRECTIVE, Owed.DECIDE]
    directed.close(scene, directive, kinds, ObligationState.WAIVED)
    directed.note(scene, directive, Event.WITHDRAWN, why=text)
    directive = directed.now(scene, directive)
    directed.ruled(scene, directive, "withdrawn")
    directed.receipt(scene, directive, "withdrawn")


def _ask(scene: Scene, given: str, wanted: Step, awaited: str) -> None:
    """Ask for the words a step takes, and remember what they will be about."""
    directive, person = directed.allowed(scene, given, wanted, "-")
    cards.await_words(
        scene.tx,
        person.id,
        directive.task,
        scene.now,
        what=awaited,
        subject={"directive": directive.id},
    )
    told = directed.line_of(scene, directive) | {"what": wanted.value}
    cancel = ((Button(label="buttons.cancel", data="cancel"),),)
    scene.say("directive/words", told, cancel)


def _number(waited: Awaited) -> str:
    return str(waited.subject["directive"])


def _owe(scene: Scene, owing: Owing) -> None:
    later = after_letter(owing, scene.plan.days, scene.now)
    obligations.open_all(scene.tx, scene.id, [later], scene.now)
