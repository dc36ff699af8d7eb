import pytest

from wutong.core.people.models import Person
from wutong.core.people.public import search, visible_people
from wutong.core.people.search import matching
from wutong.core.people.tests.factories import make_person, make_unit
from wutong.core.reference.enums import Grade

pytestmark = pytest.mark.django_db


def names(text, people=None):
    found = search(text, people=Person.objects.all() if people is None else people)
    return [person.name for person in found]


@pytest.fixture
def register():
    make_person(
        "王小明",
        former_names=["王二"],
        name_latin="Ming Wang",
        email="ming.wang@example.org",
        phone="13812345678",
        degree={"student_no": "2001A0712"},
    )
    make_person("王明华")
    make_person("汪洋")
    make_person("欧阳子轩")
    make_person("单雄信")
    make_person("陳建華")
    make_person("阿依古丽·买买提")
    make_person("𠮷晓")
    make_person("John Smith")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("王小明", ["王小明"]),
        ("小明", ["王小明"]),
        ("王", ["王明华", "王小明"]),
        ("明", ["王明华", "王小明"]),
        ("王二", ["王小明"]),
        ("欧阳", ["欧阳子轩"]),
        ("子轩", ["欧阳子轩"]),
        ("陈建华", ["陳建華"]),
        ("陳建華", ["陳建華"]),
        ("建华", ["陳建華"]),
        ("买买提", ["阿依古丽·买买提"]),
        ("阿依古丽•买买提", ["阿依古丽·买买提"]),
        ("𠮷", ["𠮷晓"]),
        ("王 小明", ["王小明"]),
        ("王　小明", ["王小明"]),
        ("wang", ["王明华", "王小明", "汪洋"]),
        ("wa", []),
        ("w", ["王明华", "王小明", "汪洋"]),
        ("wangxiaoming", ["王小明"]),
        ("wang xiaoming", ["王小明"]),
        ("Wang Xiaoming", ["王小明"]),
        ("xiaoming wang", ["王小明"]),
        ("wangxiaom", ["王小明"]),
        ("wang xiaom", ["王小明"]),
        ("wangx", ["王小明"]),
        ("xiaoming", ["王小明"]),
        ("wxm", ["王小明"]),
        ("wx", ["王小明"]),
        ("王xm", ["王小明"]),
        ("oyzx", ["欧阳子轩"]),
        ("ozx", ["欧阳子轩"]),
        ("ouyangzi", ["欧阳子轩"]),
        ("shanxiongxin", ["单雄信"]),
        ("danxiongxin", ["单雄信"]),
        ("ayiguli", ["阿依古丽·买买提"]),
        ("ayig", ["阿依古丽·买买提"]),
        ("smith", ["John Smith"]),
        ("john smith", ["John Smith"]),
        ("ming wang", ["王明华", "王小明"]),
        ("2001A0712", ["王小明"]),
        ("2001a07", ["王小明"]),
        ("２００１Ａ０７１２", ["王小明"]),
        ("5678", ["王小明"]),
        ("13812345678", ["王小明"]),
        ("+8613812345678", ["王小明"]),
        ("ming.wang@example.org", ["王小明"]),
        ("MING.WANG@example.org", ["王小明"]),
        ("ming.wang@", ["王小明"]),
        ("王 5678", ["王小明"]),
        ("李", []),
        ("李雷", []),
        ("zzz", []),
        ("1381234", []),
        ("x" * 500, []),
        ("%", []),
        ("'; drop table", []),
    ],
)
def test_one_search_finds_people_by_whatever_is_known(register, text, found):
    assert names(text) == found
    counted = matching(text, people=Person.objects.all())
    assert {person.name for person in counted} == set(found)


def test_an_empty_search_is_everybody_by_pinyin(register):
    assert len(names("  ")) == 9
    assert names("")[0] == "阿依古丽·买买提"


def test_search_stays_within_the_people_it_is_given(register):
    assert names("王", Person.objects.filter(name="王小明")) == ["王小明"]
    assert names("xiaoming", Person.objects.filter(name="王明华")) == []


def test_a_sensitive_person_is_found_by_the_cleared_only(make_user):
    make_person("王小明", grade=Grade.SENSITIVE)
    for text in ("王小明", "王", "wang", "wxm", ""):
        assert names(text, visible_people(make_user("staff"))) == []
        assert names(text, visible_people(make_user("director"))) == ["王小明"]


def test_a_coordinator_finds_people_of_the_own_college_only(make_user):
    physics = make_unit("物理学院")
    make_person("王小明", unit=physics)
    make_person("王明华", unit=make_unit("化学学院"))
    people = visible_people(make_user("coordinator", college=physics.code))
    for text in ("王", "wang", "明", ""):
        assert names(text, people) == ["王小明"]


def test_a_found_page_is_one_query(register, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert len(list(search("wx", people=Person.objects.all())[:25])) == 1
