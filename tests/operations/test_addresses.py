"""Addresses that nobody types: answered in words, not by a fall."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/?q=%00", "/office/people/?q=%E7%8E%8B%00", "/en/%00/"])
def test_a_nul_is_refused_in_words(client, address):
    answer = client.get(address)
    assert answer.status_code == 400
    assert "<h1" in answer.content.decode()
