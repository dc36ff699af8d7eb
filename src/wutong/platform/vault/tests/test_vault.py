"""Tokens only we can make, for one purpose, for a time, through a rotation of keys."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from wutong.platform.vault.errors import BadTokenError, ExpiredTokenError
from wutong.platform.vault.public import keyed_hash, sign, unsign


def test_a_token_gives_back_what_was_signed():
    assert unsign("card", sign("card", {"person": 7})) == {"person": 7}


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "é", "a" * 5000])
def test_a_damaged_token_is_refused(token):
    with pytest.raises(BadTokenError):
        unsign("card", token)


def test_a_token_for_something_else_is_refused():
    with pytest.raises(BadTokenError):
        unsign("letter", sign("card", {"person": 7}))


def test_a_token_expires():
    with time_machine.travel(datetime(2026, 1, 1, tzinfo=UTC), tick=False):
        token = sign("card", {}, expires=timedelta(days=30))
    with time_machine.travel(datetime(2026, 1, 30, tzinfo=UTC), tick=False):
        assert unsign("card", token) == {}
    with (
        time_machine.travel(datetime(2026, 2, 1, tzinfo=UTC), tick=False),
        pytest.raises(ExpiredTokenError),
    ):
        unsign("card", token)


def test_old_tokens_and_hashes_survive_a_rotation(settings):
    settings.WUTONG_KEYS = ["old"]
    token, digest = sign("card", {"a": 1}), keyed_hash("email", "a@wutong.test")

    settings.WUTONG_KEYS = ["new", "old"]

    assert unsign("card", token) == {"a": 1}
    assert keyed_hash("email", "a@wutong.test") == digest
    settings.WUTONG_KEYS = ["new"]
    with pytest.raises(BadTokenError):
        unsign("card", token)


def test_hashes_of_one_value_differ_by_purpose():
    assert keyed_hash("email", "x") != keyed_hash("phone", "x")
