"""The measures of a task as a list to tick, kept as a card until it is submitted."""

from dataclasses import dataclass, replace
from functools import partial

from bot.desk import Scene
from bot.verbs import own
from bot.verbs.sure import keep_or_show
from bot.verbs.tapping import Line, head, line, state_of
from rules.catalog import Measure
from rules.errors import OldButton
from rules.ids import CardId
from rules.report import CardState
from rules.taps import checklist
from rules.understand import Understanding
from store import cards, checklists
from templates import label

_SHORT = 40  # characters of a measure in the words of a report


@dataclass(frozen=True, slots=True, kw_only=True)
class _List:
    """A checklist: `done` before, and `ticked` of those still open."""

    here: Line
    card: CardId
    measures: tuple[Measure, ...]
    done: frozenset[str]
    ticked: tuple[str, ...]


def measures(scene: Scene, given: str) -> None:
    """Show the list of a task's measures, as far as it was ticked today."""
    here = line(scene, given)
    if here.tapped.corrects is not None:
        raise OldButton
    begun = partial(
        checklists.begun,
        scene.tx,
        scene.id,
        here.person.id,
        here.task.id,
        here.unit,
        scene.now,
    )
    card = begun()
    if scene.plan.days.local(card.made).date() != scene.today:
        cards.close_card(scene.tx, card.id, CardState.DROPPED)
        card = begun()
    ticked = card.found.done_measures if card.found else ()
    _show(scene, _list(scene, here, card.id, ticked))


def tick(scene: Scene, given: str) -> None:
    """Tick a measure, `CARD:7:+a`, or untick it, `CARD:7:-a`; twice is once."""
    found, change = _found(scene, given)
    sign, measure = change[:1], change[1:]
    open_ = [one.id for one in found.measures if one.id not in found.done]
    if sign not in {"+", "-"} or measure not in open_:
        raise OldButton
    wanted = {*found.ticked, measure} if sign == "+" else {*found.ticked} - {measure}
    ticked = tuple(one for one in open_ if one in wanted)
    checklists.tick(scene.tx, found.card, Understanding(done_measures=ticked))
    _show(scene, replace(found, ticked=ticked))


def submit(scene: Scene, given: str) -> None:
    """提交: report the ticked measures as done."""
    found, _ = _found(scene, given)
    if not found.ticked:
        raise OldButton
    cards.close_card(scene.tx, found.card, CardState.DROPPED)
    texts = {one.id: one.text[:_SHORT] for one in found.measures}
    named = "；".join(texts[one] for one in found.ticked)
    text = label("taps.measures", scene.locale, measures=named)
    title = label("buttons.measures", scene.locale)
    said = Understanding(done_measures=found.ticked)
    keep_or_show(scene, found.here, text, said, title=title)


def _found(scene: Scene, given: str) -> tuple[_List, str]:
    """Return the list a button belongs to, as of now, and what the button adds."""
    number, _, rest = given.partition(":")
    tapped, _, change = rest.partition(":")
    here = line(scene, tapped)
    card = own.pending(scene, here.person, number)
    if card.task != here.task.id or card.unit != here.unit or card.found is None:
        raise OldButton
    return _list(scene, here, card.id, card.found.done_measures), change


def _list(scene: Scene, here: Line, card: CardId, ticked: tuple[str, ...]) -> _List:
    """Return the list by the plan as it now is: what left it is ticked no more."""
    done = state_of(scene, here).measures_done
    here_still = {one.id for one in here.task.measures} - done
    return _List(
        here=here,
        card=card,
        measures=here.task.measures,
        done=done,
        ticked=tuple(one for one in ticked if one in here_still),
    )


def _show(scene: Scene, found: _List) -> None:
    told = head(found.here) | {
        "measures": [
            {
                "text": one.text,
                "done": one.id in found.done,
                "ticked": one.id in found.ticked,
            }
            for one in found.measures
        ]
    }
    tapped = found.here.tapped
    keys = checklist(tapped, found.card, found.measures, found.done, found.ticked)
    scene.edit("chase/checklist", told, keys)
