"""An answer without a password lands in the ledger once, and can be taken back."""

from __future__ import annotations

import pytest

from wutong.core.engagement.models import Act
from wutong.engines.outreach.models import Reply
from wutong.engines.outreach.services.grants import open_grants

from .making import OFFICE, account, campaign, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def one():
    return person("王晓明")


@pytest.fixture
def address(one):
    reply, _wishes = open_grants(campaign(account("staff")), OFFICE)
    return f"/a/{reply.token(one.pk)}"


def standing():
    return Act.objects.filter(voided_at__isnull=True, reverses__isnull=True)


def test_opening_the_link_changes_nothing(client, address):
    for _ in range(3):
        assert client.get(address).status_code == 200

    assert (Reply.objects.count(), Act.objects.count()) == (0, 0)


def test_one_tap_answers_and_shows_what_was_understood(client, one, address):
    client.handler.enforce_csrf_checks = True
    response = client.post(address, {"answer": "greeting", "text": "谢谢母校"})

    assert response.status_code == 302
    assert "谢谢母校" in client.get(address).content.decode()
    act = standing().get()
    assert (act.person_id, act.kind, act.case_mode) == (one.pk, "greeting.reply", "communication")
    assert response.cookies.output() == ""


def test_answering_twice_counts_once(client, address):
    client.post(address, {"answer": "received"})
    client.post(address, {"answer": "greeting"})

    assert (Reply.objects.count(), standing().count()) == (1, 1)


def test_taking_it_back_takes_the_act_back_and_one_may_answer_again(client, address):
    client.post(address, {"answer": "greeting"})
    client.post(address, {"do": "undo"})
    assert standing().count() == 0

    client.post(address, {"answer": "received"})

    assert standing().count() == 1
    assert Reply.objects.filter(undone_at__isnull=True).get().kind == "received"


def test_a_line_that_is_too_long_is_refused_and_kept(client, address):
    response = client.post(address, {"answer": "greeting", "text": "长" * 301})

    assert response.status_code == 422
    assert Reply.objects.count() == 0


def test_nothing_personal_but_the_name_is_shown(client, one, address):
    text = client.get(address).content.decode()

    assert one.name in text
    assert "example.org" not in text


def test_the_link_of_somebody_who_has_died_leads_nowhere(client, one, address):
    type(one).objects.filter(pk=one.pk).update(deceased=True)

    assert client.get(address).status_code == 410
