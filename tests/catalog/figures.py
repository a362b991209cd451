"""The figures of the report, read off its paragraphs one by one.

The report itself stays outside the repository. `FIGURES` is what a reader of
section 四 writes down, in the order of the text, and where each figure must be
found in the catalog; `PRINTED` is the bare digits of the same paragraphs, so
that a figure forgotten in the one list is missed by the other.
"""

import re
from decimal import Decimal
from typing import NamedTuple

ORDINALS = "一二三四五六七八九十"


class Figure(NamedTuple):
    """`said` in the paragraph `source`; kept at `place` (a task, target or plan).

    A quantity has a `value` and a `unit`. A threshold, a year, an ordinal or a
    name has none: its words must stand in the words of the place.
    """

    source: str
    said: str
    place: str
    value: Decimal | None = None
    unit: str = ""


def _counts(source: str, said: str, value: str, unit: str, place: str) -> Figure:
    return Figure(source, said, place, Decimal(value), unit)


def _words(source: str, said: str, place: str) -> Figure:
    return Figure(source, said, place)


FIGURES: tuple[Figure, ...] = (
    _words("四（总）", "2020年", "plan"),
    _words("四（总）", "PM2.5平均浓度", "T1"),
    _counts("四（总）", "90%", "90", "%", "T2"),
    _words("四（总）", "PM2.5达标", "T2"),
    _counts("四（总）", "85%", "85", "%", "T3"),
    _words("四（总）", "III类及以上", "T4"),
    _counts("四（总）", "88%", "88", "%", "T4"),
    _words("四（总）", "劣V类", "T5"),
    _counts("四（总）", "90%", "90", "%", "T7"),
    _counts("四（总）", "96%", "96", "%", "T8"),
    _words("四（一）一", "2020-2035年", "01.1"),
    _words("四（一）一", "15周年", "01.1"),
    _words("四（一）二", "“两山”实践创新基地", "01.2"),
    _words("四（一）三", "绿盾2020", "01.3"),
    _counts("四（一）三", "29个重点区域", "29", "个", "01.3"),
    _words("四（二）", "PM2.5与臭氧", "02.1"),
    _words("四（二）", "双控双减", "02.1"),
    _words("四（二）一", "十百千", "02.1"),
    _counts("四（二）一", "10个重点行业", "10", "个", "02.1"),
    _counts("四（二）一", "102个重点工业园区", "102", "个", "02.1"),
    _counts("四（二）一", "1000个工业废气治理项目", "1000", "个", "02.1"),
    _words("四（二）二", "35蒸吨/小时以下", "02.2"),
    _counts("四（二）二", "13家钢铁企业", "13", "家", "02.2"),
    _counts("四（二）二", "八大类", "8", "类", "02.2"),
    _words("四（二）三", "国三及以下", "02.3"),
    _words("四（三）", "五水共治", "03.1"),
    _words("四（三）", "水十条", "03.3"),
    _counts("四（三）一", "100个工业园区", "100", "个", "03.1"),
    _counts("四（三）二", "285个“千吨万人”以上饮用水水源保护区", "285", "个", "03.2"),
    _counts("四（三）二", "14个饮用水水源保护区", "14", "个", "03.2"),
    _counts("四（三）四", "三大行动", "3", "项", "03.4"),
    _words("四（三）四", "一湾一策", "03.4"),
    _words("四（四）", "土十条", "04.2"),
    _words("四（四）一", "一图一表一报告", "04.1"),
    _counts("四（五）一", "30万吨/年", "30", "万吨/年", "05.1"),
    _words("四（五）二", "第三方", "05.2"),
    _counts("四（五）二", "五大类", "5", "类", "05.2"),
    _words("四（五）三", "超过一年", "05.3"),
    _words("四（六）一", "第一轮", "06.1"),
    _words("四（六）一", "第二轮", "06.1"),
    _words("四（六）三", "清废2020", "06.3"),
    _words("四（六）四", "双随机", "06.4"),
    _words("四（七）一", "最多跑一次", "07.1"),
    _words("四（七）一", "一件事", "07.1"),
    _words("四（七）三", "三线一单", "07.3"),
    _words("四（七）四", "“十四五”规划", "07.4"),
    _words("四（八）一", "2.0项目", "08.1"),
    _words("四（八）一", "“一网”“一图”“一库”“一中心”", "08.1"),
    _counts("四（八）二", "18个涉气重点工业园区", "18", "个", "08.2"),
    _counts("四（八）二", "18个长江经济带交接断面", "18", "个", "08.2"),
    # Not a numeral in the text: four waters are named.
    _counts("四（八）二", "杭州湾、乐清湾、三门湾、象山港", "4", "处", "08.2"),
    _words("四（八）四", "三年行动计划", "08.4"),
    _words("四（八）四", "2020年", "08.4"),
    _counts("四（八）五", "四类", "4", "类", "08.5"),
    _words("四（八）五", "三级全覆盖", "08.5"),
    _words("四（九）一", "四大建设", "09.1"),
    _words("四（九）二", "三服务", "09.2"),
    _words("四（九）二", "三级联动", "09.2"),
    _counts("四（九）三", "两本底账", "2", "本", "09.3"),
    _counts("四（十）", "六大行动", "6", "项", "10.3"),
    _words("四（十）一", "四个意识", "10.1"),
    _words("四（十）一", "四个自信", "10.1"),
    _words("四（十）一", "两个维护", "10.1"),
    _words("四（十）一", "三个地", "10.1"),
    _words("四（十）二", "一岗双责", "10.2"),
    _words("四（十）二", "五责联抓", "10.2"),
    _words("四（十）二", "三会一课", "10.2"),
    _words("四（十）二", "3年内", "10.2"),
    _words("四（十）二", "轮训一遍", "10.2"),
    _words("四（十）三", "八项规定", "10.3"),
)

