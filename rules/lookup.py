"""Find a task or an area by what a person types: 2.2, 02.2, 2, 02."""

import re

from rules.catalog import Area, Catalog, Task
from rules.facts import number
from rules.ids import TaskId

_FULL_WIDTH = str.maketrans("０１２３４５６７８９．。＃", "0123456789..#")


def task_called(catalog: Catalog, text: str) -> Task | None:
    """Return the task with this number, or None."""
    wanted = _plain(text)
    found = (task for task in catalog.tasks() if number(task.id) == wanted)
    return next(found, None)


def area_called(catalog: Catalog, text: str) -> Area | None:
    """Return the area with this number, or None."""
    wanted = _plain(text)
    return next((a for a in catalog.areas if number(a.id) == wanted), None)


def _plain(text: str) -> str:
    typed = text.translate(_FULL_WIDTH).strip().lstrip("#").strip()
    return ".".join(part.lstrip("0") or "0" for part in typed.split("."))


_LEADING = re.compile(r"\s*[#＃]?\s*(\d{1,2}[.．。]\d{1,2})(?!\d|\s*[%％万亿])")


def leading_task(catalog: Catalog, text: str) -> Task | None:
    """Return the task whose number opens a message, as in `2.2 已完成8家`."""
    found = _LEADING.match(text)
    return task_called(catalog, found[1]) if found else None


def leading(catalog: Catalog, text: str) -> tuple[Task, str] | None:
    """Return the task whose number opens a message, and what is said of it."""
    found, task = _LEADING.match(text), leading_task(catalog, text)
    if found is None or task is None:
        return None
    return task, text[found.end() :].strip(" \n，,、：:")


_LINE = re.compile(r"(?m:^)\s*(\d{1,2})\. \W*?(\d{1,2}\.\d{1,2})(?![\d.])")


def lines(catalog: Catalog, text: str) -> dict[int, TaskId]:
    """Return which line of a numbered list of ours, as it was read, is which task."""
    tasks = {number(task.id): task.id for task in catalog.tasks()}
    found: dict[int, TaskId] = {}
    for line, task in _LINE.findall(text):
        if task in tasks:
            found.setdefault(int(line), tasks[task])
    return found
