"""A tapped number is kept at once, unless it deserves a second look: then as a card."""

from bot.desk import Scene
from bot.verbs import answering, standing, viewing
from bot.verbs.tapping import Line, keep, show_receipt, whole
from rules.card import propose
from rules.taps import fixes, startling
from rules.understand import Understanding


def keep_or_show(
    scene: Scene, here: Line, text: str, found: Understanding, *, title: str = ""
) -> None:
    """Keep what was tapped, or show it as the usual card, to be confirmed.

    `title`: what stands for the text on a card, whose words are read again.
    """
    person, task, corrects = here.person, here.task, here.tapped.corrects
    said = whole(scene, here, found)
    place = standing.place(scene, person, task, corrects, here.unit)
    proposal = propose(place.state, said, place.totals, scene.today)
    if not startling(proposal, said, scene.today):
        show_receipt(scene, person, task, keep(scene, here, text, found))
        return
    words = answering.Words(
        text=title or text,
        message=0,  # no message of theirs says it
        supersedes=corrects,
        unit=here.unit,
        fixed=fixes(said),
    )
    card = answering.read(scene, person, task, words, place)
    if card is not None:
        viewing.show(scene, person, task, card, place, edit=True)
