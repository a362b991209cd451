"""Which task a message names: by its number, or by the words it goes by."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from rapidfuzz import fuzz, process

from rules.ids import TaskId
from rules.understand.clean import clean
from rules.understand.generic import PAIRS
from rules.understand.names import Names, pieces, plain

# At the start of a line or clause, or behind #; never an amount or a day.
NUMBER = re.compile(
    r"(?:#\s*|(?:(?m:^)|(?<=[。；;，,、\n和及与])|(?<=[0-9] ))\s*)"
    r"(?P<area>[0-9]{1,2})\s*\.\s*(?P<task>[0-9]{1,2})"
    r"(?![0-9.]|\s*[%万亿千百吨家个项座台年月日号前/成])"
)
ENOUGH = 0.74  # of evidence, to be named outright
_FAINT = 0.4  # enough where no other task has any
_NEAR = 0.85  # of the best: as good as it
_MOST = 200  # letters in which a task is named; what follows tells of it
_OUTRIGHT = 0.3  # for a whole name
_ALIKE = 82  # of 100: a word in Latin letters with a slip of the thumb
_SHORT_WORD = 3


def which(text: str, names: Names, among: Collection[TaskId]) -> tuple[TaskId, ...]:
    """Return the task a message names; several when it names them equally well."""
    said = clean(text).text
    numbered = tuple(dict.fromkeys(task for _, _, task in numbers(said, names)))
    return tuple(task for task in numbered if task in among) or named(
        said, names, among
    )


def numbers(text: str, names: Names) -> Iterator[tuple[int, int, TaskId]]:
    """Yield the tasks a clean text numbers, each with its place."""
    for found in NUMBER.finditer(text):
        task = names.numbers.get(f"{int(found['area'])}.{int(found['task'])}")
        if task is not None:
            yield found.start(), found.end(), task


def named(text: str, names: Names, among: Collection[TaskId]) -> tuple[TaskId, ...]:
    """Return the tasks among these that the words of a clean text fit best."""
    said = plain(text)[:_MOST]
    found = _evidence(said, names, among)
    scores = {task: sum(held.values()) for task, held in found.items()}
    best = max(scores.values(), default=0.0)
    if best < _FAINT:
        return ()
    first = [task for task, score in scores.items() if score >= best * _NEAR]
    if best < ENOUGH:
        faint = [task for task, score in scores.items() if score >= _FAINT / 2]
        return _in_order(faint if len(faint) == 1 else [], names)
    others = [task for task in scores if task not in first]
    covered = {place for task in first for place in found[task]}
    first += [
        task
        for task in others
        if sum(v for place, v in found[task].items() if place not in covered) >= ENOUGH
        and called_at(said, task, names) is not None
    ]
    return _in_order(first, names)


def _evidence(
    said: str, names: Names, among: Collection[TaskId]
) -> Mapping[TaskId, Mapping[int, float]]:
    """Return what speaks for each task, by its place in the text; a piece once."""
    found: dict[TaskId, dict[int, float]] = defaultdict(dict)
    reached: dict[TaskId, int] = defaultdict(int)  # letters that a pair has taken
    seen: set[str] = set()
    for gram, start, end in sorted(_known(said, names), key=_longer_first):
        if gram in seen:
            continue
        seen.add(gram)
        for task, value in _held(names.grams[gram], among):
            if end - start > 1 or reached[task] <= start:
                found[task][start] = max(found[task].get(start, 0.0), value)
                reached[task] = max(reached[task], end)
    for task, held in found.items():
        place = called_at(said, task, names)
        if place is not None:
            held[place] = held.get(place, 0.0) + _OUTRIGHT
    return found


def _held(
    held: Mapping[TaskId, float], among: Collection[TaskId]
) -> Iterator[tuple[TaskId, float]]:
    """Yield what a piece says of each of these, going through the fewer."""
    if len(held) <= len(among):
        return ((task, value) for task, value in held.items() if task in among)
    return ((task, held[task]) for task in among if task in held)


def _longer_first(piece: tuple[str, int, int]) -> tuple[int, int]:
    _, start, end = piece
    return start, -end


def _known(said: str, names: Names) -> Iterator[tuple[str, int, int]]:
    """Yield the pieces that tasks go by; of a misspelt word the one it is like."""
    for gram, start, end in pieces(said):
        if gram in names.grams:
            yield gram, start, end
        elif gram.isascii() and gram.isalpha() and len(gram) > _SHORT_WORD:
            like = process.extractOne(
                gram, names.words, scorer=fuzz.ratio, score_cutoff=_ALIKE
            )
            if like is not None:
                yield like[0], start, end


def called_at(said: str, task: TaskId, names: Names) -> int | None:
    """Return where a task is called by a whole name that is not said of any."""
    places = (said.find(name) for name in names.called[task] if name not in PAIRS)
    return next((place for place in places if place >= 0), None)


def _in_order(tasks: Collection[TaskId], names: Names) -> tuple[TaskId, ...]:
    return tuple(sorted(tasks, key=names.order.__getitem__))
