"""The shipped plan at its worst still fits Telegram; what we advise is understood."""

from datetime import date
from decimal import Decimal

import pytest

from rules import facts
from rules.bundle import SHOWN
from rules.pace import IndicatorState
from rules.understand import Subject, understand
from templates import LOCALES, render
from templates.__main__ import plain
from templates.samples import SAMPLES

TODAY = date(2020, 6, 1)


@pytest.mark.parametrize("locale", LOCALES)
def test_the_fullest_week_fits_one_message(catalog, locale):
    """All 39 tasks worse, in need, and silent; every name as long as the plan's."""
    line = {
        "before": "green",
        "problem": "部分园区复工晚，施工队伍和设备未到位，资金拨付滞后" * 3,
        "need": "协调施工许可和加快资金拨付，尽快开工" * 9,
        "whom": "省经信厅、省财政厅、省自然资源厅" * 2,
        "by": "2020-12-31",
        "late": True,
        "weeks": 40,
        "missed": 6,
        "light": "red",
        "why": "stale",
        "last": "2020-04-24T16:40:00+08:00",
    }
    sample = SAMPLES["digest/weekly"]["a full week"]
    base = sample["sections"]["needs"]["lines"][0]
    figures = sorted(
        (
            [
                facts.figure(IndicatorState(indicator=i, total=Decimal(9999)))
                for i in t.indicators
            ]
            for t in catalog.tasks()
        ),
        key=len,
    )[-5:]
    shorts = sorted((task.short for task in catalog.tasks()), key=len)[-5:]
    lines = [
        base | line | {"short": short, "figures": found}
        for short, found in zip(shorts, figures, strict=True)
    ]
    section = {"lines": lines, "more": 34, "total": 39, "also": True}
    units = [
        {"unit": unit.name, "tasks": [facts.number(t.id) for t in catalog.tasks()][:8]}
        for unit in sorted(catalog.units, key=lambda u: -len(u.name))[:5]
    ]
    lights = dict.fromkeys(("none", "green", "yellow", "red", "done", "out"), 8)
    told = sample | {
        "totals": lights,
        "areas": [
            area | {"lights": lights, "progress": 100, "told": True}
            for area in sample["areas"]
        ],
        "sections": dict.fromkeys(("needs", "worse", "overdue"), section),
        "silent": {"units": units, "more": 19, "total": 39},
        "corrections": {
            "lines": [
                one | {"short": short}
                for one, short in zip(
                    [sample["corrections"]["lines"][1]] * 3, shorts[2:], strict=True
                )
            ],
            "more": 34,
            "total": 39,
        },
    }
    assert len(render("digest/weekly", locale, **told)) <= 4096


_CHAIN = [
    {"to": "head", "at": "2020-05-27T08:30:00+08:00"},
    {"to": "admin", "at": "2020-05-29T08:30:00+08:00"},
    {"to": "leader", "at": "2020-06-03T08:30:00+08:00"},
]
_DIRECTIVE = {
    "id": 3,
    "who": "欧阳某某",
    "text": "路检路查月底前全面恢复，按周报送进度，问题及时上报" * 5,
    "due": "2020-06-30",
    "told": "",
}
_REQUEST = {
    "id": 12,
    "kind": "extension",
    "who": "欧阳某某",
    "unit": "固体废物与化学品处",
    "reason": "部分园区复工晚，施工队伍和设备未到位，资金拨付滞后" * 5,
    "was": "2020-06-30",
    "until": "2020-11-30",
    "to": None,
    "late": True,
    "consent": True,
}
_WORST = {
    "reports": {"chain": _CHAIN},
    "reports of several days": {"chain": _CHAIN, "mixed": True},
    "directives": {"kind": "directive", "directive": _DIRECTIVE, "chain": _CHAIN},
    "decisions": {"kind": "decide", "request": _REQUEST},
    "ends": {"kind": "finish", "chain": _CHAIN},
}


def _many(catalog, *, asked: bool, mixed: bool = False, **over) -> list[dict]:
    """The most lines of a sort, each late, each with all its numbers told."""
    base = SAMPLES["chase/bundle"]["late, the whole ladder is ahead"]["asks"][0]
    long = {
        "asked": asked,
        "assists": True,
        "unit": "固体废物与化学品处",
        "owners": ["欧阳某某", "司马某某"],
        "progress": 38,
        "last": "2020-04-24T16:40:00+08:00",
    }
    tasks = list(catalog.tasks())[:SHOWN]
    lines = [
        base
        | long
        | over
        | {
            "task": facts.number(task.id),
            "short": task.short,
            "figures": [
                facts.figure(IndicatorState(indicator=one, total=Decimal(5)))
                for one in task.indicators
            ],
        }
        for task in tasks
    ]
    for line in lines[:1] if mixed else ():
        line["chain"] = _CHAIN[1:]
    return lines


