"""From a sound form to the facts the rules work with.

A task's policy is settled here: its own, else its area's, else the plan's.
"""

from datetime import date
from typing import Any

from rules.catalog import (
    Area,
    Catalog,
    DigestTime,
    Extensions,
    Indicator,
    Kindness,
    Lights,
    Measure,
    Plan,
    Policy,
    Rung,
    Task,
    Unit,
    WorkCalendar,
)
from rules.ids import AreaId, PlanId, TaskId, UnitId
from store.catalog.form import Form
from store.catalog.forms import (
    AreaForm,
    CalendarForm,
    CatalogForm,
    IndicatorForm,
    KindnessForm,
    PlanForm,
    TaskForm,
)
from store.catalog.policy_forms import PolicyForm
from store.catalog.when import WEEKDAYS


def catalog(form: CatalogForm) -> Catalog:
    return Catalog(
        plan=_plan(form.plan),
        calendar=_calendar(form.calendar or CalendarForm()),
        units=tuple(Unit(**_given(unit)) for unit in form.units),
        policies={id_: _policy(id_, policy) for id_, policy in form.policies.items()},
        digests=tuple(
            DigestTime(to=digest.to, weekday=digest.every[0], at=digest.every[1])
            for digest in form.digests or ()
        ),
        targets=tuple(map(_indicator, form.targets or ())),
        areas=tuple(_area(area, form.plan) for area in form.areas),
        kindness=Kindness(**_given(form.kindness or KindnessForm())),
    )


def _given(form: Form, *, but: frozenset[str] = frozenset()) -> dict[str, Any]:
    """Return what was written, lists as tuples; the rest keeps its default."""
    written = {name: getattr(form, name) for name in form.model_fields_set - but}
    return {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in written.items()
    }


def _plan(form: PlanForm) -> Plan:
    given = _given(form) | {"id": PlanId(form.id)}
    given.setdefault("pace_from", date(form.starts.year, 1, 1))
    return Plan(**given)


def _calendar(form: CalendarForm) -> WorkCalendar:
    given = _given(form, but=frozenset({"hours"}))
    for days in ("extra_days_off", "extra_workdays"):
        given[days] = frozenset(given.get(days, ()))
    if form.hours is not None:
        given["opens"], given["closes"] = form.hours
    return WorkCalendar(**given)


def _policy(id_: str, form: PolicyForm) -> Policy:
    given = _given(form, but=frozenset({"due", "ladder", "lights", "extensions"}))
    if form.ladder is not None:
        given["ladder"] = tuple(Rung(at=rung.at, to=rung.to) for rung in form.ladder)
    if form.lights is not None:
        given["lights"] = Lights(**_given(form.lights))
    if form.extensions is not None:
        given["extensions"] = Extensions(**_given(form.extensions))
    due = tuple(
        WEEKDAYS.index(day) + 1 if isinstance(day, str) else day
        for day in form.due or ()
    )
    return Policy(id=id_, due=due, **given)


def _indicator(form: IndicatorForm) -> Indicator:
    return Indicator(**{"target": None, **_given(form)})


def _area(form: AreaForm, plan: PlanForm) -> Area:
    given = _given(form, but=frozenset({"policy"}))
    policy = form.policy or plan.policy
    given |= {
        "id": AreaId(form.id),
        "short": form.short or form.title,
        "tasks": tuple(_task(task, plan, policy) for task in form.tasks),
    }
    return Area(**given)


def _task(form: TaskForm, plan: PlanForm, policy: str) -> Task:
    given: dict[str, Any] = {
        "source": "",
        "starts": plan.starts,
        "due": plan.ends,
        "policy": policy,
    }
    given |= _given(form)
    given |= {
        "id": TaskId(form.id),
        "short": form.short or form.title,
        "lead": UnitId(form.lead),
        "measures": tuple(Measure(**_given(measure)) for measure in form.measures),
        "indicators": tuple(map(_indicator, form.indicators or ())),
    }
    return Task(**given)
