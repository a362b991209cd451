"""Text from people, made safe to print: what would steer a terminal is spelled out."""

import re

# Controls of a terminal, new lines and tabs apart; those that turn text round; and
# what some terminals take for a new line.
_STEERING = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def visible(text: str) -> str:
    r"""Return text with control characters spelled out, as in `\x1b[31m`."""
    return _STEERING.sub(_spelled, text)


def one_line(text: str) -> str:
    r"""Return text that stays on its line: a new line is `\n`."""
    return visible(text).replace("\n", r"\n").replace("\t", " ")


def _spelled(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape").decode("ascii")
