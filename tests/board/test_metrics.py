"""The figures as Prometheus reads them, and the alerts made of them."""

import re
from pathlib import Path

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families as families

from board.metrics import Vitals, exposition
from rules.audit import Trouble
from rules.durations import Durations
from store.figures import WHYS, Figures

DOCS = Path(__file__).parents[2] / "docs" / "operations.md"
FIGURES = Figures(
    waiting={"due": 3, "hours": 40, "budget": 2},
    oldest_due=12.5,
    dwells=[float(n) for n in range(100)],
    updates=4,
    oldest_update=0.2,
    aside=1,
    troubles={"canary": 1},
    audit_age=299.0,
    open_obligations=51,
    linked=41,
    unreachable=2,
)
VITALS = Vitals(
    version="1.2.3",
    on_duty=True,
    refusals={"blocked": 2, "flood": 1},
    bells={"tick": Durations().plus(0.02).plus(7.0)},
)


def read(figures: Figures | None = FIGURES) -> dict[tuple[str, str], float]:
    """Return every sample by its name and its labels."""
    text = exposition(VITALS, figures).decode()
    return {
        (sample.name, ",".join(sample.labels[key] for key in sorted(sample.labels))): (
            sample.value
        )
        for family in families(text)
        for sample in family.samples
    }


@pytest.mark.parametrize(
    ("name", "label", "value"),
    [
        ("duban_build_info", "1.2.3", 1),
        ("duban_on_duty", "", 1),
        ("duban_database_up", "", 1),
        ("duban_letters_waiting", "due", 3),
        ("duban_letters_waiting", "hours", 40),
        ("duban_letters_waiting", "budget", 2),
        ("duban_letters_waiting", "leave", 0),
        ("duban_letter_oldest_due_seconds", "", 12.5),
        ("duban_letter_dwell_seconds", "0.5", 50),
        ("duban_letter_dwell_seconds", "0.95", 95),
        ("duban_letters_arrived", "", 100),
        ("duban_refusals_total", "blocked", 2),
        ("duban_bell_seconds_bucket", "tick,0.025", 1),
        ("duban_bell_seconds_bucket", "tick,+Inf", 2),
        ("duban_bell_seconds_count", "tick", 2),
        ("duban_bell_seconds_sum", "tick", 7.02),
        ("duban_bell_last_seconds", "tick", 7),
        ("duban_updates_waiting", "", 4),
        ("duban_update_oldest_seconds", "", 0.2),
        ("duban_updates_set_aside", "", 1),
        ("duban_troubles_open", "canary", 1),
        ("duban_troubles_open", "disk", 0),
        ("duban_audit_age_seconds", "", 299),
        ("duban_obligations_open", "", 51),
        ("duban_people_linked", "", 41),
        ("duban_people_unreachable", "", 2),
    ],
)
def test_each_figure_has_its_name(name, label, value):
    assert read()[name, label] == pytest.approx(value)


def test_every_reason_to_wait_and_every_trouble_is_there_though_none_is():
    found = read()
    assert {w for n, w in found if n == "duban_letters_waiting"} == set(WHYS)
    assert {w for n, w in found if n == "duban_troubles_open"} == set(Trouble)


def test_while_the_database_is_away_the_process_is_still_heard():
    found = read(None)
    assert found["duban_database_up", ""] == 0
    assert found["duban_on_duty", ""] == 1
    assert ("duban_updates_waiting", "") not in found


def test_before_the_first_audit_there_is_no_age():
    fresh = Figures(
        **{f: getattr(FIGURES, f) for f in Figures.__slots__} | {"audit_age": None}
    )
    assert ("duban_audit_age_seconds", "") not in read(fresh)


def the_alerts() -> dict:
    """Return the example rules as the documents have them."""
    (block,) = re.findall(
        r"```yaml\n(groups:.*?)```", DOCS.read_text("utf-8"), re.DOTALL
    )
    return yaml.safe_load(block)


def test_the_example_alerts_name_only_figures_that_exist():
    named = {name for name, _ in read()} | {"up"}
    rules = [rule for group in the_alerts()["groups"] for rule in group["rules"]]
    assert len(rules) >= 8
    for rule in rules:
        used = set(re.findall(r"\b(?:duban_\w+|up)\b", rule["expr"]))
        assert used
        assert used <= named, rule["alert"]
        assert rule["annotations"]["summary"]


def test_every_figure_and_every_trouble_stands_in_the_documents():
    text = DOCS.read_text("utf-8")
    for name in {name for name, _ in read() if name.startswith("duban_")}:
        base = re.sub(r"_(bucket|count|sum|created)$", "", name)
        assert f"`{base}" in text, name
    for one in Trouble:
        assert f"| `{one.value}` |" in text, one
