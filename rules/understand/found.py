"""Something found in a reply, and where it stands in its clean text."""

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T", covariant=True)  # noqa: PLC0105 - T is the name everybody knows


@dataclass(frozen=True, slots=True, kw_only=True)
class Found(Generic[T]):
    """`start` and `end` are places in the clean text, `end` behind the last letter."""

    value: T
    start: int
    end: int


D = TypeVar("D")


def value_of(found: Found[T] | None, otherwise: D) -> T | D:
    """Return what was found, or what stands for nothing found."""
    return found.value if found else otherwise
