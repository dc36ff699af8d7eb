"""Rows that look like somebody on record: who does, what is chosen, what comes of it, and back."""

from __future__ import annotations

import pytest

from wutong.core.people.models import MatchCandidate, Person, RegisterRow
from wutong.core.people.public import people_of_import
from wutong.core.people.tests.factories import make_person
from wutong.core.people.tests.register import (
    HEADINGS,
    checked,
    make_units,
    published,
    row,
    undone,
    workbook,
)
from wutong.core.people.tests.test_register_undo import tables
from wutong.core.reference.enums import Grade
from wutong.core.reference.models import AcademicUnit, ClassGroup, UnitLineage
from wutong.kernel.actors import Actor
from wutong.platform.audit.models import AuditEntry
from wutong.platform.jobs.public import close_side_connection
from wutong.platform.tabular.errors import NoSuchChoiceError, WrongStateError
from wutong.platform.tabular.models import Choice, ImportBatch, ImportRow, RowChoice
from wutong.platform.tabular.services import batches, choosing, runs
from wutong.platform.tabular.services.choosing import choose_rest, choose_row

pytestmark = pytest.mark.django_db
MORE = [*HEADINGS, "曾用名"]
BLANK = {"手机": "", "邮箱": ""}


@pytest.fixture
def actor(make_user):
    return Actor.of(make_user("staff"))


@pytest.fixture
def units(db):
    found = make_units()
    old = AcademicUnit.objects.create(code="T00", kind="college", name_zh="计算机系")
    UnitLineage.objects.create(predecessor=old, successor=found["T01"], year=2003, kind="renamed")
    return {**found, "T00": old}


@pytest.fixture
def on_record(units):
    """A record of the poorer kind: no date of birth, no student number."""
    group = ClassGroup.objects.create(
        code="T01-软件01", name="软件01", unit=units["T01"], level="bachelor", entry_year=2001
    )
    return make_person(
        "王晓明",
        unit=units["T01"],
        sex="m",
        former_names=["王小朋"],
        phone="13800000001",
        degree={"entry_year": 2001, "leave_year": 2005, "student_no": "", "class_group": group},
    )


def asked(batch, number=2):
    found = ImportRow.objects.get(batch=batch, row_no=number)
    return found, [finding for finding in found.reasons if finding["code"] == "possible"]


def codes(found):
    return [one["code"] for one in found[0]["because"]]


@pytest.mark.parametrize(
    ("cells", "former", "told"),
    [
        ({"姓名": "王曉明"}, "", {"name.same", "study.class"}),
        ({"姓名": "王小朋"}, "", {"name.former", "study.class"}),
        ({"姓名": "王大名"}, "王晓明", {"name.former", "study.class"}),
        ({"班级": "", "学院": "计算机系", "手机": ""}, "", {"name.same", "study.year"}),
        ({"姓名": "李四", "班级": "", "学院": "文学院"}, "", {"reach.phone", "name.differs"}),
        ({"姓名": "李四", "性别": "女", "学院": "文学院"}, "", None),
        ({"姓名": "王小朋", "性别": "女", "手机": ""}, "", None),
        ({"学院": "文学院", "班级": "", "手机": ""}, "", None),
        ({"学历层次": "硕士", "学院": "计算机系", "班级": "", "手机": ""}, "", None),
        ({"入学年份": "1999", "毕业年份": "2003", "班级": "", "手机": ""}, "", None),
    ],
)  # fmt: skip
def test_who_looks_like_somebody_on_record_and_why(actor, on_record, cells, former, told):
    line = row("王晓明", "2001009", **{"邮箱": "", **cells})
    batch = checked(actor, [[*line, former]], headings=MORE)
    found, possible = asked(batch)
    if told is None:
        assert (found.verdict, possible) == ("new", [])
        return
    assert (found.verdict, found.target_ref) == ("possible", f"person:{on_record.pk}")
    assert told <= set(codes(possible))
    assert found.data == {"effect": "new"}
    assert (batch.count("possible"), batch.count("possible_open"), batch.enters) == (1, 1, 1)


