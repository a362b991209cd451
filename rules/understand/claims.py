"""What a reply claims to be there at last: the thing, and the verb said of it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rules.understand.clauses import Sentence
from rules.understand.dates import Dated
from rules.understand.marks import LIST, TIME
from rules.understand.scope import pattern

# What is said of a thing that is there at last, and what such a measure asks for.
_KINDS = (
    (
        (
            r"印发实施|发布实施|公布实施|批准发布|出台|印发|发布|颁布|公布"
            r"|出炉|出来|下发|发文(?=$|了)|(?<=已)(?:制[定订]|修订|编制)(?!完)|(?<=已经)(?:制[定订]|修订"
            r"|编制)(?!完)"
        ),
        r"印发|出台|发布|公布|制[订定]|修订|编制|提出|研究|形成",
    ),
    (
        (
            r"建成上线|建成投[用运]|建成启用|建成|上线运行|上线|投入(?:使用|运行)"
            r"|投[用运]"
            r"|建立健全|建立|建好|搭建完成|搭好|形成|建起来|建齐"
        ),
        r"建设|建立|新建|共建|构建|形成|搭建|打造",
    ),
    (r"实现", r"实现"),
    (r"(?<=基本|全部|全面|都已|均已)淘汰|淘汰(?:完|殆尽)", r"淘汰(?!力度)"),
    (
        r"召开|开[过完](?!工)|举办|举行|办[好过]",
        r"召开|举办|办好|系列活动|系列纪念活动",
    ),
    (
        (
            r"清零|摸清|编制完成|修订完成|制定完成|编完|修完|完成|结束|办结|收官|完工"
            r"|竣工"
            r"|搞定|弄完|搞完|做完|办完|完(?=了|毕|$)"
        ),
        r"",
    ),
)
_VERB = pattern("|".join(f"(?P<k{n}>{said})" for n, (said, _) in enumerate(_KINDS)))
_ASKED = {f"k{n}": pattern(asked) for n, (_, asked) in enumerate(_KINDS)}
# It has happened: one of these before the verb, or nothing more behind it.
_AT_LAST = pattern(r"已|全部|全面|[均都]|正式|顺利|圆满|成功|终于|总算")
_ENDED = pattern(r"^(?:[了啦咯嘞，。！（(]|完成|实施|运行|上线|启用|并|\s|$)")
_NOT_SO = pattern(
    r"[未没不]|无法|难以|尚|(?<![接看])待|将|拟|计划(?=[于在]|[0-9])|预计|争取|力争"
    r"|确保|准备|打算|(?<![纲重主需摘必概])要|(?<![社协大部议])会(?![议场])"
    r"|(?<![功性智节动潜])能(?![力源耗])|正在|着手|即将|快要?|接近"
    r"|差不多|大部|部分|初步|阶段性|第[一二三四五]批|[一二三]期|首批|其中"
    r"|(?<![消解清])除|还[差剩]|是否|目标|要求|之?后|草案|初稿|送审|征求意见"
)
_ALREADY = re.compile("[已了]")
_FILLER = pattern(
    r"由?省委办公厅|由?省政府办公厅|由?省委、?省政府|由?省委|由省政府"
    r"|省政府(?=$|已|正式)|(?:正式)?发文$|全省(?=[都均已]|$)|文件(?=[已均都]|$)"
    rf"|[{TIME}\s，：“”‘’\"'《》（）()、]|[一二三四五]是|目前|现在|截至|今年|上周"
    r"|昨天|前天|今天|我[们处局厅]"
    r"|工作(?=已|[均都]|目前|全|$)|任务(?=已|[均都]|全|$)|已经?|[均都]|全部|全面"
    r"|正式|顺利|圆满|成功|终于|总算|[了啦就也由经于]|基本|这[项个]"
    r"|[两三四]次(?=专项)|方面|的(?=已|$)|联合|刚刚|刚|即|以前|之前|前$"
)
_COUNTED = re.compile(r"[0-9]+(?:\.[0-9]+)?\s*[个家座项类处本套台件]?")
# A blank between Chinese letters is a comma.
_PIECE = re.compile(r"(?:[^，,；;。！\n ]| (?![\u4e00-\u9fff]))+")
_JOINED = re.compile(
    r"[两二三四五六](?:次|项|部)(?=专项|行动|标准|制度|清单|措施|工作)"
    r"|[一二三四五六七八九]是"
)
_GOES_WITH = re.compile(
    r"^(?:[了啦咯嘞]|并|印发|发布|下发|出台|投入使用|投入运行|投[用运]|通过(?:了?(?:专家|省级?|部里?|厅里?))?(?:评审|审查|验收|论证|审定)|正式|运行|上线|启用|实施|完成|\s)+"
)
_COUNT = re.compile(r"^\s*[0-9一二两三四五六七八九十]+\s*[项个类条家座份部本处]")
_NAMELY = re.compile(r"^\s*(?:即|分别[是为]|也就是|就是)")
_BRACKETS = re.compile(r"[（(][^）)]{0,40}[）)]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What is said to be done: the words about it, the verb, what that fits.

    `promised`: it is to come yet.
    """

    said: str
    verb: str
    asked: re.Pattern[str]
    start: int
    end: int
    promised: bool


def claims(
    text: str, masked: str, sentence: Sentence, ahead: Sequence[Dated]
) -> Iterator[Claim]:
    """Cut a sentence at its commas; what has no subject of its own takes the last.

    `ahead`: the days to come; 年底前建成 is a promise.
    """
    end = sentence.start + len(sentence.text)
    # Days are marks, all else as written.
    plain = "".join(
        mark if mark in TIME else " " if mark == LIST else letter
        for letter, mark in zip(
            text[sentence.start : end], masked[sentence.start : end], strict=True
        )
    )
    before, counted = "", ""
    for piece in _PIECE.finditer(plain):
        said = _JOINED.sub("", _BRACKETS.sub("", piece.group()))
        verb = _VERB.search(said)
        subject, rest = _round(said, verb)
        if counted and _NAMELY.search(said):
            subject, rest, verb = f"已{said}", "", _VERB.search(counted)
        counted = piece.group() if verb and _COUNT.search(rest) else ""
        if not bare(subject):
            subject = before + subject
        before = "" if verb else said
        if not verb or counted:
            continue
        promised = _promised(text, sentence.start + piece.start(), verb, ahead)
        if promised or _happened(subject, verb.group(), rest):
            yield Claim(
                said=subject + _GOES_WITH.sub("", rest),
                verb=verb.group(),
                asked=_ASKED[verb.lastgroup or ""],
                start=sentence.start + piece.start(),
                end=sentence.start + piece.end(),
                promised=promised,
            )


def _round(said: str, verb: re.Match[str] | None) -> tuple[str, str]:
    return (said[: verb.start()], said[verb.end() :]) if verb else ("", "")


# One claim is held against every measure of its task.
@lru_cache(maxsize=1024)
def bare(said: str) -> str:
    """Return the words that name something."""
    return _FILLER.sub("", _COUNTED.sub("", _FILLER.sub("", said)))


def _promised(
    text: str, start: int, verb: re.Match[str], ahead: Sequence[Dated]
) -> bool:
    """Whether a day to come stands before the verb, and nothing says 已."""
    place = text.find(verb.group(), start)
    return any(start <= day.start < place for day in ahead) and not _ALREADY.search(
        text, start, place + len(verb.group()) + 1
    )


def _happened(subject: str, verb: str, rest: str) -> bool:
    if _NOT_SO.search(subject + rest):
        return False
    return bool(verb.endswith("过") or _AT_LAST.search(subject) or _ENDED.search(rest))
