from datetime import date

import pytest
from django.utils import translation

from wutong.core.reference.models import (
    AcademicUnit,
    AlumniDefinition,
    LegalBody,
    Region,
    UnitLineage,
)
from wutong.core.reference.public import (
    current_definition,
    unit_with_ancestors,
    units_with_ancestors,
)

pytestmark = pytest.mark.django_db


def unit(code, **fields):
    return AcademicUnit.objects.create(code=code, name_zh=code, kind="college", **fields)


def became(predecessor, successor):
    UnitLineage.objects.create(
        predecessor=predecessor, successor=successor, year=2000, kind="merged"
    )


def test_the_three_legal_bodies_are_there():
    assert [body.code for body in LegalBody.objects.all()] == [
        "department",
        "association",
        "foundation",
    ]
    with translation.override("zh-hans"):
        assert str(LegalBody.objects.get(code="association")) == "梧桐大学校友会"
    with translation.override("en"):
        assert (
            str(LegalBody.objects.get(code="association")) == "Wutong University Alumni Association"
        )


def test_the_first_definition_of_alumnus_is_in_force():
    first = current_definition(date(2026, 1, 1))
    assert (first.version, first.groups) == (1, ["degree", "non_degree", "left_early", "honorary"])
    assert current_definition(date(1900, 1, 1)) == first


def test_a_later_definition_counts_from_its_day():
    later = AlumniDefinition.objects.create(
        version=2, valid_from=date(2030, 1, 1), groups=["degree"], text_zh="二", text_en="Two"
    )
    assert current_definition(date(2029, 12, 31)).version == 1
    assert current_definition(date(2030, 1, 1)) == later


def test_a_college_reaches_back_to_everything_it_grew_out_of():
    now, before, root = unit("now"), unit("before"), unit("root")
    department = unit("department", parent=before)
    other = unit("other")
    became(before, now)
    became(root, before)
    became(root, other)
    assert unit_with_ancestors(now.pk) == {now.pk, before.pk, root.pk, department.pk}
    assert unit_with_ancestors(root.pk) == {root.pk}
    assert units_with_ancestors([]) == frozenset()


def test_a_circle_in_the_lineage_does_no_harm():
    one, two = unit("one"), unit("two")
    became(one, two)
    became(two, one)
    assert unit_with_ancestors(one.pk) == {one.pk, two.pk}


def test_cities_are_part_of_provinces():
    assert Region.objects.get(code="610100").parent.code == "610000"
    assert Region.objects.get(code="US").is_overseas
