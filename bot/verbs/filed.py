"""附件 on a task's card: what was sent for it is given back."""

from bot.answers import Enclosure, Files
from bot.desk import Scene
from bot.verbs import own
from rules import facts
from rules.catalog import Task
from rules.errors import NotYours
from rules.evidence import File, may_open, shown_name
from rules.ids import TaskId
from rules.message import Button
from rules.people import Person, Verb
from store import evidence

PER_TAP = 10


def files(scene: Scene, given: str) -> None:
    """Give back a task's files, the newest first, so many at a tap."""
    person = scene.who(Verb.TASK)
    named, _, skip = given.partition(":")
    task = own.any_task(scene, TaskId(named))
    if not may_open(person, task.units):
        raise NotYours({"task": facts.number(task.id)})
    start = own.number(skip) if skip else 0
    total = evidence.count_of_task(scene.tx, scene.id, task.id)
    found = evidence.of_task(scene.tx, scene.id, task.id, limit=PER_TAP, skip=start)
    told: facts.Line = {
        "task": facts.number(task.id),
        "short": task.short,
        "total": total,
        "skipped": start,
        "files": [
            {
                "at": facts.moment(one.at, scene.plan.days),
                "who": one.who,
                "name": shown_name(one.file.kind, one.file.name),
            }
            for one in found
        ],
    }
    older = Button(label="buttons.older", data=f"files:{task.id}:{start + PER_TAP}")
    more = found and total > start + len(found)
    scene.say("evidence/list", told, ((older,),) if more else ())
    if found:
        given_back = tuple(_enclosure(one.file) for one in found)
        scene.answers.append(Files(files=given_back, locale=scene.locale))


def button(scene: Scene, person: Person, task: Task) -> tuple[Button, ...]:
    """Return the button that opens a task's files, for who may, where there are any."""
    count = evidence.count_of_task(scene.tx, scene.id, task.id)
    if not count or not may_open(person, task.units):
        return ()
    data = f"files:{task.id}"
    return (Button(label="buttons.files", data=data, facts={"count": count}),)


def _enclosure(file: File) -> Enclosure:
    return Enclosure(
        kind=file.kind,
        file=file.file,
        name=shown_name(file.kind, file.name),
        text=file.text if file.kind == "text" else "",
        digest=file.digest,
    )
