"""What Telegram gives us is kept, whatever it holds."""

import pytest
from sqlmodel import select

from bot.intake import store_updates
from store import inbox
from store.session import DatabaseAway, Store
from store.tables import IncomingRow

BOT = 100_000_001


def update(number: int, chat: int, text: str) -> dict:
    message = {"message_id": 1, "chat": {"id": chat, "type": "private"}, "text": text}
    return {"update_id": number, "message": message}


def kept(store: Store) -> dict[int, dict]:
    return store.run_sync(
        lambda tx: {row.update_id: row.raw for row in tx.scalars(select(IncomingRow))}
    )


@pytest.mark.parametrize("bad", ["\x00", "\ud800"])
async def test_what_no_database_can_keep_is_replaced_and_the_rest_is_kept(
    store, clock, bad
):
    strange = update(1, 5, f"钢铁{bad}3家")
    strange["message"]["list"] = [{bad: bad}]
    await store_updates(store, BOT, [strange, update(2, 6, "😀")], clock)
    found = kept(store)
    assert found[1]["message"]["text"] == "钢铁\ufffd3家"
    assert found[1]["message"]["list"] == [{"\ufffd": "\ufffd"}]
    assert found[2]["message"]["text"] == "😀"


async def test_an_update_no_database_takes_does_not_hold_the_others(store, clock):
    bad = update(2, 2**70, "甲")
    await store_updates(
        store, BOT, [update(1, 5, "一"), bad, update(3, 6, "三")], clock
    )
    found = kept(store)
    assert sorted(found) == [1, 2, 3]
    assert set(found[2]) == {"update_id", "escaped"}
    assert str(2**70) in found[2]["escaped"]
    assert store.run_sync(inbox.aside) == 1
    assert store.run_sync(inbox.waiting) == 2


async def test_a_database_that_is_away_keeps_nothing_and_says_so(tmp_path, clock):
    away = Store(f"sqlite:///{tmp_path}/no/such/folder/duban.db")
    with pytest.raises(DatabaseAway):
        await store_updates(away, BOT, [update(1, 5, "一")], clock)
    away.close()
