"""The screens of imports: who may, what they say, what they cost."""

from __future__ import annotations

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from wutong.core.people.models import Person
from wutong.core.people.tests.register import checked, make_units, published, row, workbook
from wutong.kernel.actors import Actor
from wutong.platform.audit.models import AuditEntry
from wutong.platform.files.models import StoredFile
from wutong.platform.files.public import open_stored
from wutong.platform.jobs.models import Progress
from wutong.platform.tabular.exports.making import make_export
from wutong.platform.tabular.exports.public import start_export
from wutong.platform.tabular.models import ImportBatch

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def units(db):
    return make_units()


def send(client, content: bytes, name="r.xlsx"):
    return client.post(
        reverse("office:imports-new"),
        {"file": SimpleUploadedFile(name, content), "importer": "people.register"},
    )


def people_of(count):
    return [
        row(f"王{chr(0x4E00 + n)}", f"20{n:04d}", 出生日期=f"1983-05-{n + 1:02d}", 手机="", 邮箱="")
        for n in range(count)
    ]


def test_from_a_file_to_its_check(client_of):
    client = client_of("staff")
    answer = send(client, workbook([row()]).read())
    batch = ImportBatch.objects.get()
    assert answer["Location"] == reverse("office:imports-columns", args=[batch.pk])
    page = client.get(answer["Location"])
    assert '<option value="name" selected>' in page.content.decode()
    chosen = {f"column_{column}": key for key, column in batch.mapping.items()}
    answer = client.post(reverse("office:imports-columns", args=[batch.pk]), chosen)
    batch.refresh_from_db()
    assert (answer.status_code, batch.state) == (302, "checking")
    assert client.get(reverse("office:imports-detail", args=[batch.pk])).status_code == 200


def test_a_wrong_file_is_told_and_nothing_is_kept(client_of):
    answer = send(client_of("staff"), b"<html><table></table></html>", "register.xls")
    assert answer.status_code == 422
    assert "only bears the name of a workbook" in answer.content.decode()
    assert ImportBatch.objects.count() == 0


def test_missing_columns_are_named(client_of):
    client = client_of("staff")
    send(client, workbook([row()]).read())
    batch = ImportBatch.objects.get()
    answer = client.post(reverse("office:imports-columns", args=[batch.pk]), {"column_1": "phone"})
    assert answer.status_code == 422
    assert "Choose a column for: Name." in answer.content.decode()
    batch.refresh_from_db()
    assert batch.state == "uploaded"


PLACES = ["detail", "columns", "live", "undo"]
ACTS = ["columns", "sheet", "check", "words", "choose", "enter", "undo", "discard", "rows"]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    ("role", "college", "status"),
    [("", "", 403), ("administrator", "", 403), ("coordinator", "T01", 403), ("volunteer", "T01", 403)],
)  # fmt: skip
def test_pages_are_for_those_who_may(client_of, make_user, place, role, college, status):
    batch = published(Actor.of(make_user("staff")), [row()])
    client = client_of(role, college=college)
    assert client.get(reverse(f"office:imports-{place}", args=[batch.pk])).status_code == status


@pytest.mark.parametrize("act", ACTS)
def test_an_auditor_looks_and_changes_nothing(client_of, make_user, act):
    batch = published(Actor.of(make_user("staff")), [row()])
    client = client_of("auditor")
    assert client.get(reverse("office:imports-detail", args=[batch.pk])).status_code == 200
    answer = client.post(
        reverse(f"office:imports-{act}", args=[batch.pk]),
        {"sheet": "名册", "row": "2", "choice": "out"},
    )
    batch.refresh_from_db()
    assert (answer.status_code, batch.state, Person.objects.count()) == (403, "published", 1)
    assert client.get(reverse("office:imports-new")).status_code == 403


