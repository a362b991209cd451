"""For how many workdays a report can be corrected."""

from builders import a_policy, at, day, days
from tables import each

from rules.correctable import correctable


@each(
    ("corrections", "made", "now", "window", "last"),
    [
        # Monday's report, until the end of Thursday.
        (3, at(5, 25), at(5, 25, 8, 31), "open", day(5, 28)),
        (3, at(5, 25), at(5, 28, 23, 59), "open", day(5, 28)),
        (3, at(5, 25), at(5, 29, 0, 0), "over", day(5, 28)),
        (1, at(5, 25, 23, 59), at(5, 26, 23, 59), "open", day(5, 26)),
        (1, at(5, 25, 0, 1), at(5, 27, 0, 0), "over", day(5, 26)),
        # Days off are no workdays, on either side.
        (3, at(5, 22), at(5, 27), "open", day(5, 27)),
        (3, at(5, 22), at(5, 28), "over", day(5, 27)),
        (1, at(5, 23), at(5, 25), "open", day(5, 25)),
        (1, at(4, 30), at(5, 6), "open", day(5, 6)),
        (1, at(4, 30), at(5, 7), "over", day(5, 6)),
        # Nothing after 确认, not even on the same day.
        (0, at(5, 25), at(5, 25), "never", day(5, 25)),
        (0, at(5, 25), at(9, 1), "never", day(5, 25)),
        # A clock set back closes nothing.
        (3, at(5, 25), at(5, 20), "open", day(5, 28)),
    ],
)
def test_a_report_can_be_corrected_for_some_workdays(
    corrections, made, now, window, last
):
    found = correctable(a_policy(corrections=corrections), made, days(), now)
    assert (found.window, found.last) == (window, last)


def test_the_days_are_the_plans_own():
    off = days(extra_days_off=frozenset({day(5, 26)}))
    assert correctable(a_policy(), at(5, 25), off, at(5, 29)).last == day(5, 29)
