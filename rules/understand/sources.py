"""Where in the reply each finding stands, and how sure its kind is."""

from collections.abc import Iterator, Mapping, Sequence

from rules.understand.clean import Clean
from rules.understand.evidence import CONFIDENCE
from rules.understand.figures import Figures
from rules.understand.found import Found
from rules.understand.said import Source, What


def sources(
    said: Clean,
    figures: Figures,
    words: Mapping[What, Found[object] | None],
    measures: Sequence[Found[str]],
) -> tuple[Source, ...]:
    """Return a source for each finding, with its span in the reply as written."""
    return tuple(_of(said, figures, words, measures))


def _of(
    said: Clean,
    figures: Figures,
    words: Mapping[What, Found[object] | None],
    measures: Sequence[Found[str]],
) -> Iterator[Source]:
    percent = figures.percent
    if percent:
        yield Source(
            what=What.PERCENT,
            span=said.span(percent.start, percent.end),
            confidence=CONFIDENCE[percent.evidence],
        )
    for one in figures.counted:
        yield Source(
            what=What.READING,
            span=said.span(one.start, one.end),
            confidence=CONFIDENCE[one.evidence],
            which=one.indicator.id,
        )
    found = [(what, one, "") for what, one in words.items() if one]
    found += [(What.MEASURE, one, one.value) for one in measures]
    for what, one_found, which in found:
        span = said.span(one_found.start, one_found.end)
        yield Source(what=what, span=span, confidence=CONFIDENCE[what], which=which)