_ANSWERED = {
    "open": False,
    "answer": {
        "report": 12,
        "status": "at_risk",
        "percent": None,
        "unchanged": False,
        "measures": 0,
    },
}


def _bundle(asks: list[dict], tells: list[dict], done: list[dict]) -> dict:
    chains = [one["chain"] for one in asks]
    same = bool(chains) and all(one == chains[0] for one in chains)
    held = {"template": "directive/given", "until": "2020-05-26T08:31:00+08:00"}
    return SAMPLES["chase/bundle"]["asked and told"] | {
        "asks": asks,
        "tells": tells,
        "done": done,
        "total": 39 if asks else 0,
        "late": 39 if asks else 0,
        "told": 39 if tells else 0,
        "more": 38,
        "chain": chains[0] if same else [],
        "held": [held] * 3,
    }


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("worst", list(_WORST))
@pytest.mark.parametrize("asked", [True, False], ids=["asked", "told"])
def test_the_most_lines_of_a_sort_fit_one_message(catalog, locale, worst, asked):
    lines = _many(catalog, asked=asked, **_WORST[worst])
    told = _bundle(lines, [], []) if asked else _bundle([], lines, [])
    assert len(plain(render("chase/bundle", locale, **told))) <= 4096


@pytest.mark.parametrize("locale", LOCALES)
def test_asked_and_told_and_answered_together_fit_one_message(catalog, locale):
    asks = _many(catalog, asked=True, chain=_CHAIN)
    tells = _many(catalog, asked=False)
    done = [line | _ANSWERED for line in _many(catalog, asked=True)]
    told = _bundle(asks, tells, done)
    assert len(plain(render("chase/bundle", locale, **told))) <= 4096


@pytest.mark.parametrize("locale", LOCALES)
def test_every_task_of_the_plan_fits_one_card(catalog, locale):
    units = facts.units_of(catalog)
    base = SAMPLES["task/card"]["on pace, stated higher"]
    ahead = base["indicators"][0]["forecast"]
    worst = {
        "problem": "资金拨付滞后。" * 100,
        "needs": "请省财政厅协调。" * 100,
        "history": [base["history"][0] | {"text": "进展顺利。" * 24}] * 3,
    }
    for task in catalog.tasks():
        told = worst | {
            "title": task.title,
            "assist": [units[unit] for unit in task.assist],
            "measures": [measure.text for measure in task.measures],
            "indicators": [
                facts.figure(IndicatorState(indicator=one, total=Decimal(5)))
                | {"forecast": ahead}
                for one in task.indicators
            ],
        }
        assert len(render("task/card", locale, **base | told)) <= 4096


@pytest.mark.parametrize("locale", LOCALES)
def test_the_example_of_each_prompt_is_understood(catalog, locale):
    for task in catalog.tasks():
        told = {
            "task": facts.number(task.id),
            "short": task.short,
            "title": task.title,
            "indicators": [
                facts.figure(IndicatorState(indicator=one, total=None))
                for one in task.indicators
            ],
            "correcting": False,
        }
        said = plain(render("report/prompt", locale, **told)).split("\n")[-1]
        example = said[said.index("“") + 1 : said.rindex("”")]
        subject = Subject(task=task, totals={}, percent=None)
        found = understand(example, subject, TODAY)
        counted = [one.id for one in task.indicators if one.target is not None][:1]
        assert [reading.indicator for reading in found.readings] == counted, example
        assert found.percent == (None if counted else 60), example
        assert str(found.expected) == "2020-09-30", example


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", ["chase/bundle", "help", "hint/nothing"])
def test_the_examples_elsewhere_are_understood(catalog, name, locale):
    said = plain(render(name, locale, **next(iter(SAMPLES[name].values()))))
    example = said[said.index("“") + 1 : said.index("”")]
    task = next(task for task in catalog.tasks() if task.id == "02.2")
    subject = Subject(task=task, totals={}, percent=None)
    found = understand(example, subject, TODAY)
    assert (found.percent, str(found.expected)) == (60, "2020-09-30")
