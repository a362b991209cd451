"""`duban catalog` from the outside: what it says, its JSON, its exit status."""

# ruff: noqa: E501 - what people read is shown whole

import json

import pytest
from catalog.small import NAME, SMALL
from typer.testing import CliRunner

from duban.commands.catalog import app
from duban.settings import settings
from store import plans
from store.migrations import upgrade
from store.session import Store


@pytest.fixture
def duban(tmp_path, monkeypatch):
    """Run a catalog command in an empty folder with its own database."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DUBAN_DATABASE_URL", f"sqlite:///{tmp_path / 'duban.db'}")
    monkeypatch.setenv("DUBAN_LOCALE", "zh")
    settings.cache_clear()

    def run(*words: str):
        return CliRunner().invoke(app, list(words))

    yield run
    settings.cache_clear()


@pytest.fixture
def file(tmp_path):
    path = tmp_path / NAME
    path.write_text(SMALL, encoding="utf-8")
    return path


def edit(file, old, new):
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def in_force(tmp_path):
    store = Store(f"sqlite:///{tmp_path / 'duban.db'}")
    try:
        upgrade(store)
        return store.read_sync(lambda tx: plans.current(tx, "p1"))
    finally:
        store.close()


def test_a_sound_catalog_is_counted(duban, file):
    done = duban("check", str(file))
    assert done.stdout == (
        f"{NAME}：可用。1个领域，2项任务，3条举措，1个指标，1项主要目标。\n"
    )
    assert done.exit_code == 0


def test_the_file_of_the_settings_is_read_when_none_is_named(duban, file):
    assert duban("check", "--locale", "en").stdout.startswith(f"{file.name} is sound")


def test_a_program_reads_the_counts_as_json(duban, file):
    told = json.loads(duban("check", str(file), "--json").stdout)
    assert told == {
        "file": NAME,
        "ok": True,
        "mistakes": [],
        "areas": 1,
        "tasks": 2,
        "measures": 3,
        "indicators": 1,
        "targets": 1,
        "unknown_years": [],
    }


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("zh", "请注意：2031、2032年节假日安排尚未收录，暂按周一至周五计算"),
        ("en", "Note: public holidays of 2031, 2032 are not known yet; Monday"),
    ],
)
def test_a_year_whose_holidays_are_not_known_is_sound_with_a_warning(
    duban, file, locale, said
):
    file.write_text(file.read_text().replace("2020-", "2032-"), encoding="utf-8")
    edit(file, "starts: 2032", "starts: 2031")
    done = duban("check", str(file), "--locale", locale)
    _, warning = done.stdout.splitlines()
    assert warning.startswith(said)
    assert done.exit_code == 0
    told = json.loads(duban("check", str(file), "--json").stdout)
    assert (told["ok"], told["unknown_years"]) == (True, [2031, 2032])


@pytest.mark.parametrize("command", ["check", "diff", "apply"])
def test_a_broken_catalog_is_refused_with_status_1(duban, file, command):
    edit(file, "due: 2020-12-31", "due: 2020-02-30")
    edit(file, "lead: water", "lead: dqc")
    done = duban(command, str(file))
    assert done.stdout.splitlines() == [
        f"{NAME}:37:14　`2.1` 的 due “2020-02-30” 不是有效日期；写成 2020-02-29 或更早。",
        f"{NAME}:45:15　`2.2` 的 lead “dqc” 不在 units 中；是否指 “air”（大气环境处）？",
        "共2处错误，未作任何更改。",
    ]
    assert done.exit_code == 1


def test_a_broken_catalog_is_told_to_programs_by_code(duban, file):
    edit(file, "lead: water", "lead: dqc")
    done = duban("check", str(file), "--json", "--locale", "en")
    told = json.loads(done.stdout)
    assert (told["ok"], done.exit_code) == (False, 1)
    (mistake,) = told["mistakes"]
    assert (mistake["line"], mistake["column"], mistake["code"]) == (
        45,
        15,
        "unknown_unit",
    )
    assert mistake["facts"]["near"] == "air"
    assert mistake["message"].endswith("did you mean “air” (大气环境处)?")


def test_a_screen_full_of_mistakes_is_cut_but_counted(duban, file):
    units = "".join(f"  - {{id: air, name: 处{n}}}\n" for n in range(70))
    edit(file, "policies:\n", f"{units}policies:\n")
    lines = duban("check", str(file)).stdout.splitlines()
    assert lines[-2:] == ["另有20处，改后再查。", "共70处错误，未作任何更改。"]
    assert len(lines) == 52


@pytest.mark.parametrize("command", ["check", "diff", "apply"])
def test_a_file_that_is_not_there_is_used_wrongly(duban, command):
    done = duban(command, "nowhere.yaml")
    assert "nowhere.yaml: No such file" in done.stderr
    assert done.exit_code == 2


def test_an_unknown_language_is_used_wrongly(duban, file):
    assert duban("check", str(file), "--locale", "fr").exit_code == 2


def test_the_first_diff_is_all_new_and_changes_nothing(duban, file, tmp_path):
    done = duban("diff", str(file))
    assert done.stdout.splitlines()[0] == "尚无现行版本，全部为新增：13项。"
    assert "新增　任务 02.1 锅炉和炉窑整治" in done.stdout
    assert in_force(tmp_path) is None


def test_apply_puts_it_in_force_and_again_changes_nothing(duban, file, tmp_path):
    first = duban("apply", str(file), "--note", "首次")
    assert first.stdout.splitlines()[-1] == "已应用，现行为第1版。"
    assert duban("apply", str(file)).stdout.splitlines() == [
        "与现行第1版相同。",
        "现行为第1版，未作更改。",
    ]
    number, catalog = in_force(tmp_path)
    assert (number, catalog.plan.title) == (1, "工作要点")


def test_an_edit_is_told_before_and_as_it_is_applied(duban, file, tmp_path):
    duban("apply", str(file))
    edit(file, "        due: 2020-12-31", "        due: 2020-11-30")
    edit(file, "short: 锅炉炉窑", "aliases: [炉窑]")
    lines = [
        "与现行第1版相比：改3处，新增0项，移动0项，停用0项。",
        "修改　任务 02.1 的 short：锅炉炉窑 → 锅炉和炉窑整治",
        "修改　任务 02.1 的 due：2020-12-31 → 2020-11-30",
        "修改　任务 02.1 的 aliases：（空） → 炉窑",
    ]
    assert duban("diff", str(file)).stdout.splitlines() == lines
    assert in_force(tmp_path)[0] == 1
    applied = duban("apply", str(file)).stdout.splitlines()
    assert applied == [*lines, "已应用，现行为第2版。"]
    assert in_force(tmp_path)[0] == 2


def test_a_broken_apply_leaves_the_version_in_force_untouched(duban, file, tmp_path):
    duban("apply", str(file))
    before = in_force(tmp_path)
    edit(file, "title: 柴油货车", "title: 新标题")
    edit(file, "lead: water", "lead: nobody")
    assert duban("apply", str(file)).exit_code == 1
    assert in_force(tmp_path) == before


def test_programs_read_changes_and_versions_as_json(duban, file):
    applied = json.loads(duban("apply", str(file), "--json").stdout)
    assert (applied["version"], applied["changed"]) == (1, True)
    assert len(applied["changes"]) == 13
    edit(file, "lead: water", "lead: air")
    assert json.loads(duban("diff", str(file), "--json").stdout) == {
        "version": 1,
        "changes": [
            {
                "kind": "changed",
                "what": "task",
                "id": "02.2",
                "field": "lead",
                "before": "water",
                "after": "air",
            }
        ],
    }


def test_the_schema_is_printed_for_editors(duban):
    told = json.loads(duban("schema").stdout)
    assert told["$schema"].startswith("http://json-schema.org/draft-07")
    assert "areas" in told["properties"]
