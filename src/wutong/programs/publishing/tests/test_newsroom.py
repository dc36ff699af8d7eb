"""Who may write, and what the newsroom's menu offers."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import GroupCollectionPermission, GroupPagePermission

from wutong.kernel.actors import Actor
from wutong.platform.access.public import ROLES, revoke_role
from wutong.programs.publishing.mirror import mirror_roles
from wutong.programs.publishing.models import HomePage

pytestmark = pytest.mark.django_db
WRITERS = {"role:director", "role:staff", "role:editor"}


def test_every_role_has_a_group_and_writers_have_wagtails_permissions():
    assert set(Group.objects.values_list("name", flat=True)) == {f"role:{code}" for code in ROLES}
    holders = set(GroupPagePermission.objects.values_list("group__name", flat=True))
    assert holders == WRITERS
    media = GroupCollectionPermission.objects.values_list("group__name", flat=True)
    assert set(media) == WRITERS


def test_what_was_changed_by_hand_is_put_right():
    group = Group.objects.get(name="role:auditor")
    page_permission = GroupPagePermission.objects.first()
    GroupPagePermission.objects.create(
        group=group, page=page_permission.page, permission=page_permission.permission
    )
    GroupPagePermission.objects.filter(group__name="role:staff").delete()
    mirror_roles()
    holders = set(GroupPagePermission.objects.values_list("group__name", flat=True))
    assert holders == WRITERS


def test_a_role_taken_back_closes_the_newsroom(make_user, client):
    user = make_user("staff")
    client.force_login(user)
    assert client.get("/newsroom/").status_code == 200
    revoke_role(actor=Actor.system("test"), assignment=user.role_assignments.get())
    assert client.get("/newsroom/", follow=True).status_code == 403


@pytest.mark.parametrize(
    ("role", "status"),
    [("staff", 200), ("editor", 200), ("director", 200), ("auditor", 403), ("coordinator", 403),
     ("volunteer", 403), ("administrator", 403), ("", 403)],
)  # fmt: skip
def test_only_writers_enter(make_user, client, role, status):
    college = "C01" if role in ("coordinator", "volunteer") else ""
    client.force_login(make_user(role, college=college))
    edit = f"/newsroom/pages/{HomePage.objects.first().pk}/edit/"
    assert client.get(edit, follow=True).status_code == status


def test_strangers_sign_in_first(client):
    response = client.get("/newsroom/", follow=True)
    assert response.redirect_chain[-1] == ("/sign-in/?next=/newsroom/", 302)
    assert response.status_code == 200


def test_the_newsroom_speaks_the_language_of_the_account(make_user, client):
    client.force_login(make_user("staff", language="zh-hans"))
    assert 'lang="zh-hans"' in client.get("/newsroom/").content.decode()
    client.force_login(make_user("staff", language="en"))
    assert 'lang="en"' in client.get("/newsroom/").content.decode()


def test_the_menu_leads_back_and_hides_what_is_done_elsewhere(make_user, client):
    user = make_user("staff")
    user.is_superuser = True
    user.save()
    client.force_login(user)
    page = client.get("/newsroom/").content.decode()
    assert "/office/" in page
    for elsewhere in ("/newsroom/users/", "/newsroom/groups/"):
        assert elsewhere not in page


def test_a_page_can_be_edited_and_published(make_user, client):
    client.force_login(make_user("staff"))
    page = HomePage.objects.get(locale__language_code="en")
    page.headline = "Come and see"
    page.save_revision().publish()
    assert b"Come and see" in client.get("/en/").content
