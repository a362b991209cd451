"""What belongs to an answer besides its words: the files sent with it or before."""

from datetime import datetime, timedelta

from bot.desk import Scene
from rules.ids import CardId, ChatId, ReportId, TaskId, UnitId
from rules.people import Person
from rules.report import Card
from store import evidence, inbox

RECENT = timedelta(days=1)  # a file sent longer ago waits for no words any more


def since(scene: Scene) -> datetime:
    return scene.now - RECENT


def coming(scene: Scene) -> int:
    """Count the parts of the same album that are stored and not looked at yet."""
    said = scene.said
    if said.sent is None or not said.sent.album:
        return 0
    return inbox.parts(
        scene.tx, scene.bot, said.chat, said.sent.album, besides=said.update
    )


def with_card(
    scene: Scene, person: Person, card: CardId, *, task: TaskId, message: int
) -> None:
    """Put with a fresh card what belongs to its words."""
    evidence.gather(
        scene.tx,
        scene.id,
        person.id,
        card,
        task=task,
        chat=ChatId(scene.said.chat),
        message=message,
        since=since(scene),
    )


def of_card(scene: Scene, card: Card) -> int:
    """Count a card's files, with those of its album that are only just coming."""
    return evidence.of_card(scene.tx, card.id, card.supersedes) + coming(scene)


def with_report(
    scene: Scene,
    person: Person,
    report: ReportId,
    *,
    task: TaskId,
    unit: UnitId,
    corrects: ReportId | None,
) -> None:
    """Give a kept report the files of its card and of the report it corrects."""
    evidence.keep(
        scene.tx,
        scene.id,
        person.id,
        report,
        task=task,
        unit=unit,
        supersedes=corrects,
        since=since(scene),
    )


def of_report(scene: Scene, report: ReportId) -> int:
    return evidence.of_reports(scene.tx, [report]).get(report, 0)
