"""A second person decides, in order, with words; nobody decides on their own work."""

from __future__ import annotations

import pytest

from wutong.kernel.actors import Actor
from wutong.platform.access.public import grant_role
from wutong.platform.accounts.models import User
from wutong.platform.approvals import public as approvals
from wutong.platform.approvals.errors import (
    AlreadyDecidedError,
    CommentMissingError,
    NotApproverError,
    OwnWorkError,
    SecondStepError,
)
from wutong.platform.approvals.models import ApprovalEntry, ApprovalRequest
from wutong.platform.approvals.registry import same_person, subjects

pytestmark = pytest.mark.django_db
OFFICE = Actor.system("test")
ONE = [approvals.Step("Approval", "campaigns.approve")]
TWO = [*ONE, approvals.Step("Final approval", "campaigns.approve")]


def account(email, role):
    user = User.objects.create_user(email)
    grant_role(actor=OFFICE, user=user, role=role)
    return user


@pytest.fixture
def author():
    return account("author@example.org", "director")


@pytest.fixture
def director():
    return account("director@example.org", "director")


@pytest.fixture
def staff():
    return account("staff@example.org", "staff")


def ask(author, chain=ONE, **more):
    return approvals.request_approval(
        actor=Actor.of(author),
        subject_ref="paper:1",
        title="A letter",
        url="/office/",
        author=author,
        chain=chain,
        **more,
    )


def take(request, user, *, approve=True, comment=""):
    return approvals.decide(
        request_id=request.pk, user=user, actor=Actor.of(user), approve=approve, comment=comment
    )


def test_a_second_person_approves(author, director):
    request = take(ask(author), director)

    assert request.state == "approved"
    assert request.closed_at is not None


def test_nobody_approves_their_own_work(author):
    request = ask(author)

    with pytest.raises(OwnWorkError):
        take(request, author)

    request.refresh_from_db()
    assert request.state == "waiting"
    assert ApprovalEntry.objects.count() == 0


def test_nor_from_a_second_mailbox_spelling(author):
    second = account("Author+desk@Example.org", "director")

    with pytest.raises(OwnWorkError):
        take(ask(author), second)


def test_nor_from_an_account_known_to_be_the_same_persons(author, director, monkeypatch):
    monkeypatch.setitem(
        same_person._items,
        "test",
        (1, lambda one, other: {one, other} == {author.pk, director.pk}),
    )

    with pytest.raises(OwnWorkError):
        take(ask(author), director)


def test_those_without_the_permission_do_not_decide(author, staff):
    with pytest.raises(NotApproverError):
        take(ask(author), staff)


def test_those_who_may_not_see_the_subject_do_not_decide(author, director, monkeypatch):
    class Hidden:
        def visible(self, user, subject_ref):
            return False

        def closed(self, request, actor):
            raise AssertionError

    monkeypatch.setitem(subjects._items, "paper", (1, Hidden()))
    request = ask(author)

    with pytest.raises(NotApproverError):
        take(request, director)
    assert approvals.requests_waiting_for(director) == []


def test_a_chain_is_taken_in_order_by_different_people(author, director):
    third = account("third@example.org", "director")
    request = ask(author, TWO)

    assert take(request, director).state == "waiting"
    with pytest.raises(SecondStepError):
        take(request, director)
    assert take(request, third).state == "approved"


def test_sending_back_needs_a_word(author, director):
    request = ask(author)

    with pytest.raises(CommentMissingError):
        take(request, director, approve=False, comment="  ")

    assert take(request, director, approve=False, comment="The date is wrong").state == "rejected"
    assert [entry.comment for entry in request.entries.all()] == ["The date is wrong"]


def test_a_decided_request_is_not_decided_again(author, director):
    third = account("third@example.org", "director")
    request = take(ask(author), director)

    with pytest.raises(AlreadyDecidedError):
        take(request, third)


def test_handing_in_again_withdraws_what_still_waits(author):
    first, second = ask(author), ask(author)

    first.refresh_from_db()
    assert (first.state, second.state) == ("withdrawn", "waiting")
    assert ApprovalRequest.objects.filter(state="waiting").count() == 1


def test_the_owner_of_the_subject_is_told_once(author, director, monkeypatch):
    told = []

    class Owner:
        def visible(self, user, subject_ref):
            return True

        def closed(self, request, actor):
            told.append((request.subject_ref, request.state, actor.user_id))

    monkeypatch.setitem(subjects._items, "paper", (1, Owner()))

    take(ask(author), director)

    assert told == [("paper:1", "approved", director.pk)]


def test_to_dos_show_what_one_may_decide(author, director, staff):
    request = ask(author)

    assert approvals.requests_waiting_for(director) == [request]
    assert approvals.requests_waiting_for(author) == []
    assert approvals.requests_waiting_for(staff) == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_history_costs_the_same_however_long(
    author, director, count, django_assert_num_queries
):
    request = ask(author)
    for number in range(count):
        approvals.add_comment(
            request_id=request.pk, user=director, actor=OFFICE, comment=f"Word {number}"
        )

    with django_assert_num_queries(2):
        history = approvals.requests_for("paper:1")
        assert [entry.user.email for entry in history[0].entries.all()] == [
            "director@example.org"
        ] * count
