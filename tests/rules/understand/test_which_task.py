"""Which task a message names, and messages about several."""

from dataclasses import replace

import pytest
from tables import each
from understand.namings import NAMINGS

from rules.ids import TaskId
from rules.understand import names_of, parts, which
from rules.understand.cuts import MOST


@pytest.fixture(scope="module")
def shipped(request):
    catalog = request.getfixturevalue("catalog")
    return tuple(catalog.tasks())


@pytest.fixture(scope="module")
def known(shipped):
    return names_of(shipped)


@each(
    ("text", "found"),
    [
        ("2.2 已完成8家", ["02.2"]),
        ("02.2 已完成8家", ["02.2"]),
        ("２.２已完成8家", ["02.2"]),
        ("#2.2", ["02.2"]),
        ("请看 #3.2 的情况", ["03.2"]),
        ("2.2钢铁改了8家", ["02.2"]),
        ("2.1 完成55个\n3.2 完成8个", ["02.1", "03.2"]),
        ("2.1和3.2都正常", ["02.1", "03.2"]),
        ("9.9 已完成", []),
        ("2.2万吨已完成", []),
        ("2.2%", []),
        ("2.2家", []),
        ("钢铁已完成8家", ["02.2"]),
        ("工业治气进展顺利", ["02.1"]),
        ("重点工业园区废气整治51个", ["02.1"]),
        ("空气自动监测站建成12个", ["08.2"]),
        ("缓冲区建了5个", ["03.2"]),
        ("园区、钢铁都完成了", ["02.1", "02.2"]),
        ("水源保护和锅炉炉窑", ["02.2", "03.2"]),
        ("谢谢", []),
        ("", []),
    ],
)
def test_a_message_names_its_task_by_number_or_else_by_name(tasks, text, found):
    known = names_of(tuple(tasks.values()))
    assert list(which(text, known, {task.id for task in tasks.values()})) == found


def test_only_the_tasks_asked_for_compete(tasks):
    known = names_of(tuple(tasks.values()))
    assert which("2.1 和钢铁", known, {TaskId("02.2")}) == ("02.2",)
    assert which("钢铁已完成8家", known, {TaskId("02.1")}) == ()


def test_every_task_of_the_shipped_plan_is_named_in_several_ways(shipped):
    named = [task for _, _, found in NAMINGS for task in found]
    assert {task.id for task in shipped} == set(named)
    assert min(named.count(task.id) for task in shipped) >= 4


def test_people_name_their_tasks_and_are_understood(shipped, known):
    """At least 95 in 100 are right, and at most one is silently taken for another."""
    theirs: dict[str, set[TaskId]] = {}
    for task in shipped:
        for unit in task.units:
            theirs.setdefault(unit, set()).add(task.id)
    missed, wrong = [], []
    for unit, said, named in NAMINGS:
        found = which(said, known, theirs[unit])
        if found != named:
            missed.append((unit, said, named, found))
        if len(found) == 1 and found[0] not in named:
            wrong.append((unit, said, named, found))
    assert len(missed) <= len(NAMINGS) * 0.05, missed
    assert len(wrong) <= len(NAMINGS) * 0.01, wrong


@each(
    ("text", "found"),
    [
        ("diesel trucks on track", ["02.3"]),
        ("desel truks are late", ["02.3"]),
        ("steel mills: 8 done", ["02.2"]),
        ("boilers 60%", ["02.2"]),
        ("all done", []),
        ("the task is on track", []),
    ],
)
def test_names_in_english_bear_a_slip_of_the_thumb(tasks, text, found):
    names = {"02.1": "Industrial air treatment", "02.2": "Steel mills and boilers"}
    names |= {"02.3": "Diesel trucks"}
    made = tuple(
        replace(tasks["plain"], id=TaskId(id_), short=name, title=name)
        for id_, name in names.items()
    )
    assert list(which(text, names_of(made), set(map(TaskId, names)))) == found


OWN = ("02.1", "02.2", "02.3", "02.4", "08.2", "03.1", "03.2", "03.3")
BUNDLE = {1: "02.1", 2: "02.2", 3: "02.3", 4: "02.4"}


