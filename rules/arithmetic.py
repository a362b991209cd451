"""Why a light is what it is, as the facts of one line: the sum it follows from."""

from rules.catalog import Indicator
from rules.facts import Line, day, plain
from rules.forecast import Forecast
from rules.pace import MANY_MISSED, Standing, TaskState


def arithmetic(state: TaskState, standing: Standing) -> Line:
    """Return the facts of `light/line` and of the macro `sum`.

    Percents and points are of the whole task; a `gap` above 0 is behind. `missed`
    periods are red from `many` on.
    """
    return {
        "light": standing.light.value,
        "why": standing.why.value,
        "expected": standing.expected,
        "progress": standing.progress,
        "gap": standing.gap,
        "stated": standing.stated,
        "computed": standing.computed,
        "apart": standing.apart,
        "note": state.lights.note,
        "yellow": state.lights.yellow,
        "red": state.lights.red,
        "missed": state.missed,
        "many": MANY_MISSED,
        "status": state.status.value if state.status else None,
        "stage": state.stage.value,
        "starts": day(state.task.starts),
        "due": day(state.task.due),
    }


def heading_line(indicator: Indicator | None, found: Forecast | None) -> Line | None:
    """Return the facts of the macro `forecast` of a number, or of a stated percent.

    None where nothing can be said or all will be well.
    """
    if found is None or not found.misses:
        return None
    target = indicator.target if indicator else None
    return {
        "by_due": plain(found.by_due),
        "target": None if target is None else plain(target),
        "unit": indicator.unit if indicator else "%",
        "percent": indicator is None,
        "due": day(found.due),
        "needed": None if found.needed is None else plain(found.needed),
        "speed": plain(found.speed),
    }
