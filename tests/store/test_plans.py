from rules.ids import PlanId
from store import plans


def test_applying_twice_changes_nothing(loaded, catalog, catalog_text, clock):
    again = loaded.run_sync(
        lambda tx: plans.apply(
            tx, catalog, text=catalog_text, author="b", note="", now=clock()
        )
    )
    assert (again.number, again.changed) == (1, False)


def test_what_was_applied_is_read_back_whole(loaded, catalog):
    number, found = loaded.read_sync(lambda tx: plans.current(tx, PlanId("zj-2020")))
    assert (number, found) == (1, catalog)
