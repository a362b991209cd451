"""The samples have the facts the house really hands out, for the shipped plan."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.desk import Act, Scene
from bot.said import Said
from bot.verbs import (
    attaching,
    checklist,
    directing,
    explaining,
    fixing,
    granting,
    heeding,
    joining,
    keypad,
    mending,
    moving,
    quick,
    reading,
    reporting,
    requesting,
    watching,
    words,
)
from rules.ids import ChatId, PlanId, UnitId
from rules.people import Role
from scheduler import chasing, digesting, opening
from store import outbox, people, plans
from templates import LOCALES, render
from templates.samples import SAMPLES

PLAN = PlanId("zj-2020")
# Monday 1 June 2020, 08:30 in Shanghai: the May reports are five workdays late.
MONDAY = datetime(2020, 6, 1, 0, 30, tzinfo=UTC)
REPORT = "2.2 钢铁企业已完成8家，锅炉还差两台，需要省能源局协调，预计9月底全部完成"
HERE = [
    (1, Role.OWNER, "air"),
    (2, Role.HEAD, "air"),
    (3, Role.LEADER, None),
    (4, Role.ADMIN, None),
    (5, Role.OWNER, "water"),
]


@pytest.fixture
def kind():
    """One database will do: the facts are the same from each."""
    return "sqlite"


@pytest.fixture
async def house(loaded, clock):
    """Put the plan in force, with five people linked and a morning's letters."""

    def link(tx):
        for user, role, unit in HERE:
            there = {"role": role, "unit": UnitId(unit) if unit else None}
            later = clock() + timedelta(days=1)
            people.invite(tx, PLAN, f"c{user}", **there, expires=later, now=clock())
            people.link(
                tx,
                people.invite_of(tx, f"c{user}"),
                user=user,
                chat=ChatId(user),
                name=f"用户{user}",
                locale="zh",
                now=clock(),
            )
        people.invite(
            tx, PLAN, "new", **there, expires=later + timedelta(days=99), now=clock()
        )

    loaded.run_sync(link)
    for moment in (MONDAY - timedelta(days=12), MONDAY - timedelta(days=7), MONDAY):
        clock.now = moment
        await opening.open_periods(loaded, PLAN, clock)
        await chasing.tick(loaded, PLAN, clock)
    await digesting.ring(loaded, PLAN, clock)
    return loaded


def _said(
    house, now: datetime, user: int, act: Act, given: str = "", *, left: bool = False
) -> dict:
    """Run one verb as `user`; return what was said, by template."""

    def work(tx):
        person = people.by_user(tx, PLAN, user)
        scene = Scene(
            tx=tx,
            bot=1,
            plan=plans.loaded(tx, PLAN),
            now=now,
            said=Said(
                update=1,
                user=user,
                chat=user,
                private=True,
                name="新人",
                language="zh",
                message=1,
                left=left,
            ),
            person=person,
            locale="zh",
        )
        act(scene, given)
        return {a.template: a.facts for a in scene.answers if a.kind == "say"}

    return house.run_sync(work)


def _shape(told: object) -> object:
    """Return the keys of facts, and of the lines in them."""
    if isinstance(told, dict):
        return {key: _shape(value) for key, value in told.items()}
    if isinstance(told, list):
        return [_shape(told[0])] if told else []
    return None


def _agree(real: object, sample: object) -> bool:
    """Whether two shapes have the same keys; an empty list agrees with any."""
    match real, sample:
        case dict(), dict():
            same = real.keys() == sample.keys()
            return same and all(_agree(real[key], sample[key]) for key in real)
        case [one], [other]:
            return _agree(one, other)
        case _:
            return isinstance(real, list) == isinstance(sample, list)


def _agrees(name: str, told: dict) -> bool:
    """Whether facts have the keys of a sample; they must fit one message too."""
    assert all(len(render(name, locale, **told)) <= 4096 for locale in LOCALES)
    shapes = [_shape(sample) for sample in SAMPLES[name].values()]
    return any(_agree(_shape(told), shape) for shape in shapes)


