"""What one tap can say of a task: its answers, a keypad, a checklist of measures."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from rules import facts
from rules.card import Proposal
from rules.catalog import Measure, Task
from rules.fixes import Fixes, key_of
from rules.ids import CardId, ObligationId, ReportId
from rules.looks import looks
from rules.message import Button, Buttons
from rules.pace import TaskState
from rules.understand import Status, Understanding

SHORT = 18  # characters of a measure on its button
MOST = 40  # measures with a button of their own
_PER_ROW = 4
_DAY = timedelta(days=1)
_STARTLING = frozenset({"percent_falls", "jumps"})
_CALM = frozenset({Status.ON_TRACK, Status.DONE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Tapped:
    """Whose line was tapped: what is owed, and the report to be corrected, if any."""

    obligation: ObligationId
    corrects: ReportId | None = None

    def __str__(self) -> str:
        """Return it as a button carries it: 7, or 7.12 to correct report 12."""
        return ".".join(str(one) for one in (self.obligation, self.corrects) if one)


def answers(
    tapped: Tapped, task: Task, state: TaskState, today: date, *, lead: bool, owes: bool
) -> Buttons:
    """Return every answer there is to one line, the frequent ones first.

    `lead`: the unit asked leads the task. `owes`: who reads it may put it off.
    """
    said = (
        Button(label="buttons.on_track", data=f"on_track:{tapped}:menu"),
        Button(label="buttons.at_risk", data=f"at_risk:{tapped}:menu"),
        Button(label="buttons.done", data=f"done:{tapped}:menu"),
    )
    percent = Button(label="buttons.percent", data=f"percent:{tapped}")
    if tapped.corrects:
        words = Button(label="buttons.words", data=f"fix:{tapped.corrects}")
        back = Button(label="buttons.take_back", data=f"take_back:{tapped.corrects}")
        return (said, (percent, words, back))
    progress = [percent]
    if set(_ids(task.measures)) - state.measures_done:
        progress.append(Button(label="buttons.measures", data=f"measures:{tapped}"))
    if state.last_report:
        progress.append(
            Button(label="buttons.unchanged", data=f"unchanged:{tapped}:menu")
        )
    words = Button(label="buttons.words", data=f"report:{tapped}")
    ways = [Button(label="buttons.extend", data=f"extend:{task.id}")] if lead else []
    if lead:
        ways.append(Button(label="buttons.handover", data=f"handover:{task.id}"))
    tomorrow = f"later:{tapped}:{facts.day(today + _DAY)}"
    later = (Button(label="buttons.tomorrow", data=tomorrow),) if owes else ()
    return (said, tuple(progress), (words, *later), *((tuple(ways),) if ways else ()))


def keypad(tapped: Tapped) -> Buttons:
    """Return a button for each tenth, one to say it exactly, and the way back."""
    made = [
        Button(
            label="buttons.tenth",
            data=f"percent:{tapped}:{tenth}",
            facts={"percent": tenth},
        )
        for tenth in range(0, 101, 10)
    ]
    exactly = Button(label="buttons.exactly", data=f"percent:{tapped}:exact")
    rows = (tuple(made[n : n + _PER_ROW]) for n in range(0, len(made), _PER_ROW))
    back = Button(label="buttons.return", data=f"answer:{tapped}:menu")
    return (*rows, (exactly, back))


def checklist(
    tapped: Tapped,
    card: CardId,
    measures: Sequence[Measure],
    done: Collection[str],
    ticked: Collection[str],
) -> Buttons:
    """Return a button for each measure not `done`, to tick or to untick it."""
    at = f"{card}:{tapped}"
    rows = [
        (_tick(at, nth, one, ticked=one.id in ticked),)
        for nth, one in enumerate(measures, 1)
        if one.id not in done
    ][:MOST]
    back = Button(label="buttons.return", data=f"answer:{tapped}:menu")
    submit = Button(
        label="buttons.submit", data=f"submit:{at}", facts={"count": len(ticked)}
    )
    return (*rows, (submit, back) if ticked else (back,))


def _tick(at: str, nth: int, measure: Measure, *, ticked: bool) -> Button:
    return Button(
        label=f"buttons.tick_{'off' if ticked else 'on'}",
        data=f"tick:{at}:{'-' if ticked else '+'}{measure.id}",
        facts={"nth": nth, "text": _short(measure.text)},
    )


def startling(proposal: Proposal, said: Understanding, today: date) -> bool:
    """Whether the progress falls, or leaps by more points than usual."""
    asked = looks(proposal.before, proposal.standing, proposal.readings, said, today)
    return any(line["look"] in _STARTLING for line in asked)


def amended(before: Understanding, said: Understanding) -> Understanding:
    """Return what a report says with one thing of it tapped otherwise.

    Its trouble ends where it is said to be well.
    """
    status = said.status or before.status
    if said.percent is not None and status is Status.DONE:
        status = None
    well = said.status in _CALM
    return replace(
        before,
        percent=before.percent if said.percent is None else said.percent,
        status=status,
        problem="" if well else before.problem,
        needs="" if well else before.needs,
        unchanged=False,
    )


def at_risk(found: Understanding, text: str) -> Understanding:
    """Return words that were asked for after 有风险 as what the risk is."""
    if found.status in _CALM:
        return found
    unsaid = not (found.problem or found.needs)
    return replace(
        found,
        status=found.status or Status.AT_RISK,
        problem=" ".join(text.split()) if unsaid else found.problem,
        unchanged=False,
    )


def fixes(found: Understanding) -> Fixes:
    """Return all that is said as fields put right: no words say it."""
    said = {
        "percent": found.percent,
        "status": found.status.value if found.status else None,
        "expected": facts.day(found.expected),
        "problem": found.problem,
        "needs": found.needs,
        "measures": list(found.done_measures),
    }
    read = {
        key_of(one.indicator): {"value": str(one.value), "kind": one.kind}
        for one in found.readings
    }
    return {key: value for key, value in said.items() if value or value == 0} | read


def _ids(measures: Sequence[Measure]) -> list[str]:
    return [one.id for one in measures]


def _short(text: str) -> str:
    return text if len(text) <= SHORT else f"{text[: SHORT - 1]}…"
