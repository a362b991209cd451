"""Readings: which numbers of a reply count what, and whether in all or anew."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rules.catalog import Task
from rules.understand.amounts import Amount, Fit, amounts
from rules.understand.clauses import Clause, Sentence
from rules.understand.context import Context, Heard, Open
from rules.understand.counted import Counted, counted, settle
from rules.understand.evidence import Evidence
from rules.understand.fitting import (
    STRANGE,
    behind,
    fitting,
    is_much,
    is_strange,
    is_told,
    out_of,
)
from rules.understand.respectively import respectively
from rules.understand.roles import (
    PLANS,
    SUBSET,
    Role,
    finished_of_them,
    is_only_dated,
    next_steps,
    rises_from,
    rises_to,
    role,
)
from rules.understand.vocabulary import Vocabulary
from rules.understand.words import foreign, last, pattern

# How far back a sentence is remembered.
_MEMORY = 80
# 在建项目14个，能力22万吨: what is under way is so with all it has.
_UNDER_WAY = pattern(r"在建|拟建|续建|规划|批复|立项|开工(?!率)")
_UNTIL_NOW = pattern(r"到现在|到目前|目前|至今|迄今|截至|截止")
_ADDED = pattern(r"增?[加添]了")
_START = pattern(r"启动建设|启动")
# The words that reach past the next number.
_REACHES = pattern(r"^[^，]{0,24}\b(?:left|added)\b|^就")


def readings(sentences: Sequence[Sentence], task: Task, words: Vocabulary) -> Heard:
    """Settle on at most one number for each indicator; a contradiction is none."""
    told: list[Counted] = []
    left_open: list[Open] = []
    planned = False
    for sentence in sentences:
        pairs, end = respectively(sentence, task, words)
        told += pairs
        context = Context(planned=planned)
        for clause in sentence.clauses:
            if clause.start < end:
                continue
            planned = next_steps(clause.text, before=planned)
            found = tuple(amounts(clause, task.indicators))
            context = _heard(context, clause.text, words, planned=planned)
            for place, one in enumerate(found):
                pair = found[place + 1] if one.paired else None
                said, context = _amount(one, pair, context, words)
                told += said.counted
                left_open += said.left_open
            context = _passed(context, clause, sentence, counted=bool(found))
    settled = (settle(indicator, told) for indicator in task.indicators)
    return Heard(
        counted=tuple(one for one in settled if one), left_open=tuple(left_open)
    )


def _heard(context: Context, text: str, words: Vocabulary, *, planned: bool) -> Context:
    # 已启动24个，其中完成13个: what was done is the part that counts.
    counts = not context.told and finished_of_them(text)
    part = context.part or (bool(SUBSET.search(text)) and not counts)
    named = words.named(text)
    if named and named != context.named:
        context = replace(context, named=named, whole=None)
    other = context.other and not named
    if (part, planned, other) == (context.part, context.planned, context.other):
        return context
    return replace(context, part=part, planned=planned, other=other)


def _passed(
    context: Context, clause: Clause, sentence: Sentence, *, counted: bool
) -> Context:
    """Carry a clause without numbers, unless it has finished its own thought."""
    text, place = clause.text, clause.end - sentence.start
    listed = sentence.text[place : place + 1] == "、"
    planned = listed and not last(text) and PLANS.search(text)
    to_come = counted and bool(planned or _UNDER_WAY.search(text))
    thought = counted or last(text) == "done"
    since = "" if thought else f"{context.since}{text}，"[-_MEMORY:]
    adding = context.adding and listed
    return replace(context, to_come=to_come, adding=adding, since=since)


def _amount(
    one: Amount, pair: Amount | None, context: Context, words: Vocabulary
) -> tuple[Heard, Context]:
    after = _after(one, pair, words)
    part = _role(one, after, context, words)
    rising, adding = rises_from(one.before), part is Role.INCREMENT
    if (rising, adding) != (context.rising, context.adding):
        context = replace(context, rising=rising, adding=adding)
    if pair:
        context = replace(context, whole=out_of(pair))
    elif part is Role.WHOLE or _is_target(one, part, after, context, words):
        whole = out_of(one) if one.fits else context.whole
        return Heard(), replace(context, whole=whole)
    to_come = context.to_come and not (last(one.before) or last(after))
    if context.part or to_come or (context.planned and part is not Role.LEFT):
        return Heard(), context
    fits = fitting(one, pair, context, words)
    if not fits:
        of_others = foreign(behind(one), words.every) >= STRANGE  # 发现12个问题
        strange = bool(one.fits) and (of_others or is_strange(one, context, words))
        return Heard(), replace(context, other=context.other or strange)
    return _told(one, fits, part, context, words)


def _role(one: Amount, after: str, context: Context, words: Vocabulary) -> Role:
    """Judge a number by its own words, and by what was said before it."""
    part = role(context.since, _before(one, words), after)
    if part is Role.WHOLE and Role.INCREMENT in context.told and not out_of(one):
        return Role.SUM  # 又建成两个，共10个
    if part is Role.TOTAL and context.rising and rises_to(one.before):
        return Role.SUM
    if part is Role.TOTAL and context.adding and not last(one.before):
        return Role.INCREMENT  # 新建成空气站3个、水质站2个
    return part


def _told(
    one: Amount, fits: Sequence[Fit], part: Role, context: Context, words: Vocabulary
) -> tuple[Heard, Context]:
    fit = fits[0]
    if part is Role.NOTHING:
        return Heard(left_open=tuple(_perhaps(one, fits, context, words))), context
    if not is_told(one, fit, part, context, words):
        return Heard(), context
    if len(fits) > 1 and foreign(one.before + behind(one), words.every):
        return Heard(), context  # 治污设施完成55个 may be of neither
    if len(fits) > 1 or is_much(fit):
        open_ = Open(
            part=part,
            fits=tuple(fits),
            start=one.start,
            end=one.end,
            evidence=Evidence.BEYOND if is_much(fit) else Evidence.TIED,
        )
        return Heard(left_open=(open_,)), context
    near = context.since + one.before
    strange = foreign(near, words.every) >= STRANGE
    said = tuple(
        counted(one, fit, part, _evidence(one, fit, context, words), strange=strange)
    )
    return Heard(counted=said), replace(
        context, told=(*context.told, part), lately=frozenset({fit.indicator.id})
    )


def _perhaps(
    one: Amount, fits: Sequence[Fit], context: Context, words: Vocabulary
) -> Iterator[Open]:
    """Yield a number that a date alone keeps from being told: 8家9月底完成, 本期8家."""
    exact = len(fits) == 1 and fits[0].exact and not is_much(fits[0])
    text = context.since + one.before + one.after
    plain = exact and not foreign(text, words.every)
    if plain and is_only_dated(context.since, one.before, one.after):
        yield Open(
            part=Role.NOTHING,
            fits=tuple(fits),
            start=one.start,
            end=one.end,
            evidence=Evidence.DATED,
        )


def _evidence(one: Amount, fit: Fit, context: Context, words: Vocabulary) -> Evidence:
    if one.paired or context.whole:
        return Evidence.OUT_OF
    near = words.named(behind(one)) | words.named(one.before) | context.named
    unnamed = fit.indicator.id not in near or (one.bare and not fit.exact)
    return Evidence.UNNAMED if unnamed else Evidence.NAMED


def _before(one: Amount, words: Vocabulary) -> str:
    """Return the words in front, without the indicator's name for doing."""
    before = one.before
    if words.adds:
        until_now = _UNTIL_NOW.search(before)  # 到现在加了 is all that was added
        before = before.replace("新增", "完成")
        before = _ADDED.sub("完成", before) if until_now else before
    return _started(before, one, words)


def _after(one: Amount, pair: Amount | None, words: Vocabulary) -> str:
    """Return the words behind a number that are not about the next one."""
    if pair:
        return pair.after
    own = one.last or "中" in one.after or _REACHES.search(one.after)
    return _started(one.after, one, words) if own else ""


def _started(text: str, one: Amount, words: Vocabulary) -> str:
    """Write what was begun as done where just that is counted."""
    named = words.named(one.before)
    if named and named <= words.starts:
        return _START.sub("完成", text)
    return text


def _is_target(
    one: Amount, part: Role, after: str, context: Context, words: Vocabulary
) -> bool:
    """13家 alone, or before another number, is the target and not yet reached."""
    near = words.named(one.before) or context.named or context.whole
    own = out_of(one) & (near or out_of(one))
    said = part in {Role.SUM, Role.TOTAL} and bool(own)
    return said and "done" not in {last(one.before), last(after if one.last else "")}
