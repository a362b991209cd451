"""Every reason, every kind and every hold has its sentence; an unknown one is said."""

import re

import pytest

from rules.catalog import Audience, Cadence
from rules.decision import Reason
from rules.explain import WhyNot
from rules.hold import Held
from rules.lifecycle import OUT
from rules.obligation import Owed
from rules.request import RequestKind
from templates import LOCALES, plain, render
from templates.samples import SAMPLES

TASK = SAMPLES["why/task"]
REPORT = TASK["one report"]["obligations"][0]
DIRECTED, DECIDED = TASK["a directive and a request"]["obligations"]
CODE = re.compile(r"\b[a-z]+_[a-z_]+\b")  # a code that got through unsaid
HOLIDAYS = (
    *("new_years_day", "spring_festival", "tomb_sweeping_day", "labour_day"),
    *("dragon_boat_festival", "national_day", "mid_autumn_festival"),
    "anti_fascist_70th_day",
)


def said(item: dict, locale: str) -> str:
    told = TASK["one report"] | {"obligations": [item]}
    text = plain(render("why/task", locale, **told))
    assert len(text) <= 4096
    return text


def why_not(why: str, locale: str, **over) -> str:
    bar = {"why": why, "until": "2020-05-26T08:30:00+08:00", "who": "王敏", "what": ""}
    return said(REPORT | {"why_not": [bar | over], "next": []}, locale)


def kept(reason: str, **over) -> dict:
    return REPORT["happened"][0] | {"reason": reason} | over


@pytest.mark.parametrize("locale", LOCALES)
def test_every_recorded_reason_has_a_sentence_of_its_own(locale):
    found = {
        said(REPORT | {"happened": [kept(reason.value)]}, locale) for reason in Reason
    }
    assert len(found) == len(Reason)
    for text in found:
        assert "其他原因" not in text
        assert "another reason" not in text
        assert not CODE.search(text)


@pytest.mark.parametrize("locale", LOCALES)
def test_a_reason_nobody_knows_is_said_by_its_code(locale):
    assert "novel" in said(REPORT | {"happened": [kept("novel")]}, locale)
    assert "novel" in why_not("novel", locale)
    assert "novel" in said(REPORT | {"kind": "novel"}, locale)
    assert "novel" in why_not("held", locale, what="novel")


@pytest.mark.parametrize("locale", LOCALES)
def test_everything_that_keeps_it_back_has_a_sentence_of_its_own(locale):
    found = {why_not(why.value, locale) for why in WhyNot}
    assert len(found) == len(WhyNot)
    assert not [text for text in found if CODE.search(text)]


@pytest.mark.parametrize("locale", LOCALES)
def test_every_hold_and_every_stage_and_every_holiday_has_its_words(locale):
    holds = [f"({held.value})" for held in Held] + [
        f"（{held.value}）" for held in Held
    ]
    for held in Held:
        text = why_not("held", locale, what=held.value)
        assert not [code for code in holds if code in text]
    for stage in OUT:
        text = why_not("out", locale, what=stage.value)
        assert locale == "en" or stage.value not in text
    for holiday in HOLIDAYS:
        assert not CODE.search(why_not("day_off", locale, what=holiday))


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("about", ["none", "directive", "request"])
def test_every_kind_has_its_rule_in_words(locale, about):
    rule = {
        "none": REPORT["rule"] | {"within": 2},
        "directive": DIRECTED["rule"],
        "request": DECIDED["rule"],
    }[about]
    found = {said(REPORT | {"kind": kind.value, "rule": rule}, locale) for kind in Owed}
    assert len(found) == len(Owed)
    one = {kind.value: "" for kind in Owed}
    for kind in one:
        item = REPORT | {"kind": kind, "rule": rule, "more": 0, "next": []}
        listed = {"items": [item], "total": 1, "more": 0}
        one[kind] = plain(render("why/mine", locale, **listed))
    assert not [text for text in (*found, *one.values()) if CODE.search(text)]


@pytest.mark.parametrize("locale", LOCALES)
def test_every_kind_of_request_has_its_name(locale):
    for kind in RequestKind:
        request = DECIDED["rule"]["request"] | {"kind": kind.value}
        rule = DECIDED["rule"] | {"request": request}
        text = said(DECIDED | {"rule": rule}, locale)
        assert locale == "en" or kind.value not in text


@pytest.mark.parametrize(
    ("cadence", "days", "zh", "en"),
    [
        (Cadence.WEEKLY, [5], "每周五报告", "every Friday"),
        (Cadence.HALF_MONTHLY, [10, 25], "每月10日、25日报告", "on the 10th and 25th"),
        (Cadence.MONTHLY, [31], "每月月底报告", "on the last day of each month"),
        (Cadence.MONTHLY, [1], "每月1日报告", "on the 1st of each month"),
        (Cadence.QUARTERLY, [22], "每季末月22日报告", "22nd of each quarter's last"),
        (Cadence.HALF_YEARLY, [3], "六月和十二月3日报告", "3rd of June and December"),
        (Cadence.ONCE, [1], "年底一次报告", "once, at the end of the year"),
    ],
    ids=str,
)
def test_every_cadence_is_said_with_its_days(cadence, days, zh, en):
    rule = REPORT["rule"] | {"cadence": cadence.value, "days": days}
    assert zh in said(REPORT | {"rule": rule}, "zh")
    assert en in said(REPORT | {"rule": rule}, "en")


@pytest.mark.parametrize(
    ("span", "zh", "en"),
    [
        ({"of": "month", "n": 5, "half": None}, "5月报告", "May report"),
        ({"of": "half_month", "n": 5, "half": 1}, "5月第1期报告", "first May report"),
        ({"of": "week", "n": 22, "half": None}, "第22周报告", "week 22 report"),
        ({"of": "quarter", "n": 2, "half": None}, "第2季度报告", "Q2 report"),
        ({"of": "half_year", "n": 2, "half": None}, "下半年报告", "second half-year"),
        ({"of": "year", "n": 2020, "half": None}, "2020年报告", "2020 report"),
        (None, "· 报告", "· report"),
    ],
    ids=lambda value: "" if isinstance(value, dict) else str(value),
)
def test_every_period_is_said(span, zh, en):
    assert zh in said(REPORT | {"span": span}, "zh")
    assert en in said(REPORT | {"span": span}, "en")


@pytest.mark.parametrize("locale", LOCALES)
def test_whoever_is_told_has_a_name(locale):
    for audience in Audience:
        for asks in (True, False):
            step = REPORT["next"][0] | {"to": audience.value, "asks": asks}
            happened = kept("rung", audiences=[audience.value], asked=asks, rung=3)
            text = said(REPORT | {"next": [step], "happened": [happened]}, locale)
            assert locale == "en" or audience.value not in text


@pytest.mark.parametrize("locale", LOCALES)
def test_what_became_of_a_letter_is_said(locale):
    blank = REPORT["letters"][0] | {"sent": None, "to": "王敏"}
    lost = said(REPORT | {"letters": [blank | {"error": "blocked"}]}, locale)
    taken = said(REPORT | {"letters": [blank | {"error": "withdrawn: x"}]}, locale)
    waits = blank | {"release": "2020-05-26T08:30:00+08:00"}
    assert len({lost, taken, said(REPORT | {"letters": [waits]}, locale)}) == 3
