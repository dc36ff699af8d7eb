"""A list from a file: who is meant by each line, what is decided, and how it chooses."""

from __future__ import annotations

import io

import pytest

from wutong.core.people.tests.factories import make_person, make_unit
from wutong.engines.audiences.definitions import Condition, Group
from wutong.engines.audiences.errors import ListError
from wutong.engines.audiences.exporters import ListSource
from wutong.engines.audiences.models import ListLine, PeopleList
from wutong.engines.audiences.public import people_in
from wutong.engines.audiences.reading import lines_of_file, lines_of_text
from wutong.engines.audiences.services.lists import decide_line, make_list
from wutong.kernel.actors import Actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(make_user):
    return make_user("staff")


@pytest.fixture
def known():
    """By number, phone and e-mail; three namesakes, two of them of one year."""
    physics, law = make_unit("物理学院", code="PHY"), make_unit("法学院", code="LAW")
    study = {"entry_year": 2001, "leave_year": 2005}
    return {
        "number": make_person("李学号", unit=physics, degree={"student_no": "PB01001"}),
        "phone": make_person("赵电话", unit=physics, phone="13812345678"),
        "email": make_person("钱邮箱", unit=law, email="qian@example.org"),
        "one": make_person("王小明", unit=physics, degree=study),
        "two": make_person("王小明", unit=law, degree=study),
        "late": make_person("王小明", unit=law, degree={"entry_year": 2010, "leave_year": 2014}),
    }


TABLE = """2026年返校座谈会来宾,,,,,
学号,姓名,手机,邮箱,届,班级
pb01001,李学号,,,,
,,138-1234-5678,,,
,钱邮箱,,QIAN@example.org,,
,王小明,,,2014届,
,王小明,,,,物理学院
,王小明,,,2005,
,王小明,,,1999,
PB01001,张冒名,,,,
PB01001,李学号,,,,
,查无此人,,,,
"""


def made_of(user, text=TABLE, name="来宾.csv"):
    lines = lines_of_file(io.BytesIO(text.encode()), name)
    return make_list(actor=Actor.of(user), owner=user, name="来宾", lines=lines, source=name)


def test_each_line_says_by_what_it_was_recognised_or_why_not(staff, known):
    made = made_of(staff)

    found = [
        (line.place, line.verdict, line.matched_by, line.person_id, line.candidates)
        for line in made.lines.order_by("place")
    ]
    pk = {key: person.pk for key, person in known.items()}
    namesakes = sorted([pk["one"], pk["two"], pk["late"]])
    assert found == [
        (3, "matched", "student_no", pk["number"], []),
        (4, "matched", "phone", pk["phone"], []),
        (5, "matched", "email", pk["email"], []),
        (6, "matched", "study", pk["late"], []),
        (7, "matched", "study", pk["one"], []),
        (8, "ambiguous", "", None, sorted([pk["one"], pk["two"]])),
        (9, "differs", "", None, namesakes),
        (10, "differs", "student_no", None, [pk["number"]]),
        (11, "twice", "student_no", None, []),
        (12, "unknown", "", None, []),
    ]
    assert (made.people, made.waiting, made.counts["matched"]) == (5, 3, 5)
    texts = list(made.lines.order_by("place").values_list("text", flat=True))
    assert texts[0] == ""
    assert texts[-1] == "查无此人"


def test_pasted_lines_and_files_without_headings_are_read_by_their_look():
    lines = lines_of_text(
        "王小明 2005届 物理学院\nPB01001\n+8613812345678\nA@b.example\nAnn Lee\n\n"
    )
    assert [(one.name, one.year, one.group, one.student_no, one.phone, one.email) for one in lines] == [
        ("王小明", 2005, "物理学院", "", "", ""),
        ("", None, "", "PB01001", "", ""),
        ("", None, "", "", "+8613812345678", ""),
        ("", None, "", "", "", "a@b.example"),
        ("Ann Lee", None, "", "", "", ""),
    ]  # fmt: skip
    plain = lines_of_file(io.BytesIO("王小明,2005\n李四,2006\n".encode()), "x.csv")
    assert [(one.name, one.year) for one in plain] == [("王小明", 2005), ("李四", 2006)]
    for broken in (b"", b"\x89PNG\r\n\x1a\n" + b"\0" * 64, b"PK\x03\x04broken"):
        with pytest.raises(ListError):
            lines_of_file(io.BytesIO(broken), "x.xlsx")


def test_nobody_is_recognised_whom_one_may_not_see(known, make_user):
    coordinator = make_user("coordinator", college="PHY")

    made = made_of(coordinator)

    assert made.people == 3  # the number, the phone and the one namesake of their college
    assert made.lines.get(place=5).verdict == "unknown"


def test_the_list_chooses_and_leaves_out(staff, known):
    made = made_of(staff)
    on_it = Condition("list", {"chosen": [made.pk]})

    def names(root):
        return sorted(people_in(root, staff).values_list("name", flat=True))

    assert names(Group("all", [on_it])) == sorted(
        ["李学号", "赵电话", "钱邮箱", "王小明", "王小明"]
    )
    assert names(Group("none", [on_it])) == ["王小明"]
    source = ListSource().open(staff, {"list": made.pk})
    rows = list(source.rows)
    assert (len(rows), rows[0][2:4]) == (10, ["recognised", "student number"])


def test_who_is_meant_is_decided_by_a_colleague(client_of, known):
    client = client_of("staff")
    made = made_of(client.user)
    line = made.lines.get(verdict="ambiguous")
    address = f"/office/segments/lists/{made.pk}/"

    page = client.get(address, {"verdict": "ambiguous"}).content.decode()
    assert f'value="{known["two"].pk}"' in page
    client.post(f"{address}decide/", {"line": line.pk, "person": known["two"].pk})
    line.refresh_from_db()
    assert (line.verdict, line.matched_by, line.person_id) == ("matched", "chosen", known["two"].pk)
    assert PeopleList.objects.get().people == 6

    with pytest.raises(ListError, match="already"):
        decide_line(
            actor=Actor.of(client.user), user=client.user, people_list=made,
            line_id=made.lines.get(place=9).pk, person_id=known["one"].pk,
        )  # fmt: skip
    assert client_of("auditor").post(f"{address}decide/", {"line": line.pk}).status_code == 403
    assert client_of("staff").get(address).status_code == 404
    client.post(f"{address}decide/", {"line": line.pk, "person": ""})
    assert PeopleList.objects.get().people == 5


def test_a_list_is_brought_shown_put_away_and_taken_out(client_of, known):
    client = client_of("staff")
    here = "/office/segments/lists/new/"
    form = {"name": "来宾", "sharing": "owner"}

    assert client.post(here, form).status_code == 422
    assert client.post(here, {**form, "lines": "，，"}).status_code == 422
    assert client.post(here, {**form, "lines": "x", "sharing": "unit"}).status_code == 422
    assert PeopleList.objects.count() == 0
    made = client.post(here, {**form, "lines": "PB01001\n王小明 2014届"}, follow=True)
    assert "李学号" in made.content.decode()
    row = PeopleList.objects.get()
    assert (row.people, row.owner) == (2, client.user)
    client.post(f"/office/segments/lists/{row.pk}/archive/")
    assert (
        "来宾"
        not in client.get("/office/segments/lists/")
        .content.decode()
        .split("<main")[1]
        .split('id="results"')[1]
    )
    client.post(f"/office/segments/lists/{row.pk}/archive/", {"undo": "1"})
    assert client.get(f"/office/segments/lists/{row.pk}/").status_code == 200
    assert ListLine.objects.count() == 2
