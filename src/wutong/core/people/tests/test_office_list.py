import pytest
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from wutong.core.people.models import Employment, Person
from wutong.core.people.office import lists
from wutong.core.people.public import mark_deceased, mark_lost
from wutong.core.people.services.contacts import add_contact, prefer_contact
from wutong.core.people.tests.factories import (
    CLERK,
    make_degree,
    make_lineage,
    make_person,
    make_unit,
)
from wutong.core.reference.enums import Grade
from wutong.core.reference.models import ClassGroup, Region
from wutong.kernel.clock import today
from wutong.platform.tabular.exports.registry import exports
from wutong.ui.office.lists import list_source

pytestmark = pytest.mark.django_db
URL = "/office/people/"


def listed(client, query=""):
    response = client.get(f"{URL}?{query}")
    assert response.status_code == 200
    return [row.name for row in response.context["page"].rows]


@pytest.fixture
def register():
    physics, old = make_unit("物理学院"), make_unit("物理系")
    make_lineage(old, physics)
    group = ClassGroup.objects.create(
        code="W0101", name="物理0101班", unit=physics, level="bachelor", entry_year=2001
    )
    make_person(
        "安一",
        unit=physics,
        degree={"class_group": group, "entry_year": 2001, "leave_year": 2005},
        email="a@example.org",
        region=Region.objects.get(code="610100"),
    )
    make_person("白二", unit=old, degree={"entry_year": 1980, "leave_year": 1984})
    both = make_person("程三", unit=make_unit("化学学院"), degree={"leave_year": 2010})
    make_degree(both, physics, level="master", entry_year=2011, leave_year=2014)
    dead = make_person("丁四", unit=physics)
    mark_deceased(actor=CLERK, person_id=dead.pk, on=today())
    return physics


def test_the_deceased_are_left_out_until_asked_for(client_of, register):
    client = client_of("staff")
    assert listed(client) == ["安一", "白二", "程三"]
    assert listed(client, "reach=deceased") == ["丁四"]
    assert listed(client, "reach=all") == ["安一", "白二", "程三", "丁四"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("reach=contactable", ["安一"]),
        ("reach=lost", ["白二", "程三"]),
        ("class_name=物理", ["安一"]),
        ("class_name=W0101", ["安一"]),
        ("entry_min=1981&entry_max=2001", ["安一", "程三"]),
        ("leave_max=1984", ["白二"]),
        ("level=master", ["程三"]),
        ("level=master&leave_max=2010", []),
        ("q=a@example.org", ["安一"]),
        ("q=程", ["程三"]),
        ("leave_min=abc", ["安一", "白二", "程三"]),
    ],
)
def test_filters_narrow_the_list(client_of, register, query, found):
    assert listed(client_of("staff"), query) == found


def test_a_college_includes_what_it_grew_out_of(client_of, register):
    client = client_of("staff")
    assert listed(client, f"unit={register.pk}") == ["安一", "白二", "程三"]
    assert listed(client, f"unit={register.pk}&leave_max=2005") == ["安一", "白二"]


def test_a_province_includes_its_cities(client_of, register):
    province = Region.objects.get(code="610000")
    assert listed(client_of("staff"), f"place={province.pk}") == ["安一"]


def test_a_coordinator_lists_the_own_college_only(client_of, register):
    make_person("王小明", unit=make_unit("外语学院"))
    client = client_of("coordinator", college=register.code)
    assert listed(client) == ["安一", "白二", "程三"]


def test_the_sensitive_are_listed_for_the_cleared_only(client_of):
    make_person("李密", grade=Grade.SENSITIVE)
    assert listed(client_of("staff")) == []
    assert listed(client_of("director")) == ["李密"]
    assert listed(client_of("director"), f"grade={Grade.SENSITIVE}") == ["李密"]


def test_who_may_open_the_list(client, client_of):
    assert client.get(URL).status_code == 302
    assert client_of("").get(URL).status_code == 403
    assert client_of("administrator").get(URL).status_code == 403
    for role in ("director", "staff", "auditor"):
        assert client_of(role).get(URL).status_code == 200


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_number_of_queries_does_not_grow(client_of, item_count, django_assert_num_queries):
    places = (("王小明", "610100"), ("王建华", "310000"), ("王丽", "110000"))
    for name, code in places[:item_count]:
        make_person(
            name,
            unit=make_unit(),
            email=f"u{code}@example.org",
            region=Region.objects.get(code=code),
        )
    client = client_of("staff")
    listed(client)
    with django_assert_num_queries(10):
        assert len(listed(client)) == item_count
    with django_assert_num_queries(10):
        assert len(listed(client, "q=王")) == item_count


def test_the_list_shows_contact_points_masked(client_of):
    make_person("王小明", phone="13812345678")
    html = client_of("director").get(URL).content.decode()
    assert "138****5678" in html
    assert "13812345678" not in html


def test_a_peek_stays_within_the_scope(client_of):
    mine = make_person("王小明", unit=make_unit(code="C1"))
    foreign = make_person("李雷", unit=make_unit(code="C2"))
    client = client_of("coordinator", college="C1")
    headers = {"HX-Request": "true", "HX-Target": "peek"}
    assert client.get(f"{URL}?peek={mine.pk}", headers=headers).status_code == 200
    assert client.get(f"{URL}?peek={foreign.pk}", headers=headers).status_code == 404


