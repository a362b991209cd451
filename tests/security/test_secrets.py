"""Secrets are shown nowhere: a real process in trouble, and each form one takes."""

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from duban.command import app
from duban.hidden import hide, redacted
from duban.settings import Settings, settings
from duban.visible import one_line, visible
from rules.ids import PlanId
from rules.people import Role
from sandbox.faults import Fault
from sandbox.server import serve
from sandbox.world import World
from store import people
from store.session import Store

ROOT = Path(__file__).parents[2]
TOKEN = "100000001:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
CODE = "aGVsbG8tdGhpcy1pcy1h"
HOOK = "a-webhook-secret-of-some-length"
BEAT = "https://beats.example/ping/3f9c1d52-secret-check"
PASSWORD = "pa/ss w+rd@1"
QUOTED = "pa%2Fss%20w%2Brd%401"
NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture
def world():
    made = World(lambda: NOW, token=TOKEN)
    made.add_person(1, "路人")
    return made


@asynccontextmanager
async def running(folder: Path, **told: str) -> AsyncIterator[list[str]]:
    """Run the bot for the block; at its end the list holds all it said."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "DUBAN_DATABASE_URL": f"sqlite:///{folder}/duban.db",
        "DUBAN_CATALOG": str(ROOT / "tasks_catalog.yaml"),
        "DUBAN_TOKEN": TOKEN,
        **told,
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "duban", "run"),
        cwd=folder,
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said: list[str] = []
    try:
        yield said
    finally:
        process.terminate()
        told_all, _ = await asyncio.wait_for(process.communicate(), 20)
        said.append(told_all.decode())


@pytest.fixture
def duban(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator:
    """Run another command within this process."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DUBAN_TOKEN", TOKEN)

    def run(*words: str, **told: str) -> str:
        for name, value in told.items():
            monkeypatch.setenv(name, value)
        settings.cache_clear()
        said = CliRunner().invoke(app, [*words])
        return said.stdout + said.stderr + repr(said.exception)

    yield run
    settings.cache_clear()


def _invited(folder: Path) -> None:
    store = Store(f"sqlite:///{folder}/duban.db")
    given = {"role": Role.LEADER, "unit": None, "now": NOW}
    expires = datetime.now(UTC) + timedelta(days=1)
    plan = PlanId("zj-2020")
    store.run_sync(lambda tx: people.invite(tx, plan, CODE, expires=expires, **given))
    store.close()


async def test_a_process_in_all_kinds_of_trouble_names_no_secret(
    world, tmp_path, sqlite_originals
):
    """Broken pages, a poisoned update, and a code on its way."""
    shutil.copy(sqlite_originals["loaded"], tmp_path / "duban.db")
    _invited(tmp_path)
    broken = (Fault(method=one, kind="502") for one in ("getMe", "getUpdates"))
    world.faults.order(*broken)
    chat = {"id": 2, "type": "private"}
    poisoned = {
        "message_id": 1,
        "date": "never",
        "chat": chat,
        "text": f"/start {CODE}",
    }
    world.tell_bot("message", 2, poisoned)
    world.start(1, CODE)
    told = {"DUBAN_HEARTBEAT_URL": BEAT, "PYTHONASYNCIODEBUG": "1"}
    async with (
        serve(world) as url,
        running(tmp_path, DUBAN_API_URL=url, **told) as heard,
        asyncio.timeout(40),
    ):
        while not any(one.from_bot for one in world.messages(1)):
            await asyncio.sleep(0.02)
    (said,) = heard
    assert "Bad Gateway" in said  # there was something to be said
    assert "update not handled" in said
    for secret in (TOKEN, TOKEN.partition(":")[2], CODE, BEAT):
        assert secret not in said


def test_a_database_that_cannot_be_reached_is_named_without_its_password(duban):
    address = f"postgresql://duban:{QUOTED}@127.0.0.1:1/duban"
    said = duban("people", "list", DUBAN_DATABASE_URL=address)
    assert "127.0.0.1" in said
    assert PASSWORD not in said
    assert QUOTED not in said


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DUBAN_WEBHOOK_SECRET", f"{HOOK} with a space"),
        ("DUBAN_HEARTBEAT_URL", f"no address, {HOOK}"),
        ("DUBAN_API_URL", f"no address, {HOOK}"),
        ("DUBAN_DATABASE_URL", f"mysql://duban:{HOOK}@host/name"),
    ],
)
def test_a_setting_that_is_wrong_is_not_repeated(duban, name, value):
    said = duban("people", "list", **{name: value})
    assert name in said
    assert HOOK not in said
    assert TOKEN not in said


