"""Who may do what: every command, button, move and question, for everybody.

The table is written by hand: a change of rights is a change of the table.
"""

from dataclasses import dataclass

import pytest
from security import scenes
from security.cast import WHO, Prepare, tried
from security.scenes import ASSIST, FAR, LATER, branch, directive, just, reported

from bot.app import BUTTONS, COMMANDS
from bot.desk import Act
from bot.said import Sent
from bot.verbs import (
    attaching,
    drafting,
    granting,
    heeding,
    keypad,
    mending,
    moving,
    requesting,
    risks,
    snoozing,
    words,
)
from bot.verbs.asked import ASKED
from rules.directive import DirectiveState
from rules.lifecycle import Move, Stage
from rules.request import RequestKind

on_sqlite = pytest.mark.parametrize("town", ["sqlite"], indirect=True)
ALL = frozenset(WHO)
LINKED = ALL - {"stranger", "retired", "foreign"}
UNIT = frozenset({"owner", "head", "deputy"})  # who answer for the lead's branch
REPORTING = UNIT | {"assistant"}  # who may report on the task, each on their branch
DEBTORS = UNIT - {"head"}  # who are asked for its report
RESTING = LINKED - {"observer"}
ANSWERING = REPORTING | {"neighbour"}
GIVEN, REPORTED = DirectiveState.GIVEN, DirectiveState.REPORTED


def only(*who: str) -> frozenset[str]:
    return frozenset(who)


@dataclass(frozen=True)
class Right:
    """Who may, of all; `given`: what makes it possible for those who may."""

    who: frozenset[str]
    given: Prepare = scenes.nothing
    touches: frozenset[str] = frozenset()  # what a refusal may change all the same


