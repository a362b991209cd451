"""Reading an owner's reply: what a sentence says of one task.

Careful before clever: what is not clearly said is left out, for a wrong number
confirmed by a tired thumb is worse than one more question. Every step masks what
it has read, so no later step takes a year for a count.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from rules.understand.days import is_weekday
from rules.understand.doubts import doubts, placed
from rules.understand.figures import figures
from rules.understand.finish import Known, expected
from rules.understand.finished import besides, done
from rules.understand.found import value_of
from rules.understand.marks import DATE
from rules.understand.measures import named_measures
from rules.understand.names import Names, names_of
from rules.understand.parts import Part, parts
from rules.understand.reply import LONGEST, ready
from rules.understand.said import (
    Doubt,
    Option,
    Reading,
    Source,
    Status,
    Subject,
    Understanding,
    What,
)
from rules.understand.sources import sources
from rules.understand.status import status_of
from rules.understand.trouble import needs, problem
from rules.understand.unchanged import unchanged
from rules.understand.which import which

__all__ = [
    "LONGEST",
    "Doubt",
    "Names",
    "Option",
    "Part",
    "Reading",
    "Source",
    "Status",
    "Subject",
    "Understanding",
    "What",
    "names_of",
    "parts",
    "understand",
    "which",
]


def understand(
    text: str,
    subject: Subject,
    today: date,
    worked: Callable[[date], bool] = is_weekday,
) -> Understanding:
    """Read a reply about one task as of `today`.

    `worked` tells the days worked, for “10个工作日内”: the plan's calendar, if at hand.
    """
    reply = ready(text, subject, today, worked)
    numbers = figures(reply)
    said, parts, clauses = reply.said.text, reply.sentences, reply.clauses
    counted = tuple(one.reading() for one in numbers.counted)
    known = Known(
        task=subject.task,
        words=reply.words,
        today=today,
        readings=counted,
        percent=numbers.percent.percent if numbers.percent else None,
    )
    ahead = [
        one
        for one in reply.dates
        if one.day > today and reply.masked[one.start] == DATE
    ]
    measures = named_measures(said, reply.masked, parts, subject.task, ahead)
    named = measures.done
    # 专家库10月建成 tells of one measure, and not when the whole will be done.
    steps = [
        one
        for one in measures.promised
        if not reply.words.named(said[one.start : one.end])
    ]
    others = besides(clauses, [*steps, *named], known)
    until = expected(others, reply.dates, known)
    finished = (
        None if until else done(reply.masked, besides(clauses, named, known), known)
    )
    how = status_of(said, parts, done=finished)
    hindered = problem(said, parts, subject.task.indicators)
    asked = needs(said, parts)
    same = unchanged(said, clauses, subject, reply.words, counted)
    worded = {
        What.STATUS: how,
        What.EXPECTED: until,
        What.PROBLEM: hindered,
        What.NEEDS: asked,
        What.UNCHANGED: same,
    }
    understood = Understanding(
        percent=known.percent,
        readings=tuple(
            replace(one, span=reply.said.span(*one.span)) for one in counted
        ),
        status=value_of(how, None),
        expected=value_of(until, None),
        problem=value_of(hindered, ""),
        needs=value_of(asked, ""),
        unchanged=value_of(same, otherwise=False),
        done_measures=tuple(one.value for one in named),
        sources=sources(reply.said, numbers, worded, named),
    )
    open_ = doubts(reply, numbers, understood)
    return replace(understood, doubts=tuple(placed(one, reply) for one in open_))
