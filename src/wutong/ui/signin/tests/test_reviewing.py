"""Who may do what: the table, the accounts to look at, and the quarterly look through it."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core import mail

from wutong.kernel.actors import Actor
from wutong.kernel.clock import now
from wutong.platform.access.models import RoleAssignment
from wutong.platform.access.public import grant_permission, grant_role
from wutong.platform.audit.models import AuditEntry
from wutong.platform.tabular.exports.registry import exports
from wutong.ui.office.registry import todos
from wutong.ui.signin import reviewing
from wutong.ui.signin.models import AccessReview

pytestmark = pytest.mark.django_db
URL = "/office/users/review/"


@pytest.fixture(autouse=True)
def _letters(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def test_the_page_names_who_holds_what_and_whom_to_look_at(make_user, client_of):
    clerk, officer = make_user("staff"), make_user()
    grant_role(
        actor=Actor.system("test"), user=officer, role="officer", scope_kind="organisation",
        scope_ref="7",
    )  # fmt: skip
    grant_role(actor=Actor.system("test"), user=clerk, role="auditor")
    grant_role(actor=Actor.system("test"), user=clerk, role="administrator")
    grant_permission(
        actor=Actor.system("test"), user=officer, permission="people.record.export",
        expires_at=now() + timedelta(days=3), reason="年会",
    )  # fmt: skip
    reader = client_of("auditor")
    page = reader.get(URL)
    rows = {row.code: row for row in page.context["matrix"]}
    cells = dict(zip((role.code for role in page.context["roles"]),
                     rows["people.record.export"].cells, strict=True))  # fmt: skip
    assert (cells["staff"], cells["officer"], cells["volunteer"]) == ("yes", "ask", "")
    held = reader.get(f"{URL}?permission=people.record.export").context["people"]
    assert {one.user for one in held} == {clerk, officer}
    remarks = {one.user: " ".join(one.remarks) for one in page.context["people"]}
    assert "duties in one hand" in remarks[clerk]
    assert "until" in remarks[officer]
    assert reader.post(URL, {"do": "close"}).status_code == 403
    for table in ("accounts", "permissions"):
        assert reader.post(URL, {"do": table}).status_code == 302
        told = exports.get("signin.review").open(reader.user, {"table": table})
        assert all(len(row) == len(told.columns) for row in told.rows)
    for role in ("director", "staff", "coordinator"):
        assert client_of(role).get(URL).status_code == 403


def test_a_quarter_is_opened_once_told_and_closed_by_name(make_user, client_of):
    administrator, director = make_user("administrator"), make_user("director")
    with time_machine.travel("2027-01-07T23:00:00+08:00", tick=False):
        RoleAssignment.objects.update(granted_at=now())
        assert reviewing.open_when_due() is None  # not before the eighth
    with time_machine.travel("2027-01-20T09:00:00+08:00", tick=False):
        assert reviewing.open_when_due() is None  # set up this quarter
    with time_machine.travel("2027-04-09T09:00:00+08:00", tick=False):
        review = reviewing.open_when_due()
        assert str(review) == "2027 Q2"
        assert reviewing.open_when_due() is None
        assert [message.to for message in mail.outbox] == [[administrator.email]]
        waiting = todos.get("signin.review")
        assert [todo.url for todo in waiting(administrator)] == [URL]
        assert list(waiting(director)) == []
        client = client_of(administrator)
        before = reviewing.digest_of(reviewing.holders())
        client.post(URL, {"do": "close", "note": "均属实"})
        review.refresh_from_db()
        assert (review.closed_by, review.note, review.digest) == (
            administrator, "均属实", before,
        )  # fmt: skip
        assert list(waiting(administrator)) == []
        assert AuditEntry.objects.get(verb="access.reviewed").subject_ref == review.ref
        client.post(URL, {"do": "close"})
        assert AccessReview.objects.count() == AuditEntry.objects.filter(
            verb="access.reviewed"
        ).count()  # fmt: skip
    grant_role(actor=Actor.system("test"), user=director, role="auditor")
    assert reviewing.digest_of(reviewing.holders()) != before
