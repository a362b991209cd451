"""Whose question plain words answer, when it was not for a report.

A verb that needs words, such as a reason, calls `reports.await_words` with its
`what`; the person's next words come here.
"""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from bot.desk import Scene
from bot.verbs import (
    directing,
    drafting,
    granting,
    heeding,
    keypad,
    mending,
    moving,
    requesting,
    risks,
    snoozing,
)
from store.cards import Awaited

Hear: TypeAlias = Callable[[Scene, str, Awaited], None]

ASKED: Mapping[str, Hear] = {
    drafting.AWAITED: directing.words,
    heeding.TOLD: heeding.hear_told,
    heeding.BACK: heeding.hear_back,
    heeding.RECALL: heeding.hear_recall,
    mending.FIELD: mending.hear,
    moving.WHY: moving.hear_why,
    granting.WHY: granting.hear_why,
    requesting.REST: requesting.hear_rest,
    snoozing.SNOOZE: snoozing.hear_day,
    keypad.PERCENT: keypad.hear_percent,
    risks.RISK: risks.hear_risk,
}