PRINTED: dict[str, str] = {
    "四（总）": "2020 2.5 90 2.5 85 88 90 96",
    "四（一）一": "2020 2035 15",
    "四（一）三": "2020 29",
    "四（二）": "2.5",
    "四（二）一": "10 102 1000",
    "四（二）二": "35 13",
    "四（三）一": "100",
    "四（三）二": "285 14",
    "四（五）一": "30",
    "四（六）三": "2020",
    "四（八）一": "2.0",
    "四（八）二": "18 18",
    "四（八）四": "2020",
    "四（十）二": "3",
}

# What 2019 reached, from the review of the year (section 二).
BASELINES: tuple[Figure, ...] = (
    _counts("二（二）", "31微克/立方米", "31", "微克/立方米", "T1"),
    _counts("二（二）", "88.6%", "88.6", "%", "T3"),
    _counts("二（二）", "91%", "91", "%", "T4"),
    _counts("二（二）", "41.4%", "41.4", "%", "T6"),
)

# Measures of each task, as counted in the text.
MEASURES: dict[str, tuple[int, ...]] = {
    "01": (7, 7, 5, 5),
    "02": (9, 5, 9, 7),
    "03": (6, 6, 6, 10),
    "04": (4, 8, 6),
    "05": (4, 7, 4),
    "06": (5, 6, 6, 7),
    "07": (6, 6, 10, 9),
    "08": (6, 11, 10, 8, 6),
    "09": (10, 6, 6, 4),
    "10": (5, 9, 11, 11),
}


def digits(text: str) -> str:
    """Keep the printed digits of a text: "10 102 1000"."""
    return " ".join(re.findall(r"\d+(?:\.\d+)?", text))


def paragraphs(report: str) -> dict[str, str]:
    """Cut section 四 of the report into the places a source can name."""
    section = report.split("\n四、2020年的目标任务\n")[1]
    section = section.split("\n同志们", maxsplit=1)[0]
    head, *areas = re.split(r"\n（[一二三四五六七八九十]）高水平", section)
    found = {"四（总）": head}
    for area, body in zip(ORDINALS, areas, strict=True):
        preamble, *points = re.split(r"。[一二三四五]是", body)
        found[f"四（{area}）"] = preamble
        found |= {
            f"四（{area}）{point}": words
            for point, words in zip(ORDINALS, points, strict=False)
        }
    return found


def stand_in_order(said: list[str], text: str) -> bool:
    at = 0
    for words in said:
        at = text.find(words, at)
        if at < 0:
            return False
        at += len(words)
    return True