def test_a_document_tells_by_its_hash_and_the_director_s_records_are_told_to_nobody(actor, units):
    paper = "11010519491231002X"
    sealed = [*HEADINGS, "证件"]

    def with_document(*lines):
        batch = batches.receive_file(
            actor=actor, importer="people.register", name="r.xlsx",
            content=workbook(lines, sealed),
        )  # fmt: skip
        mapping = {**batch.mapping, "document": len(HEADINGS)}
        batches.save_mapping(actor=actor, batch_id=batch.pk, mapping=mapping)
        batches.start_check(actor=actor, batch_id=batch.pk)
        runs.run_check(batch.pk)
        close_side_connection()
        return ImportBatch.objects.get(pk=batch.pk)

    first = with_document([*row("王晓明", "2001001", **BLANK), paper])
    entered(actor, first)
    again = with_document([*row("李四", "2001002", 性别="女", 班级="", **BLANK), paper])
    _found, possible = asked(again)
    assert {"document.same", "name.differs"} <= set(codes(possible))
    # The number stands in no row; it comes along all the same, whatever is chosen in between.
    for choice in (Choice.SAME, Choice.OUT, Choice.NEW):
        choose_row(actor=actor, batch_id=again.pk, row_no=2, choice=choice)
    entered(actor, again)
    assert Person.objects.get(name="李四").documents.get().number == paper
    Person.objects.update(grade=Grade.SENSITIVE)
    third = with_document([*row("王五", "2001003", 班级="", **BLANK), paper])
    assert asked(third)[0].verdict == "new"


def entered(actor, batch):
    batches.start_publish(actor=actor, batch_id=batch.pk)
    runs.run_publish(batch.pk, actor)
    close_side_connection()
    batch.refresh_from_db()
    return batch


def four(*, other="13900000009"):
    """Four rows like the one on record, the second study of the first, and somebody else."""
    return [
        [*row("王曉明", "2001011", 出生日期="1983-05-06", **BLANK), ""],
        [*row("王小朋", "2001012", 出生日期="1983-05-07", **BLANK), ""],
        [*row("李四", "2001013", 出生日期="1983-05-08", 班级="", 邮箱=""), ""],
        [*row("王大名", "2001014", 出生日期="1983-05-09", 班级="另班", **BLANK), "王晓明"],
        [*row("王曉明", "2005777", 学历层次="硕士", 入学年份="2005", 毕业年份="2008", 班级="",
              出生日期="1983-05-06", **{**BLANK, "手机": other}), ""],
        [*row("赵六", "2001015", 出生日期="1983-05-10", **BLANK), ""],
    ]  # fmt: skip


