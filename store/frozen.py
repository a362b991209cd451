"""Frozen facts to JSON and back: what a row keeps of a rule's dataclass."""

from typing import Any

from pydantic import TypeAdapter

from rules.catalog import Policy
from rules.message import Buttons
from rules.understand import Understanding

_POLICY = TypeAdapter(Policy)
_FOUND = TypeAdapter(Understanding)
_BUTTONS = TypeAdapter(Buttons)


def policy_json(policy: Policy) -> dict[str, Any]:
    kept: dict[str, Any] = _POLICY.dump_python(policy, mode="json")
    return kept


def policy(kept: dict[str, Any]) -> Policy:
    return _POLICY.validate_python(kept)


def found_json(found: Understanding | None) -> dict[str, Any] | None:
    if found is None:
        return None
    kept: dict[str, Any] = _FOUND.dump_python(found, mode="json")
    return kept


def found(kept: dict[str, Any] | None) -> Understanding | None:
    return None if kept is None else _FOUND.validate_python(kept)


def buttons_json(buttons: Buttons) -> list[list[dict[str, Any]]]:
    kept: list[list[dict[str, Any]]] = _BUTTONS.dump_python(buttons, mode="json")
    return kept


def buttons(kept: list[list[dict[str, Any]]]) -> Buttons:
    return _BUTTONS.validate_python(kept)
