"""Reading an owner's reply: what a sentence says of one task.

Careful before clever: what is not clearly said is left out, for a wrong number
confirmed by a tired thumb is worse than one more question. Every step masks what
it has read, so no later step takes a year for a count.
"""

from dataclasses import replace
from datetime import date

from rules.understand.clauses import sentences
from rules.understand.clean import clean
from rules.understand.dates import mask_dates
from rules.understand.finish import Known, expected, is_done
from rules.understand.noise import mask_noise, mask_own
from rules.understand.percents import mask_shares, progress
from rules.understand.rates import rates
from rules.understand.readings import readings
from rules.understand.said import Reading, Status, Subject, Understanding
from rules.understand.trouble import needs, problem, status_of
from rules.understand.unchanged import is_unchanged
from rules.understand.vocabulary import vocabulary
from rules.understand.which import split, which

__all__ = [
    "Reading",
    "Status",
    "Subject",
    "Understanding",
    "split",
    "understand",
    "which",
]


def understand(text: str, subject: Subject, today: date) -> Understanding:
    """Read a reply about one task as of `today`."""
    said, words = clean(text), vocabulary(subject.task)
    masked, dates = mask_dates(mask_own(said.text, subject.task.id), today)
    masked, shares = mask_shares(mask_noise(masked))
    parts = sentences(masked)
    clauses = tuple(clause for part in parts for clause in part.clauses)
    rated = rates(clauses, shares, subject.task, words)
    counted = (*readings(parts, subject.task, words), *rated)
    # A share that is itself a reading says nothing of how far the work is.
    taken = {one.span for one in rated}
    shares = tuple(one for one in shares if (one.start, one.end) not in taken)
    known = Known(
        task=subject.task,
        words=words,
        today=today,
        readings=counted,
        percent=progress(clauses, shares, words),
    )
    until = expected(clauses, dates, known)
    done = until is None and is_done(masked, clauses, known)
    return Understanding(
        percent=known.percent,
        readings=tuple(replace(one, span=said.span(*one.span)) for one in counted),
        status=status_of(parts, done=done),
        expected=until,
        problem=problem(said.text, parts, subject.task.indicators),
        needs=needs(said.text, parts),
        unchanged=is_unchanged(said.text, clauses, subject, words, counted),
    )
