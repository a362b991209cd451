"""The published JSON Schema is the reader's own, and agrees with it."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from catalog.small import SMALL, said

from store.catalog import schema

ROOT = Path(__file__).parents[2]
PUBLISHED = ROOT / "docs" / "tasks_catalog.schema.json"


def loaded(text: str) -> Any:
    """Read YAML as an editor does: dates stay texts, as keys too."""
    return json.loads(json.dumps(_plain(yaml.safe_load(text)), default=str))


def _plain(value: Any) -> Any:
    match value:
        case dict():
            return {str(key): _plain(one) for key, one in value.items()}
        case list():
            return [_plain(one) for one in value]
        case _:
            return value


def test_the_published_schema_is_up_to_date():
    """Renew it with `duban catalog schema > docs/tasks_catalog.schema.json`."""
    assert json.loads(PUBLISHED.read_text(encoding="utf-8")) == schema()


def test_the_schema_is_a_sound_schema():
    jsonschema.Draft7Validator.check_schema(schema())


def test_the_shipped_catalog_fits_the_schema():
    text = (ROOT / "tasks_catalog.yaml").read_text(encoding="utf-8")
    jsonschema.validate(loaded(text), schema(), jsonschema.Draft7Validator)


def test_a_small_catalog_fits_the_schema():
    jsonschema.validate(loaded(SMALL), schema(), jsonschema.Draft7Validator)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("lead: water", "leed: water"),
        ("        lead: water\n", ""),
        ("report: monthly", "report: montly"),
        ("due: [10, 25]", "due: [10, 32]"),
        ("monday 08:30", "mondey 08:30"),
        ("target: 13", "target: 三十"),
        ("assist: [law]", "assist: law"),
        ("id: p1", "id: 工作"),
        ("assist: false", "assist: maybe"),
        ("due: 2020-06-30", "due: 6月底"),
        ("baseline: 0}", "baseline: 0, curve: cubic}"),
        ("baseline: 0}", "baseline: 0, curve: {steps: 40}}"),
        ("baseline: 0}", "baseline: 0, curve: {steps: {2020-06-30: 140}}}"),
        ("baseline: 0}", "baseline: 0, curve: {waves: [1]}}"),
        ("extra_days_off", "quiet: [中午], extra_days_off"),
        ("digests:\n", "kindness: {per_day: 0}\ndigests:\n"),
        ("due: 25}", "due: 25, decide: 0}"),
        ("due: 25}", "due: 25, corrections: -1}"),
        ("due: 25}", "due: 25, extensions: {most: -1}}"),
    ],
)
def test_what_an_editor_marks_the_reader_refuses(old, new):
    broken = SMALL.replace(old, new, 1)
    editor = jsonschema.Draft7Validator(schema())
    assert list(editor.iter_errors(loaded(broken)))
    assert said(broken)


def test_every_key_is_explained_in_both_languages():
    forms = [form for form in schema()["$defs"].values() if "properties" in form]
    keys = [key for form in forms for key in form["properties"].values()]
    assert len(keys) > 50
    assert all(" / " in key["description"] and key["examples"] for key in keys)


def test_the_example_in_the_docs_is_a_sound_catalog():
    page = (ROOT / "docs" / "catalog.md").read_text(encoding="utf-8")
    example = page.split("```yaml\n")[1].split("```")[0]
    assert said(example) == []
