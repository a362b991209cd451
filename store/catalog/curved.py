"""How a curve is written: one word, or points or weights under its name."""

from typing import Annotated, Any, TypeAlias

from pydantic import (
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    ValidatorFunctionWrapHandler,
)
from pydantic_core import CoreSchema, core_schema

from rules import catalog
from rules.catalog import Point, Shape
from store.catalog.fields import Day, Points, Weight
from store.catalog.form import Form, may
from store.catalog.mistakes import Wrong
from store.catalog.scalars import one_of

BARE = (Shape.LINEAR.value, Shape.FRONT.value, Shape.BACK.value)
WRITTEN = {
    Shape.STEPS.value: "{steps: {2020-06-30: 40, 2020-12-31: 100}}",
    Shape.MILESTONES.value: "{milestones: {2020-06-30: 40, 2020-12-31: 100}}",
    Shape.SEASONAL.value: "{seasonal: [1, 1, 2, 3, 3, 3, 3, 3, 3, 2, 1, 1]}",
}


class CurveForm(Form):
    """A curve with points or weights: one key of the three."""

    steps: dict[Day, Points] | None = may(
        "到某日应达百分之几，当日跃升",
        "percent to be reached on each day, in steps",
        {"2020-06-30": "40", "2020-12-31": "100"},
    )
    milestones: dict[Day, Points] | None = may(
        "到某日应达百分之几，其间匀速",
        "percent to be reached by each day, evenly between",
        {"2020-06-30": "40", "2020-12-31": "100"},
    )
    seasonal: list[Weight] | None = may(
        "一至十二月各占多重", "the weight of each month", ["1"] * 12
    )


class _Curved:
    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        del source
        inner = handler.generate_schema(CurveForm)
        return core_schema.no_info_wrap_validator_function(_read, inner)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"anyOf": [{"type": "string", "enum": list(BARE)}, handler(schema)]}


Curve: TypeAlias = Annotated[catalog.Curve, _Curved()]


def _read(said: object, pointed: ValidatorFunctionWrapHandler) -> catalog.Curve:
    if isinstance(said, str):
        return catalog.Curve(shape=Shape(_word(said.strip())))
    if not isinstance(said, dict):
        raise Wrong("bad_curve", "curve_form")
    if bare := next((key for key in said if key in BARE), None):
        raise Wrong("curve_not_bare", "write", value=bare, fix=f"curve: {bare}")
    form: CurveForm = pointed(said)
    return _made(form)


def _word(said: str) -> str:
    if said in WRITTEN:
        raise Wrong("bare_curve", "write", value=said, fix=WRITTEN[said])
    return one_of((*BARE, *WRITTEN))(said)


def _made(form: CurveForm) -> catalog.Curve:
    """Return the curve; whether its points hold together is for `sense` to say."""
    if form.seasonal is not None:
        return catalog.Curve(shape=Shape.SEASONAL, weights=tuple(form.seasonal))
    shape = Shape.STEPS if form.steps is not None else Shape.MILESTONES
    points = (form.steps if form.steps is not None else form.milestones) or {}
    return catalog.Curve(
        shape=shape,
        points=tuple(Point(day=day, percent=said) for day, said in points.items()),
    )
