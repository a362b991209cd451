"""Buttons whose data is somebody else's, from another time, or made up."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from security import scenes
from security.cast import (
    BOT,
    GONE,
    NOW,
    OTHER_PLAN,
    PLAN,
    TODAY,
    WHO,
    Prepare,
    before,
    link,
    someone,
    tried,
)
from security.test_who_may import BUTTON_RIGHTS, COMMAND_RIGHTS, LINKED
from sqlmodel import select

from bot.app import BUTTONS, COMMANDS, IN_GROUPS
from bot.verbs import words
from rules.directive import DirectiveState
from rules.ids import ChatId, PersonId
from rules.people import Leave, Role
from store import bound, cards, directives, leaves, people, reports
from store.bound import Bound
from store.tables import ObligationRow, RequestRow

# The person who may: what they forge must not get them further than typing would.
ACTORS = {
    word: next(who for who in WHO if who in right.who)
    for word, right in BUTTON_RIGHTS.items()
} | {"move": "owner"}
# What these may write is the person's own: a draft, a question asked of them; and a
# wrong code is counted.
OWN = {
    "direct": {"card", "awaited"},
    "extend": {"awaited"},
    "handover": {"awaited"},
    "join": {"attempt"},
}
GROUP = -500
ON_SQLITE = pytest.mark.parametrize("town", ["sqlite"], indirect=True)

NUMBERS = ["0", "2147483648", "999999999999999", "99999999999999999999999"]
GARBAGE = [
    NUMBERS[-1],
    "-1",
    "１",
    "1:2:3:4",
    "::",
    "x" * 50,
    "' OR 1=1; DROP TABLE person; --",
    '<b>x</b><a href="tg://user?id=1">',
    "{0.__class__}%s%n",
    "02.2:",
    ":02.2",
    "suspend:02.2",
    "acknowledge:02.2:a",
    "acknowledge::air",
    "nothing:02.2:air",
    f"acknowledge:{GONE}:personnel",
    "\u202e😀",
]
HEEDLESS = {"cancel", "ack_all", "snooze_all", "areas", "rewrite"}  # look at no data


def check(town, who, word, data, *, may=frozenset()) -> None:
    """Nothing may be changed, and one clear answer is given."""
    found = tried(town, who, BUTTONS[word], scenes.just(data), callback="1")
    assert len(found.said) == 1, (word, data)
    assert found.changed() <= may, (word, data, found.said)


@pytest.mark.parametrize("word", sorted(BUTTONS.keys() - HEEDLESS))
def test_a_number_that_nothing_has_changes_nothing(town, word):
    for data in NUMBERS[1:]:
        check(town, ACTORS[word], word, data, may=OWN.get(word, frozenset()))


@ON_SQLITE
@pytest.mark.parametrize("word", sorted(BUTTONS.keys() - HEEDLESS))
def test_made_up_data_changes_nothing(town, word):
    may = OWN.get(word, frozenset())
    for data in GARBAGE:
        check(town, ACTORS[word], word, data, may=may)


@ON_SQLITE
@given(
    word=st.sampled_from(sorted(BUTTONS.keys() - HEEDLESS)),
    data=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
)
@settings(max_examples=60)
def test_no_data_at_all_breaks_a_button(town, word, data):
    data = data.encode()[:60].decode(errors="ignore")
    check(town, ACTORS[word], word, data, may=OWN.get(word, frozenset()))


def _others_card(tx, who, *, read=True) -> str:
    """A card of a colleague of the same unit."""
    colleague = {"owner": "head", "leader": "admin"}[who]
    return scenes.card(tx, colleague, read=read)


CARDS = {
    "confirm": "",
    "again": "",
    "other": "",
    "pick": ":02.2",
    "anew": "",
    "card": "",
    "field": ":percent",
    "state": ":done",
    "measure": ":+a",
    "doubt": ":0:0",
}


@pytest.mark.parametrize("word", CARDS)
def test_a_colleagues_card_is_not_ones_own(town, word):
    def theirs(tx, who):
        return _others_card(tx, who) + CARDS[word]

    found = tried(town, "owner", BUTTONS[word], theirs, callback="1")
    assert found.said == ("refusal/oldbutton",)
    assert found.changed() == set()


@pytest.mark.parametrize("word", ["give", "rewrite", "drop", "aim"])
def test_somebody_elses_draft_is_not_ones_own(town, word):
    def theirs(tx, who):
        return _others_card(tx, who, read=False) + (":02.2" if word == "aim" else "")

    found = tried(town, "leader", BUTTONS[word], theirs, callback="1")
    assert found.said == ("refusal/oldbutton",)
    assert found.changed() == set()


def _foreigner(tx) -> PersonId:
    found = people.by_user(tx, OTHER_PLAN, WHO["foreign"])
    assert found is not None
    return found.id


def _obligation(tx) -> int:
    here = (ObligationRow.plan == OTHER_PLAN, ObligationRow.unit == scenes.AIR)
    return tx.scalars(select(ObligationRow.id).where(*here)).first()


def _report(tx) -> int:
    said = scenes.said_half(_foreigner(tx))
    return reports.keep(tx, OTHER_PLAN, scenes.AIR, said, NOW)


def _directive(tx) -> int:
    there = {"task": scenes.TASK, "unit": scenes.AIR}
    kept = {"text": "抓紧", "due": TODAY, "now": NOW}
    return directives.give(tx, OTHER_PLAN, _foreigner(tx), **there, **kept)


def _reported(tx) -> int:
    given = _directive(tx)
    directives.reported(tx, given, "已完成", NOW)
    return given


def _request(tx) -> int:
    row = RequestRow(
        plan=OTHER_PLAN,
        kind="extension",
        task=scenes.TASK,
        unit=scenes.AIR,
        person=_foreigner(tx),
        reason="理由",
        asked_at=NOW,
        state="asked",
        planned=str(scenes.LATER),
        was=TODAY,
        until=scenes.LATER,
    )
    tx.add(row)
    tx.flush()
    return row.id


def _leave(tx) -> int:
    span = Leave(first=TODAY, last=TODAY, deputy=None)
    return leaves.put(tx, OTHER_PLAN, _foreigner(tx), span, look=NOW, now=NOW).id


@pytest.mark.parametrize(
    ("who", "word", "what"),
    [
        ("owner", "report", _obligation),
        ("owner", "unchanged", _obligation),
        ("owner", "snooze", _obligation),
        ("owner", "later", _obligation),
        ("owner", "why", _obligation),
        ("admin", "note", _obligation),
        ("owner", "fix", _report),
        ("owner", "take_back", _report),
        ("owner", "hear", _directive),
        ("owner", "told", _directive),
        ("leader", "recall", _directive),
        ("leader", "close", _reported),
        ("leader", "back", _reported),
        ("owner", "withdraw", _request),
        ("admin", "grant", _request),
        ("admin", "refuse", _request),
        ("owner", "end_leave", _leave),
        ("owner", "stand", _leave),
        ("owner", "deputy", _foreigner),
    ],
)
def test_what_belongs_to_another_plan_is_not_there(town, who, word, what):
    def theirs(tx, _who):
        return str(what(tx))

    found = tried(town, who, BUTTONS[word], theirs, callback="1")
    assert found.said == ("refusal/oldbutton",)
    assert found.changed() == set()


@pytest.mark.parametrize(
    ("who", "word"),
    [
        ("owner", "tell"),
        ("owner", "extend"),
        ("owner", "apply"),
        ("owner", "task"),
        ("owner", "history"),
        ("admin", "more"),
        ("leader", "direct"),
    ],
)
def test_a_task_that_left_the_plan_is_not_there(town, who, word):
    found = tried(town, who, BUTTONS[word], scenes.just(GONE), callback="1")
    assert found.said == ("refusal/unknown",)
    assert found.changed() == set()


# What a second tap may still write: that it was asked for again.
TWICE = {"deputy": {"event"}, "later": {"event"}, "snooze_all": {"event"}}
WRITES = sorted(BUTTONS.keys() - {"move"})


@ON_SQLITE
@pytest.mark.parametrize("word", WRITES)
def test_tapped_twice_it_is_done_once(town, word):
    act, right = BUTTONS[word], BUTTON_RIGHTS[word]
    again = before(town, act, right.given)
    found = tried(town, ACTORS[word], act, again, callback="1")
    assert found.changed() <= TWICE.get(word, set())


@ON_SQLITE
@pytest.mark.parametrize(
    "word",
    [
        *("report", "unchanged", "snooze", "later", "note"),
        *("on_track", "at_risk", "done", "answer", "percent", "measures"),
        *("tick", "submit"),
    ],
)
def test_tapped_after_it_was_answered_by_a_colleague_it_does_nothing(town, word):
    def answered(tx, who):
        given = BUTTON_RIGHTS[word].given(tx, who)
        before(town, BUTTONS["unchanged"], scenes.owed, by="head")(tx, who)
        return given

    found = tried(town, ACTORS[word], BUTTONS[word], answered, callback="1")
    assert found.said == ("refusal/oldbutton",)
    assert found.changed() == set()


@ON_SQLITE
@pytest.mark.parametrize("who", ["owner", "stranger"])
@pytest.mark.parametrize("kind", ["command", "button"])
def test_in_a_group_nothing_is_shown_and_nothing_taken(town, who, kind):
    acts, rights = {
        "command": (COMMANDS, COMMAND_RIGHTS),
        "button": (BUTTONS, BUTTON_RIGHTS),
    }[kind]
    told = ("refusal/group",) if who in LINKED else ()
    binding = ("refusal/notallowed",) if who in LINKED else ()
    for word, right in rights.items():
        found = tried(town, who, acts[word], right.given, private=False, chat=GROUP)
        assert found.said == (binding if word in {"bind", "unbind"} else told), word
        assert found.changed() == set(), word


def _in_bound(given: Prepare) -> Prepare:
    """Bind the group to the owner's unit first."""

    def made(tx, who):
        group = Bound(chat=ChatId(GROUP), unit=scenes.AIR, title="")
        bound.bind(tx, PLAN, group, person=someone(tx, "admin").id, now=NOW)
        return given(tx, who)

    return made


