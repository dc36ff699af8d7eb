"""Consents for programs: read, given with evidence, withdrawn."""

from __future__ import annotations

import pytest

from wutong.core.consent.models import ConsentRecord
from wutong.core.people.tests.factories import make_person, make_unit

pytestmark = pytest.mark.django_db


def wanted(answer, topic):
    return next(row["wanted"] for row in answer.json()["topics"] if row["topic"] == topic)


def test_a_consent_is_given_with_evidence_and_withdrawn(api_of):
    person = make_person("王小明", email="w@example.org")
    program = api_of("staff", "consent:read", "consent:write")
    path = f"/api/v1/people/{person.pk}/consents"
    assert not wanted(program.get(path), "news")
    body = {"topic": "news", "channel": "email", "evidence": "form of 12 May"}
    for _twice in range(2):
        given = program.post(path, body, content_type="application/json")
        assert (given.status_code, wanted(given, "news")) == (201, True)
    row = ConsentRecord.objects.get()
    assert (row.evidence, row.recorded_by) == ("form of 12 May", program.user)
    told = given.json()["consents"][0]
    assert told["words"]["code"] == "news"
    gone = program.delete(f"{path}/news?channel=email")
    assert (gone.status_code, wanted(gone, "news")) == (200, False)
    row.refresh_from_db()
    assert row.withdrawn_at is not None


def test_what_is_unknown_foreign_or_not_allowed_writes_nothing(api_of):
    person = make_person("王小明", unit=make_unit())
    path = f"/api/v1/people/{person.pk}/consents"
    body = {"topic": "news", "evidence": "form of 12 May"}
    json = {"content_type": "application/json"}
    staff = api_of("staff", "consent:read", "consent:write")
    assert staff.post(path, {**body, "topic": "nothing"}, **json).status_code == 404
    assert staff.delete(f"{path}/nothing").status_code == 404
    assert staff.post(path, {"topic": "news"}, **json).status_code == 422
    assert api_of("staff", "consent:read").post(path, body, **json).status_code == 403
    # a coordinator's role does not reach the ledger
    coordinator = api_of("coordinator", "consent:write", college=make_unit().code)
    assert coordinator.post(path, body, **json).status_code == 403
    assert ConsentRecord.objects.count() == 0
