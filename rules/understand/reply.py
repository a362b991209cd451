"""A reply made ready to be read: cleaned, its numbers and dates marked, cut up."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from rules.understand.clauses import Clause, Sentence, sentences
from rules.understand.clean import Clean, clean
from rules.understand.dates import Dated, mask_dates
from rules.understand.days import is_weekday
from rules.understand.noise import mask_noise, mask_own
from rules.understand.percents import Share, mask_shares
from rules.understand.said import Subject
from rules.understand.taken_back import mask_taken_back
from rules.understand.vocabulary import Vocabulary, vocabulary

# What is said of one task takes a few lines; beyond is a document pasted in, which
# would cost time and tell of other things.
LONGEST = 1_000
# The wrong letter of the same sound or shape, where only one word can be meant.
_TYPOS = re.compile(r"累[积记](?=[完新建改达]|[0-9])|己(?=经|完成|建成|改造|全部)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """`masked` has a mark in place of each letter of a date, a share or a name.

    All places are those of the clean text.
    """

    said: Clean
    masked: str
    sentences: tuple[Sentence, ...]
    clauses: tuple[Clause, ...]
    dates: Sequence[Dated]
    shares: Sequence[Share]
    subject: Subject
    words: Vocabulary
    today: date


def _meant(found: re.Match[str]) -> str:
    return "已" if found.group() == "己" else "累计"


def ready(
    text: str,
    subject: Subject,
    today: date,
    worked: Callable[[date], bool] = is_weekday,
) -> Reply:
    """Make a text ready to be read as of `today`."""
    said = clean(text[:LONGEST])
    masked, dates = mask_dates(mask_own(said.text, subject.task), today, worked)
    targets = [one.target for one in subject.task.indicators]
    masked = mask_taken_back(_TYPOS.sub(_meant, mask_noise(masked)))
    masked, shares = mask_shares(masked, targets)
    cut = sentences(masked)
    return Reply(
        said=said,
        masked=masked,
        sentences=cut,
        clauses=tuple(clause for sentence in cut for clause in sentence.clauses),
        dates=dates,
        shares=shares,
        subject=subject,
        words=vocabulary(subject.task),
        today=today,
    )
