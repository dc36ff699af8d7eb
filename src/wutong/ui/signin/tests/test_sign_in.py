"""Coming in: with a password, with a second factor, and not at all."""

import pytest
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session

from wutong.platform.audit.models import AuditEntry

from .conftest import PASSWORD, code_of

pytestmark = pytest.mark.django_db


def is_in(client) -> bool:
    return "_auth_user_id" in client.session


def test_staff_begin_in_the_office_and_members_on_their_page(make_user, sign_in, client):
    assert sign_in(make_user("staff").email)["Location"] == "/office/"
    client.logout()
    assert sign_in(make_user().email)["Location"] == "/me/"


def test_the_address_may_be_written_in_any_case(make_user, sign_in, client):
    user = make_user("staff")
    sign_in(f"  {user.email.upper()} ")
    assert is_in(client)


def test_one_goes_on_to_where_one_wanted_and_never_abroad(make_user, sign_in, client):
    user = make_user("staff")
    path = "/sign-in/?next=/office/people/"
    assert sign_in(user.email, path=path)["Location"] == "/office/people/"
    client.logout()
    path = "/sign-in/?next=https://elsewhere.test/"
    assert sign_in(user.email, path=path)["Location"] == "/office/"


def test_a_password_alone_does_not_open_an_account_with_a_second_factor(
    make_user, sign_in, with_factor, client
):
    user = with_factor(make_user("staff"))
    assert sign_in(user.email)["Location"] == "/sign-in/code/"
    assert not is_in(client)
    wrong = client.post("/sign-in/code/", {"code": "000000"})
    assert wrong.status_code == 200
    assert not is_in(client)
    assert client.post("/sign-in/code/", {"code": code_of(user)})["Location"] == "/office/"
    assert is_in(client)
    assert client.get("/office/").status_code == 200


def test_a_recovery_code_opens_once(make_user, sign_in, with_factor, client):
    user = with_factor(make_user("staff"))
    codes = Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES).wrap()
    code = codes.get_unused_codes()[0]
    sign_in(user.email)
    client.post("/sign-in/code/", {"code": code})
    assert is_in(client)
    client.logout()
    sign_in(user.email)
    client.post("/sign-in/code/", {"code": code})
    assert not is_in(client)


def test_the_secret_is_not_in_the_database(make_user, with_factor):
    user = with_factor(make_user("staff"))
    stored = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
    assert "JBSWY3DPEHPK3PXP" not in str(stored.data)


def test_keys_rotate(make_user, with_factor, settings):
    settings.WUTONG_KEYS = ["the-old-key"]
    user = with_factor(make_user("staff"))
    settings.WUTONG_KEYS = ["the-new-key", "the-old-key"]
    assert len(code_of(user)) == 6


def test_a_sign_in_is_in_the_audit_trail_with_its_ways(make_user, sign_in, with_factor, client):
    user = with_factor(make_user("staff"))
    sign_in(user.email)
    client.post("/sign-in/code/", {"code": code_of(user)})
    entry = AuditEntry.objects.get(verb="signin.succeeded")
    assert (entry.actor_id, entry.data) == (user.pk, {"ways": ["password", "mfa"]})


def test_the_session_is_another_one_after_signing_in(make_user, sign_in, client):
    client.get("/sign-in/")
    client.session["kept"] = 1
    session = client.session
    session["kept"] = 1
    session.save()
    before = session.session_key
    sign_in(make_user("staff").email)
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_a_closed_account_stays_outside(make_user, sign_in, client):
    user = make_user("staff")
    user.is_active = False
    user.save()
    sign_in(user.email)
    assert not is_in(client)


@pytest.mark.parametrize("known", [True, False])
def test_a_wrong_password_and_an_unknown_account_are_answered_alike(make_user, sign_in, known):
    email = make_user("staff").email if known else "nobody@test.wutong.test"
    response = sign_in(email, "wrong password")
    assert response.status_code == 200
    text = response.content.decode()
    assert text.count("E-mail and password do not belong together") == 1


def test_answers_differ_by_nothing_but_the_address(make_user, client):
    email = make_user("staff").email
    pages = []
    for address in (email, "x" * (len(email) - 16) + "@test.wutong.test"):
        page = client.post("/sign-in/", {"login": address, "password": "wrong"}).content.decode()
        token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
        pages.append(page.replace(address, "ADDRESS").replace(token, "TOKEN"))
    assert _without_tokens(pages[0]) == _without_tokens(pages[1])


def _without_tokens(page: str) -> str:
    import re

    return re.sub(r'value="[A-Za-z0-9]{64}"', "", page)


@pytest.mark.parametrize("known", [True, False])
def test_guessing_is_stopped_for_known_and_unknown_alike(
    make_user, sign_in, client, known, settings
):
    settings.AXES_FAILURE_LIMIT = 3
    email = make_user("staff").email if known else "nobody@test.wutong.test"
    statuses = [sign_in(email, "wrong").status_code for _ in range(4)]
    assert statuses == [200, 200, 429, 429]
    assert AccessAttempt.objects.get().username == email
    refused = sign_in(email, PASSWORD)
    assert refused.status_code == 429
    assert refused["Retry-After"] == "900"
    assert not is_in(client)


def test_guessing_locks_neither_the_office_nor_the_account_elsewhere(make_user, sign_in, settings):
    settings.AXES_FAILURE_LIMIT = 3
    victim, colleague = make_user("director"), make_user("staff")
    for _ in range(3):
        sign_in(victim.email, "wrong", REMOTE_ADDR="10.0.0.7")
    assert sign_in(victim.email, REMOTE_ADDR="10.0.0.7").status_code == 429
    assert sign_in(colleague.email, REMOTE_ADDR="10.0.0.7").status_code == 302


def test_the_account_is_open_from_another_address(make_user, sign_in, settings):
    settings.AXES_FAILURE_LIMIT = 3
    victim = make_user("director")
    for _ in range(3):
        sign_in(victim.email, "wrong", REMOTE_ADDR="10.0.0.7")
    assert sign_in(victim.email, REMOTE_ADDR="10.0.0.8").status_code == 302


def test_a_forged_address_counts_for_nothing_without_a_trusted_proxy(make_user, sign_in, settings):
    settings.AXES_FAILURE_LIMIT = 3
    victim = make_user("director")
    for number in range(3):
        sign_in(victim.email, "wrong", HTTP_X_FORWARDED_FOR=f"10.1.1.{number}")
    assert sign_in(victim.email, HTTP_X_FORWARDED_FOR="10.1.1.9").status_code == 429


def test_nobody_makes_an_account_by_themselves(client):
    assert client.get("/sign-in/join/")["Location"] == "/sign-in/"
    assert client.post("/sign-in/join/", {"email": "a@b.test"})["Location"] == "/sign-in/"


def test_signing_out_needs_a_post(make_user, client):
    client.force_login(make_user("staff"))
    assert client.get("/sign-in/out/").status_code == 200
    assert is_in(client)
    client.post("/sign-in/out/")
    assert not is_in(client)


def test_the_demo_lists_its_accounts_and_production_does_not(client, settings):
    assert b"director@demo.wutong.test" in client.get("/sign-in/").content
    filled = client.get("/sign-in/?as=auditor").content.decode()
    assert 'value="auditor@demo.wutong.test"' in filled
    settings.DEMO = False
    page = client.get("/sign-in/?as=auditor").content
    assert b"demo.wutong.test" not in page
    assert b"wutong-demo" not in page