@ON_SQLITE
@pytest.mark.parametrize("kind", ["command", "button"])
def test_in_a_bound_group_all_but_an_answers_own_buttons_are_private(town, kind):
    acts, rights = {
        "command": (COMMANDS, COMMAND_RIGHTS),
        "button": (BUTTONS, BUTTON_RIGHTS),
    }[kind]
    for word, act in acts.items():
        given = _in_bound(rights[word].given) if word in rights else scenes.nothing
        if act not in IN_GROUPS and word in rights:
            found = tried(town, "owner", act, given, private=False, chat=GROUP)
            assert found.said == ("refusal/group",), word
            assert found.changed() == set(), word


# Where its privacy mode is off a bot hears all that is said in a group.
HEARD = [
    ("owner", {}, ()),
    ("owner", {"reply_to": WHO["head"]}, ()),
    ("owner", {"mentions": ("somebody", 5)}, ()),
    ("owner", {"reply_to": BOT}, ("report/card",)),
    ("owner", {"mentions": (BOT,)}, ("report/card",)),
    ("owner", {"mentions": (BOT,), "edited": True}, ("report/card",)),
    ("deputy", {"mentions": (BOT,)}, ("report/card",)),
    ("neighbour", {"mentions": (BOT,)}, ("refusal/notyours",)),
    ("leader", {"mentions": (BOT,)}, ()),
    ("admin", {"reply_to": BOT}, ()),
    ("observer", {"mentions": (BOT,)}, ()),
    ("stranger", {"mentions": (BOT,)}, ()),
    ("retired", {"mentions": (BOT,)}, ()),
    ("foreign", {"mentions": (BOT,)}, ()),
]


