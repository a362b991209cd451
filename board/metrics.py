"""What machines watch: the figures as Prometheus reads them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from rules.audit import Trouble
from rules.durations import BOUNDS, Durations, quantile
from store.figures import WHYS, Figures

if TYPE_CHECKING:
    from prometheus_client import Metric

FORM = "text/plain; version=0.0.4; charset=utf-8"
_SHARES = (0.5, 0.95)
_LIMITS = (*(f"{bound:g}" for bound in BOUNDS), "+Inf")
Metrics: TypeAlias = "Iterator[Metric]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Vitals:
    """What the process knows by itself, since it started.

    `refusals`: how often Telegram refused, by kind. `bells`: how long each bell's
    work took, in seconds.
    """

    version: str
    on_duty: bool
    refusals: Mapping[str, int] = field(default_factory=dict)
    bells: Mapping[str, Durations] = field(default_factory=dict)


def exposition(vitals: Vitals, figures: Figures | None) -> bytes:
    """Return all metrics as text; without `figures` the database is away."""
    # Loaded by the first scrape: most commands never need it.
    from prometheus_client import (  # noqa: PLC0415 - see above
        CollectorRegistry,
        ProcessCollector,
        generate_latest,
    )

    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    registry.register(_Collector(vitals, figures))
    return generate_latest(registry)


class _Collector:
    def __init__(self, vitals: Vitals, figures: Figures | None) -> None:
        self._vitals, self._figures = vitals, figures

    def collect(self) -> "Iterable[Metric]":
        yield from _process(self._vitals)
        up = self._figures is not None
        yield _gauge("database_up", "Whether the database answers", up)
        if self._figures is not None:
            yield from _letters(self._figures)
            yield from _others(self._figures)


def _process(vitals: Vitals) -> Metrics:
    from prometheus_client.core import (  # noqa: PLC0415 - only with a scrape
        CounterMetricFamily,
        HistogramMetricFamily,
    )

    yield _gauges("build_info", "This version", "version", {vitals.version: 1.0})
    yield _gauge(
        "on_duty", "Whether this process polls, ticks and sends", vitals.on_duty
    )
    refused = CounterMetricFamily(
        "duban_refusals", "Requests that Telegram refused", labels=["kind"]
    )
    for kind, count in vitals.refusals.items():
        refused.add_metric([kind], count)
    yield refused
    rung = HistogramMetricFamily(
        "duban_bell_seconds", "How long a bell's work took", labels=["bell"]
    )
    for bell, took in vitals.bells.items():
        buckets = list(zip(_LIMITS, map(float, took.counts), strict=True))
        rung.add_metric([bell], buckets, took.total)
    yield rung
    last = {bell: took.last for bell, took in vitals.bells.items()}
    yield _gauges("bell_last_seconds", "How long it took last", "bell", last)


def _letters(figures: Figures) -> Metrics:
    waits = {why: figures.waiting.get(why, 0) for why in WHYS}
    yield _gauges("letters_waiting", "Letters not sent yet, by why", "why", waits)
    age = figures.oldest_due
    yield _gauge("letter_oldest_due_seconds", "Age of the oldest letter due", age)
    dwells = {f"{s:g}": quantile(figures.dwells, s) for s in _SHARES}
    said = "From its time to its arrival, letters of the last 24 hours"
    yield _gauges("letter_dwell_seconds", said, "quantile", dwells)
    count = len(figures.dwells)
    yield _gauge("letters_arrived", "Those letters, ten thousand at most", count)


def _others(figures: Figures) -> Metrics:
    yield _gauge("updates_waiting", "Updates not handled yet", figures.updates)
    age = figures.oldest_update
    yield _gauge("update_oldest_seconds", "Age of the oldest of them", age)
    yield _gauge("updates_set_aside", "Updates given up", figures.aside)
    troubles = {one.value: figures.troubles.get(one.value, 0) for one in Trouble}
    yield _gauges("troubles_open", "What the auditor found", "what", troubles)
    if figures.audit_age is not None:
        yield _gauge("audit_age_seconds", "Since the last audit", figures.audit_age)
    owed = figures.open_obligations
    yield _gauge("obligations_open", "Answers owed", owed)
    yield _gauge("people_linked", "People linked", figures.linked)
    yield _gauge("people_unreachable", "Those out of reach", figures.unreachable)


def _gauge(name: str, about: str, value: float) -> "Metric":
    from prometheus_client.core import (  # noqa: PLC0415 - only with a scrape
        GaugeMetricFamily,
    )

    return GaugeMetricFamily(f"duban_{name}", about, value=float(value))


def _gauges(name: str, about: str, label: str, values: Mapping[str, float]) -> "Metric":
    from prometheus_client.core import (  # noqa: PLC0415 - only with a scrape
        GaugeMetricFamily,
    )

    made = GaugeMetricFamily(f"duban_{name}", about, labels=[label])
    for which, value in values.items():
        made.add_metric([which], float(value))
    return made
