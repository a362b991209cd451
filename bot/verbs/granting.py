"""How a request is decided: 同意, 不同意; 办结, 退回."""

from bot.desk import Scene
from bot.verbs import own
from bot.verbs.moving import CANCEL
from rules import requests as rulings
from rules.errors import OldButton, Refusal
from rules.ids import RequestId
from rules.outcomes import outcome
from rules.people import Person, Verb
from rules.request import PENDING, Request
from store import cards, requests
from store import requesting as flow
from store.cards import Awaited
from store.moving import mover

WHY = "refuse"  # what words are awaited as: the reason of a refusal


def grant(scene: Scene, given: str) -> None:
    """同意 under a request; past an admin's limits it goes on to a leader."""
    person = scene.who(Verb.HELP)
    request = _request(scene, given)
    settled = flow.grant(scene.tx, scene.plan, request, person=person, now=scene.now)
    _say(scene, person, settled)


def refuse(scene: Scene, given: str) -> None:
    """不同意 or 退回 under a request: ask for the reason."""
    person = scene.who(Verb.HELP)
    request = _request(scene, given)
    flow.decided(rulings.refused(request, mover(person), "-"), request)
    subject = {"request": request.id}
    cards.await_words(
        scene.tx, person.id, request.task, scene.now, what=WHY, subject=subject
    )
    scene.say("request/reason", rulings.told(scene.catalog, request), CANCEL)


def hear_why(scene: Scene, text: str, waited: Awaited) -> None:
    """Refuse the request that waited for these words as the reason."""
    person = scene.who(Verb.HELP)
    tx, plan, why = scene.tx, scene.plan, text.strip()
    try:
        request = _request(scene, str(waited.subject["request"]))
        settled = flow.refuse(tx, plan, request, person=person, why=why, now=scene.now)
        _say(scene, person, settled)
    except Refusal as refusal:  # somebody was faster: the question is answered
        scene.say(refusal.name, refusal.facts)


def _request(scene: Scene, given: str) -> Request:
    request = requests.one(scene.tx, scene.id, RequestId(own.number(given)))
    if request is None:
        raise OldButton
    if request.state not in PENDING:
        raise OldButton({"why": "decided"})
    return request


def _say(scene: Scene, person: Person, request: Request) -> None:
    scene.toast("kept")
    at = scene.plan.days.local(scene.now)
    scene.say("request/outcome", outcome(scene.catalog, request, person, at))
