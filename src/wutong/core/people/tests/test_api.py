"""People for programs: found and read within sight, masked, changed only as they were seen."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wutong.core.people.models import ContactPoint
from wutong.core.people.public import merge_people
from wutong.core.people.tests.factories import CLERK, make_person, make_unit
from wutong.platform.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
PHONE = "13812345678"


def names(answer):
    return [person["name"] for person in answer.json()["items"]]


def test_a_person_is_told_with_masked_contacts(api_of):
    unit = make_unit("物理学院", code="PHY")
    person = make_person("王小明", unit=unit, phone=PHONE)
    told = api_of("staff", "people:read").get(f"/api/v1/people/{person.pk}").json()
    assert told["studies"][0]["unit"]["code"] == "PHY"
    point = told["contact_points"][0]
    assert (point["value"], point["masked"]) == ("138****5678", True)
    assert AuditEntry.objects.filter(verb="sensitive.viewed").count() == 0


def test_full_contacts_need_the_scope_and_a_reason_and_are_written_down(api_of):
    person = make_person("王小明", phone=PHONE)
    path = f"/api/v1/people/{person.pk}?contacts=full"
    asking = "&reason=年度核对电话"
    assert api_of("staff", "people:read").get(path + asking).status_code == 403
    # an auditor's role does not unmask, whatever the key says
    auditor = api_of("auditor", "people:read", "people:contacts")
    assert auditor.get(path + asking).status_code == 403
    program = api_of("staff", "people:read", "people:contacts")
    assert program.get(path).status_code == 422
    assert AuditEntry.objects.filter(verb="sensitive.viewed").count() == 0

    told = program.get(path + asking).json()

    assert told["contact_points"][0]["value"].endswith(PHONE)
    entry = AuditEntry.objects.get(verb="sensitive.viewed")
    assert (entry.subject_ref, entry.data["reason"]) == (f"person:{person.pk}", "年度核对电话")
    assert entry.actor_label == f"{program.user} (a program)"


def test_pages_follow_one_another_without_gap_or_repetition(api_of):
    made = [make_person(f"王{char}") for char in "一二三四五"]
    program, seen, after = api_of("staff", "people:read"), [], ""
    for _page in range(3):
        answer = program.get("/api/v1/people", {"limit": 2, "after": after})
        seen += names(answer)
        after = answer.json()["next"]
        make_person("新来") if _page == 0 else None
    assert seen == [person.name for person in made] + ["新来"]
    assert after is None
    by_name = program.get("/api/v1/people", {"q": "王", "limit": 3}).json()
    rest = program.get("/api/v1/people", {"q": "王", "limit": 3, "after": by_name["next"]})
    found = [person["name"] for person in by_name["items"]] + names(rest)
    assert sorted(found) == sorted(person.name for person in made)
    for cursor in ("x", "WzFd1", "WyJhIl0", by_name["next"]):
        assert program.get("/api/v1/people", {"after": cursor}).status_code == 422


def test_filters_narrow_and_a_college_includes_what_it_grew_out_of(api_of):
    physics, old = make_unit("物理学院", code="PHY"), make_unit("化学系", code="CHE")
    make_person("甲", unit=physics)
    stamp = make_person("乙", unit=old, email="b@example.org").updated_at
    program = api_of("staff", "people:read")
    assert names(program.get("/api/v1/people", {"college": "PHY"})) == ["甲"]
    assert names(program.get("/api/v1/people", {"contactable": "true"})) == ["乙"]
    assert names(program.get("/api/v1/people", {"leave_year": 1999})) == []
    since = program.get("/api/v1/people", {"updated_since": stamp.isoformat()})
    assert names(since) == ["乙"]


def test_a_page_costs_the_same_for_one_person_and_for_three(api_of):
    program = api_of("staff", "people:read")

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert program.get("/api/v1/people").status_code == 200
        return len(captured)

    make_person("甲", unit=make_unit(), phone=PHONE)
    queries()
    first = queries()
    for name in "乙丙":
        make_person(name, unit=make_unit(), email=f"{ord(name)}@example.org")
    assert queries() == first
    assert first <= 9


def test_out_of_sight_is_not_there(api_of):
    here, there = make_unit(code="HERE"), make_unit(code="THERE")
    near, far = make_person("近", unit=here), make_person("远", unit=there, phone=PHONE)
    coordinator = api_of("coordinator", "people:read", "people:write", college="HERE")
    assert names(coordinator.get("/api/v1/people")) == ["近"]
    assert names(coordinator.get("/api/v1/people", {"q": PHONE})) == []
    assert coordinator.get(f"/api/v1/people/{far.pk}").status_code == 404
    point = far.contact_points.get()
    refused = coordinator.delete(
        f"/api/v1/people/{far.pk}/contact-points/{point.pk}", headers={"if-match": "*"}
    )
    crossed = coordinator.delete(
        f"/api/v1/people/{near.pk}/contact-points/{point.pk}", headers={"if-match": "*"}
    )
    assert (refused.status_code, crossed.status_code) == (404, 404)
    assert ContactPoint.objects.get().valid_to is None


def test_a_change_needs_the_version_that_was_read(api_of):
    person = make_person("王小明", email="old@example.org")
    program = api_of("staff", "people:read", "people:write")
    path = f"/api/v1/people/{person.pk}"
    etag = program.get(path).headers["ETag"]
    assert program.get(path, headers={"if-none-match": etag}).status_code == 304
    new = {"kind": "phone", "value": PHONE}

    def add(body, **headers):
        return program.post(
            f"{path}/contact-points", body, content_type="application/json", headers=headers
        )

    assert add(new).status_code == 428
    made = add(new, **{"if-match": etag})
    assert (made.status_code, made.json()["value"]) == (201, "138****5678")
    assert add({"kind": "phone", "value": "13900001111"}, **{"if-match": etag}).status_code == 412
    assert ContactPoint.objects.filter(person=person, kind="phone").count() == 1
    etag = made.headers["ETag"]
    assert etag == program.get(path).headers["ETag"]
    assert add(new, **{"if-match": etag}).json()["code"] == "conflict"
    wrong = add({"kind": "fax", "value": "1", "x": 1}, **{"if-match": etag}).json()
    assert {error["pointer"] for error in wrong["errors"]} == {"#/kind", "#/x"}
    assert add({"kind": "email", "value": "no"}, **{"if-match": etag}).status_code == 422

    old = ContactPoint.objects.get(kind="email")
    changed = program.patch(
        f"{path}/contact-points/{old.pk}", {"value": "new@example.org"},
        content_type="application/json", headers={"if-match": etag},
    )  # fmt: skip
    old.refresh_from_db()
    assert (changed.status_code, old.valid_to is None) == (200, False)
    ended = program.delete(
        f"{path}/contact-points/{changed.json()['id']}",
        headers={"if-match": changed.headers["ETag"]},
    )
    assert ended.status_code == 204
    entries = AuditEntry.objects.filter(subject_ref=f"person:{person.pk}", actor=program.user)
    assert list(entries.order_by("pk").values_list("verb", flat=True)) == [
        "contact.added", "contact.added", "contact.ended",
    ]  # fmt: skip
    assert person.provenance.latest("pk").source_label == "API: a program"


def test_a_merged_record_leads_to_the_one_that_stayed(api_of):
    kept, gone = make_person("王小明"), make_person("王小明")
    merge_people(actor=CLERK, kept_id=kept.pk, gone_id=gone.pk)
    answer = api_of("staff", "people:read").get(f"/api/v1/people/{gone.pk}")
    assert (answer.status_code, answer.headers["Location"]) == (308, f"/api/v1/people/{kept.pk}")
    hidden = api_of("coordinator", "people:read", college=make_unit().code)
    assert hidden.get(f"/api/v1/people/{gone.pk}").status_code == 404
