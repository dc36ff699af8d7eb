"""Who belongs to whom: on both pages, through a merge and back, and nobody greeted with the dead."""

from __future__ import annotations

import pytest

from wutong.core.people.errors import RelationError
from wutong.core.people.merging.services import merge_people
from wutong.core.people.merging.undoing import unmerge
from wutong.core.people.models import Merge, Relation
from wutong.core.people.public import mark_deceased, mark_living
from wutong.core.people.selectors.profile import profile_of
from wutong.core.people.selectors.relations import couple_of
from wutong.core.people.services.relations import add_relation, end_relation
from wutong.core.people.tests.factories import CLERK, make_lineage, make_person, make_unit
from wutong.core.people.tests.tables import differing, every_table
from wutong.core.reference.enums import Grade
from wutong.core.reference.public import units_of_today
from wutong.kernel.clock import today

pytestmark = pytest.mark.django_db


def related(one, other, kind="spouse", **more):
    return add_relation(
        actor=CLERK, person_id=one.pk, other_id=other.pk, kind=kind, **more
    )  # fmt: skip


def test_both_pages_show_the_relation_each_from_its_side(client_of):
    father, child = make_person("王父"), make_person("王小明", grade=Grade.SENSITIVE)
    student = make_person("欧阳静", unit=make_unit(code="C1"))
    staff = client_of("staff")
    url = f"/office/people/{father.pk}/"
    assert "Family and relations" not in staff.get(url).content.decode()
    staff.post(f"/office/people/{student.pk}/relations/add/", {"other": father.pk, "kind": "teacher"})  # fmt: skip
    related(father, child, "parent")

    page = staff.get(url).content.decode()
    assert "欧阳静" in page
    assert "Student" in page
    assert "王小明" not in page
    assert "王小明" in client_of("director").get(url).content.decode()
    assert "Teacher" in staff.get(f"/office/people/{student.pk}/").content.decode()
    for other in (father, student):
        with pytest.raises(RelationError):
            related(other, other)
    assert client_of("volunteer", college="C1").post(f"/office/people/{student.pk}/relations/add/", {"other": father.pk, "kind": "sibling"}).status_code == 403  # fmt: skip
    relation = Relation.objects.get(kind="teacher")
    staff.post(f"{url}relations/{relation.pk}/", {"do": "remove"})
    assert not Relation.objects.filter(kind="teacher").exists()


def test_nobody_is_greeted_together_with_somebody_who_has_died():
    one, other, third = make_person("王一"), make_person("李二"), make_person("张三")
    relation = related(one, other, household=True)
    assert (couple_of(one.pk), couple_of(other.pk)) == (other, one)
    with pytest.raises(RelationError):
        related(third, one)
    mark_deceased(actor=CLERK, person_id=other.pk, on=today())
    assert (couple_of(one.pk), couple_of(other.pk)) == (None, None)
    mark_living(actor=CLERK, person_id=other.pk)
    assert couple_of(one.pk) == other
    end_relation(actor=CLERK, relation_id=relation.pk, on=today())
    assert couple_of(one.pk) is None


def test_a_merge_takes_relations_along_and_gives_them_back():
    kept, gone, spouse = make_person("王小明"), make_person("王晓明"), make_person("李二")
    related(gone, spouse, household=True)
    related(kept, gone, "sibling")
    before = every_table()
    merge_people(actor=CLERK, kept_id=kept.pk, gone_id=gone.pk)
    assert couple_of(kept.pk) == spouse
    unmerge(actor=CLERK, merge_id=Merge.objects.get().pk)
    assert "people_relation" not in differing(before, every_table())


def test_a_vanished_department_is_found_by_its_name_and_says_what_it_has_become(client_of):
    college = make_unit("物理学院", code="C1", name_en="Physics")
    middle = make_unit("理学院", code="P1", name_en="Science", valid_to="2010-01-01")
    old = make_unit("无线电系", code="P2", name_en="Radio", kind="department",
                    valid_to="1990-01-01")  # fmt: skip
    make_lineage(old, middle, 1990)
    make_lineage(middle, college, 2010)
    person = make_person("王老", unit=old, degree={"entry_year": 1981, "leave_year": 1985})
    make_person("新人", unit=college)
    assert units_of_today([old.pk, college.pk]) == {old.pk: [college]}
    staff = client_of("staff")
    for unit, found in ((college, {"王老", "新人"}), (middle, {"王老"}), (old, {"王老"})):
        page = staff.get(f"/office/people/?unit={unit.pk}").content.decode()
        assert {name for name in ("王老", "新人") if name in page} == found
    page = staff.get(f"/office/people/{person.pk}/").content.decode()
    assert "Radio" in page
    assert "today Physics" in page
    assert profile_of(person).studies[0].today == "Physics"
