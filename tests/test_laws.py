"""What must agree with what: commands, words, README, lock, walls."""

import re
import tomllib
from pathlib import Path

import pytest
from typer.main import get_command

from bot.app import BUTTONS, COMMANDS
from duban.command import app
from rules.people import Role, Verb, verbs
from templates import LOCALES, words

ROOT = Path(__file__).parents[1]
READMES = ("README.md", "README.zh.md")
OURS = ("bot", "board", "duban", "rules", "sandbox", "scheduler", "store", "templates")


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def sources() -> list[Path]:
    return [path for room in OURS for path in sorted((ROOT / room).rglob("*.py"))]


@pytest.mark.parametrize("readme", READMES)
def test_every_command_of_the_chat_stands_in_the_readme(readme):
    for command in set(COMMANDS) - {"start"}:
        assert f"`/{command}" in text(readme)


@pytest.mark.parametrize("readme", READMES)
def test_every_subcommand_stands_in_the_readme(readme):
    for name in get_command(app).commands:
        assert f"`duban {name}" in text(readme)


def test_every_command_belongs_to_a_role_and_has_its_words():
    offered = {verb.value for role in Role for verb in verbs(role)}
    for command in set(COMMANDS) - {"start"}:
        assert command in offered
        for locale in LOCALES:
            assert words("words", locale)["commands"][command]
    assert offered - set(COMMANDS) == {Verb.REPORT.value}


def test_every_button_our_code_makes_has_its_verb():
    made = set()
    for path in sources():
        said = path.read_text(encoding="utf-8")
        made |= set(re.findall(r'data ?= ?f?"(\w+)[:"]', said))
        made |= set(re.findall(r'(?:choices|_option|_neither)\(f"(\w+):', said))
    made |= {"task", "area"}  # made by name in bot/verbs/reading.py
    assert made <= set(BUTTONS)
    assert set(BUTTONS) <= made


def test_every_target_of_the_makefile_says_what_it_does():
    targets = re.findall(r"^([a-z]+):", text("Makefile"), re.MULTILINE)
    told = re.findall(r"^([a-z]+):.*## \S", text("Makefile"), re.MULTILINE)
    assert targets == told
    wanted = "setup demo run test check lint types floors words bench"
    assert set(wanted.split()) <= set(told)


def test_the_lock_has_hashes_and_names_no_address():
    lock = text("requirements.lock")
    assert "://" not in lock
    assert "--index-url" not in lock
    pinned = re.findall(r"^([a-z0-9-]+)==", lock, re.MULTILINE)
    assert lock.count("--hash=sha256:") >= len(pinned) > 40


def test_the_lock_pins_everything_the_project_asks_for():
    project = tomllib.loads(text("pyproject.toml"))["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    lock = text("requirements.lock")
    pinned = set(re.findall(r"^([a-z0-9-]+)==", lock, re.MULTILINE))
    names = {re.split(r"[\[<>=~;]", one)[0].strip().lower() for one in asked}
    assert names <= pinned


def test_every_exception_to_a_check_carries_its_reason():
    found = [
        f"{path.relative_to(ROOT)}:{n}: {line.strip()}"
        for path in sources()
        for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(r"# (noqa|type: ignore)", line)
        and not re.search(
            r"# (noqa: [A-Z0-9, ]+|type: ignore\[[a-z-, ]+\]) +[-#] \S", line
        )
    ]
    assert found == []


def test_only_the_roof_reads_the_clock_and_the_environment():
    clock = re.compile(r"datetime\.now\(|date\.today\(|time\.time\(")
    reads = [
        str(path.relative_to(ROOT))
        for path in sources()
        if clock.search(path.read_text(encoding="utf-8"))
    ]
    assert reads == ["duban/clock.py"]


def test_pictures_the_readme_shows_are_there():
    for readme in READMES:
        shown = re.findall(r"!\[[^\]]*\]\(([^)]+)\)", text(readme))
        assert shown
        for picture in shown:
            assert (ROOT / picture).stat().st_size > 10_000


def test_links_of_the_documents_lead_somewhere():
    for name in (*READMES, *(f"docs/{p.name}" for p in (ROOT / "docs").glob("*.md"))):
        here = (ROOT / name).parent
        for link in re.findall(r"(?<!!)\[[^\]]+\]\(([^)#:]+)\)", text(name)):
            assert (here / link).exists(), f"{name}: {link}"
