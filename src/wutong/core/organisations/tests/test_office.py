from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from wutong.core.organisations.models import Appointment, AppointmentBatch, Membership, Organisation
from wutong.core.people.tests.factories import make_person, make_unit
from wutong.platform.audit.models import AuditEntry

from .factories import make_appointment, make_member, make_organisation

pytestmark = pytest.mark.django_db

OFFICE = {
    "role": "ambassador",
    "body": "association",
    "term_from": "2024-01-01",
    "term_to": "2030-12-31",
    "title": "",
    "organisation": "",
    "unit": "",
}


def text(response):
    return response.content.decode()


@pytest.mark.parametrize(
    "path", ["/office/organisations/", "/office/organisations/members/", "/office/appointments/"]
)
def test_lists_cost_the_same_for_one_row_and_three(client_of, path):
    client = client_of("staff")
    club = make_organisation()

    def one_more():
        make_appointment(make_member(club), organisation=club, role="officer")
        make_organisation(region=None)

    def queries():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get(path).status_code == 200
        return len(captured)

    one_more()
    queries()
    first = queries()
    one_more()
    one_more()
    assert queries() == first
    assert first <= 14


def test_an_organisation_is_added_changed_and_guarded(client_of):
    client = client_of("staff")
    fields = {
        "kind": "alumni", "name_zh": "上海校友会", "name_en": "Shanghai Alumni Association",
        "former_names": "沪江同学会，上海同学会", "status": "active", "alumni_type": "regional",
        "legal_form": "local",
    }  # fmt: skip
    response = client.post("/office/organisations/add/", fields)
    club = Organisation.objects.get()
    assert response["Location"] == f"/office/organisations/{club.pk}/"
    assert club.former_names == ["沪江同学会", "上海同学会"]
    page = client.get(response["Location"])
    assert "上海校友会" in text(page)
    edit = f"/office/organisations/{club.pk}/edit/"
    assert "沪江同学会" in text(client.get(edit))
    changed = {**fields, "note": "x", "version": club.version}
    assert client.post(edit, changed).status_code == 302
    assert client.post(edit, {**changed, "note": "y"}).status_code == 409
    refused = client.post(edit, {**fields, "legal_form": "branch", "version": 2})
    assert "article 17" in text(refused)
    club.refresh_from_db()
    assert (club.note, club.legal_form) == ("x", "local")


def test_a_member_is_found_by_name_and_namesakes_are_asked_about(client_of):
    client, club = client_of("staff"), make_organisation()
    path = f"/office/organisations/{club.pk}/members/add/"
    one = make_person("王小明", unit=make_unit("物理学院"))
    make_person("王小明", unit=make_unit("法学院"))
    response = client.post(path, {"who": "王小明", "since": "2024-01-01"})
    assert response.status_code == 422
    assert "法学院" in text(response) or "College" in text(response)
    assert Membership.objects.count() == 0
    client.post(path, {"who": "王小明", "person": one.pk, "since": "2024-01-01"})
    membership = Membership.objects.get()
    assert membership.person_id == one.pk
    client.post(f"/office/organisations/{club.pk}/members/{membership.pk}/end/")
    membership.refresh_from_db()
    assert membership.valid_to is not None


def test_an_appointment_is_made_and_its_letter_fetched(client_of):
    client, person = client_of("staff"), make_person("王小明")
    assert "王小明" in text(client.get(f"/office/appointments/new/?person={person.pk}"))
    form = {**OFFICE, "who": "王小明", "at_once": "on"}
    response = client.post("/office/appointments/new/", form)
    made = Appointment.objects.get()
    assert response["Location"] == f"/office/appointments/{made.pk}/"
    page = text(client.get(response["Location"]))
    assert made.document.number_text in page
    letter = f"/office/appointments/{made.pk}/letters/{made.document_id}/"
    pdf = b"".join(client.get(letter).streaming_content)
    assert len(PdfReader(BytesIO(pdf)).pages) == 1
    assert AuditEntry.objects.filter(verb="file.fetched").count() == 1
    other = make_appointment(make_person("李四"))
    foreign = f"/office/appointments/{made.pk}/letters/{other.document_id}/"
    assert client.get(foreign).status_code == 404


@pytest.mark.parametrize(
    ("tail", "data", "state"),
    [
        ("renew/", {"term_from": "2031-01-01", "term_to": "2033-12-31"}, "renewed"),
        ("hand-over/", {"who": "李四", "on": "2026-01-01", "note": "x"}, "handed_over"),
        ("end/", {"reason": "本人辞任", "on": "2030-01-01"}, "ended"),
        ("void/", {"reason": "x"}, "appointed"),
        ("reissue/", {"reason": "x"}, "appointed"),
    ],
)
def test_what_may_be_done_to_an_appointment(client_of, tail, data, state):
    made = make_appointment(make_person("王小明"))
    make_person("李四")
    path = f"/office/appointments/{made.pk}/{tail}"
    auditor = client_of("auditor")
    assert auditor.get(path).status_code == 403
    client = client_of("staff")
    assert client.get(path).status_code == 200
    assert client.post(path, {}).status_code == 422
    assert client.post(path, data).status_code == 302
    made.refresh_from_db()
    assert made.state == state


def test_a_batch_is_checked_shown_and_started(client_of):
    client = client_of("staff")
    make_person("王小明")
    make_person("李四")
    form = {
        **OFFICE, "heading": "2026年亲和使者", "appointed_on": "2026-03-01",
        "lines": "王小明\n李四\n不在册",
    }  # fmt: skip
    response = client.post("/office/appointments/batches/new/", form)
    batch = AppointmentBatch.objects.get()
    assert response["Location"] == f"/office/appointments/batches/{batch.pk}/"
    page = text(client.get(response["Location"]))
    assert "Appoint 2 people" in page
    assert "Nobody found" in page
    do = f"/office/appointments/batches/{batch.pk}/do/"
    assert client_of("auditor").post(do, {"do": "start"}).status_code == 403
    client.post(do, {"do": "start"})
    batch.refresh_from_db()
    assert batch.state == "running"
    assert Appointment.objects.count() == 0


def test_a_batch_says_who_in_one_way_and_reads_a_file(client_of):
    client = client_of("staff")
    make_person("王小明")
    form = {**OFFICE, "heading": "x", "appointed_on": "2026-03-01"}
    assert client.post("/office/appointments/batches/new/", form).status_code == 422
    file = SimpleUploadedFile("名单.csv", "姓名\n王小明\n".encode())
    client.post("/office/appointments/batches/new/", {**form, "file": file})
    assert AppointmentBatch.objects.get().counts == {"ok": 1}


def test_a_person_s_page_shows_offices_and_memberships(client_of):
    club = make_organisation("上海校友会")
    person = make_member(club)
    make_appointment(person, organisation=club, role="officer", title="秘书长")
    page = text(client_of("staff").get(f"/office/people/{person.pk}/"))
    for words in ("上海校友会", "秘书长", "Joined"):
        assert words in page


def test_terms_that_end_are_to_dos(client_of, make_user):
    from datetime import timedelta

    from wutong.core.organisations.todos import appointment_todos
    from wutong.kernel.clock import today

    make_appointment(term_to=today() + timedelta(days=20))
    make_appointment(make_person("李四"), term_to=today() + timedelta(days=200))
    (todo,) = appointment_todos(make_user("staff"))
    assert todo.title == "Alumni ambassador: 1 term ends soon"
    assert list(appointment_todos(make_user("auditor"))) == []
    page = text(client_of("staff").get(todo.url))
    assert "王小明" in page
    assert "李四" not in page
