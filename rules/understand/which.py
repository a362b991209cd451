"""Which task a message names, and a message about several cut into its parts."""

import re
from collections.abc import Iterator, Mapping, Sequence

from rules.catalog import Task
from rules.ids import TaskId
from rules.understand.clean import clean

# At the start of a line or clause, or behind #; never an amount or a day.
_NUMBER = re.compile(
    r"(?:#\s*|(?:(?m:^)|(?<=[。；;，,、\n]))\s*)(?P<area>[0-9]{1,2})\s*\.\s*(?P<task>[0-9]{1,2})"
    r"(?![0-9.]|\s*[%万亿千百吨家个项座台年月日号前/成])"
)
_SHORTEST = 2  # a name of one letter is in every sentence


def which(text: str, tasks: Sequence[Task]) -> tuple[TaskId, ...]:
    """Return the task a message names; several when it names them equally well."""
    plain = clean(text).text
    numbered = tuple(dict.fromkeys(task for _, _, task in _numbered(plain, tasks)))
    return numbered or _named(plain, tasks)


def split(text: str, tasks: Sequence[Task]) -> tuple[tuple[TaskId, str], ...]:
    """Cut a message that numbers several tasks into their parts, else nothing."""
    said = clean(text)
    found = tuple(_numbered(said.text, tasks))
    if len({task for _, _, task in found}) < len(found) or len(found) < 2:  # noqa: PLR2004 - "several" begins at two
        return ()
    if said.text[: found[0][0]].strip():
        return ()  # words before the first number: whose are they?
    ends = [start for start, _, _ in found[1:]] + [len(said.text)]
    parts = tuple(
        (task, said.text[start:end].strip(" \n。；;，,、：:"))
        for (_, start, task), end in zip(found, ends, strict=True)
    )
    return parts if all(part for _, part in parts) else ()


def _numbered(text: str, tasks: Sequence[Task]) -> Iterator[tuple[int, int, TaskId]]:
    ids = {_plain(task.id): task.id for task in tasks}
    for found in _NUMBER.finditer(text):
        task = ids.get(f"{int(found['area'])}.{int(found['task'])}")
        if task is not None:
            yield found.start(), found.end(), task


def _plain(task: TaskId) -> str:
    return ".".join(part.lstrip("0") or "0" for part in task.split("."))


def _named(text: str, tasks: Sequence[Task]) -> tuple[TaskId, ...]:
    """Let the longest name in the text win: 工业园区废气 over 园区."""
    said = text.lower()
    lengths = {task.id: _longest(said, task) for task in tasks}
    best = max(lengths.values(), default=0)
    return tuple(task for task, length in _best(lengths, best))


def _best(lengths: Mapping[TaskId, int], best: int) -> Iterator[tuple[TaskId, int]]:
    return ((task, size) for task, size in lengths.items() if best and size == best)


def _longest(said: str, task: Task) -> int:
    names = [task.title, task.short, *task.aliases]
    for indicator in task.indicators:
        names += [indicator.name, *indicator.aliases]
    return max(
        (
            len(name)
            for name in names
            if len(name) >= _SHORTEST and name.lower() in said
        ),
        default=0,
    )
