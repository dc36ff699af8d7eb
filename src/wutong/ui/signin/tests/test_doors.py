"""Every other password door: a right password of an account with a second factor opens none."""

import pytest
from django.urls import get_resolver

from .conftest import PASSWORD

pytestmark = pytest.mark.django_db

DOORS = (
    "/newsroom/login/",
    "/_util/login/",
    "/en/_util/login/",
)
OTHERS = {
    "/newsroom/password_reset/": "/sign-in/password/",
    "/newsroom/password_reset/done/": "/sign-in/password/",
    "/newsroom/password_reset/confirm/MQ/set-password/": "/sign-in/password/",
    "/newsroom/password_reset/complete/": "/sign-in/password/",
    "/newsroom/account/": "/sign-in/security/",
    "/newsroom/users/": "/office/users/",
    "/newsroom/users/add/": "/office/users/",
    "/newsroom/groups/new/": "/office/users/",
}


@pytest.mark.parametrize("door", DOORS)
def test_a_right_password_opens_no_other_door(make_user, with_factor, client, door):
    user = with_factor(make_user("director"))
    for field in ("username", "login", "email"):
        response = client.post(door, {field: user.email, "password": PASSWORD})
        assert response.status_code == 302
        assert response["Location"] == "/sign-in/"
        assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("door", DOORS)
def test_a_door_keeps_where_one_wanted_to_go(client, door):
    assert client.get(f"{door}?next=/newsroom/")["Location"] == "/sign-in/?next=/newsroom/"
    assert client.get(f"{door}?next=//elsewhere.test/")["Location"] == "/sign-in/"


@pytest.mark.parametrize("path", OTHERS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_pages_about_passwords_and_accounts_lead_to_ours(make_user, client, path, method):
    user = make_user("director")
    user.is_superuser = True
    user.save()
    client.force_login(user)
    response = getattr(client, method)(path)
    assert (response.status_code, response["Location"]) == (302, OTHERS[path])


def test_the_newsrooms_sign_out_signs_out(make_user, client):
    client.force_login(make_user("staff"))
    assert client.get("/newsroom/logout/")["Location"] == "/sign-in/out/"
    assert client.post("/newsroom/logout/")["Location"] == "/"
    assert "_auth_user_id" not in client.session


def test_a_session_that_came_by_another_door_is_closed(make_user, with_factor, client):
    user = with_factor(make_user("director"))
    client.force_login(user)
    response = client.get("/office/")
    assert response["Location"] == "/sign-in/?next=/office/"
    assert "_auth_user_id" not in client.session


def test_djangos_admin_is_not_there(client):
    names = set(get_resolver().namespace_dict)
    assert "admin" not in names
    assert client.get("/admin/").status_code == 404
