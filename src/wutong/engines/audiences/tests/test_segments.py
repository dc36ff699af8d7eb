"""Segments cover whom they say, within what the user may see, and say why."""

from __future__ import annotations

from datetime import date

import pytest

from wutong.core.people.models import Degree, Person
from wutong.core.reference.models import AcademicUnit, Region, UnitLineage
from wutong.engines.audiences.definitions import SCHEMA, Condition, Group, dumps, loads
from wutong.engines.audiences.errors import DefinitionError, UnknownCriterionError
from wutong.engines.audiences.models import Segment
from wutong.engines.audiences.public import (
    ALL_COLLEAGUES,
    explain,
    in_words,
    people_in,
    save_segment,
)
from wutong.kernel.actors import Actor
from wutong.kernel.clock import today
from wutong.kernel.errors import ConflictError
from wutong.platform.access.public import grant_role
from wutong.platform.accounts.models import User

pytestmark = pytest.mark.django_db
OFFICE = Actor.system("test")


def account(role, college=""):
    user = User.objects.create_user(f"{role}{college}{User.objects.count()}@example.org")
    scoped = {"scope_kind": "college", "scope_ref": college} if college else {}
    grant_role(actor=OFFICE, user=user, role=role, **scoped)
    return user


@pytest.fixture
def staff():
    return account("staff")


def unit(code, name):
    return AcademicUnit.objects.create(code=code, kind="college", name_zh=name)


def person(name, place=None, **study):
    one = Person.objects.create(
        name=name,
        region=place,
        **{k: study.pop(k) for k in ("deceased", "contactable", "birth_date") if k in study},
    )
    if study:
        Degree.objects.create(person=one, **{"level": "bachelor", **study})
    return one


def names(root, user):
    return sorted(people_in(root, user).values_list("name", flat=True))


def only(key, **params):
    return Group("all", [Condition(key, params)])


def test_a_college_covers_what_it_grew_out_of(staff):
    old, new = unit("OLD", "机械系"), unit("NEW", "机械学院")
    UnitLineage.objects.create(predecessor=old, successor=new, year=1999, kind="renamed")
    person("甲", unit=old, leave_year=1990)
    person("乙", unit=new, leave_year=2010)

    assert names(only("study", units=[new.pk], lineage=True), staff) == sorted(["乙", "甲"])
    assert names(only("study", units=[new.pk], lineage=False), staff) == ["乙"]
    assert names(only("study", units=[old.pk], lineage=True), staff) == ["甲"]


def test_the_answers_about_studies_are_about_one_time_of_study(staff):
    cs, law = unit("CS", "计算机学院"), unit("LAW", "法学院")
    both = person("双", unit=cs, leave_year=2001)
    Degree.objects.create(person=both, unit=law, level="master", leave_year=2005)

    assert names(only("study", units=[cs.pk], leave_from=2005, leave_to=2005), staff) == []
    assert names(only("study", units=[law.pk], leave_from=2005, levels=["master"]), staff) == ["双"]


def test_nobody_is_counted_twice(staff):
    cs = unit("CS", "计算机学院")
    one = person("双", unit=cs, leave_year=2001)
    Degree.objects.create(person=one, unit=cs, level="master", leave_year=2004)

    assert people_in(only("study", units=[cs.pk]), staff).count() == 1


def test_groups_mean_all_any_and_none(staff):
    home = Region.objects.create(code="999991", name_zh="江苏", name_en="Jiangsu")
    person("甲", place=home, contactable=True)
    person("乙", contactable=True)
    person("丙", deceased=True)
    reach = Condition("reach", {"reach": "contactable"})
    place = Condition("place", {"regions": [home.pk]})

    assert names(Group("all", [reach, place]), staff) == ["甲"]
    assert names(Group("any", [place, Condition("reach", {"reach": "deceased"})]), staff) == (
        sorted(["甲", "丙"])
    )
    assert names(Group("all", [reach, Group("none", [place])]), staff) == ["乙"]
    assert len(names(Group("all", []), staff)) == 3


def test_age_counts_completed_years(staff):
    now = today()
    person("六十", birth_date=date(now.year - 60, 1, 1))
    person("幼", birth_date=date(now.year - 20, 1, 1))
    person("不详")

    assert names(only("age", age_from=60), staff) == ["六十"]
    assert names(only("age", age_from=20, age_to=30), staff) == ["幼"]


def test_a_coordinator_chooses_among_their_own_college_only(staff):
    cs, law = unit("CS", "计算机学院"), unit("LAW", "法学院")
    person("计", unit=cs, leave_year=2001)
    person("法", unit=law, leave_year=2001)

    assert names(Group(), staff) == sorted(["计", "法"])
    assert names(Group(), account("coordinator", "CS")) == ["计"]
    assert names(only("study", units=[law.pk]), account("coordinator", "CS")) == []


def test_why_somebody_is_in_or_not(staff):
    cs = unit("CS", "计算机学院")
    one = person("计", unit=cs, leave_year=2001)
    root = Group(
        "all",
        [Condition("study", {"units": [cs.pk]}), Condition("reach", {"reach": "contactable"})],
    )

    finding = explain(root, staff, one.pk)

    assert finding.holds is False
    assert [item.holds for item in finding.items] == [True, False]
    assert explain(root, account("coordinator", "XX"), one.pk) is None


def test_explaining_costs_one_statement_however_many_conditions(
    staff, django_assert_max_num_queries
):
    one = person("计")
    root = Group("any", [Condition("reach", {"reach": "lost"}) for _ in range(12)])
    people_in(root, staff)

    with django_assert_max_num_queries(1):
        assert explain(root, staff, one.pk).holds is True


