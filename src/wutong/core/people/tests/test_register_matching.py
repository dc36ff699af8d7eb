"""Whom a row is about, and what of it is refused."""

from __future__ import annotations

import datetime as dt

import pytest

from wutong.core.people.models import Degree, Person
from wutong.core.people.tests.register import (
    HEADINGS,
    checked,
    make_units,
    published,
    row,
    verdicts,
)
from wutong.core.reference.enums import Grade
from wutong.kernel.actors import Actor
from wutong.platform.tabular.models import Choice, ImportRow
from wutong.platform.tabular.services import batches, runs
from wutong.platform.tabular.services.choosing import choose_rest, choose_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor(make_user):
    return Actor.of(make_user("staff"))


@pytest.fixture(autouse=True)
def units(db):
    return make_units()


def findings(batch, number):
    return ImportRow.objects.get(batch=batch, row_no=number).reasons


def test_a_changed_field_is_told_and_entered(actor):
    published(actor, [row()])
    batch = published(actor, [row(专业="计算机科学", 手机="13900000009")])
    assert findings(batch, 2) == [
        {"code": "change", "field": "major", "old": "软件工程", "new": "计算机科学"},
        {"code": "add", "field": "phone", "new": "139****0009"},
    ]
    person = Person.objects.get()
    assert (person.version, Degree.objects.get().major) == (2, "计算机科学")
    assert list(
        person.contact_points.filter(kind="phone")
        .order_by("id")
        .values_list("normalised", "is_primary")
    ) == [("+8613800000001", True), ("+8613900000009", False)]
    assert {"13800000001", "13900000009"} <= set(person.search_tokens)


def test_a_second_study_joins_the_person_by_name_and_birth(actor):
    published(actor, [row()])
    batch = published(
        actor, [row(no="2005777", 学历层次="硕士研究生", 入学年份="2005", 毕业年份="2008")]
    )
    assert verdicts(batch)[0][1] == "changed"
    assert list(Degree.objects.order_by("id").values_list("level", "student_no")) == [
        ("bachelor", "2001001"), ("master", "2005777"),
    ]  # fmt: skip
    assert Person.objects.count() == 1


def test_two_studies_in_one_file_make_one_person(actor):
    batch = published(
        actor,
        [row(), row(no="2005777", 学历层次="硕士", 入学年份="2005", 毕业年份="2008", 手机="")],
    )
    assert [verdict for _, verdict, _ in verdicts(batch)] == ["new", "changed"]
    person = Person.objects.get()
    assert (person.degrees.count(), person.version) == (2, 1)
    assert {"2001001", "2005777"} <= set(person.search_tokens)


def test_namesakes_are_not_guessed(actor):
    born = {"出生日期": "1983-05-06"}
    published(
        actor,
        [
            row("李伟", "2001010", 学院="计算机学院", 手机="", 邮箱="", **born),
            row("李伟", "2002010", 学院="文学院", 性别="女", 手机="", 邮箱="", **born),
        ],
    )
    batch = checked(actor, [row("李伟", "", 性别="", 手机="", 邮箱="", 工作单位="一厂", **born)])
    assert verdicts(batch) == [(2, "possible", ["possible", "possible"])]
    assert (batch.enters, batch.count("possible_open")) == (0, 1)
    first, second = Person.objects.order_by("pk")
    assert {one["ref"] for one in findings(batch, 2)} == {
        f"person:{one.pk}" for one in (first, second)
    }
    assert choose_rest(actor=actor, batch_id=batch.pk, choice=Choice.SAME) == 0  # which of them?
    meant = f"person:{second.pk}"
    choose_row(actor=actor, batch_id=batch.pk, row_no=2, choice=Choice.SAME, target_ref=meant)
    batches.start_publish(actor=actor, batch_id=batch.pk)
    runs.run_publish(batch.pk, actor)
    assert (Person.objects.count(), second.employments.get().employer) == (2, "一厂")
    Person.objects.filter(pk=first.pk).update(grade=Grade.SENSITIVE)
    other = checked(actor, [row("李伟", "", 性别="", 手机="", 邮箱="", 工作单位="二厂", **born)])
    assert [one["ref"] for one in findings(other, 2)] == [meant]
    assert choose_rest(actor=actor, batch_id=other.pk, choice=Choice.NEW) == 1
    other.refresh_from_db()
    assert other.enters == 1