COMMAND_RIGHTS = {
    "start": Right(ALL, scenes.code),
    "mine": Right(ANSWERING | {"leader"}),
    "task": Right(LINKED, just("2.2")),
    "area": Right(LINKED, just("2")),
    "fix": Right(UNIT, reported("2.2 总体进度60%")),
    "extend": Right(UNIT, just("2.2 2021-01-15 疫情影响")),
    "done": Right(UNIT, reported("2.2")),
    "handover": Right(UNIT, just("2.2 水生态环境处 职责调整")),
    "digest": Right(only("leader", "admin", "observer")),
    "direct": Right(only("leader"), just("2.2 6月30日前完成整改")),
    "history": Right(LINKED, just("2.2")),
    "why": Right(LINKED, just("2.2")),
    "status": Right(only("admin")),
    "people": Right(only("admin")),
    "bind": Right(only("admin")),
    "unbind": Right(only("admin")),
    "away": Right(RESTING, just("6.10-6.12")),
    "back": Right(RESTING, scenes.leave),
    "deputy": Right(RESTING, just("无")),
    "hours": Right(RESTING, just("9:00-17:30")),
    "snooze": Right(DEBTORS, just("2.2 6月3日")),
    "language": Right(LINKED, just("en")),
    "help": Right(LINKED),
}
BUTTON_RIGHTS = {
    "join": Right(ALL, scenes.code),
    "report": Right(UNIT, scenes.owed),
    "tell": Right(REPORTING, just("02.2")),
    "on_track": Right(UNIT, scenes.owed),
    "at_risk": Right(UNIT, scenes.owed),
    "done": Right(UNIT, scenes.owed),
    "unchanged": Right(UNIT, scenes.owed),
    "answer": Right(UNIT, scenes.owed),
    "correct": Right(UNIT, scenes.answered),
    "percent": Right(UNIT, scenes.tenth),
    "measures": Right(UNIT, scenes.owed),
    "tick": Right(UNIT, scenes.listed),
    "submit": Right(UNIT, scenes.ticked),
    "confirm": Right(REPORTING, scenes.card),
    "confirm_all": Right(REPORTING, scenes.card),
    "apart": Right(REPORTING, scenes.card),
    "again": Right(REPORTING, scenes.card),
    "anew": Right(REPORTING, scenes.card),
    "card": Right(REPORTING, scenes.card),
    "field": Right(REPORTING, scenes.field("percent")),
    "state": Right(REPORTING, scenes.field("at_risk")),
    "measure": Right(REPORTING, scenes.field("+a")),
    "doubt": Right(REPORTING, scenes.doubted),
    "other": Right(ANSWERING, scenes.card),  # one's own words, whatever task
    "pick": Right(REPORTING, scenes.picked),
    "fix": Right(UNIT, scenes.report),
    "take_back": Right(UNIT, scenes.report),
    "note": Right(only("admin"), scenes.owed),
    "cancel": Right(LINKED),
    "why": Right(LINKED, scenes.owed),
    "task": Right(LINKED, just("02.2")),
    "area": Right(LINKED, just("02")),
    "areas": Right(LINKED),
    "direct": Right(only("leader"), just("02.2")),
    "aim": Right(only("leader"), scenes.aimless),
    "give": Right(only("leader"), scenes.draft),
    "rewrite": Right(only("leader"), scenes.draft),
    "drop": Right(only("leader"), scenes.draft),
    "hear": Right(UNIT, directive(GIVEN)),
    "told": Right(UNIT, directive(GIVEN)),
    "close": Right(only("leader"), directive(REPORTED)),
    "back": Right(only("leader"), directive(REPORTED)),
    "recall": Right(only("leader"), directive(GIVEN)),
    "history": Right(LINKED, just("02.2:0")),
    "files": Right(REPORTING | {"leader", "admin"}, just("02.2:0")),
    "language": Right(LINKED, just("en")),
    "end_leave": Right(RESTING, scenes.leave),
    "stand": Right(RESTING, scenes.stood_in),
    "deputy": Right(REPORTING, scenes.neighbour),  # of the same standing, not oneself
    "snooze": Right(DEBTORS, scenes.owed),
    "later": Right(DEBTORS, scenes.put_off),
    "snooze_all": Right(DEBTORS, scenes.morning),
    "more": Right(LINKED, just("02.2")),
    "ack_all": Right(UNIT, scenes.handed_out),
    "extend": Right(UNIT, just("02.2")),
    "handover": Right(UNIT, just("02.2")),
    "apply": Right(UNIT, reported("02.2")),
    "withdraw": Right(UNIT, scenes.extension(LATER)),
    "grant": Right(only("admin"), scenes.extension(LATER)),
    "refuse": Right(only("admin"), scenes.extension(LATER)),
}
DECISION_RIGHTS = {
    ("grant", "an end far off, agreed to by an admin"): Right(
        only("leader"), scenes.extension(FAR, consented=True)
    ),
    ("refuse", "an end far off, agreed to by an admin"): Right(
        only("leader"), scenes.extension(FAR, consented=True)
    ),
    ("grant", "a completion"): Right(only("admin"), scenes.completion),
    ("refuse", "a completion"): Right(only("admin"), scenes.completion),
    ("withdraw", "a completion"): Right(UNIT, scenes.completion),
    ("grant", "a handover to the neighbour"): Right(only("neighbour"), scenes.handover),
    ("refuse", "a handover to the neighbour"): Right(
        only("neighbour"), scenes.handover
    ),
    ("withdraw", "a handover to the neighbour"): Right(UNIT, scenes.handover),
}
NOBODY: frozenset[str] = frozenset()  # by a request only, never by this button
RULING, LEADER = only("admin", "leader"), only("leader")
MOVE_RIGHTS = {
    Move.ISSUE: Right(only("admin"), branch(Move.ISSUE, Stage.DRAFT)),
    Move.ACKNOWLEDGE: Right(UNIT, branch(Move.ACKNOWLEDGE, Stage.PENDING_ACK)),
    Move.DECLINE: Right(UNIT, branch(Move.DECLINE, Stage.PENDING_ACK)),
    Move.APPLY: Right(NOBODY, branch(Move.APPLY, Stage.IN_PROGRESS)),
    Move.WITHDRAW: Right(NOBODY, branch(Move.WITHDRAW, Stage.COMPLETION_REVIEW)),
    Move.APPROVE: Right(NOBODY, branch(Move.APPROVE, Stage.COMPLETION_REVIEW)),
    Move.RETURN: Right(RULING, branch(Move.RETURN, Stage.COMPLETED)),
    Move.CLOSE_OUT: Right(RULING, branch(Move.CLOSE_OUT, Stage.COMPLETED)),
    Move.SUSPEND: Right(LEADER, branch(Move.SUSPEND, Stage.IN_PROGRESS)),
    Move.RESUME: Right(LEADER, branch(Move.RESUME, Stage.SUSPENDED)),
    Move.TERMINATE: Right(LEADER, branch(Move.TERMINATE, Stage.IN_PROGRESS)),
    Move.WAIVE: Right(RULING, branch(Move.WAIVE, Stage.IN_PROGRESS, ASSIST)),
    Move.REOPEN: Right(RULING, branch(Move.REOPEN, Stage.CLOSED_OUT)),
}


def _directive(state: DirectiveState):
    return lambda tx: {"directive": int(directive(state)(tx, ""))}


