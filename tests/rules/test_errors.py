"""The tree of refusals: each names the template that says it."""

import pytest

from rules import errors
from rules.errors import BadInvite, NotAllowed, NotYours, OldButton, Refusal, Unknown


@pytest.mark.parametrize(
    ("refusal", "name"),
    [
        (Unknown, "refusal/unknown"),
        (NotAllowed, "refusal/notallowed"),
        (NotYours, "refusal/notyours"),
        (BadInvite, "refusal/badinvite"),
        (OldButton, "refusal/oldbutton"),
    ],
)
def test_a_refusal_names_its_template_and_carries_facts(refusal, name):
    with pytest.raises(Refusal) as caught:
        raise refusal({"task": "2.2"})
    assert caught.value.name == name
    assert caught.value.facts == {"task": "2.2"}


def test_refusals_share_no_facts_and_are_told_apart():
    first, second = Unknown(), Unknown()
    first.facts["task"] = "2.2"
    assert second.facts == {}
    assert len({first, second}) == 2


def test_every_refusal_is_in_the_drawn_tree():
    assert all(kind.__name__ in errors.__doc__ for kind in Refusal.__subclasses__())
