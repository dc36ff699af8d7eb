"""Rules of a session: who must set up a second factor, and who was away too long."""

from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core import mail
from django.utils import timezone

from .conftest import PASSWORD, code_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def _forced(settings):
    settings.SECOND_FACTOR_FORCED = True


@pytest.mark.usefixtures("_forced")
@pytest.mark.parametrize("path", ["/office/", "/newsroom/", "/me/", "/", "/office/users/"])
def test_staff_set_up_a_second_factor_before_anything_else(make_user, sign_in, client, path):
    sign_in(make_user("director").email)
    assert client.get(path)["Location"] == "/sign-in/security/app/"


@pytest.mark.usefixtures("_forced")
def test_members_are_not_forced(make_user, sign_in, client):
    sign_in(make_user().email)
    assert client.get("/me/").status_code == 200


@pytest.mark.usefixtures("_forced")
def test_setting_it_up_opens_the_office(make_user, sign_in, client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    user = make_user("director")
    sign_in(user.email)
    page = client.get("/sign-in/security/app/")
    assert page.status_code == 200, page.headers
    secret = page.context["form"].secret
    from allauth.mfa.totp.internal.auth import hotp_value, yield_hotp_counters_from_time

    code = f"{hotp_value(secret, next(iter(yield_hotp_counters_from_time()))):06d}"
    done = client.post("/sign-in/security/app/", {"code": code})
    assert done["Location"] == "/sign-in/security/codes/"
    assert len(client.get("/sign-in/security/codes/").context["unused_codes"]) == 10
    assert client.get("/office/").status_code == 200
    assert mail.outbox[0].to == [user.email]


def test_in_the_demo_it_is_offered(make_user, sign_in, client):
    sign_in(make_user("director").email)
    assert client.get("/office/").status_code == 200
    assert b"/sign-in/security/app/" in client.get("/sign-in/security/").content


def test_turning_it_off_asks_for_the_code_once_more(
    make_user, sign_in, with_factor, client, settings
):
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    user = with_factor(make_user("staff"))
    sign_in(user.email)
    client.post("/sign-in/code/", {"code": code_of(user)})
    response = client.get("/sign-in/security/app/off/")
    assert response["Location"].startswith("/sign-in/again/")
    assert Authenticator.objects.filter(user=user).count() == 2


def test_staff_who_were_away_sign_in_again(make_user, client):
    client.force_login(make_user("staff"))
    assert client.get("/office/").status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        response = client.get("/office/progress/")
        assert response["Location"] == "/sign-in/?next=/office/progress/"
        assert client.get("/office/")["Location"] == "/sign-in/?next=/office/"


def test_staff_who_work_stay(make_user, client):
    client.force_login(make_user("staff"))
    start = timezone.now()
    for minutes in (0, 20, 40, 60):
        with time_machine.travel(start + timedelta(minutes=minutes)):
            assert client.get("/office/").status_code == 200


def test_a_page_that_polls_does_not_count_as_somebody(make_user, client):
    client.force_login(make_user("staff"))
    start = timezone.now()
    with time_machine.travel(start):
        client.get("/office/")
    for minutes in (10, 20, 29):
        with time_machine.travel(start + timedelta(minutes=minutes)):
            client.get("/office/progress/", headers={"HX-Request": "true"})
    with time_machine.travel(start + timedelta(minutes=31)):
        gone = client.get("/office/progress/", headers={"HX-Request": "true"})
        assert gone["HX-Redirect"].startswith("/sign-in/")


def test_members_are_not_timed_out(make_user, client):
    client.force_login(make_user())
    client.get("/me/")
    with time_machine.travel(timezone.now() + timedelta(minutes=45)):
        assert client.get("/me/").status_code == 200


def test_a_new_password_ends_other_sessions(make_user, client, settings):
    from django.test import Client

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    user = make_user("staff")
    other = Client()
    other.force_login(user)
    client.post("/sign-in/", {"login": user.email, "password": PASSWORD})
    response = client.post(
        "/sign-in/password/change/",
        {"oldpassword": PASSWORD, "password1": "amber willow 7 bridge",
         "password2": "amber willow 7 bridge"},
    )  # fmt: skip
    assert response["Location"] == "/sign-in/security/"
    assert client.get("/office/").status_code == 200
    assert other.get("/office/")["Location"].startswith("/sign-in/")
    assert [message.to for message in mail.outbox] == [[user.email]]
