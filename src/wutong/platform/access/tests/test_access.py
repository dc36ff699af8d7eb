"""Roles: what each may, how far each sees."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import RequestFactory

from wutong.kernel.actors import Actor
from wutong.platform.access.public import (
    assignments_of,
    can,
    grant_role,
    is_staff,
    permissions,
    require,
    revoke_role,
    scopes_of,
    users_who_can,
)
from wutong.platform.access.roles import ROLES
from wutong.platform.audit.models import AuditEntry


@pytest.mark.parametrize(
    ("role", "permission", "may"),
    [
        ("director", "campaigns.approve", True),
        ("director", "people.sensitive.view", True),
        ("director", "accounts.change", False),
        ("staff", "campaigns.approve", False),
        ("staff", "people.sensitive.view", False),
        ("staff", "audit.view", False),
        ("auditor", "people.record.view", True),
        ("auditor", "people.record.change", False),
        ("auditor", "people.sensitive.view", False),
        ("auditor", "audit.view", True),
        ("coordinator", "people.record.change", True),
        ("coordinator", "imports.view", False),
        ("volunteer", "people.contact.unmask", False),
        ("administrator", "people.record.view", False),
        ("administrator", "accounts.change", True),
    ],
)
def test_what_each_role_may(make_user, role, permission, may):
    assert can(make_user(role), permission) is may


def test_nobody_without_a_role_is_staff(make_user):
    user = make_user()

    assert not is_staff(user)
    assert not can(user, "office.enter")
    assert scopes_of(user).everything is False
    assert not can(AnonymousUser(), "office.enter")


def test_a_closed_account_may_nothing(make_user):
    user = make_user("director")
    user.is_active = False
    user.save()
    user = type(user).objects.get(pk=user.pk)

    assert not can(user, "office.enter")
    assert scopes_of(user).everything is False


def test_a_coordinator_sees_the_named_colleges_only(make_user):
    scopes = scopes_of(make_user("coordinator", college="C07"))

    assert (scopes.everything, scopes.colleges, scopes.cleared) == (
        False,
        frozenset({"C07"}),
        False,
    )


def test_granting_and_revoking_is_audited_and_idempotent(make_user):
    director, user = make_user("administrator"), make_user()
    actor = Actor.of(director)

    first = grant_role(actor=actor, user=user, role="staff")
    again = grant_role(actor=actor, user=user, role="staff")
    revoke_role(actor=actor, assignment=first)

    assert again.pk
    assert assignments_of(user) == []
    entries = AuditEntry.objects.filter(subject_ref=f"user:{user.pk}").order_by("id")
    assert list(entries.values_list("verb", "actor_id")) == [
        ("role.granted", director.pk),
        ("role.revoked", director.pk),
    ]


def test_users_who_can_names_each_once(make_user):
    director = make_user("director")
    grant_role(actor=Actor.system("test"), user=director, role="auditor")
    make_user("staff")

    assert users_who_can("campaigns.approve") == [director]


def test_a_view_asks_for_sign_in_then_for_the_permission(make_user):
    view = require("audit.view")(lambda request: HttpResponse("ok"))
    request = RequestFactory().get("/office/audit/?q=1")

    request.user = AnonymousUser()
    assert view(request).url == "/sign-in/?next=/office/audit/%3Fq%3D1"
    request.user = make_user("staff")
    with pytest.raises(PermissionDenied):
        view(request)
    request.user = make_user("auditor")
    assert view(request).content == b"ok"


def test_every_permission_named_in_a_role_is_registered():
    known = set(permissions.keys())
    named = {p for role in ROLES.values() for p in role.allows if "*" not in p}

    assert named - known == set()
