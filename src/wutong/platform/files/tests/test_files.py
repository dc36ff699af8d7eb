"""Private files: kept under a name that tells nothing, until they expire."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta

import time_machine

from wutong.kernel.actors import Actor
from wutong.platform.files.models import StoredFile
from wutong.platform.files.public import (
    delete_expired,
    find_stored,
    open_stored,
    private_storage,
    store,
)


def _store(**fields):
    return store(
        io.BytesIO("名单".encode()),
        owner=Actor.system("test"),
        kind="export",
        name="校友 名单.xlsx",
        **fields,
    )


def test_what_goes_in_comes_out(db):
    stored = _store()

    with open_stored(stored) as content:
        assert content.read().decode() == "名单"
    assert stored.size == 6
    assert "校友" not in stored.storage_name
    assert stored.storage_name.endswith(".xlsx")


def test_an_expired_file_is_not_found_and_then_deleted(db):
    with time_machine.travel(datetime(2026, 1, 1, tzinfo=UTC), tick=False):
        kept, passing = _store(), _store(expires_after=timedelta(days=7))

    assert find_stored(kept.pk) == kept
    assert find_stored(passing.pk) is None
    assert delete_expired() == 1
    assert list(StoredFile.objects.all()) == [kept]
    assert not private_storage().exists(passing.storage_name)
