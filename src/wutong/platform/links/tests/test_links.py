"""Links answer without a password, once where once is meant, and never by being looked at."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from wutong.kernel.actors import Actor
from wutong.platform.audit.models import AuditEntry
from wutong.platform.links import public as links
from wutong.platform.links.errors import ExpiredLinkError, RevokedLinkError, UnknownLinkError
from wutong.platform.links.models import LinkGrant, LinkUse
from wutong.platform.links.registry import actions

pytestmark = pytest.mark.django_db
OFFICE = Actor.system("test")
NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)


@dataclass
class Bell:
    """An action that rings a bell; undoing makes it silent again."""

    title: str = "Ring"
    valid_for: timedelta = timedelta(days=30)
    single_use: bool = True
    form_class: Any = None
    challenge: str = ""
    rung: list[int] = field(default_factory=list)

    def page(self, context):
        return links.LinkPage("en", "Ring?", [], [links.Button("ring", "Ring")])

    def initial(self, context):
        return {}

    def challenge_passed(self, context, answer):
        return True

    def perform(self, context, button, data):
        self.rung.append(context.subject_id)
        return links.Outcome(answer={"button": button}, undo={"subject": context.subject_id})

    def understood(self, context, answer):
        return ["You rang."]

    def undo(self, context, undo):
        self.rung.remove(undo["subject"])


@pytest.fixture
def bell(monkeypatch):
    bell = Bell()
    monkeypatch.setitem(actions._items, "test.bell", (100, bell))
    return bell


@pytest.fixture
def grant(bell):
    return links.open_grant(actor=OFFICE, action="test.bell", key="test:1")


def test_opening_a_grant_twice_gives_the_same_links(bell, grant):
    again = links.open_grant(actor=OFFICE, action="test.bell", key="test:1")

    assert again.pk == grant.pk
    assert links.token_for(again, 7) == links.token_for(grant, 7)
    assert LinkGrant.objects.count() == 1


def test_minting_many_links_writes_no_row_per_link(grant, django_assert_num_queries):
    with django_assert_num_queries(0):
        minter = links.Minter(grant)
        tokens = {minter.token(subject) for subject in range(1, 1000)}

    assert len(tokens) == 999
    assert LinkUse.objects.count() == 0


def test_a_link_is_short_enough_for_a_text_message(grant):
    assert len(links.token_for(grant, 300_000)) <= 28


def test_looking_changes_nothing(bell, grant):
    token = links.token_for(grant, 7)

    for _ in range(3):
        links.open_link(token)

    assert bell.rung == []
    assert LinkUse.objects.count() == 0
    assert AuditEntry.objects.count() == 0


def test_answering_does_it_and_can_be_taken_back(bell, grant):
    token = links.token_for(grant, 7)

    opened = links.answer_link(token=token, button="ring", data={})
    assert bell.rung == [7]
    assert opened.answered is True
    assert opened.last_use.answer == {"button": "ring"}

    assert links.undo_answer(token=token).answered is False
    assert bell.rung == []
    assert list(AuditEntry.objects.order_by("id").values_list("verb", "subject_ref")) == [
        ("links.answered", "person:7"),
        ("links.undone", "person:7"),
    ]


def test_a_single_use_link_posted_twice_does_it_once(bell, grant):
    token = links.token_for(grant, 7)

    links.answer_link(token=token, button="ring", data={})
    links.answer_link(token=token, button="ring", data={})

    assert bell.rung == [7]
    assert LinkUse.objects.count() == 1


def test_after_undoing_a_single_use_link_works_again(bell, grant):
    token = links.token_for(grant, 7)
    links.answer_link(token=token, button="ring", data={})
    links.undo_answer(token=token)

    links.answer_link(token=token, button="ring", data={})

    assert bell.rung == [7]


def test_a_link_for_one_person_does_not_open_another_ones(grant):
    number, _, digest = links.token_for(grant, 7).split(".")

    with pytest.raises(UnknownLinkError):
        links.open_link(f"{number}.8.{digest}")


@pytest.mark.parametrize("token", ["", "x", "1.1", "1.1.short", "1.1." + "A" * 16, "../../etc"])
def test_a_made_up_address_is_unknown(grant, token):
    with pytest.raises(UnknownLinkError):
        links.open_link(token)


def test_a_link_ends_with_its_time(bell):
    with time_machine.travel(NOON, tick=False):
        grant = links.open_grant(actor=OFFICE, action="test.bell", key="test:2")
    token = links.token_for(grant, 7)

    with (
        time_machine.travel(NOON + timedelta(days=30), tick=False),
        pytest.raises(ExpiredLinkError),
    ):
        links.answer_link(token=token, button="ring", data={})

    assert bell.rung == []


def test_withdrawing_one_link_leaves_the_others(bell, grant):
    links.revoke_link(actor=OFFICE, grant_id=grant.pk, subject_id=7)

    with pytest.raises(RevokedLinkError):
        links.open_link(links.token_for(grant, 7))
    assert links.open_link(links.token_for(grant, 8)).context.subject_id == 8


def test_withdrawing_a_grant_withdraws_all_its_links(bell, grant):
    links.revoke_grant(actor=OFFICE, grant_id=grant.pk)

    with pytest.raises(RevokedLinkError):
        links.open_link(links.token_for(grant, 8))


def test_minting_for_one_subject_gives_an_absolute_address(bell, settings):
    settings.SITE_URL = "https://alumni.example"

    address = links.mint(actor=OFFICE, action="test.bell", subject_ref="person:12")

    assert address.startswith("https://alumni.example/a/")
    assert links.open_link(address.rpartition("/")[2]).context.subject_ref == "person:12"


def test_the_brake_holds_after_the_limit():
    answers = [links.within_limit("test", "192.0.2.1", limit=3) for _ in range(5)]

    assert answers == [True, True, True, False, False]
    assert links.within_limit("test", "192.0.2.2", limit=3) is True
