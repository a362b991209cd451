"""One-tap answers under a line: 正常推进, 有风险, 已完成, 更多, 更正.

In the morning's message a tap is answered by a line that fades, and the message is
brought up to date. 更多 and 更正 open a message of their own (`:menu`), which the next
taps change; kept there, it becomes the receipt.
"""

from bot.desk import Scene
from bot.verbs import risks
from bot.verbs.owing import may_put_off
from bot.verbs.tapping import (
    MENU,
    Line,
    answer_of,
    forget,
    keep,
    line,
    show_receipt,
    state_of,
)
from rules import facts
from rules.errors import OldButton
from rules.ids import ReportId
from rules.pace import judge
from rules.taps import answers
from rules.understand import Status, Understanding
from store import reports
from templates import label


def on_track(scene: Scene, given: str) -> None:
    """正常推进: the numbers stand, and all is well."""
    _said(scene, given, Status.ON_TRACK)


def done(scene: Scene, given: str) -> None:
    """已完成: it is done; a lead's word applies for completion."""
    _said(scene, given, Status.DONE)


def at_risk(scene: Scene, given: str) -> None:
    """有风险: kept at once; then what the risk is may be said in a line."""
    here, kept = _said(scene, given, Status.AT_RISK)
    risks.ask(scene, here, kept)


def unchanged(scene: Scene, given: str) -> None:
    """无变化: all of it stands as last reported."""
    number, _, where = given.partition(":")
    here = line(scene, number)
    if here.tapped.corrects is not None:
        raise OldButton
    text = label("buttons.unchanged", scene.locale)
    _kept(scene, here, text, Understanding(unchanged=True), menu=where == MENU)


def answer(scene: Scene, given: str) -> None:
    """更多 and 返回: every way to answer one line."""
    number, _, where = given.partition(":")
    _menu(scene, line(scene, number), new=where != MENU)


def correct(scene: Scene, given: str) -> None:
    """更正 under an answered line: say one thing of it otherwise, or take it back."""
    _menu(scene, answer_of(scene, given), new=True)


def _said(scene: Scene, given: str, status: Status) -> tuple[Line, ReportId]:
    number, _, where = given.partition(":")
    here = line(scene, number)
    trouble = None
    if status is Status.AT_RISK:  # what was known of it stays known
        trouble = reports.of_branch(scene.tx, scene.id, here.task.id, here.unit)
    found = Understanding(
        status=status,
        problem=trouble.problem if trouble else "",
        needs=trouble.needs if trouble else "",
    )
    text = label(f"statuses.{status.value}", scene.locale)
    return here, _kept(scene, here, text, found, menu=where == MENU)


def _kept(
    scene: Scene, here: Line, text: str, found: Understanding, *, menu: bool
) -> ReportId:
    kept = keep(scene, here, text, found)
    if menu:
        show_receipt(scene, here.person, here.task, kept)
    return kept


def _menu(scene: Scene, here: Line, *, new: bool) -> None:
    forget(scene, here)
    state = state_of(scene, here)
    said = None
    if here.tapped.corrects is not None:
        said = reports.one(scene.tx, scene.id, here.tapped.corrects)
    days = scene.plan.days
    told = facts.standing_line(state, judge(state, scene.today), days) | {
        "day": facts.day(scene.today),
        "report_due": facts.day(here.owed.due),
        "late": days.between(here.owed.due, scene.today),
        "corrects": said.text[:60] if said else None,
        "at": facts.moment(said.at, days) if said else None,
    }
    buttons = answers(
        here.tapped,
        here.task,
        state,
        scene.today,
        lead=here.unit == here.task.lead,
        owes=may_put_off(scene, here.person, here.owed),
    )
    (scene.say if new else scene.edit)("chase/answer", told, buttons)