LOOKS = [
    (1, reading.help_, "", "help"),
    (1, reading.mine, "", "mine"),
    (1, reading.task, "2.2", "task/card"),
    (3, reading.area, "2", "area"),
    (3, reading.areas, "", "areas"),
    (3, reading.digest, "", "digest/weekly"),
    (1, reading.language, "", "language"),
    (4, watching.status, "", "status"),
    (4, watching.roll, "", "people"),
    (1, explaining.why, "2.2", "why/task"),
    (1, explaining.why, "", "why/mine"),
    (1, explaining.asked, "1", "why/task"),
    (1, reporting.tell, "02.2", "report/prompt"),
    (1, reporting.cancel, "", "report/cancelled"),
    (1, words.words, "已完成60%", "report/which"),
    (1, words.words, REPORT, "report/card"),
    (1, mending.again, "2", "report/fields"),
    (1, mending.field, "2:reading:steel", "report/field"),
    (1, mending.field, "2:status", "report/field"),
    (1, mending.field, "2:measures", "report/measures"),
    (1, mending.show, "2", "report/card"),
    (1, reporting.confirm, "2", "report/receipt"),
    (1, reading.task, "2.2", "task/card"),
    (1, fixing.fix, "", "report/fixes"),
    (1, fixing.fix, "2.2", "report/fix"),
    (1, reporting.cancel, "", "report/cancelled"),
    (1, words.words, "你好", "hint/nothing"),
    (3, words.words, "你好", "hint/reader"),
    (3, reading.mine, "", "directive/mine"),
    (3, directing.direct, "", "directive/which"),
    (3, directing.direct, "02.2", "directive/ask"),
    (3, directing.direct, "2.2 6月30日前报方案", "directive/draft"),
    (3, directing.give, "3", "directive/receipt"),
    (3, heeding.recall, "1", "directive/words"),
    (1, heeding.hear, "1", "directive/receipt"),
    (1, heeding.told, "1", "directive/words"),
    (1, words.words, "方案已报", "directive/receipt"),
    (3, reading.mine, "", "directive/mine"),
    (1, reading.mine, "", "mine"),
    (1, reading.task, "2.2", "task/card"),
    (3, reading.digest, "", "digest/weekly"),
    (3, heeding.back, "1", "directive/words"),
    (3, words.words, "请附台账", "directive/receipt"),
    (1, attaching.file, "", "hint/file"),
    (1, words.command, "", "hint/command"),
    (1, requesting.extend, "", "request/usage"),
    (1, requesting.extend, "02.2", "request/prompt"),
    (1, requesting.extend, "2.2 2021-01-31 环评公示期延长", "request/asked"),
    (4, reading.task, "2.2", "task/card"),
    (4, granting.refuse, "1", "request/reason"),
    (4, granting.grant, "1", "request/outcome"),
    (1, requesting.done, "2.2", "request/asked"),
    (1, requesting.withdraw, "2", "request/withdrawn"),
    (3, moving.more, "02.2", "move/more"),
    (3, moving.move, "suspend:02.2:air", "move/reason"),
    (3, words.words, "资金未到位", "move/told"),
    (1, quick.answer, "76", "chase/answer"),
    (1, keypad.percent, "76", "chase/keypad"),
    (1, keypad.percent, "76:exact", "chase/exactly"),
    (1, checklist.measures, "76", "chase/checklist"),
    (1, quick.at_risk, "76", "chase/risk"),
    (1, quick.correct, "76", "chase/answer"),
    (9, joining.start, "", "refusal/stranger"),
    (9, joining.start, "new", "join/preview"),
    (9, joining.join, "new", "join/welcome"),
]


async def test_the_samples_have_the_facts_the_verbs_give(house, clock):
    for user, act, given, name in LOOKS:
        said = _said(house, clock(), user, act, given)
        assert set(said) == {name}, act
        assert _agrees(name, said[name]), said[name]


async def test_the_samples_have_the_facts_the_letters_have(house, clock):
    letters = house.run_sync(lambda tx: outbox.claim(tx, PLAN, clock(), readers=1000))
    assert {letter.template for letter in letters} == {
        "chase/bundle",
        "chase/unwatched",
        "digest/weekly",
    }
    for letter in letters:
        assert _agrees(letter.template, dict(letter.facts)), letter.facts


async def test_the_sample_has_the_facts_of_a_person_lost(house, clock):
    _said(house, clock(), 5, joining.blocked, left=True)
    letters = house.run_sync(lambda tx: outbox.claim(tx, PLAN, clock(), readers=1000))
    (letter,) = (one for one in letters if one.template == "admin/lost")
    assert _agrees(letter.template, dict(letter.facts)), letter.facts
    assert "3.1" in letter.facts["tasks"]
