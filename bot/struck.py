"""An update once it is done with: without what opens a door."""

from typing import Any

from rules.invites import struck


def without_codes(found: Any) -> Any:  # noqa: ANN401 - any JSON
    """Return JSON with the invite codes in its words struck out."""
    match found:
        case str():
            return struck(found)
        case dict():
            return {key: without_codes(value) for key, value in found.items()}
        case list():
            return [without_codes(one) for one in found]
        case _:
            return found
