"""Numbers that a reply itself takes back: 是9家不是8家, 6个，哦不对，7个."""

import re

from rules.understand.marks import NOISE
from rules.understand.numbers import ARABIC, ENGLISH, HAN

_NUMBER = rf"(?:百分之)?(?:{ARABIC}|{HAN})"
_WRONG = r"(?:有误|不对|错了|是错的|不准确?|[写报打说填]错)"
_OH = r"(?:哦|噢|呃|啊|嗯|唉|哎)?"
_SORRY = (
    rf"{_OH}[，,、 ]{{0,2}}(?:不对|(?:准确|确切)[地来点]?[说讲]|更正|纠正"
    r"|(?:[写报打说填]|搞)错了?|错了|口误|笔误)"
)
_TAKEN_BACK = re.compile(
    rf"(?:不是|不应该?是|并非|而非)\s?{_NUMBER}"
    rf"|(?:[误错][写报填记说打]|[写报填记说打][误错])[成为了的]{{0,2}}\s?{_NUMBER}"
    rf"|{_NUMBER}[^，,。；;\n0-9]{{0,6}}{_WRONG}了?(?![吗么？?])"
    rf"|{_NUMBER}(?=[^，,。；;\n0-9]{{0,4}}[，,。；;！… ]{{1,3}}{_SORRY}(?![吗么？?]))"
    rf"|(?:{ARABIC}|\b(?:{ENGLISH})\b)(?=[^.;\n0-9]{{0,20}}[,.;—-] ?"
    r"(?:sorry|correction|no wait|i mean|oops|make that|rather)\b)"
    rf"|\bnot\s(?:{ARABIC}|(?:{ENGLISH})\b)(?!\s?/)",
    re.IGNORECASE,
)
_CORRECTS = re.compile(
    r"[误错]|准确|确切|更正|纠正|不对|抱歉|不好意思|correct|sorry", re.IGNORECASE
)
_SHOULD = re.compile(r"应该?[为是](?!否)|应当[为是]")


def mask_taken_back(text: str) -> str:
    """Put noise in place of what is taken back; 应为 then says what is so."""
    corrects = _CORRECTS.search(text)
    text = _TAKEN_BACK.sub(lambda found: NOISE * len(found.group()), text)
    if not corrects:
        return text
    return _SHOULD.sub(lambda found: "现" * (len(found.group()) - 1) + "为", text)
