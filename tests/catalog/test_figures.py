"""The shipped catalog carries every figure of the report, and no other."""

from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from catalog.figures import (
    BASELINES,
    FIGURES,
    MEASURES,
    ORDINALS,
    PRINTED,
    Figure,
    digits,
    paragraphs,
    stand_in_order,
)

ROOT = Path(__file__).parents[2]
REPORT = ROOT.parent / "shared" / "plan" / "work_report_2020.txt"
CATALOG: dict[str, Any] = yaml.safe_load((ROOT / "tasks_catalog.yaml").read_text())
PLAN, AREAS, TARGETS = CATALOG["plan"], CATALOG["areas"], CATALOG["targets"]
TASKS = [task for area in AREAS for task in area["tasks"]]
PLACES: dict[str, dict[str, Any]] = {
    "plan": PLAN,
    **{entry["id"]: entry for entry in (*TARGETS, *TASKS)},
}


def _numbers(entry: dict[str, Any]) -> list[dict[str, Any]]:
    """Give the indicators of a task; a target is its own."""
    return entry.get("indicators", []) if "title" in entry else [entry]


def _words(entry: dict[str, Any]) -> str:
    parts = [entry.get("title", ""), entry.get("name", ""), entry.get("test", "")]
    parts += [measure["text"] for measure in entry.get("measures", [])]
    return "\n".join(parts)


def _held(key: str) -> Counter[tuple[str, Decimal, str]]:
    """Count every number other than 0 the catalog holds under `key`."""
    return Counter(
        (place, Decimal(str(number[key])), number["unit"])
        for place, entry in PLACES.items()
        if place != "plan"
        for number in _numbers(entry)
        if number.get(key)
    )


def _listed(figures: tuple[Figure, ...]) -> Counter[tuple[str, Decimal, str]]:
    return Counter((f.place, f.value, f.unit) for f in figures if f.value is not None)


def _digits_listed() -> dict[str, str]:
    said: dict[str, str] = {}
    for figure in FIGURES:
        said[figure.source] = f"{said.get(figure.source, '')} {figure.said}"
    return {source: digits(words) for source, words in said.items() if digits(words)}


# ── the figures ──────────────────────────────────────────────────────────


def test_every_target_number_is_in_the_report_and_every_number_of_it_is_here() -> None:
    assert _held("target") == _listed(FIGURES)


def test_every_baseline_is_what_the_report_says_of_2019() -> None:
    assert _held("baseline") == _listed(BASELINES)


@pytest.mark.parametrize(
    "figure",
    [f for f in FIGURES if f.value is None],
    ids=lambda f: f"{f.place} {f.said}",
)
def test_thresholds_years_and_names_stand_in_the_words(figure: Figure) -> None:
    assert figure.said in _words(PLACES[figure.place])


@pytest.mark.parametrize(
    "figure",
    [f for f in FIGURES if f.value is not None and f.place[0] != "T"],
    ids=lambda f: f"{f.place} {f.said}",
)
def test_a_number_to_reach_is_also_said_in_a_measure(figure: Figure) -> None:
    assert figure.said in _words(PLACES[figure.place])


@pytest.mark.parametrize(
    "figure",
    [f for f in FIGURES if f.place != "plan"],
    ids=lambda f: f"{f.place} {f.said}",
)
def test_a_figure_is_kept_where_the_report_says_it(figure: Figure) -> None:
    source = PLACES[figure.place]["source"]
    assert figure.source in (source, source[: len("四（一）")])


def test_the_list_of_figures_has_every_printed_digit_in_order() -> None:
    assert _digits_listed() == PRINTED


def test_the_list_of_figures_is_the_report_s_own() -> None:
    """With the report beside the checkout, read it; else hold to the copied digits."""
    printed = PRINTED
    if REPORT.exists():
        report = paragraphs(REPORT.read_text())
        printed = {k: digits(text) for k, text in report.items() if digits(text)}
        for source, text in report.items():
            said = [f.said for f in FIGURES if f.source == source]
            assert stand_in_order(said, text), source
    assert _digits_listed() == printed


