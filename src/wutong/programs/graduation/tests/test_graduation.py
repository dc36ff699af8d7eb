"""From the registrar's file to the first letter, and back as a whole."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from wutong.core.people.importers import KEY
from wutong.core.people.models import Degree, Person, PersonState
from wutong.core.people.public import add_contact, change_person
from wutong.core.people.tests.factories import CLERK, make_person
from wutong.core.people.tests.register import HEADINGS, make_units, row, workbook
from wutong.core.people.tests.tables import differing, every_table
from wutong.core.reference.models import ClassGroup
from wutong.engines.outreach.enums import CampaignState
from wutong.engines.outreach.models import Campaign
from wutong.kernel.actors import Actor
from wutong.kernel.clock import today
from wutong.platform.approvals.models import ApprovalRequest
from wutong.platform.jobs.models import Progress
from wutong.platform.jobs.public import close_side_connection
from wutong.platform.tabular.headings import fold_heading, signature, suggest
from wutong.platform.tabular.models import MappingMemory
from wutong.platform.tabular.registry import importers
from wutong.platform.tabular.services import runs
from wutong.programs.graduation.enums import IntakeState
from wutong.programs.graduation.models import Intake
from wutong.programs.graduation.office.forms import proposed
from wutong.programs.graduation.tasks import preview_job, run_job, undo_job
from wutong.programs.members.models import Card
from wutong.programs.rosters.models import RosterKeeper

pytestmark = pytest.mark.django_db
URL = "/office/graduation/"
# What tells of the work, and what a class counts of itself.
LEFT = ("graduation_intake", "people_register", "files_", "links_", "approvals_", "audiences_",
        "rosters_classroster")  # fmt: skip


@pytest.fixture(autouse=True)
def university(db):
    units = make_units()
    mapping = suggest(HEADINGS, importers.get(KEY).fields, None)
    MappingMemory.objects.create(
        importer=KEY,
        signature=signature(HEADINGS),
        columns={key: fold_heading(HEADINGS[column]) for key, column in mapping.items()},
    )
    return units


def graduates(*names, first=1):
    year = str(today().year)
    return [
        row(name, f"2022{n:04d}", 出生日期=f"2004-05-{n:02d}", 班级=f"软件220{1 + n % 2}",
            入学年份=str(int(year) - 4), 毕业年份=year, 手机=f"1380000{n:04d}",
            邮箱=f"g{n}@example.com")
        for n, name in enumerate(names, first)
    ]  # fmt: skip


def opened(client, rows, **more):
    file = SimpleUploadedFile("june.xlsx", workbook(rows).read())
    form = {**proposed(), "title": "Graduates of June", "legal_body": "association",
            "liaisons": "20220001\n20220002、99999999", "file": file, **more}  # fmt: skip
    answer = client.post(f"{URL}new/", form)
    assert answer.status_code == 302, answer.content.decode()
    intake = Intake.objects.get()
    runs.run_check(intake.batch_id)
    close_side_connection()
    return intake


def done(client, intake):
    client.post(f"{URL}{intake.pk}/start/")
    run_job(intake_id=intake.pk, user_id=client.user.pk)
    close_side_connection()
    intake.refresh_from_db()
    return intake


def undone(client, intake):
    client.post(f"{URL}{intake.pk}/undo/", {"reason": "wrong file"})
    undo_job(intake_id=intake.pk, user_id=client.user.pk)
    close_side_connection()
    intake.refresh_from_db()
    return intake


def test_graduates_become_alumni_with_class_liaison_card_and_letter_and_back(client_of, university):
    staff = client_of("staff")
    student = make_person(
        "李在读", unit=university["T01"], birth_date="2004-05-06",
        degree={"student_no": "20220006", "entry_year": today().year - 4, "leave_year": None,
                "completion": "studying"},
    )  # fmt: skip
    before = every_table()
    names = ["王一", "王二", "王三", "王四", "王五", "李在读"]

    intake = opened(staff, graduates(*names))
    page = staff.get(f"{URL}{intake.pk}/").content.decode()
    assert "Make 6 graduates alumni" in page
    intake = done(staff, intake)

    assert (intake.state, intake.problem) == (IntakeState.DONE, "")
    assert intake.counts == {
        "graduates": 6, "classes": 2, "cards": 6, "liaisons": 2, "unknown_liaisons": 1,
        "letters": 6,
    }  # fmt: skip
    student.refresh_from_db()
    assert set(Card.objects.values_list("person__name", flat=True)) == set(names)
    assert Degree.objects.get(person=student).completion == "graduated"
    member = PersonState.objects.get(person=student, kind="membership", valid_to=None)
    assert member.value == "degree"
    assert sorted(RosterKeeper.objects.values_list("person__name", "class_group__name")) == [
        ("王一", "软件2202"), ("王二", "软件2201")
    ]  # fmt: skip
    campaign = Campaign.objects.get()
    assert campaign.state == CampaignState.REVIEW
    assert ApprovalRequest.objects.get().subject_ref == campaign.ref

    assert "Work out what would go" in staff.get(f"{URL}{intake.pk}/undo/").content.decode()
    staff.post(f"{URL}{intake.pk}/preview/")
    assert "being worked out" in staff.get(f"{URL}{intake.pk}/undo/").content.decode()
    waiting = Progress.objects.get(kind="graduation_preview")
    preview_job(intake_id=intake.pk, user_id=staff.user.pk, progress_id=str(waiting.pk))
    told = staff.get(f"{URL}{intake.pk}/undo/").content.decode()
    assert "<dt>People removed</dt><dd>5</dd>" in told
    assert Card.objects.count() == 6
    intake = undone(staff, intake)

    assert intake.state == IntakeState.UNDONE
    changed = differing(before, every_table())
    assert not {name for name in changed if not name.startswith(LEFT)}, changed
    assert ClassGroup.objects.count() == 0


def test_whoever_was_worked_on_since_is_kept_and_a_run_begun_twice_makes_nothing_twice(client_of):
    staff = client_of("staff")
    intake = done(staff, opened(staff, graduates("王一", "王二", "王三"), liaisons=""))
    Intake.objects.update(state=IntakeState.RUNNING)
    run_job(intake_id=intake.pk, user_id=staff.user.pk)
    intake.refresh_from_db()
    assert (Card.objects.count(), Campaign.objects.count(), intake.counts["cards"]) == (3, 1, 3)

    page = staff.get(f"{URL}{intake.pk}/").content.decode()
    assert "2 classes without a liaison" in page
    chosen = intake.members.get(person__name="王一")
    staff.post(f"{URL}{intake.pk}/liaison/", {"person": chosen.person_id, "class": chosen.class_group_id})  # fmt: skip
    assert RosterKeeper.objects.get().person_id == chosen.person_id
    kept = Person.objects.get(name="王二")
    add_contact(actor=CLERK, person_id=kept.pk, kind="wechat", value="wang-er")
    change_person(actor=CLERK, person_id=kept.pk, changes={"salutation": "王工"})

    undone(staff, intake)
    assert list(Person.objects.values_list("name", flat=True)) == ["王二"]
    assert not RosterKeeper.objects.exists()
    assert not Card.objects.exists()


def test_only_the_office_takes_graduates_in(client_of):
    staff = client_of("staff")
    intake = opened(staff, graduates("王一"))
    assert client_of("auditor").get(f"{URL}{intake.pk}/").status_code == 200
    for role, college in (("auditor", ""), ("coordinator", "T01"), ("volunteer", "T01")):
        other = client_of(role, college=college)
        for address in ("start/", "undo/", "preview/", "liaison/", "choices/"):
            assert other.post(f"{URL}{intake.pk}/{address}").status_code == 403
        assert other.get(f"{URL}new/").status_code == 403
    assert client_of("coordinator", college="T01").get(f"{URL}{intake.pk}/").status_code == 403
    intake.refresh_from_db()
    assert intake.state == IntakeState.PREPARING
    assert not Person.objects.exists()


def test_a_job_that_is_late_changes_nothing(client_of):
    staff = client_of("staff")
    intake = opened(staff, graduates("王一"))
    run_job(intake_id=intake.pk, user_id=staff.user.pk)
    undo_job(intake_id=intake.pk, user_id=staff.user.pk)
    assert not Person.objects.exists()
    assert Actor.of(staff.user).user_id == intake.created_by_id
