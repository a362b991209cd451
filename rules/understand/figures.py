"""The figures of a reply: how far the whole task is, and what its indicators read."""

from collections.abc import Iterator
from dataclasses import dataclass

from rules.understand.context import Open
from rules.understand.counted import Counted
from rules.understand.evidence import Evidence
from rules.understand.not_begun import not_begun
from rules.understand.percents import Progress, Share, progress
from rules.understand.rates import rates
from rules.understand.readings import readings
from rules.understand.reply import Reply


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """`left_open`: numbers to ask about. `shares`: those that are no readings."""

    percent: Progress | None
    counted: tuple[Counted, ...]
    left_open: tuple[Open, ...]
    shares: tuple[Share, ...]


def figures(reply: Reply) -> Figures:
    """Read the figures of a reply."""
    task, words = reply.subject.task, reply.words
    heard = readings(reply.sentences, task, words)
    rated = rates(reply.clauses, reply.shares, task, words)
    # A share that is itself a reading says nothing of how far the work is.
    taken = {(one.start, one.end) for one in rated}
    shares = tuple(one for one in reply.shares if (one.start, one.end) not in taken)
    counted = (*heard.counted, *rated)
    percent = progress(reply.clauses, shares, words)
    if not (percent or counted or shares):
        percent = next(_nothing_done(reply), None)
    return Figures(
        percent=percent, counted=counted, left_open=heard.left_open, shares=shares
    )


def _nothing_done(reply: Reply) -> Iterator[Progress]:
    clause = not_begun(reply.sentences, reply.words)
    if clause:
        evidence = Evidence.NOT_BEGUN
        yield Progress(percent=0, evidence=evidence, start=clause.start, end=clause.end)
