"""The office's screens for colleagues and roles: who may see, who may change."""

import pytest
from django.core import mail

from wutong.core.reference.enums import UnitKind
from wutong.core.reference.models import AcademicUnit
from wutong.platform.accounts.models import User
from wutong.platform.audit.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _letters(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def college():
    return AcademicUnit.objects.create(code="C01", kind=UnitKind.COLLEGE, name_zh="物理学院")


VIEWS = ("/office/users/", "/office/users/roles/", "/office/users/{pk}/")
FORMS = ("/office/users/invite/", "/office/users/{pk}/role/", "/office/users/{pk}/number/")


@pytest.mark.parametrize("path", [*VIEWS, *FORMS])
@pytest.mark.parametrize("role", ["staff", "coordinator", "volunteer", "director"])
def test_others_see_no_accounts(make_user, client, path, role):
    target = make_user("staff")
    client.force_login(make_user(role, college="C01" if role in "coordinatorvolunteer" else ""))
    assert client.get(path.format(pk=target.pk)).status_code == 403


def test_an_auditor_reads_and_changes_nothing(make_user, client):
    target = make_user("staff")
    client.force_login(make_user("auditor"))
    for path in VIEWS:
        assert client.get(path.format(pk=target.pk)).status_code == 200
    for path in FORMS:
        assert client.get(path.format(pk=target.pk)).status_code == 403
    assert client.post(f"/office/users/{target.pk}/close/").status_code == 403
    assert User.objects.get(pk=target.pk).is_active


def test_an_administrator_sees_every_page(make_user, client, college):
    target = make_user("coordinator", college="C01")
    client.force_login(make_user("administrator"))
    for path in (*VIEWS, *FORMS):
        assert client.get(path.format(pk=target.pk)).status_code == 200


def test_strangers_sign_in_first(client):
    assert client.get("/office/users/")["Location"] == "/sign-in/?next=/office/users/"


def test_members_are_not_listed_nor_found(make_user, client):
    member = make_user()
    client.force_login(make_user("administrator"))
    assert client.get(f"/office/users/{member.pk}/").status_code == 404
    assert client.post(f"/office/users/{member.pk}/close/").status_code == 404
    assert User.objects.get(pk=member.pk).is_active


@pytest.mark.parametrize("more", [1, 3])
def test_the_list_costs_the_same_whatever_its_length(
    make_user, client, more, django_assert_max_num_queries
):
    client.force_login(make_user("administrator"))
    for _ in range(more):
        make_user("staff")
    client.get("/office/users/")
    with django_assert_max_num_queries(12):
        assert client.get("/office/users/").status_code == 200


def test_inviting(make_user, client, college):
    client.force_login(make_user("administrator"))
    response = client.post(
        "/office/users/invite/",
        {"email": "a@test.wutong.test", "display_name": "A", "language": "en",
         "role": "coordinator", "scopes": ["college:C01"]},
    )  # fmt: skip
    user = User.objects.get(email="a@test.wutong.test")
    assert response["Location"] == f"/office/users/{user.pk}/"
    assert user.role_assignments.get().scope_ref == "C01"
    assert [message.to for message in mail.outbox] == [["a@test.wutong.test"]]
    assert "物理学院" in client.get(response["Location"]).content.decode()


def test_a_mistake_keeps_what_was_typed(make_user, client, college):
    client.force_login(make_user("administrator"))
    response = client.post(
        "/office/users/invite/",
        {"email": "a@test.wutong.test", "display_name": "Ada", "language": "en",
         "role": "coordinator"},
    )  # fmt: skip
    assert response.status_code == 422
    assert 'value="Ada"' in response.content.decode()
    assert not User.objects.filter(email="a@test.wutong.test").exists()


def test_giving_and_taking_a_role(make_user, client, college):
    target = make_user("staff")
    client.force_login(make_user("administrator"))
    client.post(
        f"/office/users/{target.pk}/role/", {"role": "volunteer", "scopes": ["college:C01"]}
    )
    assert sorted(target.role_assignments.values_list("role", flat=True)) == ["staff", "volunteer"]
    first = target.role_assignments.get(role="staff")
    client.post(f"/office/users/{target.pk}/role/{first.pk}/take/")
    assert list(target.role_assignments.values_list("role", flat=True)) == ["volunteer"]
    verbs = AuditEntry.objects.filter(subject_ref=f"user:{target.pk}").values_list(
        "verb", flat=True
    )
    assert list(verbs)[:2] == ["role.revoked", "role.granted"]


def test_a_role_of_somebody_else_is_not_found(make_user, client):
    target, other = make_user("staff"), make_user("staff")
    client.force_login(make_user("administrator"))
    foreign = other.role_assignments.get()
    response = client.post(f"/office/users/{target.pk}/role/{foreign.pk}/take/")
    assert response.status_code == 404
    assert other.role_assignments.count() == 1


def test_closing_ends_access_at_once_and_opening_gives_it_back(make_user, client):
    from django.test import Client

    target = make_user("staff")
    working = Client()
    working.force_login(target)
    client.force_login(make_user("administrator"))
    client.post(f"/office/users/{target.pk}/close/")
    assert working.get("/office/")["Location"].startswith("/sign-in/")
    client.post(f"/office/users/{target.pk}/open/")
    assert User.objects.get(pk=target.pk).is_active


def test_a_lost_phone(make_user, client, with_factor):
    target = with_factor(make_user("staff"))
    client.force_login(make_user("administrator"))
    client.post(f"/office/users/{target.pk}/factor/")
    assert not target.authenticator_set.exists()
    assert AuditEntry.objects.filter(verb="signin.factor_reset").count() == 1
    assert [message.to for message in mail.outbox] == [[target.email]]


@pytest.mark.parametrize("act", ["close", "open", "invite", "factor"])
def test_acts_need_a_post(make_user, client, act):
    target = make_user("staff")
    client.force_login(make_user("administrator"))
    assert client.get(f"/office/users/{target.pk}/{act}/").status_code == 405


def test_an_unknown_act_is_not_found(make_user, client):
    target = make_user("staff")
    client.force_login(make_user("administrator"))
    assert client.post(f"/office/users/{target.pk}/promote/").status_code == 404


def test_a_staff_number_belongs_to_one_account(make_user, client):
    first, second = make_user("staff"), make_user("staff")
    client.force_login(make_user("administrator"))
    path = "/office/users/{}/number/"
    assert client.post(path.format(first.pk), {"number": " T2001 "}).status_code == 302
    assert first.staff_number.number == "T2001"
    assert "T2001" in client.get(f"/office/users/{first.pk}/").content.decode()
    assert client.post(path.format(second.pk), {"number": "T2001"}).status_code == 422
    client.post(path.format(first.pk), {"number": ""})
    assert client.post(path.format(second.pk), {"number": "T2001"}).status_code == 302
    assert AuditEntry.objects.filter(verb="account.number").count() == 3
