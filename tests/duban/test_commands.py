"""The command as it is typed: what it prints, and how it ends."""

import json
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from duban.command import app
from duban.settings import settings
from store import session

ROOT = Path(__file__).parents[2]
SENTENCE = "13家已完成8家，预计9月底全部完成"


@dataclass(frozen=True)
class Ended:
    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder and settings of the command's own."""
    for name in [name for name in os.environ if name.startswith("DUBAN_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("DUBAN_DATABASE_URL", f"sqlite:///{tmp_path}/duban.db")
    monkeypatch.setenv("DUBAN_CATALOG", str(ROOT / "tasks_catalog.yaml"))
    monkeypatch.chdir(tmp_path)
    settings.cache_clear()
    yield tmp_path
    settings.cache_clear()


@pytest.fixture
def duban(folder: Path, monkeypatch: pytest.MonkeyPatch):
    """Run the command as typed, within this process."""
    del folder

    def run(*words: str, given: str = "", **told: str) -> Ended:
        for name, value in told.items():
            monkeypatch.setenv(name, value)
        settings.cache_clear()
        said = CliRunner().invoke(app, [*words], input=given, catch_exceptions=False)
        return Ended(said.exit_code, said.stdout, said.stderr)

    return run


@pytest.fixture
def process(folder: Path):
    """Run the command as a process of its own, where no warning passes."""

    def run(*words: str, **told: str) -> Ended:
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "PYTHONWARNINGS": "error",
            "DUBAN_CATALOG": str(ROOT / "tasks_catalog.yaml"),
            **told,
        }
        said = subprocess.run(
            [sys.executable, "-m", "duban", *words],
            capture_output=True,
            encoding="utf-8",
            cwd=folder,
            env=environment,
            timeout=120,
            check=False,
        )
        return Ended(said.returncode, said.stdout, said.stderr)

    return run


@pytest.fixture
def applied(duban):
    assert duban("catalog", "apply").returncode == 0
    return duban


def test_help_names_every_command_and_ends_well(process):
    said = process("--help")
    assert said.returncode == 0
    for word in ("demo", "run", "catalog", "people", "ledger", "digest", "understand"):
        assert word in said.stdout


def test_without_a_plan_the_answer_says_how_to_load_one(duban):
    said = duban("ledger")
    assert (said.returncode, said.stdout) == (1, "")
    assert "duban catalog apply" in said.stderr


def test_an_invite_has_the_published_shape_and_its_code_is_stored_nowhere(
    applied, tmp_path
):
    said = applied("people", "invite", "--role", "owner", "--unit", "air", "--json")
    told = json.loads(said.stdout)
    assert set(told) == {"code", "link", "expires"}
    assert told["link"] is None  # no bot has run here yet, and no token is set
    assert datetime.fromisoformat(told["expires"]).tzinfo is not None
    assert told["code"].encode() not in (tmp_path / "duban.db").read_bytes()


@pytest.mark.parametrize(
    ("words", "part"),
    [
        pytest.param(("--role", "owner"), "--unit", id="an owner without a unit"),
        pytest.param(("--role", "owner", "--unit", "aer"), "air", id="a unit misspelt"),
        pytest.param(
            ("--role", "leader", "--unit", "air"), "--unit", id="a leader with a unit"
        ),
        pytest.param(("--role", "king"), "king", id="an unknown role"),
        pytest.param(("--role", "admin", "--days", "0"), "days", id="no days at all"),
    ],
)
def test_an_invite_used_wrongly_says_what_to_write(applied, words, part):
    said = applied("people", "invite", *words)
    assert (said.returncode, said.stdout) == (2, "")
    assert part in said.stderr


def test_people_can_be_listed_and_nobody_retired_twice(applied):
    assert json.loads(applied("people", "list", "--json").stdout) == []
    assert "尚无人绑定" in applied("people", "list").stdout
    assert applied("people", "retire", "7").returncode == 1


def test_the_ledger_has_the_published_shape(applied):
    told = json.loads(applied("ledger", "--json").stdout)
    assert set(told) == {"as_of", "tasks", "targets"}
    assert len(told["tasks"]) == 39
    assert len(told["targets"]) == 9
    keys = {
        *("id", "area", "title", "lead", "owners", "status", "progress"),
        *("expected", "gap", "light", "due", "last_report"),
    }
    assert {frozenset(task) for task in told["tasks"]} == {frozenset(keys)}
    assert told["tasks"][4]["id"] == "02.1"


def test_the_ledger_and_the_digest_can_be_read_on_a_terminal(applied):
    said = applied("ledger", COLUMNS="200").stdout
    assert "编号" in said
    assert "10.4" in said
    digest = applied("digest").stdout
    assert digest.startswith("督办周报")
    assert "<b>" not in digest


def test_a_reply_is_understood_in_the_published_shape(duban):
    said = duban(
        "understand", SENTENCE, "--task", "02.2", "--today", "2020-05-25", "--json"
    )
    assert json.loads(said.stdout) == {
        "task": "02.2",
        "percent": None,
        "readings": [{"indicator": "steel", "value": 8, "kind": "total"}],
        "status": None,
        "expected": "2020-09-30",
        "problem": None,
        "needs": None,
    }


def test_a_batch_answers_a_line_each_in_order(duban):
    asked = [{"task": "02.2", "text": SENTENCE}, {"task": "2.1", "text": "谢谢"}]
    given = "\n".join(json.dumps(one, ensure_ascii=False) for one in asked) + "\n\n"
    said = duban("understand", "--batch", "-", "--today", "2020-05-25", given=given)
    answers = [json.loads(line) for line in said.stdout.splitlines()]
    assert [one["task"] for one in answers] == ["02.2", "02.1"]
    assert answers[1]["readings"] == []


@pytest.mark.parametrize(
    ("words", "given", "part"),
    [
        pytest.param(("understand", "x"), "", "--task", id="no task"),
        pytest.param(
            ("understand", "x", "--task", "99.9"), "", "99.9", id="no such task"
        ),
        pytest.param(
            ("understand", "x", "--task", "02.2", "--today", "2020-02-30"),
            "",
            "2020-02-30",
            id="no such day",
        ),
        pytest.param(("understand", "--batch", "-"), "{", "-:1", id="a bad line"),
        pytest.param(
            ("understand", "--batch", "nowhere.jsonl"), "", "nowhere", id="no file"
        ),
        pytest.param(("demo", "--until", "soon"), "", "soon", id="a demo till soon"),
        pytest.param(("run",), "", "DUBAN_TOKEN", id="a run without a token"),
        pytest.param(("frobnicate",), "", "frobnicate", id="no such command"),
    ],
)
def test_used_wrongly_it_ends_with_two_and_says_what_to_do(duban, words, given, part):
    said = duban(*words, given=given)
    assert said.returncode == 2
    assert part in said.stderr
    assert "Traceback" not in said.stderr


@pytest.mark.parametrize(
    ("settings", "part"),
    [
        ({"DUBAN_LOCALE": "fr"}, "DUBAN_LOCALE"),
        ({"DUBAN_API_URL": "api.telegram.org"}, "DUBAN_API_URL"),
        ({"DUBAN_BOARD_PORT": "99999"}, "DUBAN_BOARD_PORT"),
        ({"DUBAN_WEBHOOK_URL": "https://x.example"}, "DUBAN_WEBHOOK_SECRET"),
        ({"DUBAN_WEBHOOK_SECRET": "short-secret"}, "DUBAN_WEBHOOK_SECRET"),
    ],
)
def test_wrong_settings_are_named_without_their_values(duban, settings, part):
    said = duban("db", "upgrade", **settings)
    assert said.returncode == 2
    assert part in said.stderr
    assert "short-secret" not in said.stderr


def test_a_clock_that_is_no_time_is_refused(duban):
    said = duban("run", "--clock", "noon", DUBAN_TOKEN="1:x")
    assert (said.returncode, "noon" in said.stderr) == (2, True)


# What a reader of the demo meets, in this order.
THE_MONTH = (
    r"02-25 08:30 督办 → 王敏\n +2月25日（周二） · 3项待办\n",
    r"1. 2.1 十百千治气 · 交办，请于2月27日前签收\n",
    r"02-25 09:05 督办 → 王敏\n +已签收3项",
    r"03-05 08:30 督办 → 王敏\n +3月5日（周四） · 3项待办\n.* · 3月10日到期",
    r"钢铁企业超低排放改造 2/13 家 = 15%，应达 18% 🟢正常\n",
    r"03-05 09:13 督办 → 王敏  ✎\n +3月5日（周四） · 2项待办\n +2. ☑ 2.2 锅炉炉窑",
    r"03-09 09:00 督办 → 王敏\n +您的待办 2项，为何催您\n",
    r"为何：按“半月报”规则，每月10日、25日报告（目录第\d+行）",
    r"03-11 08:30 督办 → 王敏\n +.*其中1项逾期\n",
    r"如到 3月13日（周五）08:30 仍无答复，将告知处室负责人；3月17日报督查管理员",
    r"03-13 08:30 督办 → 赵刚\n +3月13日（周五） · 1项逾期，请督促\n",
    r"03-13 14:32 督办 → 王敏  ✎\n +3月9日（周一） · 2项均已答复",
    r"03-16 08:30 督办 → 陈立\n +督办周报 第3期",
    r"03-16 08:44 督办 → 李强\n +陈立批示 · 期限 3月25日（周三）\n",
    r"03-17 09:00 督办 → 孙悦\n +督办单（草稿）\n",
    r"已提醒：3月5日责任人；.*；3月13日督查管理员；3月17日督查管理员。\n",
    r"您好，本机器人仅供内部督办使用",
    r"03-20 08:30 督办 → 李强\n +3月20日（周五） · 4项待办\n.*批示：商经信厅",
    r"03-23 16:00 督办 → 李强\n +3.1 污水零直排 · 陈立批示已办结",
    r"03-30 08:30 督办 → 陈立\n +督办周报 第5期",
)


def test_the_demo_plays_a_month_by_itself_and_ends_well(process):
    said = process("demo", "--script", "--no-browser", "--until", "2020-03-31")
    assert said.returncode == 0, said.stderr
    assert said.stderr == ""
    played = said.stdout
    assert "10个领域、39项任务、273条举措" in played
    seen = 0
    for told in THE_MONTH:
        found = re.compile(told).search(played, seen)
        assert found, told
        seen = found.end()
    assert "收到反馈12条，待处理消息0条" in played.splitlines()[-1]


def test_the_demo_speaks_english_too(duban):
    said = duban(
        "demo", "--script", "--no-browser", "--until", "2020-03-31", "--locale", "en"
    )
    assert said.returncode == 0, said.stderr
    assert "10 areas, 39 tasks, 273 measures" in said.stdout
    assert "[Confirm]" in said.stdout
    assert "12 reports received, 0 updates waiting" in said.stdout.splitlines()[-1]


@pytest.mark.parametrize(
    ("url", "status", "part"),
    [
        pytest.param("garbage", 2, "sqlite:///duban.db", id="no address"),
        pytest.param("mysql://u:geheim@h/d", 2, "postgresql://", id="unknown kind"),
        pytest.param(
            "postgresql://u:geheim@h:x/d", 2, "postgresql://", id="a bad port"
        ),
        pytest.param("sqlite://", 2, "sqlite:///duban.db", id="only in memory"),
        pytest.param("sqlite:///no/such/duban.db", 1, "no/such", id="no such folder"),
        pytest.param("sqlite:///not.db", 1, "not a database", id="some other file"),
        pytest.param(
            "postgresql://u:geheim@127.0.0.1:9/d", 1, "127.0.0.1", id="server down"
        ),
        pytest.param(
            "postgresql:///d?host=/no/such/folder&password=geheim",
            *(1, "/no/such/folder"),
            id="no socket, and the password in the query",
        ),
    ],
)
def test_a_database_that_cannot_be_used_is_told_in_one_line(
    duban, folder, url, status, part
):
    (folder / "not.db").write_bytes(b"this is a letter, not a database" * 99)
    said = duban("ledger", DUBAN_DATABASE_URL=url)
    assert (said.returncode, said.stdout) == (status, "")
    assert "数据库" in said.stderr
    assert part in said.stderr
    assert "geheim" not in said.stderr
    assert said.stderr.count("\n") == 1


def test_a_database_locked_by_another_process_is_told_in_one_line(
    applied, folder, monkeypatch
):
    monkeypatch.setattr(session, "BUSY_MS", 50)
    with closing(sqlite3.connect(folder / "duban.db")) as other:
        other.execute("BEGIN EXCLUSIVE")
        said = applied("people", "retire", "1")
    assert said.returncode == 1
    assert "database is locked" in said.stderr
    assert said.stderr.count("\n") == 1


def test_a_batch_that_is_no_text_is_refused(duban, folder):
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    said = duban("understand", "--batch", "picture.png")
    assert (said.returncode, said.stdout) == (2, "")
    assert "picture.png" in said.stderr
    assert "UTF-8" in said.stderr


def test_a_batch_may_begin_with_a_byte_order_mark(duban, folder):
    line = json.dumps({"task": "02.2", "text": SENTENCE})
    (folder / "said.jsonl").write_text(line, encoding="utf-8-sig")
    said = duban("understand", "--batch", "said.jsonl", "--today", "2020-05-25")
    assert json.loads(said.stdout)["expected"] == "2020-09-30"


def test_where_the_terminal_knows_ascii_only_it_still_speaks(process):
    said = process(
        *("understand", SENTENCE, "--task", "02.2", "--today", "2020-05-25"),
        PYTHONIOENCODING="ascii",
    )
    assert said.returncode == 0, said.stderr
    assert "steel" in said.stdout
    said = process("ledger", PYTHONIOENCODING="ascii")
    assert said.returncode == 1
    assert "duban catalog apply" in said.stderr
    said = process("catalog", "check", PYTHONIOENCODING="ascii")
    assert "任务" in said.stdout


def test_a_ledger_that_is_piped_is_not_cut(applied, catalog):
    said = applied("ledger", COLUMNS="40").stdout
    for task in catalog.tasks():
        assert task.title in said


@pytest.mark.parametrize("unit", ["air", "大气环境处", "大气处"])
def test_a_unit_may_be_called_by_its_id_its_name_or_its_alias(applied, folder, unit):
    said = applied("people", "invite", "--role", "owner", "--unit", unit)
    assert said.returncode == 0, said.stderr
    with closing(sqlite3.connect(folder / "duban.db")) as kept:
        assert kept.execute("SELECT unit FROM invite").fetchall() == [("air",)]


def test_a_name_that_several_units_share_is_asked_back(applied, folder, catalog_text):
    shared = catalog_text.replace("aliases: [水处,", "aliases: [大气处, 水处,")
    (folder / "shared.yaml").write_text(shared, encoding="utf-8")
    assert applied("catalog", "apply", "shared.yaml").returncode == 0
    said = applied("people", "invite", "--role", "owner", "--unit", "大气处")
    assert said.returncode == 2
    assert "water、air" in said.stderr


def test_the_history_tells_what_the_catalog_did(applied, folder):
    said = applied("ledger", "--history", "--task", "2.2")
    assert said.returncode == 0
    head, *lines = said.stdout.splitlines()
    assert head == "2.2 锅炉炉窑 · 历史1条"
    assert [line for line in lines if "目录第1版列入" in line]
    changed = (ROOT / "tasks_catalog.yaml").read_text(encoding="utf-8")
    changed = changed.replace("title: 推进锅炉", "title: 全面推进锅炉")
    (folder / "new.yaml").write_text(changed, encoding="utf-8")
    assert applied("catalog", "apply", "new.yaml").returncode == 0
    told = json.loads(applied("ledger", "--history", "--task", "02.2", "--json").stdout)
    assert [one["what"] for one in told] == ["added", "changed"]
    assert set(told[0]) == {"at", "id", "task", "who", "what", "why", "facts"}
    assert (told[0]["id"], told[0]["who"]) == ("02.2", "console")
    whole = applied("ledger", "--history", "--locale", "en").stdout.splitlines()
    assert whole[0] == "History, 40 entries"
    assert any(line.startswith("2.2 ") and "changed by" in line for line in whole)
    later = applied("ledger", "--history", "--json", "--since", "2099-01-01")
    assert json.loads(later.stdout) == []


@pytest.mark.parametrize(
    ("words", "part"),
    [
        pytest.param(("--task", "2.2"), "--history", id="a task without a history"),
        pytest.param(("--since", "2020-05-01"), "--history", id="nor a day"),
        pytest.param(("--history", "--task", "2.99"), "2.99", id="no such task"),
        pytest.param(("--history", "--since", "May"), "May", id="no such day"),
    ],
)
def test_a_history_asked_for_wrongly_is_refused(applied, words, part):
    said = applied("ledger", *words)
    assert (said.returncode, said.stdout) == (2, "")
    assert part in said.stderr
