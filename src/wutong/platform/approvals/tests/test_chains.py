"""The office says who approves what: three reviews by three people, with roles, audited."""

from __future__ import annotations

import pytest

from wutong.kernel.actors import Actor
from wutong.platform.access.public import grant_role
from wutong.platform.accounts.models import User
from wutong.platform.approvals import public as approvals
from wutong.platform.approvals.errors import (
    ChangedMeanwhileError,
    NobodyError,
    NoStepsError,
    NotApproverError,
    OwnWorkError,
    SecondStepError,
    TooFewError,
)
from wutong.platform.approvals.models import ApprovalChain
from wutong.platform.audit.models import AuditEntry
from wutong.platform.outbox.models import SingleMail

pytestmark = pytest.mark.django_db
OFFICE = Actor.system("test")
REVIEWS = [("first", "staff"), ("second", ""), ("final", "director")]


def account(email, role):
    user = User.objects.create_user(email)
    grant_role(actor=OFFICE, user=user, role=role)
    return user


@pytest.fixture
def people():
    return {
        name: account(f"{name}@example.org", role)
        for name, role in (
            ("author", "staff"), ("clerk", "staff"), ("deputy", "director"), ("head", "director"),
        )
    }  # fmt: skip


def set_reviews(**more):
    values = {"steps": REVIEWS, "one_step_each": True, "notify": True, "version": 0} | more
    return approvals.set_chain(actor=OFFICE, kind="campaign", **values)


def ask(author):
    return approvals.request_approval(
        actor=Actor.of(author), subject_ref="campaign:0", title="A greeting", url="/office/",
        author=author, chain=approvals.chain_of("campaign"),
    )  # fmt: skip


def take(request, user, *, approve=True, comment=""):
    return approvals.decide(
        request_id=request.pk, user=user, actor=Actor.of(user), approve=approve, comment=comment
    )


@pytest.fixture(autouse=True)
def everybody_sees(monkeypatch):
    monkeypatch.setattr("wutong.engines.outreach.rules.CampaignSubject.visible", lambda *_: True)
    monkeypatch.setattr("wutong.engines.outreach.rules.CampaignSubject.closed", lambda *_: None)


def test_while_nothing_is_set_one_colleague_approves(people):
    request = ask(people["author"])

    assert [step["label"] for step in request.chain] == ["approval"]
    assert approvals.approvers_of(request) == [people["deputy"], people["head"]]
    assert take(request, people["head"]).state == "approved"


def test_three_reviews_are_taken_in_order_by_three_people_of_the_right_roles(people):
    set_reviews()
    request = ask(people["author"])

    with pytest.raises(NotApproverError):
        take(request, people["head"])  # the first review is for staff
    with pytest.raises(OwnWorkError):
        take(request, people["author"])
    take(request, people["clerk"], comment="Names checked")
    request.refresh_from_db()
    assert approvals.approvers_of(request) == [people["deputy"], people["head"]]
    request = take(request, people["deputy"])
    with pytest.raises(SecondStepError):
        take(request, people["deputy"])
    assert [one.state for one in approvals.steps_taken(request)] == ["done", "done", "current"]
    assert take(request, people["head"]).state == "approved"


def test_one_person_may_take_two_steps_only_where_that_is_set_and_never_their_own(people):
    set_reviews(steps=[("first", "director"), ("final", "director")], one_step_each=False)
    request = ask(people["author"])

    take(request, people["head"])
    assert take(request, people["head"]).state == "approved"
    with pytest.raises(OwnWorkError):
        take(ask(people["head"]), people["head"])


def test_it_can_be_sent_back_at_any_step_and_what_waits_keeps_its_chain(people):
    set_reviews()
    request = ask(people["author"])
    approvals.unset_chain(actor=OFFICE, kind="campaign")
    take(request, people["clerk"])

    request = take(request, people["deputy"], approve=False, comment="The year is wrong")

    assert request.state == "rejected"
    states = [one.state for one in approvals.steps_taken(request)]
    assert states == ["done", "sent_back", "dropped"]


def test_those_whose_turn_it_is_and_at_last_the_author_are_written_to(people):
    set_reviews()
    request = ask(people["author"])
    assert addressed() == ["clerk@example.org"]

    take(request, people["clerk"])
    assert addressed() == ["deputy@example.org", "head@example.org"]
    take(request, people["deputy"], approve=False, comment="The year is wrong")
    assert addressed() == ["author@example.org"]
    assert "已退回：A greeting" in SingleMail.objects.latest("created_at").subject

    set_reviews(notify=False, version=1)
    ask(people["author"])
    assert addressed() == []


seen: set[object] = set()


def addressed():
    from wutong.platform.outbox.models import Delivery

    rows = Delivery.objects.filter(stream__startswith="single:").order_by("id")
    fresh = [row.address for row in rows if row.id not in seen]
    seen.update(row.id for row in rows)
    return fresh


@pytest.mark.parametrize(
    ("steps", "error"),
    [
        ([], NoStepsError),
        ([("first", "")] * 6, NoStepsError),
        ([("first", "auditor")], NobodyError),
        ([("first", "director"), ("second", "director"), ("final", "director")], TooFewError),
        ([("first", "staff")] + [("second", "director")] * 3, TooFewError),
    ],
)
def test_a_chain_that_could_never_be_walked_is_refused(people, steps, error):
    with pytest.raises(error):
        set_reviews(steps=steps)
    assert not ApprovalChain.objects.exists()


def test_setting_is_the_directors_audited_and_guarded_against_each_other(people, client):
    page = "/office/approvals/campaign/"
    client.force_login(people["clerk"])
    assert client.get("/office/approvals/").status_code == 200
    assert client.get(page).status_code == 403
    client.force_login(people["head"])
    given = {"name1": "first", "role1": "staff", "name2": "final", "role2": "director",
             "one_step_each": "on", "version": "0"}  # fmt: skip
    assert client.post(page, given).status_code == 302
    assert ApprovalChain.objects.get().steps == [
        {"label": "first", "role": "staff"}, {"label": "final", "role": "director"},
    ]  # fmt: skip
    assert client.post(page, given).status_code == 409
    assert (
        client.post(page, {"name1": "final", "role1": "auditor", "version": "1"}).status_code == 422
    )
    with pytest.raises(ChangedMeanwhileError):
        set_reviews()
    assert client.post(page, {"version": "1"}).status_code == 302
    assert not ApprovalChain.objects.exists()
    verbs = AuditEntry.objects.filter(verb__startswith="approvals.chain").order_by("pk")
    assert [one.verb for one in verbs] == ["approvals.chain_set", "approvals.chain_unset"]
    assert client.get("/office/approvals/shoes/").status_code == 404
