"""A message about several tasks, cut into its parts.

A part begins where a task is numbered or named, or at a line's number when the
message answers a numbered list. What names nothing goes with the part before it;
what stands before the first part is a part of its own, of which nobody knows yet
whose it is. Nothing said is left out.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from rules.ids import TaskId
from rules.understand.clean import clean
from rules.understand.cuts import EDGES, Clause, cut, uncircled
from rules.understand.names import Names, plain
from rules.understand.openers import SEVERAL, By, Known, Piece, opened
from rules.understand.which import called_at

_EVERY = re.compile(r"[都均]|全部|\b(?:both|all|each)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Some words of a message, and the task they are about.

    `tasks`: one where it is clear, several where more than one fits, none where
    nothing tells. `each`: the words are about every one of them.
    """

    text: str
    tasks: tuple[TaskId, ...] = ()
    each: bool = False


def parts(
    text: str,
    names: Names,
    among: Collection[TaskId],
    lines: Mapping[int, TaskId] | None = None,
    *,
    replies: bool = False,
) -> tuple[Part, ...]:
    """Cut a message into what it says of each task, in the order it says it.

    Only the tasks `among` these go by their words; all go by their number. `lines`:
    the tasks of a numbered list the person was sent; `replies`: they answer it
    outright, so that a bare number opens a line. A message about one task, or none,
    is one part with all its words; an empty one is none.
    """
    known = Known(names=names, among=among, lines=lines or {}, replies=replies)
    said = clean(uncircled(text)).text
    made: list[Piece] = []
    for clause in cut(said, names):
        last = made[-1] if made else None
        _add(made, clause, opened(clause, last, known))
    _spread(made, known.lines)
    _join(made, names)
    found = tuple(_part(piece, names) for piece in made if piece.text)
    alone = made[0] if len(made) == 1 else None
    if found and alone and alone.by is not By.LINE and not found[0].each:
        return (Part(text=clean(text).text.strip(), tasks=alone.tasks),)
    return found


def _add(made: list[Piece], clause: Clause, fresh: Piece | None) -> None:
    """Begin a part, or go on with the one that these words belong to."""
    here = made[-1] if made else None
    if fresh is not None:
        one = len(fresh.tasks) == 1
        here = next((p for p in made if one and p.tasks == fresh.tasks), None)
    text = (fresh.text if fresh else clause.text).strip(EDGES)
    if here is None:
        made += [fresh] if fresh else []  # the first clause always begins one
        return
    between = "，" if clause.soft else "\n"
    here.text = between.join(filter(None, (here.text, text)))


def _spread(made: list[Piece], lines: Mapping[int, TaskId]) -> None:
    """Say of which tasks the rest is: every line's that is not spoken of."""
    spoken = {task for piece in made for task in piece.tasks}
    left = tuple(task for task in dict.fromkeys(lines.values()) if task not in spoken)
    for piece in made:
        if piece.by is By.REST:
            piece.tasks = left


def _join(made: list[Piece], names: Names) -> None:
    """Join what was cut too far: a greeting to what follows, 2.1、2.2 to 都正常."""
    at = 0
    while at + 1 < len(made):
        here, then = made[at], made[at + 1]
        if here.by is then.by and then.soft and _only_named(here, names):
            then.tasks = (*here.tasks, *then.tasks)
            then.text = "、".join(filter(None, (here.text, then.text)))
            then.soft = here.soft
            del made[at]
        elif here.by is By.NOTHING and (then.soft or len(made) == SEVERAL):
            then.text = f"{here.text}，{then.text}"
            del made[at]
        else:
            at += 1


def _only_named(piece: Piece, names: Names) -> bool:
    """Whether a piece is a task's number or name, and nothing is said of it."""
    if piece.by is By.NAME and len(piece.tasks) == 1:
        return plain(piece.text) in names.called[piece.tasks[0]]
    return piece.by is By.NUMBER and not piece.text


def _part(piece: Piece, names: Names) -> Part:
    each = piece.by is By.NUMBER or _side_by_side(piece, names)
    return Part(
        text=piece.text,
        tasks=piece.tasks,
        each=piece.by is By.REST or (each and len(piece.tasks) > 1),
    )


def _side_by_side(piece: Piece, names: Names) -> bool:
    """Whether words name several tasks and are about all: 锅炉和柴油车都正常."""
    if piece.by is not By.NAME or not _EVERY.search(piece.text):
        return False
    said = plain(piece.text)
    places = [called_at(said, task, names) for task in piece.tasks]
    return None not in places and len(set(places)) == len(places)