def test_what_is_chosen_is_entered_remembered_and_taken_back_exactly(actor, on_record):
    before, version = tables(), on_record.version
    batch = checked(actor, four(), headings=MORE)
    assert [item.verdict for item in ImportRow.objects.filter(batch=batch).order_by("row_no")] == [
        "possible", "possible", "possible", "possible", "changed", "new",
    ]  # fmt: skip
    assert (batch.count("possible_open"), batch.enters) == (4, 6)

    choose_row(actor=actor, batch_id=batch.pk, row_no=2, choice=Choice.SAME)
    choose_row(actor=actor, batch_id=batch.pk, row_no=3, choice=Choice.NEW)
    choose_row(actor=actor, batch_id=batch.pk, row_no=5, choice=Choice.OUT)
    batch.refresh_from_db()
    assert (batch.count("possible_open"), batch.count("possible_idle"), batch.enters) == (1, 1, 5)
    joined = RegisterRow.objects.filter(batch_id=batch.pk, person_id=on_record.pk)
    assert dict(joined.values_list("row_no", "action")) == {2: "changed", 6: "follow"}
    with pytest.raises(NoSuchChoiceError):
        choose_row(actor=actor, batch_id=batch.pk, row_no=7, choice=Choice.OUT)
    with pytest.raises(NoSuchChoiceError):
        choose_row(
            actor=actor,
            batch_id=batch.pk,
            row_no=2,
            choice=Choice.SAME,
            target_ref=f"person:{on_record.pk + 999}",
        )

    # A second check keeps what was chosen; so does going back and forth.
    batches.start_check(actor=actor, batch_id=batch.pk)
    runs.run_check(batch.pk)
    choose_row(actor=actor, batch_id=batch.pk, row_no=2, choice=Choice.OUT)
    choose_row(actor=actor, batch_id=batch.pk, row_no=2, choice=Choice.SAME)
    assert dict(joined.values_list("row_no", "action")) == {2: "changed", 6: "follow"}
    assert AuditEntry.objects.filter(verb="import.row_chosen").count() == 5
    made = RowChoice.objects.get(batch=batch, row_no=2)
    assert (made.choice, made.chosen_by_id, made.target_ref) == (
        "same", actor.user_id, f"person:{on_record.pk}",
    )  # fmt: skip

    batch.refresh_from_db()
    batch = entered(actor, batch)
    assert sorted(Person.objects.values_list("name", flat=True)) == [
        "李四", "王小朋", "王晓明", "赵六",
    ]  # fmt: skip
    on_record.refresh_from_db()
    assert (on_record.birth_date.isoformat(), on_record.version) == ("1983-05-06", version + 1)
    assert set(on_record.degrees.values_list("student_no", flat=True)) == {"2001011", "2005777"}
    assert not ClassGroup.objects.filter(name="另班").exists()
    pairs = MatchCandidate.objects.filter(decision="")
    assert {Person.objects.get(pk=max(one.first_id, one.second_id)).name for one in pairs} == {
        "王小朋", "李四",
    }  # fmt: skip
    assert {min(one.first_id, one.second_id) for one in pairs} == {on_record.pk}
    assert batch.counts["pairs_queued"] == 2
    assert on_record.pk in people_of_import(batch)
    with pytest.raises(WrongStateError):
        choose_row(actor=actor, batch_id=batch.pk, row_no=2, choice=Choice.OUT)

    undone(actor, batch)
    assert tables() == before


def test_one_choice_for_the_rest_and_many_are_judged_in_the_background(
    actor, on_record, monkeypatch
):
    batch = checked(actor, four(), headings=MORE)
    choose_row(actor=actor, batch_id=batch.pk, row_no=4, choice=Choice.OUT)
    assert choose_rest(actor=actor, batch_id=batch.pk, choice=Choice.SAME) == 3
    assert choose_rest(actor=actor, batch_id=batch.pk, choice=Choice.SAME) == 0
    at_once = list(RegisterRow.objects.filter(batch_id=batch.pk).values("row_no", "action"))
    batch.refresh_from_db()
    assert (batch.state, batch.count("possible_open")) == ("checked", 0)

    other = checked(actor, four(), headings=MORE)
    choose_row(actor=actor, batch_id=other.pk, row_no=4, choice=Choice.OUT)
    monkeypatch.setattr(choosing, "AT_ONCE", 2)
    choose_rest(actor=actor, batch_id=other.pk, choice=Choice.SAME)
    other.refresh_from_db()
    assert other.state == "checking"
    runs.run_check(other.pk)
    later = RegisterRow.objects.filter(batch_id=other.pk).values("row_no", "action")
    assert sorted(map(str, later)) == sorted(map(str, at_once))
    assert AuditEntry.objects.filter(verb="import.rest_chosen").count() == 2


def test_a_row_that_says_nothing_new_is_still_of_the_import(actor, units):
    published(actor, [row("王晓明", "", 出生日期="", **BLANK)])
    batch = checked(actor, [row("王曉明", "", 出生日期="", **BLANK), row("赵六", "2001015")])
    choose_row(actor=actor, batch_id=batch.pk, row_no=2, choice=Choice.SAME)
    batch.refresh_from_db()
    assert (asked(batch)[0].data["effect"], batch.enters) == ("same", 1)
    entered(actor, batch)
    people = Person.objects.filter(pk__in=people_of_import(batch))
    assert sorted(people.values_list("name", flat=True)) == ["王晓明", "赵六"]
