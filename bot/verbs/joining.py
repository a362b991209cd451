"""How somebody comes in: an invite is shown, confirmed, linked."""

from bot.answers import Menu
from bot.desk import Scene
from bot.verbs import reading
from rules import facts
from rules.delivery import Kind
from rules.errors import BadInvite
from rules.invites import MOST_TRIES, Tries, shut_until, tried
from rules.message import Button, Message, Sort
from rules.people import UNIT_ROLES, Invite, Role
from rules.unwatched import lost
from store import attempts, obligations, outbox, people, states

NAME = 64  # characters of a stranger's name shown to the admins


def start(scene: Scene, given: str) -> None:
    """/start CODE - show who one would become; /start alone greets."""
    if not given and scene.person is None:
        scene.say("refusal/stranger", {})
    elif not given:
        reading.help_(scene, given)
    else:
        invite = _open(scene, given)
        confirm = Button(label="buttons.join", data=f"join:{given}")
        if invite is not None:
            scene.say("join/preview", _told(scene, invite), ((confirm,),))


def join(scene: Scene, given: str) -> None:
    """Link the person behind a confirmed invite."""
    invite, said = _open(scene, given), scene.said
    if invite is None:
        return
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


def _open(scene: Scene, code: str) -> Invite | None:
    """Return the invite a code opens; None where the refusal is said already.

    A wrong code is counted, so its refusal must not undo the transaction. After
    too many no code is looked at: guessing on would learn nothing.
    """
    tries = attempts.of(scene.tx, scene.id, scene.said.user)
    until = shut_until(tries, scene.now)
    if until is not None:
        raise BadInvite({"why": "often", "at": facts.moment(until, scene.plan.days)})
    invite = people.invite_of(scene.tx, code)
    if invite is None or invite.plan != scene.id:
        _count(scene, tries)
        scene.say("refusal/badinvite", {"why": "wrong"})
        return None
    if invite.used:
        raise BadInvite({"why": "used"})
    if invite.expires <= scene.now:
        raise BadInvite({"why": "expired"})
    if tries is not None:
        attempts.forget(scene.tx, scene.id, scene.said.user)
    return invite


def _count(scene: Scene, before: Tries | None) -> None:
    """Count a wrong code; the admins are told when there are too many."""
    tries, said = tried(before, scene.now), scene.said
    attempts.put(scene.tx, scene.id, said.user, tries, scene.now)
    until = shut_until(tries, scene.now)
    if until is None:
        return
    told: facts.Line = {
        "name": said.name[:NAME],
        "user": said.user,
        "times": MOST_TRIES,
        "until": facts.moment(until, scene.plan.days),
    }
    messages = [
        Message(
            to=admin.id,
            template="admin/attempts",
            facts=told,
            key=f"attempts:{said.user}:{tries.since.isoformat()}:{admin.id}",
            sort=Sort.SERVICE,
        )
        for admin in people.linked(scene.tx, scene.id, (Role.ADMIN,))
    ]
    outbox.put(scene.tx, scene.id, messages, scene.now)


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
        people.found_again(scene.tx, person, scene.now)
    elif people.lost(scene.tx, person, Kind.BLOCKED.value):
        stand = states.states(scene.tx, scene.plan, scene.now)
        linked = people.linked(scene.tx, scene.id)
        messages = lost(scene.catalog, linked, stand, person, scene.now)
        outbox.put(scene.tx, scene.id, messages, scene.now)
