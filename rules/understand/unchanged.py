"""Whether a reply says that nothing has changed."""

from collections.abc import Sequence

from rules.understand.clauses import Clause
from rules.understand.said import Reading, Subject
from rules.understand.vocabulary import Vocabulary
from rules.understand.words import foreign, pattern

_UNCHANGED = pattern(
    r"(?:没有?什?么?|暂?无|未有|没啥)(?:任何|大的|明显|新的?)*(?:变化|变动|进展|更新)"
    r"|(?:同|与|和|跟)上(?:期|次|周|个?月|一期)(?:情况)?(?:一样|一致|相同|持平)?|(?:维持|保持)?不变"
    r"|\b(?:no (?:new |further )?(?:changes?|updates?"
    r"|progress|news)|unchanged|nothing new"
    r"|same as (?:last|before|the last)(?: (?:time|week|month|period|report))?)\b"
)
_SAME = pattern(r"^\s*(?:同上|照旧|same)\s*$")


def is_unchanged(
    text: str,
    clauses: Sequence[Clause],
    subject: Subject,
    words: Vocabulary,
    readings: Sequence[Reading],
) -> bool:
    """Judge on the text unmasked: 同上月 is no date. A new number is a change."""
    if any(subject.totals.get(one.indicator) != one.value for one in readings):
        return False
    if _SAME.match(text):
        return True
    for clause in clauses:
        said = _UNCHANGED.search(text, clause.start, clause.end)
        if said:
            start, end = said.start() - clause.start, said.end() - clause.start
            rest = f"{clause.text[:start]} {clause.text[end:]}"
            if not foreign(rest, words.every):
                return True
    return False
