"""Organisations for programs."""

from __future__ import annotations

import pytest

from .factories import make_member, make_organisation

pytestmark = pytest.mark.django_db


def test_organisations_and_members_are_told_within_sight(api_of, make_user):
    from wutong.kernel.actors import Actor
    from wutong.platform.access.public import grant_role

    mine, other = make_organisation("深圳校友会"), make_organisation("上海校友会")
    member, stranger = make_member(mine, "王在深"), make_member(other, "李在沪")
    staff = api_of("staff", "organisations:read", "organisations:members")
    found = staff.get("/api/v1/organisations", {"q": "深圳", "kind": "alumni"}).json()
    assert [row["name_zh"] for row in found["items"]] == ["深圳校友会"]
    one = staff.get(f"/api/v1/organisations/{mine.pk}")
    assert one.json()["version"] == 1
    same = {"if-none-match": one.headers["ETag"]}
    assert staff.get(f"/api/v1/organisations/{mine.pk}", headers=same).status_code == 304
    members = staff.get(f"/api/v1/organisations/{mine.pk}/members").json()
    assert [(row["person"], row["name"]) for row in members["items"]] == [(member.pk, "王在深")]

    officer = make_user("officer")
    officer.role_assignments.all().delete()
    grant_role(
        actor=Actor.system("test"), user=officer, role="officer",
        scope_kind="organisation", scope_ref=str(mine.pk),
    )  # fmt: skip
    program = api_of(officer, "organisations:read", "organisations:members", "people:read")
    listed = program.get("/api/v1/organisations").json()["items"]
    assert [row["id"] for row in listed] == [mine.pk]
    assert program.get(f"/api/v1/organisations/{other.pk}").status_code == 404
    assert program.get(f"/api/v1/organisations/{other.pk}/members").status_code == 404
    assert program.get(f"/api/v1/people/{stranger.pk}").status_code == 404
    assert program.get(f"/api/v1/people/{member.pk}").status_code == 200