@pytest.mark.parametrize(
    "broken",
    [
        None,
        {},
        {"schema": SCHEMA + 1, "root": {"op": "all", "items": []}},
        {"schema": SCHEMA, "root": {"op": "xor", "items": []}},
        {"schema": SCHEMA, "root": {"criterion": "study", "params": {}}},
        {"schema": SCHEMA, "root": {"op": "all", "items": ["study"]}},
    ],
)
def test_what_is_no_definition_is_refused(broken):
    with pytest.raises(DefinitionError):
        loads(broken)


def test_a_definition_survives_being_stored():
    root = Group("any", [Condition("reach", {"reach": "lost"}), Group("none", [])])

    assert dumps(loads(dumps(root))) == dumps(root)


def test_a_criterion_nobody_knows_is_named(staff):
    with pytest.raises(UnknownCriterionError, match="shoe_size"):
        save_segment(actor=OFFICE, owner=staff, name="X", root=only("shoe_size"))

    assert Segment.objects.count() == 0
    assert in_words(Condition("shoe_size")) != ""


def test_two_people_saving_at_once_do_not_overwrite_each_other(staff):
    saved = save_segment(actor=OFFICE, owner=staff, name="甲", root=Group())
    save_segment(actor=OFFICE, owner=staff, name="乙", root=Group(), segment=saved, version=1)

    with pytest.raises(ConflictError):
        save_segment(actor=OFFICE, owner=staff, name="丙", root=Group(), segment=saved, version=1)

    assert Segment.objects.get().name == "乙"


# the pages


@pytest.fixture
def page(client):
    def signed_in(user):
        client.force_login(user)
        return client

    return signed_in


def test_adding_and_removing_conditions_works_without_javascript(page, staff):
    client = page(staff)
    first = client.post(
        "/office/segments/new/",
        {"name": "甲", "node": ["0:-1:group"], "op-0": "any", "add-0": "reach", "do": "add:0"},
    )
    assert first.status_code == 200
    assert 'value="1:0:reach"' in first.content.decode()

    tree = {
        "name": "甲", "node": ["0:-1:group", "1:0:reach"], "op-0": "any", "c1-reach": "lost",
        "sharing": "owner",
    }  # fmt: skip
    removed = client.post("/office/segments/new/", {**tree, "do": "remove:1"})
    assert 'value="1:0:reach"' not in removed.content.decode()

    assert client.post("/office/segments/new/", {**tree, "do": "save"}).status_code == 302
    assert Segment.objects.get().definition == dumps(
        Group("any", [Condition("reach", {"reach": "lost"})])
    )


def test_an_incomplete_condition_is_not_saved(page, staff):
    response = page(staff).post(
        "/office/segments/new/",
        {"name": "甲", "node": ["0:-1:group", "1:0:class"], "op-0": "all", "do": "save"},
    )

    assert response.status_code == 422
    assert Segment.objects.count() == 0


def test_segments_of_others_are_seen_when_shared(page, staff):
    own = save_segment(actor=OFFICE, owner=staff, name="甲", root=Group())
    shared = save_segment(actor=OFFICE, owner=staff, name="乙", root=Group(), shared=ALL_COLLEAGUES)
    client = page(account("coordinator", "CS"))

    assert client.get(f"/office/segments/{own.pk}/").status_code == 404
    assert client.get(f"/office/segments/{shared.pk}/").status_code == 200
    assert client.get(f"/office/segments/{shared.pk}/edit/").status_code == 404


def test_auditors_read_and_volunteers_do_not(page, staff):
    shared = save_segment(actor=OFFICE, owner=staff, name="乙", root=Group(), shared=ALL_COLLEAGUES)

    auditor = page(account("auditor"))
    assert auditor.get(f"/office/segments/{shared.pk}/").status_code == 200
    assert auditor.get("/office/segments/new/").status_code == 403
    assert auditor.post(f"/office/segments/{shared.pk}/archive/").status_code == 403
    assert page(account("volunteer", "CS")).get("/office/segments/").status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_long(page, staff, count, django_assert_max_num_queries):
    for number in range(count):
        save_segment(actor=OFFICE, owner=staff, name=f"人群{number}", root=Group())
    client = page(staff)
    client.get("/office/segments/")

    with django_assert_max_num_queries(12):
        assert client.get("/office/segments/").status_code == 200


def test_a_segment_is_a_source_of_people_for_a_batch(client_of, make_user):
    from wutong.core.organisations.models import AppointmentBatch
    from wutong.core.people.tests.factories import make_person, make_unit
    from wutong.engines.audiences.public import Condition, Group, save_segment
    from wutong.kernel.actors import Actor

    unit = make_unit("物理学院")
    make_person("王小明", unit=unit)
    make_person("李四", unit=make_unit("法学院"))
    client = client_of("staff")
    root = Group(items=(Condition("study", {"units": [unit.pk]}),))
    segment = save_segment(
        actor=Actor.of(client.user), owner=client.user, name="物理校友", root=root
    )
    page = client.get("/office/appointments/batches/new/").content.decode()
    assert "物理校友" in page
    form = {
        "role": "ambassador", "body": "association", "term_from": "2024-01-01",
        "term_to": "2030-12-31", "heading": "物理", "appointed_on": "2026-03-01",
        "people_set": f"segment:{segment.pk}",
    }  # fmt: skip
    client.post("/office/appointments/batches/new/", form)
    batch = AppointmentBatch.objects.get()
    assert (batch.counts, batch.source) == ({"ok": 1}, "物理校友")
    stranger = client_of("staff")
    stranger.post("/office/appointments/batches/new/", form)
    assert AppointmentBatch.objects.count() == 1
