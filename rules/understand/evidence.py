"""By what a finding was known, and how often findings of that kind are right."""

from enum import StrEnum

from rules.understand.said import What


class Evidence(StrEnum):
    """What in a reply made a number, or a word, a finding."""

    OUT_OF = "out of"  # 8/13家, 13家中的8家: its own target stands beside it
    NAMED = "named"  # 钢铁8家; 园区、项目分别完成55个、512个
    UNNAMED = "unnamed"  # 已完成8家, 完成8: by its unit alone, or without any
    LEFT = "left"  # 还剩5家: reckoned from what is left
    RATE = "rate"  # 覆盖面45%: a share that has a name
    WHOLE = "whole"  # 总体60%: a share of the whole by its word
    DONE = "done"  # 完成60%, 从40%提高到55%: a share with a word of progress
    ALONE = "alone"  # 60%
    NOT_BEGUN = "not begun"  # 尚未启动, which is 0 %
    TIED = "tied"  # 完成55个, where two indicators count 个
    DATED = "dated"  # 8家9月底完成, 本期8家: reached, new, or to come
    BEYOND = "beyond"  # far more than there is to do
    RANGE = "range"  # 60%到70%
    LONE = "lone"  # 55, or 9月底, and nothing else
    ALMOST = "almost"  # 基本完成


# How many of a hundred are right: of the findings of a kind in the labelled replies
# that no rule was made for, the measuring part, (right + 1) of (found + 2), so that
# few cases promise little. `python -m benchmarks.evidence` counts them anew. Of kinds
# that are asked about the first option is judged.
CONFIDENCE: dict[Evidence | What, int] = {
    Evidence.OUT_OF: 94,  # 32 of 33
    Evidence.NAMED: 98,  # 102 of 103
    Evidence.UNNAMED: 93,  # 13 of 13
    Evidence.LEFT: 90,  # 8 of 8
    Evidence.RATE: 85,  # 5 of 5
    Evidence.WHOLE: 96,  # 27 of 27
    Evidence.DONE: 95,  # 19 of 19
    Evidence.ALONE: 66,  # 3 of 4
    Evidence.NOT_BEGUN: 85,  # 5 of 5
    Evidence.TIED: 20,  # 0 of 3
    Evidence.DATED: 50,  # 0 of 0
    Evidence.BEYOND: 50,  # 0 of 0
    Evidence.RANGE: 50,  # 0 of 0
    Evidence.LONE: 50,  # 0 of 0
    Evidence.ALMOST: 25,  # 0 of 2
    What.STATUS: 98,  # 89 of 89
    What.EXPECTED: 98,  # 48 of 48
    What.PROBLEM: 96,  # 50 of 51
    What.NEEDS: 95,  # 18 of 18
    What.UNCHANGED: 93,  # 14 of 14
    What.MEASURE: 96,  # 26 of 26
}
# Kinds below it are asked about and not taken as said.
ENOUGH = 60
