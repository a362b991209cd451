"""Numbers as people write them: 8, 1,000, 5百, 1.2万, 六百二十, 三点五, eight."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

_DIGITS = "零一二三四五六七八九"
_ENGLISH = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight"),
    *("nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen"),
    *("sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_WORDS = {word: place for place, word in enumerate(_ENGLISH)}
_WORDS |= {word: 10 * place for place, word in enumerate(_TENS, start=2)}
_SOME = {"俩": 2, "仨": 3}
_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
HAN = r"[零〇一二两三四五六七八九十][零〇一二两三四五六七八九十百千万亿]{0,14}+"
ARABIC = r"[0-9]{1,3}(?:,[0-9]{3})++(?:\.[0-9]++)?|[0-9]++(?:\.[0-9]++)?"
_UNIT = "|".join(_ENGLISH[1:10])
_BELOW = rf"(?:{'|'.join(_TENS)})(?:[- ](?:{_UNIT}))?|{'|'.join(reversed(_ENGLISH))}"
ENGLISH = (
    rf"(?:{_UNIT})[ ]hundred(?:[ ](?:and[ ])?(?:{_BELOW}))?(?![A-Za-z])|(?:{_BELOW})"
)
# 12 digits hold any amount a plan counts; a longer run is an account or a joke.
_LONGEST = 12
_FINEST = 6
_NUMBER = re.compile(
    rf"(?<![0-9A-Za-z.,第])(?:(?P<arabic>{ARABIC})(?P<scale>[百千万亿]{{0,2}})"
    rf"|(?<![零〇一二两三四五六七八九十百千万亿点])(?P<han>{HAN}(?:点[零〇一二三四五六七八九]+[百千万亿]{{0,2}})?)"
    rf"|(?<![们咱他她你我])(?P<some>[俩仨]))(?![,.]?[0-9]|步)"
    rf"|(?<![A-Za-z])(?P<english>{ENGLISH})(?![A-Za-z])",
    re.IGNORECASE,
)
_D = "[一二两三四五六七八九]"
_SECTION = rf"(?:{_D}千)?零?(?:{_D}百)?零?(?:{_D}?十)?零?{_D}?"
_WHOLE = re.compile(
    rf"(?:(?P<yi>{_SECTION})亿)?零?(?:(?P<wan>{_SECTION})万)?零?(?P<ones>{_SECTION})"
)
# 一百二 is 120 and 两万三 23,000: a last digit right after its scale.
_SHORT = re.compile(rf"(?P<whole>.+(?P<scale>[百千万亿]))(?P<digit>{_D})")
_PART = re.compile(rf"({_D}?)([千百十])|({_D})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    value: Decimal
    start: int
    end: int


def numbers(text: str) -> Iterator[Number]:
    """Find every number of a sensible size, left to right."""
    for found in _NUMBER.finditer(text):
        value = _value(found)
        if value is not None:
            yield Number(value=value, start=found.start(), end=found.end())


def read_han(text: str) -> Decimal | None:
    """Read a Chinese numeral; None when it is not a proper one (三五, 十百千)."""
    whole, _, fraction = text.replace("〇", "零").partition("点")
    value = _read_whole(whole)
    if value is None or not fraction:
        return value
    digits = fraction.rstrip("百千万亿")  # 一点二万
    read = Decimal(f"{value}.{''.join(str(_DIGITS.index(d)) for d in digits)}")
    return _scaled(read, fraction[len(digits) :])


def _value(found: re.Match[str]) -> Decimal | None:
    if found["english"]:
        return _read_english(found["english"].lower())
    if found["han"]:
        return read_han(found["han"])
    if found["some"]:
        return Decimal(_SOME[found["some"]])
    whole, _, fraction = found["arabic"].replace(",", "").partition(".")
    if len(whole) > _LONGEST or len(fraction) > _FINEST:
        return None
    return _scaled(Decimal(f"{whole}.{fraction or 0}"), found["scale"])


def _scaled(value: Decimal, scales: str) -> Decimal:
    for scale in scales:
        value *= _SCALES[scale]
    return tidy(value)


def _read_english(text: str) -> Decimal:
    hundreds, hundred, rest = text.rpartition("hundred")
    words = re.findall("[a-z]+", rest.removeprefix(" and"))
    whole = 100 * _WORDS[hundreds.strip()] if hundred else 0
    return Decimal(whole + sum(_WORDS[word] for word in words))


def tidy(value: Decimal) -> Decimal:
    """Write a value without idle zeros, and never as 1E+3."""
    return value.quantize(Decimal(1)) if value == value.to_integral() else value


def _read_whole(text: str) -> Decimal | None:
    if text == "零":
        return Decimal(0)
    short = _SHORT.fullmatch(text)
    if short:
        rest = _read_whole(short["whole"])
        tail = _DIGITS.index(_digit(short["digit"])) * _SCALES[short["scale"]] // 10
        return None if rest is None else rest + tail
    found = _WHOLE.fullmatch(text)
    if not found or len(text) > _LONGEST:
        return None
    return Decimal(
        _section(found["yi"]) * 10**8
        + _section(found["wan"]) * 10**4
        + _section(found["ones"])
    )


def _section(text: str | None) -> int:
    return sum(
        (_DIGITS.index(_digit(lead)) if lead else 1) * _SCALES[scale]
        if scale
        else _DIGITS.index(_digit(ones))
        for lead, scale, ones in _PART.findall(text or "")
    )


def _digit(letter: str) -> str:
    return "二" if letter == "两" else letter
