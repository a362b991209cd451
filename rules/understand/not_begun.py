"""Whether a reply says that the whole task has not been begun."""

from collections.abc import Iterator, Sequence

from rules.understand.clauses import Clause, Sentence
from rules.understand.numbers import numbers
from rules.understand.vocabulary import Vocabulary
from rules.understand.words import foreign, pattern

_NOT_BEGUN = pattern(
    r"(?:尚未|还未|还没有?|仍未|从未|暂未|暂没有?|没有?|未)(?:正式|全面|实质性?|真正)?的?"
    r"(?:启动|开始|开展|着手|动起来|动工|动手)"
    r"|\b(?:not|hasn't|haven't|isn't)\s(?:yet\s)?(?:been\s)?(?:started|begun|commenced)\b"
    r"|\byet\sto\s(?:start|begin|commence)\b"
    r"|\bnothing\s(?:has\s)?(?:been\s)?(?:started|begun|done)\b"
)
_WHOLE = pattern(r"任务|工作|[该这此本]项|整[个项]|整体|\b(?:task|work)\b")
_CAUSE = pattern(r"因|由于|受|影响|缺|没|未|不|等|待|问题|困难")
_IF = pattern(r"如果?|若|一旦|万一|要是|除非|\bif\b|\bunless\b")


def not_begun(sentences: Sequence[Sentence], words: Vocabulary) -> Clause | None:
    """Return the clause that says so; one about a part of the task does not."""
    return next((one for part in sentences for one in _of(part, words)), None)


def _of(sentence: Sentence, words: Vocabulary) -> Iterator[Clause]:
    about: tuple[Clause, ...] = ()
    for clause in sentence.clauses:
        if _says(clause, words) and not any(_names(one, words) for one in about):
            yield clause
        about = (*about, clause)


def _says(clause: Clause, words: Vocabulary) -> bool:
    found = _NOT_BEGUN.search(clause.text)
    if not found or _IF.search(clause.text) or any(numbers(clause.text)):
        return False
    rest = clause.text[: found.start()] + " " + clause.text[found.end() :]
    for name in words.names:
        rest = rest.replace(name, " ")
    return not foreign(_WHOLE.sub(" ", rest), frozenset())


def _names(clause: Clause, words: Vocabulary) -> bool:
    """Whether a clause in front gives what follows another subject."""
    if _WHOLE.search(clause.text) or _CAUSE.search(clause.text):
        return False
    return bool(words.named(clause.text)) or bool(foreign(clause.text, frozenset()))
