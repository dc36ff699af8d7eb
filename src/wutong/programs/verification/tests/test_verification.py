"""A college looks through its list, by keyboard or workbook, signs; the office reviews."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from wutong.core.people.models import ContactPoint, Degree, Employment, Person, Provenance
from wutong.core.people.tests.factories import make_lineage, make_person, make_unit
from wutong.core.people.tests.tables import every_table
from wutong.core.reference.enums import Completion, Grade
from wutong.engines.audiences.public import Condition, Group, people_in
from wutong.kernel.actors import Actor
from wutong.kernel.clock import now, today
from wutong.platform.audit.models import AuditEntry
from wutong.platform.tabular.exports.registry import exports
from wutong.programs.verification.models import Line, UnitList
from wutong.programs.verification.providers import verification_todos
from wutong.programs.verification.services.answering import digest_of, recount
from wutong.programs.verification.services.rounds import open_round
from wutong.programs.verification.services.workbook import headings, rows_out
from wutong.ui.design.typography import as_day

pytestmark = pytest.mark.django_db
URL = "/office/verification/"
PEOPLE = ("people_person", "people_degree", "people_employment", "people_contactpoint",
          "people_provenance")  # fmt: skip


@pytest.fixture
def physics():
    today_one, old = (
        make_unit("物理学院", code="C1"),
        make_unit("物理系", code="P1", valid_to=today()),
    )
    make_lineage(old, today_one)
    return today_one, old


@pytest.fixture
def asked(make_user, physics):
    """Three people of the college, one of them of a department that it grew out of."""
    college, old = physics
    make_person("王小明", unit=college, phone="13812345678", email="ming@example.org")
    make_person("欧阳静", unit=old)
    make_person("李四", unit=college)
    make_person("机密", unit=college, grade=Grade.SENSITIVE)
    make_person("早年", unit=college, degree={"leave_year": 1990, "entry_year": 1986})
    make_person("别院", unit=make_unit("文学院", code="C2"))
    staff = make_user("staff")
    values = {"title": "2026", "leave_from": 2000, "leave_to": None,
              "due_on": today() + timedelta(days=30)}  # fmt: skip
    open_round(actor=Actor.of(staff), user=staff, values=values)
    return UnitList.objects.get(unit=college)


def lines(unit_list):
    names = dict(Person.objects.values_list("pk", "name"))
    return {names[line.person_id]: line for line in unit_list.lines.all()}


def answer(client, unit_list, name, said, **given):
    data = {"line": lines(unit_list)[name].pk, "answer": said, **given}
    return client.post(f"{URL}{unit_list.pk}/answer/", data)


def test_a_college_answers_signs_and_the_office_reviews_before_anything_changes(client_of, asked):
    college = client_of("coordinator", college="C1")
    assert set(lines(asked)) == {"王小明", "欧阳静", "李四"}
    assert [todo.url for todo in verification_todos(college.user)] == [f"{URL}{asked.pk}/"]
    page = college.get(f"{URL}{asked.pk}/").content.decode()
    assert "138****5678" in page
    assert "13812345678" not in page
    before = {name: rows for name, rows in every_table().items() if name in PEOPLE}

    answer(college, asked, "王小明", "changed", employer="梧桐规划院", title="主任",
           phone="139 0000 0001", completion=str(Completion.COMPLETED.label))  # fmt: skip
    answer(college, asked, "欧阳静", "right")
    refused = college.post(
        f"{URL}{asked.pk}/answer/",
        {"line": lines(asked)["李四"].pk, "answer": "changed", "phone": "12"},
        headers={"hx-request": "true"},
    )
    assert "not a phone number" in refused.content.decode()
    answer(college, asked, "李四", "unknown")
    assert {name: rows for name, rows in every_table().items() if name in PEOPLE} == before

    college.post(f"{URL}{asked.pk}/sign/", {"do": "sign", "name": "陈老师"})
    asked.refresh_from_db()
    assert (asked.right, asked.changed, asked.unknown, asked.share) == (1, 1, 1, 100)
    assert (asked.signed_name, asked.digest) == ("陈老师", digest_of(asked))
    confirmed = Provenance.objects.filter(person__name="欧阳静", confirmed_by=str(college.user))
    assert max(confirmed.values_list("target", flat=True)) == "person"
    answer(college, asked, "李四", "right")
    assert lines(asked)["李四"].answer == "unknown"
    assert college.post(f"{URL}{asked.pk}/sign/", {"do": "reopen"}).status_code == 403

    staff = client_of("staff")
    line = lines(asked)["王小明"]
    assert [todo.url for todo in verification_todos(staff.user)] == [f"{URL}review/"]
    assert "梧桐规划院" in staff.get(f"{URL}review/{line.pk}/").content.decode()
    staff.post(f"{URL}review/{line.pk}/", {"do": "accept"})
    job = Employment.objects.get(person=line.person_id)
    assert (job.employer, job.title) == ("梧桐规划院", "主任")
    assert Degree.objects.get(person=line.person_id).completion == "completed"
    point = ContactPoint.objects.get(person=line.person_id, normalised="+8613900000001")
    assert point.is_primary
    source = Provenance.objects.get(target=f"contact:{point.pk}")
    assert "物理学院" in source.source_label or "College" in source.source_label
    staff.post(f"{URL}review/{line.pk}/", {"do": "accept"})
    assert Employment.objects.count() == 1
    assert AuditEntry.objects.filter(verb="verification.accepted").count() == 1


def test_the_list_of_people_says_how_they_stand_and_is_narrowed_by_it(client_of, asked):
    staff, college = client_of("staff"), client_of("coordinator", college="C1")
    for name, said in (("王小明", "right"), ("李四", "unknown")):
        answer(college, asked, name, said)

    def listed(client, choice):
        page = client.get(f"/office/people/?verification={choice}&cols=verification")
        rows = page.context["page"].rows
        return [row.name for row in rows], page.content.decode()

    everybody = ["早年", "李四", "欧阳静", "王小明"]
    assert sorted(listed(college, "never")[0]) == sorted(everybody)  # not before it is signed
    college.post(f"{URL}{asked.pk}/sign/", {"do": "sign", "name": "陈老师"})
    names, page = listed(college, "verified")
    assert names == ["王小明"]
    assert f"Right \u00b7 {as_day(today())}" in page
    assert listed(staff, "unknown")[0] == ["李四"]
    assert sorted(listed(college, "never")[0]) == ["早年", "欧阳静"]
    UnitList.objects.update(signed_at=now() - timedelta(days=366))
    assert sorted(listed(staff, "older")[0]) == ["李四", "王小明"]
    params = {"list": "people", "query": "cols=verification&verification=older", "language": "en"}
    table = exports.get("office.list").open(staff.user, params)
    told = {row[0]: row[-1] for row in table.rows}
    assert table.columns[-1] == "Verification"
    assert told["李四"].startswith("Unknown \u00b7 ")
    chosen = Group("all", [Condition("verification.state", {"state": "older"})])
    assert people_in(chosen, staff.user).count() == 2


def test_the_workbook_goes_out_and_comes_back_in_any_order(client_of, asked):
    college = client_of("coordinator", college="C1")
    out = {row[2]: row for row in rows_out(asked)}
    assert all(len(row) == len(headings()) for row in out.values())
    place = headings().index
    out["王小明"][place("Position")] = "教授"
    out["王小明"][place("Employer")] = "梧桐大学"
    out["欧阳静"][1] = "对"
    out["李四"][1] = "天知道"
    foreign = [f"{lines(asked)['李四'].pk + 999}-abcdef", "right", "别人"]
    rows = [headings(), out["李四"], foreign, out["欧阳静"], out["王小明"]]
    ready = io.BytesIO()
    book = xlsxwriter.Workbook(ready, {"in_memory": True})
    for number, cells in enumerate(rows):
        book.add_worksheet() if not number else None
        book.worksheets()[0].write_row(number + 1, 0, cells)
    book.close()
    file = SimpleUploadedFile("list.xlsx", ready.getvalue())
    said = college.post(f"{URL}{asked.pk}/workbook/", {"file": file}, follow=True).content.decode()

    assert "2 rows answered" in said
    assert "Row 4 does not belong to this list." in said
    assert "天知道" in said
    found = lines(asked)
    assert found["王小明"].changes == {
        "employer": {"old": "", "new": "梧桐大学"}, "title": {"old": "", "new": "教授"}
    }  # fmt: skip
    assert [found[name].answer for name in ("王小明", "欧阳静", "李四")] == ["changed", "right", ""]
    assert recount(asked.pk).looked_at == 2
    again = {row[2]: row for row in rows_out(asked)}
    assert again["王小明"][place("Employer")] == "梧桐大学"


def test_a_college_sees_and_answers_its_own_list_only(client_of, asked):
    other = client_of("coordinator", college="C2")
    line = lines(asked)["王小明"]
    assert other.get(f"{URL}{asked.pk}/").status_code == 404
    assert other.post(f"{URL}{asked.pk}/answer/", {"line": line.pk, "answer": "right"}).status_code == 404  # fmt: skip
    own = UnitList.objects.get(unit__code="C2")
    assert other.post(f"{URL}{own.pk}/answer/", {"line": line.pk, "answer": "right"}).status_code == 404  # fmt: skip
    assert other.get(f"{URL}review/{line.pk}/").status_code == 403
    assert other.get(f"{URL}new/").status_code == 403
    auditor = client_of("auditor")
    assert auditor.get(f"{URL}{asked.pk}/").status_code == 200
    for address in ("answer/", "workbook/", "sign/"):
        assert auditor.post(f"{URL}{asked.pk}/{address}", {"line": line.pk}).status_code == 403
    assert Line.objects.filter(answer="").count() == Line.objects.count()
