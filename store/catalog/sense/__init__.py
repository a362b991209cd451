"""Does a catalog hold together: what no single value can tell.

The checks look at the plain values, sound or not, so that one bad value hides no
other mistake; what `formal` has named already is passed over here.
"""

from collections.abc import Iterator

from store.catalog import places
from store.catalog.sense import (
    curves,
    dates,
    ids,
    kindness,
    numbers,
    people,
    policies,
)
from store.catalog.sense.rows import KEY
from store.catalog.tree import Found, Node, data

_CHECKS = (
    ids.check,
    people.check,
    dates.check,
    numbers.check,
    policies.check,
    curves.check,
    kindness.check,
)


def found(root: Node) -> Iterator[Found]:
    plain = data(root)
    for check in _CHECKS:
        for loc, wrong in check(plain, root):
            if loc[-1] == KEY:
                yield places.on_key(root, loc[:-1], wrong)
            else:
                yield places.on_value(root, loc, wrong)
