"""What a clause really asserts of today: not denied, not supposed, not over."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from rules.understand.clauses import Clause, Sentence
from rules.understand.marks import PAST, TIME


@cache
def pattern(words: str) -> re.Pattern[str]:
    """Compile words; a word also ends where Chinese letters begin."""
    return re.compile(words, re.IGNORECASE | re.ASCII)


# 若干 and 如期 suppose nothing.
_SUPPOSED = pattern(
    r"^\s*(?:但是?|不过|另外?|也)?(?:如果|如(?=[不未无遇有再])|若(?!干)|倘若?|假如"
    r"|假使|要是|万一|一旦"
    r"|以后|今后|将来)|^\s*(?:but |and )?(?:if|in case|should (?:there|it|the))\b|的话$"
)
_DENIED = pattern(
    r"(?:没有?|未(?!按)|无(?!法)|并?非|不是|不会|不存在|不至于|不再|不|谈不上|避免"
    r"|防止|严防|以免|谁说|责令|勒令"
    r"|是否|能否|能不能|没有?人|无人|无一[^，]{0,6}"
    r"|\bno longer|\bno|\bnot|\bwithout|n't|\bnever|\bnothing)"
    r"(?:有|是|再|出现|存在|发生|受到?|被|什么|任何|大的?|明显|太|会|因此|很|那么"
    r"|\s|any|been|yet|a|so|in|more|further|real|major|big)*$"
)
_OVER = pattern(
    r"(?:已|早|现|全面|都|均|逐步|陆续|基本|重新|又|得到|得以|顺利|成功"
    rf"|[月日周号前天末底初旬{TIME}])(?:就|经|在|于|都|已|全面|逐步|陆续|基本"
    r"|全部|均|有序|得到|得以|妥善|圆满|也|给)*(?:恢复|复工|复产|解决|克服|消除"
    r"|化解|打通|理顺|解除|缓解|落实|到位|到货|补上|摆平|搞定|谈妥|谈拢|排除|修复|修好|处理好|处理完|处置完|换好"
    r"|赶上(?:来|了|进度)?|追上(?:来|了|进度)?|补回来?|跟上)"
    r"|(?:解决|克服|恢复|复工|复产|化解|消除|补上|补齐|到位|谈妥|谈拢|搞定)(?:了|完毕|掉)|(?<!把握)(?<!希望)不(?:影响|大|多|是问题)"
    r"|(?:影响|问题|困难)[^，]{0,4}(?:没有|无|不大|不多|没了|过去了?|消除)$"
    r"|\b(?:resolved|solved|resumed|settled|fixed|sorted(?: out)?|overcome|restarted"
    r"|back (?:on track|to normal))\b"
)
_NOT_OVER = pattern(
    r"(?:未|没有?|尚|无法|难以|不能|不了|不|\bnot|n't|never)[^，]{0,3}$"
    r"|(?:待|预计|将|争取|力争|计划|等|才能?|会|\bto be|\bwill|\bunless|\buntil"
    r"|\bonce)[^，]{0,8}$"
)
_SOLVED_THINGS = (
    r"问题|困难|障碍|阻力|瓶颈|难点|堵点|影响|短缺|滞后|停工|延误|风险|矛盾"
    r"|problems?|issues?|difficult(?:y|ies)|delays?|obstacles?|trouble|risks?"
)
_NONE_OF_IT = pattern(
    r"(?:没有?|未|无|不存在|不(?=受)|没啥|no|not|without|n't|never|any)(?:有|是|再"
    r"|出现|存在|发生|发现|遇到|受到?|造成|什么|任何|大|太大|明显|的|啥|特别|较大"
    r"|其他|别的|重大|主要"
    r"|突出|新|疫情|防控|天气|台风|any|major|big|real|other|further|new|more"
    rf"|\s)*(?:{_SOLVED_THINGS})"
)
_ITS_OWN = pattern(
    r"[\u4e00-\u9fff](?<![现目前已早就都均全面部逐步陆续基本在经后来上下周月日号个"
    r"这那的了也又再其它他问题困难障碍影响工地项施企业生产各市县们我事情况供得到以"
    r"于从自起末底初旬中成功顺利有序重新最近期天来随给])"
)
_BEFORE = pattern(rf"前期|此前|之前|年初|一开始|早先|早期|上半年|过去|曾|[{PAST}]")
_CLOCK = re.compile(rf"[{TIME}]|[0-9一二三四五六七八九十]月份?")


# No reply has more clauses; a pasted table does.
_MOST = 300


def asserted(text: str, sentences: Sequence[Sentence]) -> tuple[Sentence, ...]:
    """Leave out what is only supposed, from its “if” to the end of the sentence."""
    kept, left = [], _MOST
    for one in sentences:
        clauses = tuple(_until_supposed(text, one.clauses[:left]))
        left -= len(clauses)
        kept.append(replace(one, clauses=clauses))
    return tuple(kept)


def _until_supposed(text: str, clauses: Sequence[Clause]) -> Iterator[Clause]:
    for clause in clauses:
        if _SUPPOSED.search(text[clause.start : clause.end]):
            return
        yield clause


def is_denied(before: str) -> bool:
    """Whether what stands before a word takes it back."""
    return bool(_DENIED.search(before))


def is_none(text: str) -> bool:
    """Whether a clause says that there is no problem, or that one is solved."""
    return bool(_NONE_OF_IT.search(text)) or _says_over(text)


def is_over(clause: Clause, later: Sequence[Clause], going: re.Pattern[str]) -> bool:
    """Whether later words say that the trouble of a clause is over.

    `going`: how people say that the work goes well; that ends what was dated back.
    """
    past = _BEFORE.search(clause.text) or _CLOCK.match(clause.text)
    return any(
        (_says_over(one.text) and _same_matter(clause.text, one.text))
        or (past and going.search(one.text))
        for one in later
    )


def _says_over(text: str) -> bool:
    return any(
        not _NOT_OVER.search(text[: found.start()]) for found in _OVER.finditer(text)
    )


def _same_matter(trouble: str, over: str) -> bool:
    """Words that name no matter of their own end whatever was the trouble."""
    found = _OVER.search(over)
    own = _ITS_OWN.findall(over[: found.start()] if found else over)
    return not own or any(letter in trouble for letter in own)
