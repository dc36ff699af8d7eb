from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wutong.core.people.models import ContactPoint, Person, Provenance
from wutong.core.people.public import change_person, mark_deceased
from wutong.core.people.registry import TimelineEvent, person_panels, timeline
from wutong.core.people.selectors.history import history_of
from wutong.core.people.selectors.timeline import timeline_of
from wutong.core.people.tests.factories import CLERK, make_degree, make_person, make_unit
from wutong.core.reference.enums import Grade
from wutong.kernel.clock import now, today
from wutong.platform.audit.models import AuditEntry

pytestmark = pytest.mark.django_db


def url(person, tail=""):
    return f"/office/people/{person.pk}/{tail}"


@pytest.fixture
def physics():
    return make_unit("物理学院", code="C1")


@pytest.fixture
def person(physics):
    return make_person("王小明", unit=physics, phone="13812345678", email="ming@example.org")


def test_the_dossier_shows_contact_points_masked_to_everybody(client_of, person):
    html = client_of("director").get(url(person)).content.decode()
    assert "138****5678" in html
    for secret in ("13812345678", "8612345678", "ming@example.org"):
        assert secret not in html


@pytest.mark.parametrize(
    "tail", ["", "edit/", "history/", "timeline/", "studies/add/", "contacts/add/", "death/"]
)
def test_a_foreign_person_is_not_found(client_of, person, tail):
    client = client_of("coordinator", college="C2")
    expected = 403 if tail == "history/" else 404
    assert client.get(url(person, tail)).status_code == expected


@pytest.mark.parametrize(
    ("tail", "staff", "auditor", "volunteer"),
    [
        ("", 200, 200, 404),
        ("timeline/", 200, 200, 404),
        ("history/", 200, 200, 403),
        ("edit/", 200, 403, 403),
        ("studies/add/", 200, 403, 403),
        ("employments/add/", 200, 403, 403),
        ("contacts/add/", 200, 403, 403),
        ("death/", 200, 403, 403),
        ("living/", 200, 403, 403),
        ("lost/", 200, 403, 403),
    ],
)
def test_who_may_open_what(client, client_of, person, tail, staff, auditor, volunteer):
    assert client.get(url(person, tail)).status_code == 302
    assert client_of("staff").get(url(person, tail)).status_code == staff
    assert client_of("auditor").get(url(person, tail)).status_code == auditor
    assert client_of("volunteer").get(url(person, tail)).status_code == volunteer


def test_a_sensitive_person_is_not_found_by_the_uncleared_and_logged_for_the_cleared(
    client_of, person
):
    Person.objects.filter(pk=person.pk).update(grade=Grade.SENSITIVE)
    assert client_of("staff").get(url(person)).status_code == 404
    assert AuditEntry.objects.filter(verb="sensitive.viewed").count() == 0
    assert client_of("director").get(url(person)).status_code == 200
    assert AuditEntry.objects.get(verb="sensitive.viewed").data["fields"] == ["record"]


def test_a_merged_record_leads_to_the_one_that_stayed(client_of, person):
    merged = make_person("王晓明")
    Person.objects.filter(pk=merged.pk).update(merged_into=person)
    assert client_of("staff").get(url(merged)).headers["Location"] == url(person)
    Person.objects.filter(pk=person.pk).update(grade=Grade.SENSITIVE)
    assert client_of("staff").get(url(merged)).status_code == 404


def test_showing_a_contact_value_is_a_logged_post_with_a_reason(client_of, person):
    client = client_of("staff")
    point = person.contact_points.get(kind="phone")
    address = url(person, f"contacts/{point.pk}/show/")
    assert client.get(address).headers["Location"] == url(person)
    assert AuditEntry.objects.filter(verb="sensitive.viewed").count() == 0
    shown = client.post(address, {"reason": "check"}, headers={"HX-Request": "true"})
    assert "13812345678" in shown.content.decode()
    entry = AuditEntry.objects.get(verb="sensitive.viewed")
    assert (entry.actor, entry.subject_ref, entry.sensitive) == (
        client.user,
        f"person:{person.pk}",
        True,
    )
    assert entry.data == {"fields": [f"contact:{point.pk}:phone"], "reason": "check"}


@pytest.mark.parametrize(
    ("role", "college", "status"),
    [("auditor", "", 403), ("volunteer", "C1", 403), ("coordinator", "C2", 404)],
)
def test_who_may_not_see_contact_values_leaves_no_trace(client_of, person, role, college, status):
    point = person.contact_points.get(kind="phone")
    address = url(person, f"contacts/{point.pk}/show/")
    answer = client_of(role, college=college).post(address, {"reason": "check"})
    assert answer.status_code == status
    assert AuditEntry.objects.filter(verb="sensitive.viewed").count() == 0


