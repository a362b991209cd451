"""The JSON Schema of the catalog, for editors that complete and check while typing."""

from typing import Any, cast

from store.catalog.forms import CatalogForm

_DIALECT = "http://json-schema.org/draft-07/schema#"
_UNTOLD = {"title", "default"}  # pydantic's own; they say nothing an editor could use


def schema() -> dict[str, Any]:
    """Return the schema of `tasks_catalog.yaml`."""
    made = cast("dict[str, Any]", _plain(CatalogForm.model_json_schema()))
    title = "tasks_catalog.yaml · 督办任务目录 / catalog of supervised tasks"
    return {"$schema": _DIALECT, "title": title, **made}


def _plain(value: object, *, names: bool = False) -> object:
    """Drop titles and nulls: an optional key is left out, not set to nothing."""
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if not isinstance(value, dict):
        return value
    if names:
        return {key: _plain(item) for key, item in value.items()}
    plain = {
        key: _plain(item, names=key in {"properties", "$defs"})
        for key, item in value.items()
        if key not in _UNTOLD
    }
    return _without_null(plain)


def _without_null(plain: dict[str, Any]) -> dict[str, Any]:
    """Return `{"anyOf": [X, null], …}` as `{X, …}`."""
    choices = [c for c in plain.get("anyOf", []) if c != {"type": "null"}]
    if len(choices) != 1:
        return plain
    rest = {key: value for key, value in plain.items() if key != "anyOf"}
    if "$ref" in choices[0]:  # draft-07 reads nothing beside a reference
        return {"allOf": choices, **rest}
    return {**choices[0], **rest}
