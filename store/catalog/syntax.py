"""What the YAML parser could not read, said so that an editor can mend it."""

from collections.abc import Iterator

from yaml import Mark as YamlMark
from yaml import MarkedYAMLError

from store.catalog.mistakes import Wrong
from store.catalog.tree import Found, Mark

# What the parser says -> our word for it; the first that fits counts.
_PROBLEMS = (
    ("mapping values are not allowed", "stray_colon"),
    ("did not find expected key", "uneven"),
    ("did not find expected '-'", "uneven"),
    ("could not find expected ':'", "no_colon"),
    ("expected ',' or ']'", "open_bracket"),
    ("expected ',' or '}'", "open_bracket"),
    ("unexpected end of stream", "open_quote"),
    ("unexpected document indicator", "open_quote"),
    ("expected node content", "open_bracket"),
    ("cannot start any token", "bad_start"),
    ("escape", "bad_escape"),
)
_FROM_ITS_START = {"open_bracket", "open_quote", "no_colon"}


def explained(error: MarkedYAMLError, text: str) -> Iterator[Found]:
    """Yield every tab that indents, else the one thing the parser stumbled on."""
    lines = text.split("\n")
    place = error.problem_mark or error.context_mark
    tabs = list(_tabs(lines))
    if tabs and _near_a_tab(lines, place):
        yield from tabs
        return
    code = _code(error.problem or "")
    if code in _FROM_ITS_START and error.context_mark is not None:
        place = error.context_mark
    yield _found(code, place, lines, error.problem or "")


def _code(problem: str) -> str:
    return next((code for said, code in _PROBLEMS if said in problem), "syntax")


def _found(code: str, place: YamlMark | None, lines: list[str], problem: str) -> Found:
    line = place.line if place else 0
    column = place.column if place else 0
    said = lines[line] if line < len(lines) else ""
    # A full-width colon is none to YAML: it blames the next line, so look there too.
    for number in (line, line - 1):
        wide = lines[number].find("：") if 0 <= number < len(lines) else -1
        if wide >= 0 and ": " not in lines[number]:
            return Mark(number + 1, wide + 1), Wrong("wide_colon", "plain_colon")
    facts = {"value": said[column : column + 1], "problem": problem}
    return Mark(line + 1, column + 1), Wrong(code, code, **facts)


def _tabs(lines: list[str]) -> Iterator[Found]:
    for number, line in enumerate(lines, 1):
        indent = line[: len(line) - len(line.lstrip())]
        if "\t" in indent and line.strip():
            yield Mark(number, indent.index("\t") + 1), Wrong("tab", "spaces")


def _near_a_tab(lines: list[str], place: YamlMark | None) -> bool:
    """Tell whether the parser stopped at, or just after, a line a tab indents."""
    line = place.line if place else 0
    near = lines[max(line - 1, 0) : line + 1]
    return any("\t" in said[: len(said) - len(said.lstrip())] for said in near)