def test_a_contact_point_of_somebody_else_is_not_found(client_of, person):
    other = make_person("李雷", phone="13900000000").contact_points.get()
    client = client_of("staff")
    assert client.post(url(person, f"contacts/{other.pk}/show/")).status_code == 404
    assert client.post(url(person, f"contacts/{other.pk}/"), {"do": "end"}).status_code == 404
    other.refresh_from_db()
    assert other.valid_to is None


@pytest.mark.parametrize(
    ("does", "expected"),
    [
        ("wrong", ("wrong", None, True)),
        ("end", ("ok", today(), False)),
        ("confirm", ("ok", None, True)),
        ("prefer", ("ok", None, True)),
    ],
)
def test_one_button_each_for_a_contact_point(client_of, person, does, expected):
    point = person.contact_points.get(kind="phone")
    client = client_of("staff")
    answer = client.post(url(person, f"contacts/{point.pk}/"), {"do": does})
    assert answer.headers["Location"] == url(person)
    point.refresh_from_db()
    assert (point.status, point.valid_to, point.is_primary) == expected


def form_of(person, **changes):
    return {
        "name": person.name,
        "language": person.language,
        "grade": person.grade,
        "confidence": "A",
        "source_label": "phone call",
        "version": person.version,
        **changes,
    }


def test_an_edit_keeps_the_source_of_what_changed(client_of, person):
    client = client_of("staff")
    answer = client.post(url(person, "edit/"), form_of(person, former_names="王二、王三"))
    assert answer.headers["Location"] == url(person)
    person.refresh_from_db()
    assert person.former_names == ["王二", "王三"]
    source = Provenance.objects.filter(person=person).latest("id")
    assert (source.fields, source.source_label, source.confidence) == (
        ["former_names"],
        "phone call",
        "A",
    )
    assert source.confirmed_by == str(client.user)


def test_a_concurrent_edit_is_refused_and_what_was_typed_is_kept(client_of, person):
    old = form_of(person, salutation="王老师")
    change_person(actor=CLERK, person_id=person.pk, changes={"salutation": "王教授"})
    answer = client_of("staff").post(url(person, "edit/"), old)
    assert answer.status_code == 409
    assert "王老师" in answer.content.decode()
    person.refresh_from_db()
    assert person.salutation == "王教授"


def test_only_the_cleared_may_grade_somebody_sensitive(client_of, person):
    changes = form_of(person, grade=Grade.SENSITIVE)
    assert client_of("staff").post(url(person, "edit/"), changes).status_code == 422
    person.refresh_from_db()
    assert person.grade == Grade.INTERNAL
    assert client_of("director").post(url(person, "edit/"), changes).status_code == 302
    person.refresh_from_db()
    assert person.grade == Grade.SENSITIVE


def test_an_auditor_changes_nothing(client_of, person):
    answer = client_of("auditor").post(url(person, "edit/"), form_of(person, name="李雷"))
    assert answer.status_code == 403
    person.refresh_from_db()
    assert person.name == "王小明"


def test_a_study_is_added_and_changed(client_of, person, physics):
    client = client_of("staff")
    study = {
        "unit": physics.pk,
        "level": "master",
        "completion": "graduated",
        "entry_year": 2005,
        "leave_year": 2008,
        "student_no": "S2005001",
        "confidence": "B",
        "version": person.version,
    }
    assert client.post(url(person, "studies/add/"), study).status_code == 302
    degree = person.degrees.get(level="master")
    assert degree.student_no == "S2005001"
    wrong = {**study, "leave_year": 2001}
    assert client.post(url(person, f"studies/{degree.pk}/"), wrong).status_code == 422
    person.refresh_from_db()
    right = {**study, "leave_year": 2009, "version": person.version}
    assert client.post(url(person, f"studies/{degree.pk}/"), right).status_code == 302
    degree.refresh_from_db()
    assert degree.leave_year == 2009


def test_an_employment_and_a_contact_point_are_added(client_of, person):
    client = client_of("staff")
    job = {"employer": "梧桐科技", "title": "工程师", "confidence": "B", "version": person.version}
    assert client.post(url(person, "employments/add/"), job).status_code == 302
    assert person.employments.get().employer == "梧桐科技"
    contact = {"kind": "email", "value": "new@example.org", "confidence": "B"}
    assert client.post(url(person, "contacts/add/"), contact).status_code == 302
    nonsense = {"kind": "phone", "value": "abc", "confidence": "B"}
    assert client.post(url(person, "contacts/add/"), nonsense).status_code == 422
    assert ContactPoint.objects.filter(person=person).count() == 3


def test_a_death_is_noted_and_taken_back(client_of, person):
    client = client_of("staff")
    death = {"on": today().isoformat(), "confidence": "A", "version": person.version}
    assert client.post(url(person, "death/"), death).status_code == 302
    person.refresh_from_db()
    assert person.deceased
    assert client.post(url(person, "living/"), {"confidence": "A"}).status_code == 302
    person.refresh_from_db()
    assert (person.deceased, person.contactable) == (False, True)