def test_the_one_search_finds_people_within_the_scope(client_of):
    make_person("王小明", unit=make_unit(code="C1"))
    make_person("王明华", unit=make_unit(code="C2"))
    page = client_of("coordinator", college="C1").get("/office/search/?q=王").content.decode()
    assert "王小明" in page
    assert "王明华" not in page


def test_an_empty_search_offers_the_deceased(client_of, register):
    html = client_of("staff").get(f"{URL}?q=丁四").content.decode()
    assert "reach=all" in html


def test_an_empty_register_teaches_the_first_step(client_of):
    assert "Nobody is on record yet" in client_of("staff").get(URL).content.decode()


def test_the_page_of_a_person_is_linked(client_of):
    person = make_person("王小明")
    html = client_of("staff").get(URL).content.decode()
    assert reverse("office:people-detail", args=[person.pk]) in html
    assert Person.objects.count() == 1


def test_lost_people_are_marked(client_of):
    person = make_person("王小明", email="a@example.org")
    mark_lost(actor=CLERK, person_id=person.pk)
    assert listed(client_of("staff"), "reach=lost") == ["王小明"]


def test_a_long_search_is_counted_up_to_a_bound_and_exactly_when_asked(client_of, monkeypatch):
    monkeypatch.setattr(lists, "SEARCH_COUNTED_UP_TO", 20)
    for number in range(27):
        make_person(f"王{chr(0x5000 + number)}")
    client = client_of("staff")
    count = client.get(f"{URL}?q=王").context["page"].count
    assert (count.number >= 21, count.exact) == (True, False)
    exact = client.get(f"{URL}?q=王&count=exact").context["page"].count
    assert (exact.number, exact.exact) == (27, True)


def test_a_gathered_search_counts_itself_and_pages(client_of):
    for number in range(27):
        make_person(f"王明{number:02}")
    client = client_of("staff")
    first = client.get(f"{URL}?q=王明").context["page"]
    assert (len(first.rows), first.has_next, first.count.number) == (25, True, 27)
    second = client.get(f"{URL}?q=王明&page=2").context["page"]
    assert (len(second.rows), second.has_next, second.count.number) == (2, False, 27)
    beyond = client.get(f"{URL}?q=王明&page=3").context["page"]
    assert (len(beyond.rows), beyond.count.number) == (0, 27)
    sorted_by_day = client.get(f"{URL}?q=王明&sort=-updated_at").context["page"]
    assert (len(sorted_by_day.rows), sorted_by_day.count.number) == (25, 27)


def test_a_file_keeps_scope_and_grade_and_shows_contact_points_masked(make_user):
    physics = make_unit(code="C1")
    make_person("=王小明", unit=physics, phone="13812345678", email="ming@example.org")
    make_person("李密", unit=physics, grade=Grade.SENSITIVE)
    make_person("李雷", unit=make_unit(code="C2"))
    params = {"list": "people", "query": "", "language": "en"}
    user = make_user("coordinator", college="C1")
    table = exports.get("office.list").open(user, params)
    columns, rows = list(table.columns), [list(row) for row in table.rows]
    assert columns == [
        "Name", "College", "Class", "Level", "Years", "Student number", "Place", "Employer",
        "Phone", "E-mail", "Reach", "Last changed",
    ]  # fmt: skip
    assert [row[0] for row in rows] == ["=王小明"]
    assert rows[0][8:11] == ["138****5678", "m****@example.org", "Contactable"]


def test_the_rows_of_a_file_are_the_words_of_the_table(make_user):
    """One statement for all, and the table row by row, say the same."""
    old, new = make_unit(code="C1"), make_unit(code="C2")
    full = make_person("王小明", unit=old, phone="13812345678", email="ming@example.org")
    make_degree(full, new, level="master", student_no="M1", leave_year=2012)
    make_degree(full, new, level="doctor", student_no="D1", entry_year=2013, leave_year=None)
    Employment.objects.create(person=full, employer="梧桐公司")
    Employment.objects.create(person=full, employer="从前的公司", to_date=today())
    for number in ("13900000001", "13900000002"):
        point = add_contact(actor=CLERK, person_id=full.pk, kind="phone", value=number)
    prefer_contact(actor=CLERK, contact_id=point.pk)
    mark_deceased(actor=CLERK, person_id=make_person("李雷", unit=new).pk, on=today())
    make_person("无名氏")
    request = RequestFactory().get(URL, {"reach": "all"})
    request.user = make_user("director")
    view = lists.PeopleListView()
    view.setup(request)
    rows = view.ordered(view.make_table(view.rows))
    table_columns, table_rows = list_source._table_rows(view, rows)
    columns, values = view.export_rows(rows)
    told = [[*row[:-1], timezone.localtime(row[-1]).replace(tzinfo=None)] for row in table_rows]
    assert columns == table_columns
    assert [list(row) for row in values] == told
    assert [row[0] for row in told] == ["李雷", "王小明", "无名氏"]
