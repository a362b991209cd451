"""`each` tries every line and tells of all that fail."""

import pytest
from tables import each


@pytest.fixture
def limit():
    return 2


def test_every_line_is_tried_and_each_that_fails_is_told():
    tried = []

    @each(("one", "other"), [(1, 1), (1, 2), (2, 2), (3, 2)])
    def same(one, other):
        tried.append(one)
        assert one == other

    with pytest.raises(ExceptionGroup, match="2 of 4 lines") as told:
        same()
    assert tried == [1, 1, 2, 3]
    notes = [error.__notes__[-1] for error in told.value.exceptions]
    assert notes == ["in the line 1, 2", "in the line 3, 2"]


@each("number", [0, 1])
def test_fixtures_are_there_beside_the_lines(number, limit):
    assert number < limit


def test_a_table_without_lines_is_refused():
    with pytest.raises(AssertionError, match="no line"):
        each("one", [])