def test_somebody_new_is_added_after_a_look_at_people_of_the_same_name(client_of, person, physics):
    client = client_of("staff")
    form = {
        "name": "王小明",
        "language": "zh-hans",
        "grade": 1,
        "confidence": "B",
        "unit": physics.pk,
        "level": "bachelor",
        "leave_year": 2020,
        "email": "other@example.org",
    }
    asked = client.post("/office/people/add/", form)
    assert asked.status_code == 200
    assert url(person) in asked.content.decode()
    assert Person.objects.count() == 1
    answer = client.post("/office/people/add/", {**form, "same_name_seen": "on"})
    added = Person.objects.latest("id")
    assert answer.headers["Location"] == url(added)
    assert (added.contactable, added.degrees.get().leave_year) == (True, 2020)


def test_nobody_is_added_when_a_part_is_wrong(client_of):
    form = {"name": "王小明", "language": "zh-hans", "grade": 1, "confidence": "B", "phone": "abc"}
    assert client_of("staff").post("/office/people/add/", form).status_code == 422
    assert Person.objects.count() == 0


def test_who_may_add(client_of):
    assert client_of("auditor").get("/office/people/add/").status_code == 403
    assert client_of("coordinator", college="C1").get("/office/people/add/").status_code == 403
    assert client_of("staff").get("/office/people/add/").status_code == 200


def test_the_number_of_queries_of_a_dossier_does_not_grow(client_of, physics):
    counts = []
    for item_count in (1, 3):
        person = make_person(f"王{item_count}", phone="13812345678")
        for number in range(item_count):
            make_degree(person, physics, student_no=str(number))
        client = client_of("staff")
        client.get(url(person))
        with CaptureQueriesContext(connection) as queries:
            client.get(url(person))
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 13 + len(timeline) + 3 * len(person_panels)


def test_history_reads_in_words(person):
    change_person(actor=CLERK, person_id=person.pk, changes={"salutation": "王老师"})
    change_person(actor=CLERK, person_id=person.pk, changes={"salutation": "王教授"})
    person.contact_points.get(kind="phone").delete()
    person.refresh_from_db()
    entries = history_of(person)
    assert [entry.what for entry in entries if entry.removed] == ["Phone 138****5678"]
    told = [
        (change.label, change.before, change.after)
        for entry in entries
        if entry.what == "Person"
        for change in entry.changes
    ]
    assert told == [("Salutation", "王老师", "王教授"), ("Salutation", "–", "王老师")]


def test_history_names_the_user(client_of, person):
    client = client_of("staff")
    client.post(url(person, "edit/"), form_of(person, salutation="王老师"))
    assert history_of(Person.objects.get(pk=person.pk))[0].who == str(client.user)


def test_the_timeline_gathers_every_source_by_year_and_pages(person, make_user):
    class Visits:
        label = "Visits"

        def events(self, person_id, viewer, *, before, limit):
            days = [datetime(2020, 1, 1, tzinfo=UTC) + timedelta(days=n) for n in range(30)]
            found = [TimelineEvent(when=day, kind="visit", title="Visit") for day in days]
            kept = [event for event in reversed(found) if before is None or event.when < before]
            return kept[:limit]

    timeline.register("test.visits", Visits())
    try:
        user = make_user("staff")
        first = timeline_of(person.pk, user, limit=20)
        second = timeline_of(person.pk, user, before=first.next_before, limit=20)
    finally:
        timeline._items.pop("test.visits")
    assert [(year, len(events)) for year, events in first.years] == [(2020, 20)]
    assert [(year, len(events)) for year, events in second.years] == [
        (2020, 10),
        (2005, 1),
        (2001, 1),
    ]
    assert second.next_before is None


def test_the_own_timeline_tells_of_studies_and_fate(person, make_user, time_machine):
    mark_deceased(actor=CLERK, person_id=person.pk, on=today())
    page = timeline_of(person.pk, make_user("staff"))
    kinds = [event.kind for _year, events in page.years for event in events]
    assert kinds == ["life.died", "study.left", "study.entered"]


def test_the_dossier_reads_in_chinese(client_of, person):
    assert client_of("staff", language="zh-hans").get(url(person)).status_code == 200


def test_what_nobody_looked_at_for_two_years_is_said_once_a_record(client_of, person):
    client = client_of("staff")
    words = "not looked at for two years"
    assert client.get(url(person)).content.decode().count(words) == 0
    Provenance.objects.filter(person=person).update(recorded_at=now() - timedelta(days=800))
    records = 2  # the study and the particulars
    assert client.get(url(person)).content.decode().count(words) == records
