"""A new password by mail, and an account by invitation."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from wutong.kernel.actors import Actor
from wutong.platform.access.registry import ScopeKind, scope_kinds
from wutong.platform.accounts.models import User
from wutong.platform.audit.models import AuditEntry
from wutong.ui.signin import services
from wutong.ui.signin.errors import (
    AddressTakenError,
    LastAdministratorError,
    OwnAccountError,
    ScopeMissingError,
)

from .conftest import PASSWORD, code_of

pytestmark = pytest.mark.django_db
NEW = "amber willow 7 bridge"
ACTOR = Actor.system("test")


@pytest.fixture(autouse=True)
def _letters(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def link_in(message) -> str:
    found = re.search(r"https?://[^/\s]+(/\S+)", message.body)
    assert found
    return found.group(1)


def ask(client, email):
    return client.post("/sign-in/password/", {"email": email})


def test_every_address_is_answered_alike_and_costs_the_same(make_user, client):
    known = make_user("staff").email
    ask(client, "warm-up@test.wutong.test")
    costs = []
    for number, email in enumerate((known, "nobody@test.wutong.test")):
        with CaptureQueriesContext(connection) as queries:
            response = ask(client, email)
        assert (response.status_code, response["Location"]) == (302, "/sign-in/password/sent/")
        costs.append(len(queries))
        jobs = ProcrastinateJob.objects.filter(task_name="signin.send_password_reset")
        assert jobs.count() == number + 2
    assert costs[0] == costs[1]
    assert mail.outbox == []


def test_strangers_and_closed_accounts_get_no_letter(make_user):
    closed = make_user("staff")
    closed.is_active = False
    closed.save()
    services.send_password_reset(email=closed.email)
    services.send_password_reset(email="nobody@test.wutong.test")
    assert mail.outbox == []


def test_the_letter_is_in_both_languages_the_readers_first(make_user):
    services.send_password_reset(email=make_user("staff", language="zh-hans").email.upper())
    (letter,) = mail.outbox
    assert letter.subject.endswith("Choose a new password")
    assert letter.body.count("/sign-in/password/new/") == 2
    assert len(letter.alternatives) == 1


def test_the_link_sets_a_password_once(make_user, client):
    user = make_user("staff")
    services.send_password_reset(email=user.email)
    link = link_in(mail.outbox[0])
    form = client.get(link, follow=True)
    assert "action_url" in form.context
    client.post(form.request["PATH_INFO"], {"password1": NEW, "password2": NEW})
    user.refresh_from_db()
    assert user.check_password(NEW)
    assert "_auth_user_id" not in client.session
    assert AuditEntry.objects.get(verb="password.changed").data == {"by_link": True}
    again = client.get(link, follow=True)
    assert again.context["token_fail"] is True


def test_the_link_is_too_old_after_twelve_hours(make_user, client):
    services.send_password_reset(email=make_user("staff").email)
    with time_machine.travel(timezone.localtime() + timedelta(hours=13)):
        assert client.get(link_in(mail.outbox[0]), follow=True).context["token_fail"] is True


def test_a_new_password_does_not_spare_the_second_factor(make_user, client, with_factor):
    user = with_factor(make_user("staff"))
    services.send_password_reset(email=user.email)
    form = client.get(link_in(mail.outbox[0]), follow=True)
    client.post(form.request["PATH_INFO"], {"password1": NEW, "password2": NEW})
    response = client.post("/sign-in/", {"login": user.email, "password": NEW})
    assert response["Location"] == "/sign-in/code/"
    client.post("/sign-in/code/", {"code": code_of(user)})
    assert "_auth_user_id" in client.session


def test_asking_again_and_again_is_stopped_for_any_address(client):
    statuses = [ask(client, "nobody@test.wutong.test").status_code for _ in range(6)]
    assert statuses == [302, 302, 302, 302, 302, 429]


def invite(**changes):
    fields = {
        "actor": ACTOR, "email": "New@Test.Wutong.test", "display_name": "New",
        "language": "en", "role": "staff",
    }  # fmt: skip
    return services.invite_account(**{**fields, **changes})


def test_an_invitation_opens_an_account_once(client):
    user = invite()
    assert user.email == "new@test.wutong.test"
    link = link_in(mail.outbox[0])
    assert client.get(link).status_code == 200
    assert not User.objects.get(pk=user.pk).has_usable_password()
    short = client.post(link, {"display_name": "Lu", "password": "short"})
    assert short.status_code == 200
    assert client.post(link, {"display_name": "Lu Min", "password": NEW}).status_code == 200
    user.refresh_from_db()
    assert (user.display_name, user.check_password(NEW)) == ("Lu Min", True)
    assert client.get(link).status_code == 410
    assert client.post(link, {"display_name": "X", "password": PASSWORD}).status_code == 410
    assert User.objects.get(pk=user.pk).check_password(NEW)


def test_a_second_invitation_ends_the_first(client):
    user = invite()
    services.invite_again(actor=ACTOR, user=user)
    first, second = (link_in(message) for message in mail.outbox)
    assert client.get(first).status_code == 410
    assert client.get(second).status_code == 200


@pytest.mark.parametrize("token", ["nonsense", "eyJwIjp7fX0:x:y"])
def test_a_damaged_invitation_says_so(client, token):
    assert client.get(f"/sign-in/invitation/{token}/").status_code == 410


def test_an_invitation_ends_after_seven_days(client):
    invite()
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        assert client.get(link_in(mail.outbox[0])).status_code == 410


def test_an_invited_colleague_who_forgot_gets_the_invitation_again():
    user = invite()
    services.send_password_reset(email=user.email)
    assert link_in(mail.outbox[1]).startswith("/sign-in/invitation/")


def test_an_address_has_one_account():
    invite()
    with pytest.raises(AddressTakenError):
        invite(email="new@test.wutong.test")
    assert User.objects.filter(email="new@test.wutong.test").count() == 1
    assert len(mail.outbox) == 1


def test_a_limited_role_needs_its_limit():
    with pytest.raises(ScopeMissingError):
        invite(role="coordinator")
    assert not User.objects.filter(email="new@test.wutong.test").exists()
    assert mail.outbox == []
    user = invite(role="coordinator", scopes=[("college", "C01"), ("college", "C02")])
    refs = user.role_assignments.values_list("scope_ref", flat=True)
    assert sorted(refs) == ["C01", "C02"]


def test_a_role_that_sees_everything_takes_no_limit():
    user = invite(role="staff", scopes=[("college", "C01")])
    assert user.role_assignments.get().scope_ref == ""


def test_the_last_administrator_stays(make_user):
    first = make_user("administrator")
    other = make_user("director")
    with pytest.raises(LastAdministratorError):
        services.take_role(actor=ACTOR, assignment=first.role_assignments.get())
    with pytest.raises(LastAdministratorError):
        services.close_account(actor=Actor.of(other), user=first)
    first.refresh_from_db()
    assert first.is_active
    second = make_user("administrator")
    services.close_account(actor=Actor.of(second), user=first)
    first.refresh_from_db()
    assert not first.is_active


def test_nobody_closes_their_own_account(make_user):
    make_user("administrator")
    user = make_user("administrator")
    with pytest.raises(OwnAccountError):
        services.close_account(actor=Actor.of(user), user=user)
    user.refresh_from_db()
    assert user.is_active


def test_colleges_are_something_to_be_limited_to():
    assert isinstance(scope_kinds.get("college"), ScopeKind)