def test_what_must_be_hidden_is_all_the_settings_keep_secret():
    found = Settings(
        token=TOKEN,
        webhook_url="https://bot.example",
        webhook_secret=HOOK,
        heartbeat_url=BEAT,
        board_port=8080,
        database_url=f"postgresql://duban:{QUOTED}@host/name?password=another-one",
    )
    assert {TOKEN, HOOK, BEAT, QUOTED, "another-one"} <= set(found.secrets())
    assert TOKEN not in repr(found)
    assert HOOK not in repr(found)
    assert BEAT not in repr(found)


@pytest.mark.parametrize(
    "said",
    [
        f"POST https://api.telegram.org/bot{TOKEN}/getMe",
        f"postgresql://duban:{QUOTED}@host/name",
        f"connection to {PASSWORD} failed",
        f"{{'secret_token': '{HOOK}'}}",
        f"X-Telegram-Bot-Api-Secret-Token: {HOOK}",
        f"password={PASSWORD!r}",
        f"host=x password={QUOTED} dbname=y",
        f"https://user:{QUOTED}@proxy.example/",
        f"b'{HOOK}'",
        f"/start {CODE}",
        f"https://t.me/duban_bot?start={CODE}",
        f"join:{CODE}",
        f"GET {BEAT}/fail",
    ],
)
def test_no_form_of_a_secret_is_shown(said):
    hide(TOKEN, HOOK, QUOTED, BEAT)
    for secret in (TOKEN, HOOK, PASSWORD, QUOTED, CODE, BEAT):
        assert secret not in redacted(said)


def test_what_is_no_secret_is_left_as_it_is():
    hide("short")
    for said in (
        "postgresql://duban@/name?host=/tmp/x",
        "http://127.0.0.1:8080/healthz",
        "a short word",
        "password authentication failed for user duban",
        "2.2 钢铁完成8家 12:30:45",
    ):
        assert redacted(said) == said


LAST_WORDS = """
import asyncio, logging, sys, threading
import structlog
from duban.hidden import hide
from duban.logs import set_up

secret = sys.argv[1]
hide(secret)
set_up(sys.stderr)
log = structlog.get_logger()
log.warning("nested", why={"deep": [secret, secret.encode(), ("x", {secret: 1})]})
log.warning(f"in the event {secret}", **{"key": Exception(secret)})
log.warning("a forged\\nline", why="red \\x1b[31m and \\u202e turned")
try:
    raise ValueError(secret)
except ValueError as error:
    log.exception("handled")
    logging.getLogger("httpx").exception("handled %s", secret)
    logging.getLogger("asyncio").error("task died", exc_info=error)

async def forgotten():
    asyncio.get_running_loop().create_task(fail())
    await asyncio.sleep(0)

async def fail():
    raise RuntimeError(secret)

asyncio.run(forgotten())
thread = threading.Thread(target=lambda: exec("raise OSError(secret)", globals()))
thread.start()
thread.join()

class Dying:
    def __del__(self):
        raise KeyError(secret)

Dying()
try:
    raise LookupError(secret)
except LookupError as error:
    raise SystemError("the end") from error
"""


def test_neither_nested_values_nor_tracebacks_nor_last_words_show_it():
    said = subprocess.run(
        [sys.executable, "-c", LAST_WORDS, HOOK],
        capture_output=True,
        encoding="utf-8",
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        check=False,
        timeout=60,
    ).stderr
    for heard in (
        "nested",
        "in the event",
        "ValueError",
        "task died",
        "RuntimeError",
        "OSError",
        "KeyError",
        "LookupError",
        "the end",
    ):
        assert heard in said
    assert HOOK not in said
    assert "\x1b" not in said
    assert "\u202e" not in said
    assert r"a forged\nline" in said


@pytest.mark.parametrize(
    ("said", "shown", "line"),
    [
        ("王敏", "王敏", "王敏"),
        ("a\nb\tc", "a\nb\tc", r"a\nb c"),
        ("\x1b[31mred\x1b[0m", r"\x1b[31mred\x1b[0m", r"\x1b[31mred\x1b[0m"),
        ("\x9b31m", r"\x9b31m", r"\x9b31m"),
        ("\r\x07\x08\x00", r"\r\x07\x08\x00", r"\r\x07\x08\x00"),
        ("\u202egnp.exe", r"\u202egnp.exe", r"\u202egnp.exe"),
        ("\ud800", r"\ud800", r"\ud800"),
        ("[red]x[/red]", "[red]x[/red]", "[red]x[/red]"),
    ],
)
def test_what_would_steer_a_terminal_is_spelled_out(said, shown, line):
    assert (visible(said), one_line(said)) == (shown, line)