def test_the_same_name_and_birth_with_another_number_of_the_same_year_is_somebody_else(actor):
    published(actor, [row()])
    batch = published(actor, [row(no="2001999", 手机="13900000000", 邮箱="")])
    assert verdicts(batch)[0][1] == "new"
    assert Person.objects.count() == 2


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"姓名": "王大明"}, "name_differs"),
        ({"出生日期": "1990-01-01"}, "birth_differs"),
        ({"出生日期": "1983-13-01"}, "bad_date"),
        ({"出生日期": "2183-01-01"}, "bad_date"),
        ({"姓名": ""}, "required"),
        ({"姓名": "王2"}, "bad_name"),
        ({"学院": "土木学院"}, "bad_choice"),
        ({"学历层次": "本硕"}, "bad_choice"),
        ({"毕业年份": "1999"}, "years_reversed"),
        ({"学号": "2.0010001E+17"}, "lost_digits"),
        ({"学号": "11010519491231002X"}, "identity_number"),
    ],
)
def test_what_cannot_be_entered_says_why_and_changes_nothing(actor, change, code):
    published(actor, [row()])
    before = list(Person.objects.values())
    batch = checked(actor, [row(**change)])
    assert (verdicts(batch)[0][1], verdicts(batch)[0][2][0]) == ("rejected", code)
    assert list(Person.objects.values()) == before


def test_a_changed_name_is_taken_with_the_earlier_one(actor):
    published(actor, [row()])
    batch = published(actor, [[*row("王晓明"), "王小明"]], headings=[*HEADINGS, "曾用名"])
    assert verdicts(batch)[0][1] == "changed"
    person = Person.objects.get()
    assert (person.name, person.former_names, person.name_pinyin) == (
        "王晓明", ["王小明"], "wang xiaoming",
    )  # fmt: skip


def test_blank_cells_change_nothing(actor):
    published(actor, [row()])
    batch = checked(actor, [row(性别="", 出生日期="", 专业="", 手机="", 邮箱="", 班级="")])
    assert verdicts(batch) == [(2, "same", [])]


def test_repeated_rows_and_numbers_are_told_apart(actor):
    batch = checked(actor, [row(), row(), row(手机="13900000001")])
    assert verdicts(batch) == [
        (2, "new", ["class_new"]),
        (3, "duplicate", ["duplicate"]),
        (4, "rejected", ["number_twice"]),
    ]


def test_identity_numbers_are_neither_staged_nor_shown(actor):
    batch = checked(actor, [[*row(), "11010519491231002X"]], headings=[*HEADINGS, "身份证号"])
    staged = ImportRow.objects.get(batch=batch)
    assert (staged.verdict, staged.raw[-1]) == ("new", "●●●")
    assert "11010519491231002X" not in str(batch.preview)


def test_sensitive_records_are_for_the_cleared(actor, make_user):
    published(actor, [row()])
    Person.objects.update(grade=Grade.SENSITIVE)
    assert verdicts(checked(actor, [row()])) == [(2, "rejected", ["restricted"])]
    director = Actor.of(make_user("director"))
    assert verdicts(checked(director, [row()])) == [(2, "same", [])]


def test_names_beyond_the_bmp_and_with_dots_stay_what_they_are(actor):
    published(
        actor,
        [row("𠮷田䶮", "1"), row("买买提•阿不都", "2", 出生日期="1983-05-07", 手机="", 邮箱="")],
    )
    assert sorted(Person.objects.values_list("name", flat=True)) == ["买买提·阿不都", "𠮷田䶮"]


def test_what_changed_after_the_check_is_left_alone(actor):
    from wutong.platform.tabular.services import batches, runs

    published(actor, [row()])
    first = checked(actor, [row(专业="网络工程")])
    Person.objects.update(version=7)
    batches.start_publish(actor=actor, batch_id=first.pk)
    runs.run_publish(first.pk, actor)
    first.refresh_from_db()
    assert (first.counts["moved"], Degree.objects.get().major) == (1, "软件工程")
    assert findings(first, 2)[0] == {"code": "moved"}


def test_two_imports_of_the_same_new_people_enter_them_once(actor):
    from wutong.platform.tabular.services import batches, runs

    one, two = checked(actor, [row()]), checked(actor, [row()])
    for batch in (one, two):
        batches.start_publish(actor=actor, batch_id=batch.pk)
        runs.run_publish(batch.pk, actor)
    assert (Person.objects.count(), Degree.objects.count()) == (1, 1)


def test_a_month_is_no_date_of_birth(actor):
    batch = published(actor, [row(出生日期="1983年5月")])
    assert verdicts(batch)[0][2] == ["birth_inexact", "class_new"]
    assert Person.objects.get().birth_date is None
    assert dt.date(1983, 5, 1)
