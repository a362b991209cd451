"""A tapped number is kept at once, unless it deserves a second look: then as a card."""

from bot.desk import Scene
from bot.verbs import answering, standing, viewing
from bot.verbs.tapping import Line, keep, show_receipt, whole
from rules.card import propose
from rules.ids import ReportId
from rules.report import CardState
from rules.taps import fixes, startling
from rules.understand import Understanding
from store import cards


def keep_or_show(
    scene: Scene,
    here: Line,
    text: str,
    found: Understanding,
    *,
    title: str = "",
    message: int = 0,
) -> None:
    """Keep what was tapped, or show it as the usual card, to be confirmed.

    `title`: what stands for the text on a card, whose words are read again.
    `message`: the one that says it; edited later, it corrects what it became.
    """
    person, task, corrects = here.person, here.task, here.tapped.corrects
    said = whole(scene, here, found)
    place = standing.place(scene, person, task, corrects, here.unit)
    proposal = propose(place.state, said, place.totals, scene.today)
    if not startling(proposal, said, scene.today):
        kept = keep(scene, here, text, found)
        if message:
            _note(scene, here, text, said, message, kept)
        show_receipt(scene, person, task, kept)
        return
    words = answering.Words(
        text=title or text,
        message=message,
        supersedes=corrects,
        unit=here.unit,
        fixed=fixes(said),
    )
    card = answering.read(scene, person, task, words, place)
    if card is not None:
        viewing.show(scene, person, task, card, place, edit=True)


def _note(  # noqa: PLR0917 - what a card is made of
    scene: Scene,
    here: Line,
    text: str,
    said: Understanding,
    message: int,
    kept: ReportId,
) -> None:
    """Remember which report a message became."""
    card = cards.put_card(
        scene.tx,
        scene.id,
        here.person.id,
        task=here.task.id,
        text=text,
        found=said,
        supersedes=here.tapped.corrects,
        message=message,
        now=scene.now,
        unit=here.unit,
    )
    cards.close_card(scene.tx, card, CardState.CONFIRMED, kept)
