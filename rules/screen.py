"""A digest as the facts of its template."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from rules import corrections, facts
from rules.catalog import Catalog
from rules.corrections import Correction
from rules.digest import Digest, Line, Needing, compose, fell, week_of
from rules.directive import Directive
from rules.directives import section
from rules.ids import TaskId, UnitId
from rules.message import Button, Buttons
from rules.pace import Light
from rules.people import Role, Verb, may
from rules.workdays import Workdays

SHOWN = 5  # lines of a section; the rest are counted


def weekly(
    catalog: Catalog,
    lines: Sequence[Line],
    days: Workdays,
    now: datetime,
    asked: Sequence[Directive] = (),
    *,
    corrected: Sequence[Correction] = (),
) -> facts.Line:
    """Return the facts of `digest/weekly` from every task of the plan.

    `asked`: the directives that are live, or were closed since last week's Monday.
    `corrected`: what was put right of what the last digest showed.
    """
    today = days.local(now).date()
    monday = today - timedelta(days=today.weekday())
    digest, units = compose(catalog.areas, lines), facts.units_of(catalog)
    return screen(digest, days, units, today) | {
        "plan": catalog.plan.title,
        "number": week_of(catalog.plan.starts, today),
        "from": facts.day(monday - timedelta(days=7)),
        "to": facts.day(monday - timedelta(days=1)),
        "as_of": facts.moment(now, days),
        "total": len(lines),
        "directives": section(catalog, asked, days, today),
        "corrections": corrections.section(catalog, corrected, days),
        "calendar_known": days.knows(today.year),
    }


def digest_buttons(role: Role) -> Buttons:
    """Return the buttons under a digest: a leader may direct from it."""
    areas = Button(label="buttons.areas", data="areas")
    if not may(role, Verb.DIRECT):
        return ((areas,),)
    return ((Button(label="buttons.direct", data="direct"), areas),)


def screen(
    digest: Digest, days: Workdays, units: Mapping[UnitId, str], today: date
) -> facts.Line:
    """Return a digest's own facts: sections cut to what a screen holds."""
    return {
        "totals": {light.value: n for light, n in digest.totals.items()},
        "areas": [
            {
                "id": area.id,
                "number": facts.number(area.id),
                "short": area.short,
                "lights": {light.value: n for light, n in area.lights.items()},
                "progress": area.progress,
                "told": area.lights[Light.NONE] < sum(area.lights.values()),
                "expected": area.expected,
                "reported": area.reported,
                "tasks": area.tasks,
            }
            for area in digest.areas
        ],
        "sections": {
            "needs": _needs(digest.needs, days, today),
            "worse": _section(digest.worse, days, digest.fell),
            "overdue": _section(digest.overdue, days, digest.unheard),
        },
        "silent": _silent(digest.silent, units),
        "better": len(digest.better),
        "worse": digest.fell,
        "hushed": digest.hushed,
        "pressed": digest.pressed,
    }


def _silent(lines: tuple[Line, ...], units: Mapping[UnitId, str]) -> facts.Line:
    """Return who has not said a word though it was due, unit by unit."""
    by_unit: dict[UnitId, list[TaskId]] = defaultdict(list)
    for line in lines:
        by_unit[line.state.task.lead].append(line.state.task.id)
    most = sorted(by_unit.items(), key=lambda found: (-len(found[1]), found[0]))
    return {
        "units": [
            {
                "unit": units[unit],
                "tasks": [
                    facts.number(task) for task in sorted(tasks, key=facts.place)
                ],
            }
            for unit, tasks in most[:SHOWN]
        ],
        "more": max(len(most) - SHOWN, 0),
        "total": len(lines),
    }


def _needs(found: Sequence[Needing], days: Workdays, today: date) -> facts.Line:
    """Return what is asked for, one thing a line; `weeks`: for how long already.

    That its light fell is said once of a task.
    """
    lines, told = [], set[TaskId]()
    for one in found[:SHOWN]:
        line, need, task = one.line, one.open.need, one.line.state.task.id
        lines.append(
            facts.standing_line(line.state, line.now, days)
            | {
                "before": line.before.light.value,
                "fell": fell(line) and task not in told,
                "need": need.what,
                "whom": need.whom,
                "by": facts.day(need.by),
                "late": bool(need.by and need.by < today),
                "weeks": (today - one.open.since).days // 7,
            }
        )
        told.add(task)
    return {
        "lines": lines,
        "more": max(len(found) - SHOWN, 0),
        "total": len(found),
        "also": False,
    }


def _section(lines: tuple[Line, ...], days: Workdays, in_all: int) -> facts.Line:
    """Return a section. `in_all` counts those of its sort that stand above, too."""
    return {
        "lines": [
            facts.standing_line(line.state, line.now, days)
            | {"before": line.before.light.value, "fell": fell(line)}
            for line in lines[:SHOWN]
        ],
        "more": max(len(lines) - SHOWN, 0),
        "total": len(lines),
        "also": in_all > len(lines),
    }