# ── the shape ────────────────────────────────────────────────────────────


def test_there_are_ten_areas_nine_targets_and_thirty_nine_tasks() -> None:
    assert [area["id"] for area in AREAS] == [f"{n:02}" for n in range(1, 11)]
    assert [target["id"] for target in TARGETS] == [f"T{n}" for n in range(1, 10)]
    assert [len(a["tasks"]) for a in AREAS] == [4, 4, 4, 3, 3, 4, 4, 5, 4, 4]


@pytest.mark.parametrize("area", AREAS, ids=lambda a: a["id"])
def test_each_task_has_all_its_measures(area: dict[str, Any]) -> None:
    counted = tuple(len(task["measures"]) for task in area["tasks"])
    assert counted == MEASURES[area["id"]]


def test_the_four_campaigns_report_twice_a_month_and_the_rest_monthly() -> None:
    campaigns = {a["id"] for a in AREAS if a.get("policy") == "campaign"}
    assert campaigns == {"02", "03", "04", "05"}
    assert PLAN["policy"] == "standard"
    assert CATALOG["policies"]["campaign"]["due"] == [10, 25]
    assert CATALOG["policies"]["standard"]["due"] == 25


@pytest.mark.parametrize("task", TASKS, ids=lambda t: t["id"])
def test_each_task_stands_in_its_place_with_its_source(task: dict[str, Any]) -> None:
    area, point = (int(part) for part in task["id"].split("."))
    assert task in AREAS[area - 1]["tasks"]
    assert task["id"] == f"{area:02}.{AREAS[area - 1]['tasks'].index(task) + 1}"
    assert task["source"] == f"四（{ORDINALS[area - 1]}）{ORDINALS[point - 1]}"
    assert AREAS[area - 1]["source"] == task["source"][: len("四（一）")]


@pytest.mark.parametrize("task", TASKS, ids=lambda t: t["id"])
def test_measures_are_lettered_in_order_and_indicators_have_their_own_ids(
    task: dict[str, Any],
) -> None:
    letters = [measure["id"] for measure in task["measures"]]
    assert letters == [chr(ord("a") + n) for n in range(len(letters))]
    ids = [number["id"] for number in task.get("indicators", [])]
    assert len(ids) == len(set(ids))


def test_no_two_tasks_answer_to_the_same_short_name() -> None:
    names = Counter(
        name for t in TASKS for name in {t["short"], t["title"], *t["aliases"]}
    )
    assert [name for name, times in names.items() if times > 1] == []
    assert [t["short"] for t in TASKS if len(t["short"]) > 10] == []


def test_every_measure_is_said_once() -> None:
    texts = Counter(measure["text"] for t in TASKS for measure in t["measures"])
    assert [text for text, times in texts.items() if times > 1] == []


def test_every_lead_and_assist_is_a_unit_and_every_unit_has_work() -> None:
    units = [unit["id"] for unit in CATALOG["units"]]
    assert len(units) == len(set(units))
    asked = [[t["lead"], *t["assist"]] for t in TASKS]
    assert {unit for task in asked for unit in task} == set(units)
    assert [task for task in asked if len(task) != len(set(task))] == []


def test_every_date_lies_inside_the_plan() -> None:
    dated = [*TASKS, *(measure for task in TASKS for measure in task["measures"])]
    days = [d[key] for d in dated for key in ("starts", "due") if key in d]
    assert all(type(day) is date for day in days)
    assert PLAN["starts"] < min(days)
    assert max(days) == PLAN["ends"]


@pytest.mark.parametrize(
    "number",
    [*TARGETS, *(n for task in TASKS for n in task.get("indicators", []))],
    ids=lambda n: n["id"],
)
def test_a_number_without_a_target_says_how_it_is_judged(
    number: dict[str, Any],
) -> None:
    assert ("target" in number) != ("test" in number)
