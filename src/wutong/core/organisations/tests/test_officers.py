"""Two officers of two organisations and a coordinator try each other's addresses."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from wutong.core.figures.public import scope_key
from wutong.core.organisations.models import Appointment, Membership, Organisation
from wutong.core.organisations.public import end_membership
from wutong.core.people.models import Person
from wutong.core.people.tests.factories import CLERK, make_unit
from wutong.core.reference.enums import Grade
from wutong.kernel.actors import Actor
from wutong.kernel.clock import now
from wutong.kernel.errors import WutongError
from wutong.platform.access.public import (
    can,
    grant_permission,
    grant_role,
    scope,
    scopes_of,
    withdraw_grants,
)
from wutong.platform.audit.models import AuditEntry
from wutong.platform.files.models import StoredFile
from wutong.platform.files.public import open_stored
from wutong.platform.tabular.exports.making import make_export

from .factories import make_appointment, make_member, make_organisation

pytestmark = pytest.mark.django_db
EXPORT = "people.record.export"


@pytest.fixture
def world(client_of, make_user):
    """Shanghai and Beijing with a member and an officer account each, and a coordinator."""
    physics = make_unit("物理学院", code="C1")
    shanghai, beijing = make_organisation("上海校友会"), make_organisation("北京校友会")
    one = make_member(shanghai, "王小明", unit=physics, phone="13812345678")
    two = make_member(beijing, "李四", unit=make_unit("法学院", code="C2"), phone="13912345679")

    class World:
        pass

    def officer(body, name):
        user = make_user("", display_name=name)
        grant_role(
            actor=CLERK,
            user=user,
            role="officer",
            scope_kind="organisation",
            scope_ref=str(body.pk),
        )
        return client_of(user)

    world = World()
    world.shanghai, world.beijing, world.one, world.two = shanghai, beijing, one, two
    world.first, world.second = officer(shanghai, "宋怀远"), officer(beijing, "白若溪")
    world.coordinator = client_of("coordinator", college="C1")
    world.office_one = make_appointment(one, organisation=shanghai, role="officer")
    world.office_two = make_appointment(two, organisation=beijing, role="officer")
    world.everywhere = make_appointment(one, role="ambassador")
    return world


def statuses(client, paths):
    return [client.get(path).status_code for path in paths]


def test_each_opens_their_own_addresses_and_finds_nothing_behind_the_others(world):
    def paths(body, person, office):
        return [
            f"/office/organisations/{body.pk}/",
            f"/office/people/{person.pk}/",
            f"/office/people/{person.pk}/timeline/",
            f"/office/appointments/{office.pk}/",
        ]

    ours = paths(world.shanghai, world.one, world.office_one)
    theirs = paths(world.beijing, world.two, world.office_two)
    assert statuses(world.first, ours) == [200] * 4
    assert statuses(world.first, theirs) == [404] * 4
    assert statuses(world.second, theirs) == [200] * 4
    assert statuses(world.second, ours) == [404] * 4
    assert statuses(world.coordinator, ours) == [404, 200, 200, 404]
    assert statuses(world.coordinator, theirs) == [404] * 4


def test_an_officer_sees_no_office_outside_the_organisation(world):
    assert world.first.get(f"/office/appointments/{world.everywhere.pk}/").status_code == 404
    assert world.coordinator.get(f"/office/appointments/{world.everywhere.pk}/").status_code == 200
    panel = world.first.get(f"/office/people/{world.one.pk}/").content.decode()
    assert "Chapter officer" in panel
    assert "Alumni ambassador · " not in panel


def test_lists_and_the_one_search_hold_only_the_members(world):
    for path in (
        "/office/people/",
        "/office/organisations/members/",
        f"/office/organisations/members/?organisation={world.beijing.pk}",
        "/office/appointments/",
        "/office/organisations/",
        "/office/search/?q=李四",
        "/office/search/?q=北京",
    ):
        page = world.first.get(path).content.decode()
        assert "北京校友会" not in page, path
        assert f"/office/people/{world.two.pk}/" not in page, path
    people = set(scope(world.first.user, Person).values_list("pk", flat=True))
    assert people == {world.one.pk}


def test_contacts_are_masked_and_stay_so(world):
    page = world.first.get(f"/office/people/{world.one.pk}/").content.decode()
    assert "138****5678" in page
    assert "13812345678" not in page
    point = world.one.contact_points.get()
    path = f"/office/people/{world.one.pk}/contacts/{point.pk}/show/"
    assert world.first.post(path, {"reason": "contact"}).status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        "/office/organisations/add/",
        "/office/organisations/{club}/edit/",
        "/office/organisations/{club}/members/add/",
        "/office/appointments/new/",
        "/office/appointments/batches/new/",
        "/office/appointments/{office}/renew/",
        "/office/appointments/{office}/hand-over/",
        "/office/appointments/{office}/letters/{letter}/",
        "/office/people/{person}/edit/",
        "/office/people/add/",
        "/office/account/",
        "/office/imports/",
    ],
)
def test_an_officer_changes_nothing(world, path):
    path = path.format(
        club=world.shanghai.pk,
        office=world.office_one.pk,
        letter=world.office_one.document_id,
        person=world.one.pk,
    )
    assert world.first.get(path).status_code == 403


def test_who_leaves_the_organisation_or_is_graded_sensitive_is_out_of_sight(world):
    secret = make_member(world.shanghai, "密")
    Person.objects.filter(pk=secret.pk).update(grade=Grade.SENSITIVE)
    assert world.first.get(f"/office/people/{secret.pk}/").status_code == 404
    membership = Membership.objects.get(person=world.one)
    end_membership(actor=CLERK, membership_id=membership.pk)
    assert world.first.get(f"/office/people/{world.one.pk}/").status_code == 404


def test_figures_of_two_officers_are_never_shared(world):
    keys = {scope_key(scopes_of(c.user)) for c in (world.first, world.second, world.coordinator)}
    assert len(keys) == 3


def test_an_officer_holds_no_other_limited_role(world):
    with pytest.raises(WutongError):
        grant_role(
            actor=CLERK, user=world.first.user, role="coordinator", scope_kind="college",
            scope_ref="C1",
        )  # fmt: skip
    assert world.first.user.role_assignments.count() == 1


def export_post(client, reason="换届名册核对", path="/office/organisations/members/"):
    return client.post(path, {"do": "export", "format": "xlsx", "reason": reason})


def allow(user, days=3):
    return grant_permission(
        actor=CLERK,
        user=user,
        permission=EXPORT,
        expires_at=now() + timedelta(days=days),
        reason="换届",
    )


def test_taking_the_list_out_is_off_until_it_is_allowed_and_needs_a_reason(world):
    assert export_post(world.first).status_code == 403
    assert export_post(world.first, path="/office/people/").status_code == 403
    assert StoredFile.objects.count() == 0
    allow(world.first.user)
    assert can(world.first.user, EXPORT)
    assert not can(world.second.user, EXPORT)
    refused = export_post(world.first, reason=" ")
    assert "/progress/" not in refused["Location"]
    assert "/office/progress/" in export_post(world.first)["Location"]
    assert export_post(world.second).status_code == 403


def test_what_is_allowed_ends_by_itself_or_at_once(world):
    grant = allow(world.first.user)
    withdraw_grants(actor=CLERK, user=world.first.user, permission=EXPORT)
    assert not can(world.first.user, EXPORT)
    grant = allow(world.first.user)
    type(grant).objects.filter(pk=grant.pk).update(expires_at=now() - timedelta(seconds=1))
    assert not can(world.first.user, EXPORT)
    verbs = AuditEntry.objects.filter(verb__startswith="permission.").order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == [
        "permission.granted",
        "permission.withdrawn",
        "permission.granted",
    ]


def test_only_what_the_role_knows_can_be_allowed(world, make_user):
    for user, permission in (
        (world.first.user, "people.contact.unmask"),
        (world.coordinator.user, EXPORT),
    ):
        with pytest.raises(WutongError):
            grant_permission(
                actor=CLERK, user=user, permission=permission,
                expires_at=now() + timedelta(days=1), reason="x",
            )  # fmt: skip
        assert not can(user, permission)


def made_file(client, file_format="xlsx", list_key="organisations.members"):
    from wutong.platform.jobs.public import start_progress

    progress = start_progress(kind="export", title="x", owner=Actor.of(client.user))
    make_export(
        progress_id=progress.pk,
        user_id=client.user.pk,
        key="office.list",
        params={"list": list_key, "query": "", "language": "en"},
        file_format=file_format,
        reason="换届名册核对",
    )
    progress.refresh_from_db()
    return progress, StoredFile.objects.order_by("-created_at").first()


@pytest.mark.parametrize("list_key", ["organisations.members", "people"])
def test_the_file_is_marked_on_every_row_masked_and_expires(world, list_key):
    allow(world.first.user)
    _progress, stored = made_file(world.first, list_key=list_key)
    assert stored.expires_at - stored.created_at <= timedelta(days=7, minutes=1)
    with open_stored(stored) as content:
        book = load_workbook(content)
    rows = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
    entry = AuditEntry.objects.get(verb="export.made")
    code = entry.data["copy"]
    assert "宋怀远" in rows[0][0]
    assert code in rows[0][0]
    assert rows[2][0] == "王小明"
    assert rows[2][-1] == code
    assert len(rows) == 3
    text = str(rows)
    assert "138****5678" in text
    assert "13812345678" not in text
    assert "李四" not in text
    assert entry.reason == "换届名册核对"
    assert code in str(book.worksheets[0].oddHeader.center.text)


def test_a_marked_list_leaves_as_a_workbook_only(world):
    allow(world.first.user)
    progress, stored = made_file(world.first, file_format="csv")
    assert (progress.state, stored) == ("failed", None)


def test_the_file_is_the_officer_s_alone_and_goes_with_the_permission(world, client_of):
    allow(world.first.user)
    allow(world.second.user)
    _progress, stored = made_file(world.first)
    path = reverse("office:file", args=[stored.pk])
    assert world.first.get(path).status_code == 200
    assert world.second.get(path).status_code == 404
    assert client_of("staff").get(path).status_code == 404
    withdraw_grants(actor=CLERK, user=world.first.user, permission=EXPORT)
    assert world.first.get(path).status_code == 404


def test_the_director_allows_it_on_the_organisation_s_page(world, client_of):
    director, staff = client_of("director"), client_of("staff")
    path = f"/office/organisations/{world.shanghai.pk}/officers/{world.first.user.pk}/"
    until = (now() + timedelta(days=5)).date().isoformat()
    assert staff.post(path, {"until": until, "reason": "换届"}).status_code == 403
    foreign = f"/office/organisations/{world.beijing.pk}/officers/{world.first.user.pk}/"
    assert director.post(foreign, {"until": until, "reason": "换届"}).status_code == 404
    assert not can(world.first.user, EXPORT)
    assert director.post(path, {"until": until, "reason": "换届"}).status_code == 302
    assert can(world.first.user, EXPORT)
    page = director.get(f"/office/organisations/{world.shanghai.pk}/").content.decode()
    assert "May take the list out" in page
    director.post(path, {"do": "withdraw"})
    assert not can(world.first.user, EXPORT)


def test_scopes_without_an_organisation_show_nothing(make_user):
    make_appointment(make_member(make_organisation()), organisation=Organisation.objects.get())
    user = make_user("officer")
    for model in (Organisation, Membership, Appointment, Person):
        assert scope(user, model).count() == 0
