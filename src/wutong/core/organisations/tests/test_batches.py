from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
import xlsxwriter

from wutong.core.engagement.models import Act
from wutong.core.organisations.enums import BatchState, Verdict
from wutong.core.organisations.errors import BatchError
from wutong.core.organisations.models import Appointment, AppointmentBatch
from wutong.core.organisations.services import batches
from wutong.core.organisations.services.batches import prepare_batch, run_batch, start_batch
from wutong.core.organisations.services.reading_lists import (
    Found,
    find_people,
    lines_of_file,
    lines_of_text,
)
from wutong.core.organisations.tasks import run_batch_job
from wutong.core.people.models import Person
from wutong.core.people.public import Source, mark_deceased
from wutong.core.people.tests.factories import CLERK, make_person, make_unit
from wutong.core.reference.models import ClassGroup
from wutong.kernel.actors import Actor
from wutong.kernel.clock import today
from wutong.platform.documents.models import IssuedDocument
from wutong.platform.jobs.models import Progress

from .factories import make_appointment, office

pytestmark = pytest.mark.django_db


def check(people, **fields):
    return prepare_batch(
        actor=CLERK, title="亲和使者", office=office(**fields), people=people, source="test"
    )


def run(batch):
    progress = start_batch(actor=CLERK, batch_id=batch.pk, job=run_batch_job)
    run_batch(actor=CLERK, batch_id=batch.pk, progress_id=progress.pk)
    batch.refresh_from_db()
    return progress


def everybody(count):
    return [Found(f"王{n}", make_person(f"王{n}").pk) for n in range(count)]


def test_lines_are_read_as_people_write_them():
    physics, law = make_unit("物理学院"), make_unit("法学院")
    one = make_person("王小明", unit=physics, degree={"student_no": "20010001"})
    two = make_person("王小明", unit=law, degree={"student_no": "20010002"})
    lines = lines_of_text("20010001\n王小明，法学院\n王小明\n\n不在册\n20010002 王小明")
    found = find_people(lines, people=Person.objects.all())
    assert [(item.person_id, item.verdict) for item in found] == [
        (one.pk, ""),
        (two.pk, ""),
        (None, Verdict.AMBIGUOUS),
        (None, Verdict.UNKNOWN),
        (two.pk, ""),
    ]


def test_a_workbook_needs_a_heading_it_knows():
    make_person("王小明", unit=make_unit(), degree={"student_no": "20010001"})
    content = BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["亲和使者名单"])
        sheet.write_row(1, 0, ["序号", "姓名", "学号"])
        sheet.write_row(2, 0, [1, "王小明", "20010001"])
    content.seek(0)
    (line,) = lines_of_file(content, "名单.xlsx")
    assert (line.name, line.number) == ("王小明", "20010001")
    with pytest.raises(BatchError):
        lines_of_file(BytesIO("甲,乙\n1,2\n".encode()), "x.csv")


def test_every_line_gets_a_verdict_and_nobody_is_appointed_yet():
    fine, dead, serving = make_person("王一"), make_person("王二"), make_person("王三")
    mark_deceased(actor=CLERK, person_id=dead.pk, on=today(), source=Source("x"))
    make_appointment(serving)
    batch = check(
        [
            Found("a", fine.pk),
            Found("b", dead.pk),
            Found("c", serving.pk),
            Found("d", fine.pk),
            Found("e", None, Verdict.UNKNOWN),
        ]
    )
    assert batch.counts == {"ok": 1, "deceased": 1, "serving": 1, "twice": 1, "unknown": 1}
    assert Appointment.objects.filter(batch=batch).count() == 0


def test_a_batch_appoints_numbers_and_sets_every_letter():
    batch = check(everybody(5))
    progress = Progress.objects.get(pk=run(batch).pk)
    assert (batch.state, progress.state) == (BatchState.DONE, "done")
    made = Appointment.objects.filter(batch=batch).select_related("document").order_by("pk")
    assert [item.document.number for item in made] == [1, 2, 3, 4, 5]
    assert all(item.document.file_id for item in made)
    assert Act.objects.filter(kind="appointment.ambassador").count() == 5
    with pytest.raises(BatchError):
        start_batch(actor=CLERK, batch_id=batch.pk, job=run_batch_job)


def test_a_run_that_was_killed_goes_on_without_gaps_or_doubles(monkeypatch):
    monkeypatch.setattr(batches, "CHUNK", 2)
    batch = check(everybody(5))
    progress = start_batch(actor=CLERK, batch_id=batch.pk, job=run_batch_job)
    calls = []

    def killed(*args):
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return make(*args)

    make = batches._make
    monkeypatch.setattr(batches, "_make", killed)
    with pytest.raises(KeyboardInterrupt):
        run_batch(actor=CLERK, batch_id=batch.pk, progress_id=progress.pk)
    assert Appointment.objects.filter(batch=batch).count() == 2
    run_batch(actor=CLERK, batch_id=batch.pk, progress_id=progress.pk)
    numbers = IssuedDocument.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == [1, 2, 3, 4, 5]


def test_who_was_appointed_meanwhile_is_left_out():
    people = everybody(2)
    batch = check(people)
    make_appointment(Person.objects.get(pk=people[0].person_id))
    run(batch)
    verdicts = batch.candidates.order_by("place").values_list("verdict", flat=True)
    assert list(verdicts) == ["serving", "ok"]


def test_liaisons_are_appointed_to_their_own_class():
    unit = make_unit("物理学院")
    group = ClassGroup.objects.create(code="W01", name="物理01班", unit=unit, level="bachelor")
    person = make_person("王一", unit=unit, degree={"class_group": group})
    batch = check([Found("王一", person.pk)], role="liaison")
    run(batch)
    made = Appointment.objects.get(batch=batch)
    assert made.class_group_id == group.pk
    assert "物理01班" in made.document.data["letter"]["paragraphs"][0]


@pytest.mark.django_db(transaction=True)
def test_the_job_runs_in_the_worker_and_its_letters_come_in_one_file(run_jobs, make_user):
    user = make_user("staff")
    batch = prepare_batch(
        actor=Actor.of(user),
        title="亲和使者",
        office=office(),
        people=everybody(3),
        source="test",
        appointed_on=date(2026, 3, 1),
    )
    start_batch(actor=Actor.of(user), batch_id=batch.pk, job=run_batch_job)
    run_jobs()
    assert AppointmentBatch.objects.get().state == BatchState.DONE
    assert IssuedDocument.objects.filter(number_text__startswith="校友会聘〔2026〕").count() == 3