def test_undo_says_what_will_happen_in_numbers(client_of, make_user):
    batch = published(Actor.of(make_user("staff")), people_of(3))
    client = client_of("staff")
    page = client.get(reverse("office:imports-undo", args=[batch.pk])).content.decode()
    assert '<span class="figure-value">3</span>' in page
    client.post(reverse("office:imports-undo", args=[batch.pk]), {"reason": "wrong year"})
    batch.refresh_from_db()
    assert batch.state == "undoing"
    assert AuditEntry.objects.get(verb="import.undo").reason == "wrong year"


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_however_many_rows(
    client_of, make_user, django_assert_max_num_queries, count
):
    batch = checked(Actor.of(make_user("staff")), people_of(count))
    client = client_of("staff")
    with django_assert_max_num_queries(12):
        client.get(reverse("office:imports-detail", args=[batch.pk]))


def poor(name="王晓明", **more):
    """A row without number and day of birth, reached by nothing."""
    return row(name, "", 出生日期="", 手机="", 邮箱="", **more)


def test_rows_like_people_on_record_are_told_chosen_filtered_and_exported(
    client_of, make_user, django_assert_max_num_queries
):
    staff = make_user("staff")
    published(Actor.of(staff), [poor()])
    person = Person.objects.get()
    batch = checked(Actor.of(staff), [poor("王曉明"), poor("王曉明", 专业="法学"), poor("赵六")])
    client = client_of("staff")
    page = reverse("office:imports-detail", args=[batch.pk])
    with django_assert_max_num_queries(16):
        told = client.get(page, {"verdict": "possible", "choice": "open"}).content.decode()
    assert f'href="{reverse("office:people-detail", args=[person.pk])}"' in told
    assert "same class" in told
    assert "2 rows look like people on record" in told
    assert "Enter 3 rows" in told
    choose = reverse("office:imports-choose", args=[batch.pk])
    sent = {"row": "2", "verdict": "possible", "kind": "open", "page": "1"}
    answer = client.post(choose, {**sent, "choice": f"same:person:{person.pk}"})
    assert answer["Location"] == f"{page}?verdict=possible&choice=open&page=1#row-2"
    client.post(choose, {"row": "rest", "choice": "out"})
    batch.refresh_from_db()
    assert (batch.count("possible_open"), batch.count("possible_idle"), batch.enters) == (0, 2, 1)
    for kind, others in (("same", 'id="row-3"'), ("out", 'id="row-2"')):
        told = client.get(page, {"verdict": "possible", "choice": kind}).content.decode()
        assert told.count('<tr id="row-') == 1
        assert others not in told
    for bad in ({"row": "2", "choice": "maybe"}, {"row": "²", "choice": "new"}, {}):
        assert client.post(choose, bad).status_code == 404
    assert client_of("auditor").post(choose, {**sent, "choice": "new"}).status_code == 403
    rows = workbook_rows(staff, batch)
    assert rows[0][:5] == ("Row", "Verdict", "Choice", "Record", "Reasons")
    assert rows[1][2].startswith("The same person · ")
    assert rows[1][4].startswith("Possibly the same as 王晓明")
    assert rows[2][2].startswith("Leave out · ")
    assert rows[3][2] is None


def test_the_verdicts_leave_as_a_workbook(make_user):
    user = make_user("staff")
    batch = checked(Actor.of(user), [row("=cmd", "1"), row(手机="13812345678")])
    rows = workbook_rows(user, batch)
    assert rows[1][4] == "=cmd"
    assert "138****5678" in rows[2]
    assert Progress.objects.get(kind="export").result["rows"] == 2
    assert AuditEntry.objects.filter(verb="export.made").count() == 1


def workbook_rows(user, batch):
    """The verdicts as the office gets them; no cell of them is a formula."""
    params = {"batch": str(batch.pk), "verdict": ""}
    progress = start_export(actor=Actor.of(user), key="imports.rows", params=params)
    make_export(
        progress_id=progress.pk, user_id=user.pk, key="imports.rows", params=params,
        file_format="xlsx", reason="",
    )  # fmt: skip
    with open_stored(StoredFile.objects.get(kind="export")) as content:
        sheet = openpyxl.load_workbook(content).worksheets[0]
    assert all(cell.data_type != "f" for line in sheet.iter_rows() for cell in line)
    return list(sheet.iter_rows(values_only=True))
