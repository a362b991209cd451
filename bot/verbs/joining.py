"""How somebody comes in: an invite is shown, confirmed, linked."""

from bot.answers import Menu
from bot.desk import Scene
from bot.verbs import reading
from rules import facts
from rules.delivery import Loss
from rules.errors import BadInvite
from rules.message import Button
from rules.people import UNIT_ROLES, Invite
from rules.unwatched import lost
from store import obligations, outbox, people, states


def start(scene: Scene, given: str) -> None:
    """/start CODE - show who one would become; /start alone greets."""
    if not given and scene.person is None:
        scene.say("refusal/stranger", {})
    elif not given:
        reading.help_(scene, given)
    else:
        invite = _open(scene, given)
        confirm = Button(label="buttons.join", data=f"join:{given}")
        scene.say("join/preview", _told(scene, invite), ((confirm,),))


def join(scene: Scene, given: str) -> None:
    """Link the person behind a confirmed invite."""
    invite, said = _open(scene, given), scene.said
    person = people.link(
        scene.tx,
        invite,
        user=said.user,
        chat=said.user,  # one's own chat with the bot, wherever the tap was
        name=said.name,
        locale=scene.locale,
        now=scene.now,
    )
    if person.role in UNIT_ROLES and person.unit:
        # What waited because nobody could be asked is looked at at once.
        obligations.look_again(scene.tx, scene.id, [person.unit], scene.now)
    scene.edit("join/welcome", _told(scene, invite) | {"name": person.name})
    scene.answers.append(Menu(role=person.role, locale=scene.locale))


def _open(scene: Scene, code: str) -> Invite:
    invite = people.invite_of(scene.tx, code)
    if invite is None or invite.plan != scene.id:
        raise BadInvite({"why": "wrong"})
    if invite.used:
        raise BadInvite({"why": "used"})
    if invite.expires <= scene.now:
        raise BadInvite({"why": "expired"})
    return invite


def _told(scene: Scene, invite: Invite) -> facts.Line:
    units = facts.units_of(scene.catalog)
    return {
        "plan": scene.catalog.plan.title,
        "role": invite.role.value,
        "unit": units.get(invite.unit) if invite.unit else None,
    }


def blocked(scene: Scene, given: str) -> None:
    """Note that the person closed or opened the chat, and tell the admins at once."""
    del given
    if scene.person is None:
        return
    person = scene.person.id
    if not scene.said.left:
        people.found_again(scene.tx, person)
    elif people.lost(scene.tx, person, Loss.BLOCKED.value):
        stand = states.states(scene.tx, scene.plan, scene.now)
        linked = people.linked(scene.tx, scene.id)
        messages = lost(scene.catalog, linked, stand, person, scene.now)
        outbox.put(scene.tx, scene.id, messages, scene.now)