@ON_SQLITE
def test_in_a_bound_group_only_words_to_the_bot_are_read(town):
    for who, there, told in HEARD:
        given = _in_bound(scenes.just("2.2 总体进度50%"))
        over = {"private": False, "chat": GROUP} | there
        found = tried(town, who, words.words, given, **over)
        assert found.said == told, (who, there)
        assert ("card" in found.changed()) is (told == ("report/card",)), (who, there)


@ON_SQLITE
@pytest.mark.parametrize("who", ["owner", "head", "admin", "stranger"])
def test_another_ones_answer_is_not_touched_in_a_bound_group(town, who):
    """Whoever taps it: the message answers the assistant's words."""
    theirs = {"reply_to": WHO["assistant"], "callback": "1"}
    for word, right in BUTTON_RIGHTS.items():
        if BUTTONS[word] in IN_GROUPS:
            given = _in_bound(right.given)
            there = {"private": False, "chat": GROUP} | theirs
            found = tried(town, who, BUTTONS[word], given, **there)
            assert found.said == ("toasts.not_yours",), word
            assert found.changed() == set(), word


@ON_SQLITE
@pytest.mark.parametrize("said", ["2.2 总体进度50%", "无变化", "/start 1"])
def test_plain_words_in_a_group_are_not_read(town, said):
    found = tried(
        town, "owner", words.words, scenes.just(said), private=False, chat=GROUP
    )
    assert found.said == ("refusal/group",)
    assert found.changed() == set()


@ON_SQLITE
def test_a_question_asked_of_a_former_role_is_not_answered_in_the_new_one(town):
    """A leader who was asked for a reason is an owner by the time they give it."""

    def moved(tx, who):
        del who
        given = scenes.directive(DirectiveState.GIVEN)(tx, "leader")
        subject = {"directive": int(given)}
        leader = someone(tx, "leader")
        task = scenes.TASK
        cards.await_words(
            tx, leader.id, task, NOW, what="directive_recall", subject=subject
        )
        link(tx, PLAN, WHO["leader"], Role.OWNER, "water")
        return "不再需要"

    found = tried(town, "leader", words.words, moved)
    assert found.said == ("refusal/notallowed",)
    assert found.changed() <= {"awaited"}
