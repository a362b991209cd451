"""Sample facts for every message: what `make words` prints and the tests render.

Facts have the keys the rules and verbs hand out, and JSON values only. The day is
Monday 25 May 2020 of the 2020 plan. A new message needs a line in `SAMPLES`.
"""

from collections.abc import Mapping

from rules.message import Facts
from templates.samples import (
    asking,
    auditing,
    chasing,
    digest,
    directing,
    explaining,
    filing,
    fixing,
    lights,
    looking,
    remembering,
    requesting,
    resting,
    speaking,
    together,
)

SAMPLES: Mapping[str, Mapping[str, Facts]] = {
    **chasing.SAMPLES,
    **digest.SAMPLES,
    **directing.SAMPLES,
    **explaining.SAMPLES,
    **filing.SAMPLES,
    **fixing.SAMPLES,
    **remembering.SAMPLES,
    **requesting.SAMPLES,
    **resting.SAMPLES,
    **lights.SAMPLES,
    **looking.SAMPLES,
    **asking.SAMPLES,
    **auditing.SAMPLES,
    **speaking.SAMPLES,
    **together.SAMPLES,
}
"""Template -> what is special about the facts -> the facts."""
