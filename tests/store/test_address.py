"""What an address says is the same before the database's libraries are there."""

from pathlib import Path

import pytest

from store.address import file_at
from store.session import BadAddress, Store


@pytest.mark.parametrize(
    ("url", "file"),
    [
        ("sqlite:///duban.db", "duban.db"),
        ("sqlite:////var/lib/duban/duban.db", "/var/lib/duban/duban.db"),
        ("sqlite:///数据/a%20b@c:d.db?timeout=3", "数据/a b@c:d.db"),
        ("sqlite:///file:duban.db?mode=rwc&uri=true", "duban.db"),
        ("postgresql://user:word@host:5432/duban", None),
        ("postgresql:///duban?host=/run/sqlite:///x", None),
    ],
)
def test_the_file_is_the_one_the_store_opens(url, file):
    store = Store(url)
    assert file_at(url) == store.file == (file and Path(file))
    store.close()


@pytest.mark.parametrize(
    "url", ["", "sqlite://", "sqlite:///", "sqlite:///:memory:", "mysql:///x", "sqlite"]
)
def test_what_no_store_opens_has_no_file(url):
    with pytest.raises(BadAddress):
        Store(url)
    assert file_at(url) is None
