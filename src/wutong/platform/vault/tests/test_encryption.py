"""Encrypted text: opens for what it was made for, with any key we still have, and never else."""

from __future__ import annotations

import pytest

from wutong.platform.vault.encryption import current_prefix, decrypt_text, encrypt_text
from wutong.platform.vault.errors import UnreadableSecretError
from wutong.platform.vault.public import keyed_hash


def test_it_opens_with_every_key_there_is_and_is_written_with_the_newest(settings):
    settings.WUTONG_KEYS = ["old"]
    stored = encrypt_text("people.document", "110105194912310021")
    assert "110105194912310021" not in stored
    assert stored != encrypt_text("people.document", "110105194912310021")

    settings.WUTONG_KEYS = ["new", "old"]
    assert decrypt_text("people.document", stored) == "110105194912310021"
    assert not stored.startswith(current_prefix())
    assert encrypt_text("people.document", "x").startswith(current_prefix())

    settings.WUTONG_KEYS = ["new"]
    with pytest.raises(UnreadableSecretError):
        decrypt_text("people.document", stored)


@pytest.mark.parametrize("damage", [
    lambda text: text[:-3] + ("AAA" if text[-3:] != "AAA" else "BBB"),
    lambda text: text.replace("v1:", "v9:"),
    lambda text: "v1:00000000:" + text.rpartition(":")[2],
    lambda text: "plain",
    lambda text: text[:14] + "é",
])  # fmt: skip
def test_what_was_tampered_with_does_not_open(damage):
    with pytest.raises(UnreadableSecretError):
        decrypt_text("people.document", damage(encrypt_text("people.document", "E12345678")))


def test_a_value_of_one_column_does_not_open_in_another():
    stored = encrypt_text("people.document", "E12345678")
    with pytest.raises(UnreadableSecretError):
        decrypt_text("tabular.secret", stored)


def test_the_key_of_blind_indexes_can_be_kept_when_the_oldest_key_is_dropped(settings):
    settings.WUTONG_KEYS = ["new", "old"]
    digest = keyed_hash("document", "E12345678")
    settings.WUTONG_KEYS, settings.WUTONG_HASH_KEY = ["new"], "old"
    assert keyed_hash("document", "E12345678") == digest
