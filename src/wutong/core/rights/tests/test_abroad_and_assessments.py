"""What is thought through before it is done, and what leaves the country."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine

from wutong.core.organisations.tests.factories import make_organisation
from wutong.core.people.models import PersonDocument
from wutong.core.people.tests.factories import make_person
from wutong.core.rights.models import Assessment, Transfer
from wutong.core.rights.services.assessing import open_due
from wutong.core.rights.services.transfers import year_abroad
from wutong.core.rights.todos import assessment_todos
from wutong.kernel.actors import Actor
from wutong.kernel.clock import today
from wutong.platform.access.public import grant_role
from wutong.platform.audit.public import record
from wutong.platform.privacy.models import Processor

pytestmark = pytest.mark.django_db
HERE = "/office/privacy/assessments/"
ABROAD = "/office/privacy/transfers/"
OFFICE = Actor.system("test")
ANSWERS = {"necessity": "必要", "impact": "轻微", "measures": "加密"}


def processor(name, **more):
    return Processor.objects.create(
        name=name, kind="sms", purpose="短信", data_types="手机号码", safeguards="加密",
        valid_from=date(2020, 1, 1), **more,
    )  # fmt: skip


def test_what_is_done_opens_its_assessment_once_and_a_director_decides(client_of):
    processor("飞鸿短信")
    processor("Maple Events", abroad="加拿大")
    processor("从前的印厂", valid_to=date(2021, 1, 1))
    PersonDocument.objects.create(
        person=make_person("李雷"),
        kind="identity",
        masked="1****2",
        number_hash=b"x" * 16,
        number="x",
    )
    assert open_due(actor=OFFICE) == 3
    assert open_due(actor=OFFICE) == 0
    found = {row.trigger: row for row in Assessment.objects.all()}
    assert set(found) == {"sharing", "abroad", "sensitive"}
    row = found["abroad"]
    assert "加拿大" in row.facts
    staff, director = client_of("staff"), client_of("director")
    assert [todo.title for todo in assessment_todos(staff.user)] == [
        "3 impact assessments to write"
    ]
    page = f"{HERE}{row.pk}/"
    assert director.post(page, {"do": "go"}, follow=True).status_code == 200
    row.refresh_from_db()
    assert row.outcome == ""  # not a word is written yet
    staff.post(f"{page}edit/", {**ANSWERS, "version": row.version})
    assert staff.post(f"{page}edit/", {**ANSWERS, "version": row.version}).status_code == 409
    assert staff.post(page, {"do": "go"}).status_code == 403
    assert "1 impact assessment to decide" in [
        todo.title for todo in assessment_todos(director.user)
    ]
    row.refresh_from_db()
    director.post(page, {"do": "go", "version": row.version})
    row.refresh_from_db()
    assert (row.outcome, row.decided_by) == ("go", director.user)
    assert staff.post(f"{page}edit/", {**ANSWERS, "version": row.version}).status_code == 409
    with time_machine.travel("2030-01-10T12:00:00+08:00", tick=False):
        assert open_due(actor=OFFICE) == 1  # decided years ago; the two others still stand open
    for role in ("coordinator", "volunteer", "administrator"):
        assert client_of(role).get(HERE).status_code == 403
    assert client_of("auditor").post(HERE, {"do": "look"}).status_code == 403


def test_the_year_abroad_is_counted_with_what_officers_take_out(client_of, make_user):
    staff = client_of("staff")
    one = {"happened_on": today(), "recipient": "英国校友会", "destination": "英国", "people": 79_999,
           "data_types": "姓名", "purpose": "年会", "basis": "exempt"}  # fmt: skip
    assert staff.post(f"{ABROAD}new/", {**one, "people": 0}).status_code == 422
    assert staff.post(f"{ABROAD}new/", one).status_code == 302
    assert year_abroad(today().year).level == "free"
    officer = make_user()
    club = make_organisation("新加坡校友会", alumni_type="overseas", legal_form="overseas")
    other = make_organisation("杭州校友会", alumni_type="regional")
    inland = make_user()
    for user, body in ((officer, club), (inland, other)):
        grant_role(
            actor=OFFICE, user=user, role="officer", scope_kind="organisation",
            scope_ref=str(body.pk),
        )  # fmt: skip
        for _again in range(2):
            record(
                actor=Actor.of(user, reason="换届"), verb="export.made", subject=f"file:{user.pk}",
                data={"rows": 236}, sensitive=True,
            )  # fmt: skip
    taken = Transfer.objects.get(noted_by=officer)
    assert (taken.people, taken.recipient, taken.purpose) == (236, str(club), "换届")
    assert not Transfer.objects.filter(noted_by=inland).exists()
    year = year_abroad(today().year)
    assert (year.plain, year.level, year.share) == (80_235, "near", 80)
    assert [todo.url for todo in assessment_todos(staff.user)] == [ABROAD]
    page = staff.get(ABROAD).content.decode()
    assert "80,235" in page
    edit = f"{ABROAD}{taken.pk}/"
    fields = {**one, "people": 10, "sensitive": "on", "version": taken.version}
    assert staff.post(edit, fields).status_code == 302
    assert staff.post(edit, fields).status_code == 409
    assert year_abroad(today().year).level == "contract"
    Transfer.objects.update(people=10_000, sensitive=True)
    assert year_abroad(today().year).level == "assessment"
    assert year_abroad(today().year - 1).level == "free"
    for role in ("coordinator", "volunteer", "administrator"):
        assert client_of(role).get(ABROAD).status_code == 403
    auditor = client_of("auditor")
    assert auditor.get(ABROAD).status_code == 200
    assert auditor.post(f"{ABROAD}new/", one).status_code == 403