@each(
    ("text", "cut"),
    [
        # by number, by name, both
        (
            "2.1 正常，2.2 8家了，柴油车那个有点滞后",
            ["02.1 正常", "02.2 8家了", "02.3 柴油车那个有点滞后"],
        ),
        ("钢铁8家；空气站12个", ["02.2 钢铁8家", "08.2 空气站12个"]),
        ("2.1 园区55个\n2.2 钢铁8家", ["02.1 园区55个", "02.2 钢铁8家"]),
        (
            "2.1园区55个；2.2钢铁8家，9月底完成；3.2无变化",
            ["02.1 园区55个", "02.2 钢铁8家，9月底完成", "03.2 无变化"],
        ),
        ("#2.1 无变化，#2.2 无变化", ["02.1 无变化", "02.2 无变化"]),
        ("3.1 完成18个\n2.2 完成3家", ["03.1 完成18个", "02.2 完成3家"]),
        (
            "2.2 钢铁8家；2.1 正常；2.2 9月底完成",
            ["02.2 钢铁8家\n9月底完成", "02.1 正常"],
        ),
        (
            "零直排62个，9月底完成。饮用水200个，蓝藻平稳",
            ["03.1 零直排62个，9月底完成", "03.2 饮用水200个，蓝藻平稳"],
        ),
        # one task, or none: the whole message
        ("2.2 已完成8家，新增能力2.1万吨", ["02.2 2.2 已完成8家，新增能力2.1万吨"]),
        ("2.2 已完成8家", ["02.2 2.2 已完成8家"]),
        ("2.2 完成8家\n2.2 无变化", ["02.2 2.2 完成8家\n2.2 无变化"]),
        ("已完成8家，钢铁超低排放改造", ["02.2 已完成8家，钢铁超低排放改造"]),
        (
            "钢铁8家，受疫情影响，岸电项目停工",
            ["02.2 钢铁8家，受疫情影响", "02.3 岸电项目停工"],
        ),
        ("2.2 钢铁8家。推广了岸电", ["02.2 2.2 钢铁8家。推广了岸电"]),
        ("2.2：1. 钢铁8家 2. 炉窑3类", ["02.2 2.2：1. 钢铁8家 2. 炉窑3类"]),
        ("1. 钢铁完成8家\n2. 炉窑3类", ["02.2 1. 钢铁完成8家\n2. 炉窑3类"]),
        ("无变化", ["? 无变化"]),
        ("完成30%，1,200个", ["? 完成30%，1,200个"]),
        ("", []),
        ("。；", []),
        # several at once
        ("2.1、2.2都正常，2.3滞后", ["02.1+02.2 都正常", "02.3 滞后"]),
        ("2.1和2.2都正常", ["02.1+02.2 都正常"]),
        ("2.1 2.2 都完成了", ["02.1+02.2 都完成了"]),
        ("2.1\n2.2 完成8家", ["02.2 完成8家"]),
        ("零直排、饮用水都正常", ["03.1+03.2 零直排、饮用水都正常"]),
        ("零直排和饮用水都正常", ["03.1+03.2 零直排和饮用水都正常"]),
        ("零直排和饮用水完成60%", ["03.1|03.2 零直排和饮用水完成60%"]),
        # what stands before
        (
            "领导好，汇报如下：\n2.1 55个\n2.2 8家",
            ["? 领导好，汇报如下", "02.1 55个", "02.2 8家"],
        ),
        ("正常。2.2 8家。2.1无变化", ["? 正常", "02.2 8家", "02.1 无变化"]),
        ("各位好，2.2 8家。2.1无变化", ["02.2 各位好，8家", "02.1 无变化"]),
        ("1. 正常\n2. 8家", ["? 正常", "? 8家"]),
    ],
)
def test_a_message_is_cut_where_it_turns_to_another_task(known, text, cut):
    own = set(map(TaskId, OWN))
    assert [_line(part) for part in parts(text, known, own)] == cut


@each(
    ("text", "cut"),
    [
        ("1. 正常\n2. 8家\n3. 滞后", ["02.1 正常", "02.2 8家", "02.3 滞后"]),
        ("1、正常 2、8家", ["02.1 正常", "02.2 8家"]),
        ("（1）正常（2）8家", ["02.1 正常（2）8家"]),
        ("(1)正常；(2)8家", ["02.1 正常", "02.2 8家"]),
        ("①正常②8家③滞后", ["02.1 正常", "02.2 8家", "02.3 滞后"]),
        ("❶正常⓶8家", ["02.1 正常", "02.2 8家"]),
        ("第2项已完成8家", ["02.2 已完成8家"]),
        ("第二项完成8家，第三项滞后", ["02.2 完成8家", "02.3 滞后"]),
        ("1. 柴油车正常\n2. 8家", ["02.3 柴油车正常", "02.2 8家"]),
        ("1. 正常\n9. 8家", ["02.1 正常", "? 8家"]),
        ("2.2 8家，其余正常", ["02.2 8家", "02.1+02.3+02.4 正常"]),
        ("2.2 8家，其余企业正常", ["02.2 2.2 8家，其余企业正常"]),
        ("2.1 done; the rest is on track", ["02.1 done", "02.2+02.3+02.4 on track"]),
        ("都正常", ["02.1+02.2+02.3+02.4 正常"]),
        ("4项均无变化", ["02.1+02.2+02.3+02.4 无变化"]),
        ("2 已完成8家", ["02.2 已完成8家"]),
        ("2正常，3滞后", ["02.2 正常", "02.3 滞后"]),
        ("9 正常", ["? 9 正常"]),
        ("8家了", ["? 8家了"]),
        ("13 家完成", ["? 13 家完成"]),
    ],
)
def test_a_numbered_list_is_answered_line_by_line(known, text, cut):
    own, lines = set(map(TaskId, OWN)), {n: TaskId(t) for n, t in BUNDLE.items()}
    found = parts(text, known, own, lines, replies=True)
    assert [_line(part) for part in found] == cut


def test_a_bare_number_opens_a_line_only_in_a_reply(known):
    own, lines = set(map(TaskId, OWN)), {n: TaskId(t) for n, t in BUNDLE.items()}
    (part,) = parts("2 已完成8家", known, own, lines)
    assert part.tasks == ()


def test_one_line_has_no_rest(known):
    (part,) = parts("都正常", known, set(), {1: TaskId("02.1")})
    assert (part.tasks, part.each) == ((), False)


def _line(part) -> str:
    between = "+" if part.each else "|"
    return f"{between.join(part.tasks) or '?'} {part.text}"


def test_nothing_that_was_said_is_left_out(known):
    own = set(map(TaskId, OWN))
    text = "，".join(f"2.{1 + n % 3} 完成{n}家" for n in range(100))
    said = "".join(part.text for part in parts(text, known, own))
    assert all(f"完成{n}家" in said for n in range(100))


@each("text", ["2.1 " * 1000, "，" * 4096, "1. " * 1300, "钢铁、" * 1300, "九" * 4096])
def test_however_long_a_message_is_it_is_few_parts(known, text):
    own = set(map(TaskId, OWN))
    assert len(parts(text, known, own)) <= MOST
