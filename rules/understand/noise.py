"""Numbers that count nothing: list and task numbers, documents, phones, names."""

import re
from functools import cache

from rules.catalog import Task
from rules.understand.marks import LIST, NOISE

# Followed by one of these, what opens a reply is an amount and no task number.
_AMOUNT = r"(?:[%万亿千百吨家个座台年月日号天前/成]|项(?!目))"
_DIGITS = "零一二三四五六七八九"
_NOISE = re.compile(
    "|".join(
        (
            r"#\s*[0-9]{1,2}\.[0-9]{1,2}",
            rf"(?m:^)\s*[0-9]{{1,2}}\.[0-9]{{1,2}}(?![0-9]|\s*{_AMOUNT}|\.[0-9])",
            r"第\s?[0-9零一二三四五六七八九十百]{1,5}",
            r"[〔\[【（(]20[0-9]{2}[〕\]】）)]\s?(?:第\s?)?[0-9]{1,5}\s?号?",
            r"(?<![0-9.])[0-9]{1,5}\s?号",
            r"(?<![A-Za-z])[A-Za-z][A-Za-z.-]{0,12}+[0-9]{1,12}+(?:[.-][0-9]{1,9}+){0,4}",
            r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])",
            r"(?<![0-9])0?[0-9]{2,4}-[0-9]{7,8}(?![0-9])",
            r"[0-9]{1,2}[:：点][0-9]{2}(?![0-9])分?",
            r"(?<=[上下]午)\s?[0-9一二三四五六七八九十]{1,2}[点时]半?",
            r"(?<![0-9.])[0-9]{1,9}+(?:\.[0-9]{1,9}+){2,6}",
            r"(?<![0-9.])[0-9.]{1,9}+\s?(?:版|期|代|楼|室|会议室|路|线)(?!间)",
            r"(?<![0-9])[0-9]{1,6}+\s?蒸吨(?:/小时|/h|每小时)?",
            r"国[一二三四五六Ⅲ](?:标准|排放)?|十[二三四五]五|五水共治|六五",
            r"(?<=\S)2\.0|万一|一[下并同时起直些定律贯体流般揽致带]|统一|进一步|(?<!分)之一|一[多大小]半|唯一|同一",
            r"一[企厂园河湾源地点市县]一[策档码表]|三线一单|[一二两三][证图网库中]",
            r"(?<![0-9.])[1-9]、[1-9](?=\s?[家个项座台类处])|[一二三四]级",
            r"(?<![0-9])[0-9]{1,9}+[-~—–至到][0-9.]{1,9}+(?=\s?[%家个项座台万])",
            # 一家未完成 is none of them, 还有一家未完成 all but one.
            r"(?<![第十百千万零还剩差余有仅只])一[家个项类座处本](?=[都也]?还?[没未])",
            r"[不低少足][于到足]\s?[0-9]{1,9}+(?:\.[0-9]{1,9}+)?",
        )
    )
)

_LIST = re.compile(
    r"(?:(?m:^)|(?<=[。；;：:，,\s]))\s*(?:\(?[0-9]{1,2}[)）](?![0-9])|（[0-9]{1,2}）"
    r"|(?<![A-Za-z] )[0-9]{1,2}[.、](?![0-9])"
    r"|[（(]?[一二三四五六七八九十]{1,2}(?:[、）)]|是(?!否)))"
)


def mask_own(text: str, task: Task) -> str:
    """Mask the task's own number where it opens a reply: 2.1 is no 1 February.

    And the numerals in its names, unless they tell how many there are: 零直排.
    """
    text = _numerals(task).sub(lambda found: NOISE * len(found.group()), text)
    area, _, place = (part.lstrip("0") for part in task.id.partition("."))
    number = rf"\A\s*#?\s*0?{area}\.0?{place}(?![0-9]|\s*[%万亿吨])"
    return re.sub(number, lambda found: NOISE * len(found.group()), text)


def mask_noise(text: str) -> str:
    """Put a mark in place of each letter of a number that counts nothing."""
    text = _LIST.sub(lambda found: LIST * len(found.group()), text)
    return _NOISE.sub(lambda found: NOISE * len(found.group()), text)


def _numerals(task: Task) -> re.Pattern[str]:
    indicators = [name for one in task.indicators for name in (one.name, *one.aliases)]
    targets = frozenset(str(one.target) for one in task.indicators)
    return _numerals_of((task.title, task.short, *task.aliases, *indicators), targets)


@cache
def _numerals_of(names: tuple[str, ...], targets: frozenset[str]) -> re.Pattern[str]:
    found = {
        f"(?<={re.escape(name[:at])}){name[at]}(?={re.escape(name[at + 1 :])})"
        for name in names
        for at, letter in enumerate(name)
        if letter in _DIGITS and str(_DIGITS.index(letter)) not in targets
        if len(name) > 1
    }
    return re.compile("|".join(sorted(found)) or r"(?!)")
