"""What there is to act upon: each makes one thing and returns its button's data."""

from collections.abc import Callable
from datetime import date, timedelta

from security.cast import NOW, PLAN, TODAY, Prepare, someone
from sqlmodel import select

from rules.catalog import Audience
from rules.directive import DirectiveState
from rules.ids import ObligationId, PersonId, ReportId, TaskId, UnitId
from rules.lifecycle import Branch, Move, Moved, Stage
from rules.message import About, Message
from rules.obligation import Owed
from rules.people import Leave, Role
from rules.report import Report
from rules.request import Request, RequestKind
from rules.requests import Asked
from rules.understand import Understanding
from rules.understand.said import Doubt, Option
from store import (
    cards,
    checklists,
    directives,
    frozen,
    leaves,
    moves,
    obligations,
    outbox,
    people,
    plans,
    reports,
    requests,
)
from store import requesting as flow
from store.moving import make, mover
from store.session import Tx
from store.tables import CardRow, LetterRow

TASK, AIR, WATER, ASSIST = TaskId("02.2"), UnitId("air"), UnitId("water"), UnitId("eia")
LATER = date(2021, 1, 15)  # within what an admin grants alone
FAR = date(2021, 6, 30)  # past it: a leader has to consent
CODE = "a-code-nobody-has-used"


def nothing(tx: Tx, who: str) -> str:
    del tx, who
    return ""


def just(given: str) -> Prepare:
    return lambda _tx, _who: given


def code(tx: Tx, who: str) -> str:
    del who
    there = {"role": Role.HEAD, "unit": WATER}
    people.invite(tx, PLAN, CODE, **there, expires=NOW + timedelta(days=1), now=NOW)
    return CODE


def owed(tx: Tx, who: str = "") -> str:
    """The report that `air` owes on the task."""
    del who
    found = obligations.of_task(tx, PLAN, TASK)
    here = (one for one in found if one.unit == AIR and one.kind is Owed.REPORT)
    return str(next(here).id)


def card(tx: Tx, who: str, *, read: bool = True, task: TaskId | None = TASK) -> str:
    """Words of their own that wait for 确认; for the unlinked, the owner's."""
    made = cards.put_card(
        tx,
        PLAN,
        someone(tx, who).id,
        task=task,
        text="总体进度50%",
        found=Understanding(percent=50) if read else None,
        supersedes=None,
        message=1,
        now=NOW,
    )
    return str(made)


def draft(tx: Tx, who: str) -> str:
    """An instruction of their own that was not given yet."""
    return card(tx, who, read=False)


def aimless(tx: Tx, who: str) -> str:
    return card(tx, who, read=False, task=None) + f":{TASK}"


def field(name: str) -> Prepare:
    """A card of their own, and what of it is put right."""
    return lambda tx, who: f"{card(tx, who)}:{name}"


def doubted(tx: Tx, who: str) -> str:
    """A card of their own with a doubt, and its first option."""
    number = card(tx, who)
    doubt = Doubt(span=(0, 2), options=(Option(percent=60),))
    row = tx.get_one(CardRow, int(number))
    row.found = frozen.found_json(Understanding(doubts=(doubt,)))
    tx.flush()
    return f"{number}:0:0"


def picked(tx: Tx, who: str) -> str:
    return card(tx, who) + f":{TASK}"


def said_half(person: PersonId) -> Report:
    return Report(
        task=TASK,
        person=person,
        text="总体进度50%",
        percent=50,
        status=None,
        expected=None,
        problem="",
        needs="",
        unchanged=False,
    )


def report(tx: Tx, who: str = "") -> str:
    """What the owner reported."""
    del who
    said = said_half(someone(tx, "owner").id)
    return str(reports.keep(tx, PLAN, AIR, said, NOW))


def reported(given: str) -> Prepare:
    """What is asked for once there is a report to show."""

    def made(tx: Tx, who: str) -> str:
        report(tx, who)
        return given

    return made


def answered(tx: Tx, who: str = "") -> str:
    """The report that `air` owed, once it was answered."""
    debt = owed(tx, who)
    kept = ReportId(int(report(tx)))
    obligations.answer(tx, PLAN, TASK, AIR, NOW, report=kept)
    return debt


def tenth(tx: Tx, who: str) -> str:
    return owed(tx, who) + ":20"


def listed(tx: Tx, who: str, ticked: tuple[str, ...] = ()) -> str:
    """A measure to be ticked on a list of their own."""
    made = checklists.begun(tx, PLAN, someone(tx, who).id, TASK, AIR, NOW)
    checklists.tick(tx, made.id, Understanding(done_measures=ticked))
    return f"{made.id}:{owed(tx)}:+a"


def ticked(tx: Tx, who: str) -> str:
    return listed(tx, who, ("a",)).removesuffix(":+a")


