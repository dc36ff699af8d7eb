"""Briefing sheets: one page, dated, within sight, logged."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import docx
import pypdf
import pytest

from wutong.core.interactions.dossier.printing import as_pdf, as_word
from wutong.core.interactions.dossier.sheet import organisation_sheet, person_sheet
from wutong.core.interactions.registry import DossierSource, Line, dossier_sources
from wutong.core.interactions.services.reports import write_report
from wutong.core.organisations.tests.factories import (
    make_appointment,
    make_member,
    make_organisation,
)
from wutong.core.people.models import Provenance
from wutong.core.people.public import save_employment
from wutong.core.people.tests.factories import CLERK, make_degree, make_person, make_unit
from wutong.core.reference.enums import Grade
from wutong.kernel.clock import today
from wutong.platform.audit.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    person = make_person(
        "李雷", unit=make_unit("物理学院", code="C1"), degree={"supervisor": "张老师"}
    )
    save_employment(
        actor=CLERK, person_id=person.pk,
        fields={"employer": "某某公司", "title": "总监", "as_of": today() - timedelta(days=731)},
    )  # fmt: skip
    for days, fields in (
        (1, {"summary": "一", "next_step": "寄方案", "next_step_on": today(), "care": "不饮酒"}),
        (2, {"summary": "二", "care": "不饮酒"}),
        (3, {"summary": "三"}),
        (4, {"summary": "四"}),
        (5, {"summary": "秘密", "grade": Grade.SENSITIVE, "care": "不可外传"}),
    ):
        values = {"channel": "visit", "held_on": today() - timedelta(days=days), **fields}
        write_report(actor=CLERK, person_id=person.pk, fields=values)
    Provenance.objects.filter(target__startswith="degree").update(
        recorded_at=datetime(2020, 5, 1, tzinfo=UTC)
    )
    return person


def told(sheet):
    return {
        section.key: [(line.text, line.when, line.is_old) for line in section.lines]
        for section in sheet.sections
    }


def test_every_line_is_dated_and_what_is_old_is_marked(make_user, person):
    lines = told(person_sheet(person, make_user("staff")))
    assert [when for section in lines.values() for _text, when, _old in section if not when] == []
    assert [(when, old) for _text, when, old in lines["studies"]] == [(date(2020, 5, 1), True)]
    assert lines["work"] == [("某某公司 · 总监", today() - timedelta(days=731), True)]
    assert [text for text, _when, _old in lines["contacts"]] == [
        "Visit · 一",
        "Visit · 二",
        "Visit · 三",
    ]
    assert [text for text, _when, _old in lines["promises"]] == ["寄方案"]
    assert [text for text, _when, _old in lines["care"]] == ["不饮酒"]


def test_a_sheet_with_everything_on_it_is_one_page_and_opens_as_word(
    make_user, person, monkeypatch
):
    many = [
        Line(f"第{number}项，" + "很长的一行文字" * 8, today(), "说明" * 20) for number in range(9)
    ]
    source = DossierSource("gifts", lambda key, viewer: many, lambda key, viewer: many, most=9)
    monkeypatch.setitem(dossier_sources._items, "test.many", (100, source))
    for year in range(1980, 1990):
        make_degree(person, entry_year=year, leave_year=year + 4, major="理论物理" * 5)
    sheet = person_sheet(person, make_user("director"))
    assert (sheet.grade, sheet.marking) == (Grade.SENSITIVE, "Sensitive")
    pages = pypdf.PdfReader(BytesIO(as_pdf(sheet))).pages
    text = pages[0].extract_text()
    assert (len(pages), "李雷" in text, "不可外传" in text) == (1, True, True)
    word = docx.Document(BytesIO(as_word(sheet)))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    assert any("某某公司" in text for text in cells)
    assert any(text.startswith("▲") for text in cells)


def test_who_may_see_a_sheet_and_what_of_it_and_that_it_is_logged(client, client_of, person):
    url = f"/office/briefings/people/{person.pk}/"
    staff = client_of("staff")
    html = staff.get(url).content.decode()
    assert ("不饮酒" in html, "秘密" in html, "不可外传" in html) == (True, False, False)
    for tail, kind in (("pdf/", "application/pdf"), ("word/", "application/vnd.openxml")):
        answer = staff.get(url + tail)
        assert answer.headers["Content-Type"].startswith(kind)
        assert answer.headers["Cache-Control"] == "private, no-store"
    looks = AuditEntry.objects.filter(verb="dossier.viewed", subject_ref=f"person:{person.pk}")
    assert sorted(look.data["form"] for look in looks) == ["docx", "page", "pdf"]
    assert set(looks.values_list("actor", "sensitive")) == {(staff.user.pk, False)}
    assert "不可外传" in client_of("director").get(url).content.decode()
    assert looks.filter(sensitive=True).count() == 1
    assert client_of("coordinator", college="C1").get(url).status_code == 200
    before = looks.count()
    assert client_of("coordinator", college="C2").get(f"{url}pdf/").status_code == 404
    assert client_of("volunteer", college="C1").get(url).status_code == 403
    person.grade = Grade.SENSITIVE
    person.save(update_fields=["grade"])
    assert [staff.get(url + tail).status_code for tail in ("", "pdf/", "word/")] == [404, 404, 404]
    assert looks.count() == before


def test_an_organisation_has_a_sheet_of_its_own(client_of):
    body = make_organisation("杭州校友会")
    chair = make_member(body, "韩梅梅")
    make_appointment(chair, role="officer", organisation=body)
    write_report(
        actor=CLERK, organisation_id=body.pk,
        fields={"channel": "meeting", "held_on": today(), "summary": "换届", "next_step": "报备"},
    )  # fmt: skip
    staff = client_of("staff")
    lines = told(organisation_sheet(body, staff.user))
    assert sorted(lines) == ["contacts", "offices", "promises"]
    assert any("韩梅梅" in text for text, _when, _old in lines["offices"])
    url = f"/office/briefings/organisations/{body.pk}/"
    assert staff.get(f"{url}pdf/").content.startswith(b"%PDF")
    assert (
        "/briefings/organisations/"
        in staff.get(f"/office/organisations/{body.pk}/").content.decode()
    )
    officer = client_of("coordinator", college="C9")
    assert officer.get(url).status_code == 404
