"""New contact details through a link need a second fact and can be taken back."""

from __future__ import annotations

import pytest

from wutong.core.people.models import ContactPoint, Provenance
from wutong.engines.outreach.services.grants import open_grants
from wutong.platform.links.public import minter_for

from .making import OFFICE, account, campaign, college, person

pytestmark = pytest.mark.django_db
NEW = {"answer": "save", "email": "new@example.org", "phone": ""}


@pytest.fixture
def one():
    return person("王晓明", unit=college("CS"), entered=2001, email="old@example.org")


@pytest.fixture
def address(one):
    sending = campaign(account("staff"))
    open_grants(sending, OFFICE)
    return f"/a/{minter_for(f'{sending.ref}:contact').token(one.pk)}"


def current(one):
    points = ContactPoint.objects.filter(person=one, valid_to__isnull=True)
    return sorted(points.values_list("normalised", flat=True))


def test_whoever_knows_the_year_of_entry_adds_an_address(client, one, address):
    assert client.post(address, {**NEW, "fact": "2001"}).status_code == 302

    assert current(one) == ["new@example.org", "old@example.org"]
    assert Provenance.objects.get(person=one).source_kind == "link"
    text = client.get(address).content.decode()
    assert "n****@example.org" in text
    assert "new@example.org" not in text


def test_whoever_does_not_changes_nothing(client, one, address):
    response = client.post(address, {**NEW, "fact": "1999"})

    assert response.status_code == 422
    assert current(one) == ["old@example.org"]


def test_guessing_ends_soon(client, one, address):
    answers = [
        client.post(address, {**NEW, "fact": str(year)}).status_code for year in range(1990, 1997)
    ]

    assert answers == [422] * 5 + [429] * 2
    assert client.post(address, {**NEW, "fact": "2001"}).status_code == 429


def test_the_page_tells_nothing_of_what_is_on_record(client, address):
    assert "example.org" not in client.get(address).content.decode()


def test_it_can_be_taken_back(client, one, address):
    client.post(address, {**NEW, "fact": "2001"})
    client.post(address, {"do": "undo"})

    assert current(one) == ["old@example.org"]