def directive(state: DirectiveState) -> Prepare:
    """A leader's instruction to `air`."""

    def made(tx: Tx, who: str) -> str:
        del who
        leader = someone(tx, "leader").id
        due = TODAY + timedelta(days=9)
        there = {"task": TASK, "unit": AIR, "text": "抓紧", "due": due}
        given = directives.give(tx, PLAN, leader, **there, now=NOW)
        if state is DirectiveState.REPORTED:
            directives.reported(tx, given, "已完成", NOW)
        return str(given)

    return made


def leave(tx: Tx, who: str) -> str:
    wanted = Leave(first=TODAY, last=TODAY + timedelta(days=1), deputy=None)
    return str(leaves.put(tx, PLAN, someone(tx, who).id, wanted, look=NOW, now=NOW).id)


def stood_in(tx: Tx, who: str) -> str:
    return leave(tx, who) + ":0"


def neighbour(tx: Tx, who: str) -> str:
    del who
    return str(someone(tx, "neighbour").id)


def put_off(tx: Tx, who: str) -> str:
    return owed(tx, who) + f":{TODAY + timedelta(days=2)}"


def morning(tx: Tx, who: str) -> str:
    """A morning's message in their own chat that names the report."""
    to, about = someone(tx, who), ObligationId(int(owed(tx)))
    letter = Message(
        to=to.id,
        template="chase/bundle",
        facts={},
        key=f"bundle:{to.id}",
        about=(About(obligation=about, audience=Audience.OWNER),),
    )
    outbox.put(tx, PLAN, [letter], NOW)
    tx.flush()
    row = tx.scalars(select(LetterRow).where(LetterRow.key == letter.key)).one()
    row.send_at, row.sent_at, row.message = None, NOW, 1
    tx.flush()
    return ""


def branch(wanted: Move, stage: Stage, unit: UnitId = AIR) -> Prepare:
    """A branch in a stage, and the button that moves it."""

    def made(tx: Tx, who: str) -> str:
        del who
        of = Stage.IN_PROGRESS
        moved = Moved(
            task=TASK,
            unit=unit,
            move=Move.ISSUE,
            of=of,
            to=stage,
            by=None,
            at=NOW - timedelta(days=1),
            why="",
        )
        moves.add(tx, PLAN, [moved])
        return f"{wanted.value}:{TASK}:{unit}"

    return made


def handed_out(tx: Tx, who: str) -> str:
    branch(Move.ACKNOWLEDGE, Stage.PENDING_ACK)(tx, who)
    return ""


def extension(until: date, *, consented: bool = False) -> Prepare:
    """The owner asks for more time; `consented`: an admin has agreed already."""

    def made(tx: Tx, who: str) -> str:
        del who
        found = _asked(tx, RequestKind.EXTENSION, until=until)
        if consented:
            plan = _plan(tx)
            admin = someone(tx, "admin")
            flow.grant(tx, plan, found, person=admin, now=NOW)
        return str(found.id)

    return made


def handover(tx: Tx, who: str) -> str:
    """The owner asks that `water` lead the task."""
    del who
    return str(_asked(tx, RequestKind.HANDOVER, to=WATER).id)


def completion(tx: Tx, who: str) -> str:
    """The owner applies for the task to be called done."""
    report(tx, who)
    plan, owner = _plan(tx), someone(tx, "owner")
    task = next(one for one in plan.catalog.tasks() if one.id == TASK)
    here = moves.branch(tx, plan, task, AIR)
    make(tx, plan, here, Move.APPLY, person=owner, now=NOW)
    (found,) = requests.pending(tx, PLAN, TASK)
    return str(found.id)


def awaiting(
    what: str, words: str, subject: Callable[[Tx], dict[str, object]]
) -> Prepare:
    """A question that their next words answer."""

    def made(tx: Tx, who: str) -> str:
        held = subject(tx)
        person = someone(tx, who).id
        cards.await_words(tx, person, TASK, NOW, what=what, subject=held)
        return words

    return made


def _asked(tx: Tx, kind: RequestKind, **wanted: object) -> Request:
    plan, owner = _plan(tx), someone(tx, "owner")
    task = next(one for one in plan.catalog.tasks() if one.id == TASK)
    asked = Asked(
        kind=kind,
        task=task,
        branch=Branch(task=TASK, unit=AIR, lead=True, stage=Stage.IN_PROGRESS),
        mover=mover(owner),
        extensions=plan.catalog.policies[task.policy].extensions,
        reason="疫情影响",
        hearers=1,
        **wanted,
    )
    found, _ = flow.ask(tx, plan, asked, owner, NOW)
    return found


def _plan(tx: Tx) -> plans.Loaded:
    found = plans.loaded(tx, PLAN)
    assert found is not None
    return found