def _lacking(_tx) -> dict[str, object]:
    return {"kind": RequestKind.EXTENSION.value, "until": None, "to": "", "reason": ""}


FORGOTTEN = frozenset({"awaited"})  # a question is over once it was answered
QUESTION_RIGHTS = {
    drafting.AWAITED: (LEADER, "6月30日前完成整改", lambda _tx: {}),
    heeding.TOLD: (UNIT, "已完成整改", _directive(GIVEN)),
    mending.FIELD: (
        only("owner"),  # whose card it is
        "60",
        lambda tx: {"card": int(scenes.card(tx, "owner")), "field": "percent"},
    ),
    heeding.BACK: (LEADER, "材料不全", _directive(REPORTED)),
    heeding.RECALL: (LEADER, "不再需要", _directive(GIVEN)),
    moving.WHY: (
        LEADER,
        "机构调整",
        lambda _tx: {"move": Move.SUSPEND.value, "unit": "air"},
    ),
    granting.WHY: (
        only("admin"),
        "理由不足",
        lambda tx: {"request": int(scenes.extension(LATER)(tx, ""))},
    ),
    requesting.REST: (UNIT, "延到2021年1月15日，疫情影响", _lacking),
    keypad.PERCENT: (UNIT, "37", lambda tx: {"tapped": scenes.owed(tx)}),
    risks.RISK: (REPORTING, "人手不够", lambda _tx: {"unit": "air"}),
    snoozing.SNOOZE: (
        DEBTORS,
        "6月3日",
        lambda tx: {"obligation": int(scenes.owed(tx))},
    ),
}
# What is read as plain words: a leader's number opens an instruction.
WORDS_RIGHTS = {
    "words": (words.words, REPORTING | {"leader"}),
    "file": (attaching.file, REPORTING | {"leader"}),
    "command": (words.command, NOBODY),
}


def test_everything_that_can_be_asked_for_has_its_line_in_the_table():
    assert COMMAND_RIGHTS.keys() == COMMANDS.keys()
    assert BUTTON_RIGHTS.keys() | {"move"} == BUTTONS.keys()
    assert MOVE_RIGHTS.keys() == set(Move)
    assert QUESTION_RIGHTS.keys() == ASKED.keys()


def check(town, act: Act, right: Right, **over: object) -> None:
    """Let everybody try; who may not is told so, and not a row has changed."""
    wrong = []
    for who in WHO:
        found = tried(town, who, act, right.given, **over)
        if who in right.who:
            if found.refused or not found.said:
                wrong.append((who, "should be allowed", found.said))
            continue
        if not found.refused or len(found.said) != 1:
            wrong.append((who, "should be refused", found.said))
        if who not in LINKED and found.said != ("refusal/stranger",):
            wrong.append((who, "learned something", found.said))
        if changed := found.changed() - right.touches:
            wrong.append((who, "changed", changed))
    assert wrong == []


@on_sqlite
@pytest.mark.parametrize("word", COMMAND_RIGHTS)
def test_who_may_use_a_command(town, word):
    check(town, COMMANDS[word], COMMAND_RIGHTS[word])


@on_sqlite
@pytest.mark.parametrize("word", BUTTON_RIGHTS)
def test_who_may_tap_a_button(town, word):
    check(town, BUTTONS[word], BUTTON_RIGHTS[word], callback="1")


@on_sqlite
@pytest.mark.parametrize(("word", "about"), DECISION_RIGHTS)
def test_who_may_decide_a_request(town, word, about):
    check(town, BUTTONS[word], DECISION_RIGHTS[word, about], callback="1")


@on_sqlite
@pytest.mark.parametrize("move", MOVE_RIGHTS)
def test_who_may_make_a_move(town, move):
    check(town, BUTTONS["move"], MOVE_RIGHTS[move], callback="1")


@on_sqlite
@pytest.mark.parametrize("what", QUESTION_RIGHTS)
def test_whose_words_answer_a_question(town, what):
    who, said, subject = QUESTION_RIGHTS[what]
    right = Right(who, scenes.awaiting(what, said, subject), FORGOTTEN)
    check(town, words.words, right)


@on_sqlite
@pytest.mark.parametrize("word", WORDS_RIGHTS)
def test_whose_plain_words_are_read(town, word):
    act, who = WORDS_RIGHTS[word]
    check(town, act, Right(who, just("2.2 总体进度50%，6月30日前完成")))


@on_sqlite
def test_whose_files_are_kept(town):
    sent = Sent(kind="photo", file="f1", size=9)
    check(town, attaching.file, Right(ANSWERING), sent=sent)
