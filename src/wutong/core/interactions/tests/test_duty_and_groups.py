"""The duty directory with its quarterly link and numbered copies; WeChat groups and their reads."""

from datetime import date, timedelta
from io import BytesIO

import pypdf
import pytest
import time_machine
from django.db import connection
from django.test import Client

from wutong.core.interactions.models import ChatGroup, DutyEntry, GroupLink
from wutong.core.interactions.services.duty import (
    ask_all,
    ask_in_the_new_quarter,
    link_of,
    print_copies,
    save_entry,
    take_in_officers,
)
from wutong.core.interactions.services.groups import save_group
from wutong.core.interactions.todos import steward_todos
from wutong.core.organisations.public import end_appointment
from wutong.core.organisations.tests.factories import (
    make_appointment,
    make_member,
    make_organisation,
)
from wutong.core.people.tests.factories import CLERK, make_person, make_unit
from wutong.core.reference.enums import Grade
from wutong.kernel.clock import today
from wutong.platform.audit.models import AuditEntry
from wutong.platform.documents.models import IssuedDocument
from wutong.platform.files.public import open_stored
from wutong.platform.outbox.models import Delivery

pytestmark = pytest.mark.django_db
URL = "/office/duty/"


@pytest.fixture
def entry():
    fields = {"kind": "other", "name": "韩梅梅", "title": "值班员", "email": "han@example.org"}
    return save_entry(actor=CLERK, fields=fields, phone="13800138000")


def path_of(address):
    return "/a/" + address.rsplit("/a/", 1)[1]


def test_officers_and_coordinators_come_in_and_go_out_again(make_user):
    make_unit("物理学院", code="C1")
    make_user("coordinator", college="C1", display_name="物理联络员")
    body = make_organisation("杭州校友会")
    held = make_appointment(make_member(body, "李雷"), role="officer", organisation=body)
    make_appointment(make_person("赵六", grade=Grade.SENSITIVE), role="officer", organisation=body)
    make_appointment(make_person("王五"), role="ambassador")
    assert take_in_officers(actor=CLERK) == (2, 0)
    rows = DutyEntry.objects.values_list("kind", "name")
    assert sorted(rows) == [("officer", "李雷"), ("unit", "物理联络员")]
    assert take_in_officers(actor=CLERK) == (0, 0)
    end_appointment(actor=CLERK, appointment_id=held.pk, on=today(), reason="换届")
    assert take_in_officers(actor=CLERK) == (0, 1)
    assert DutyEntry.objects.get(name="李雷").ended_on == today()


def test_each_quarter_the_link_confirms_without_a_password_and_can_be_undone(make_user, entry):
    staff = make_user("staff")
    assert [todo.url for todo in steward_todos(staff)] == [f"{URL}?state=old"]
    assert ask_in_the_new_quarter() == (1, 0)
    assert (ask_in_the_new_quarter(), ask_all(actor=CLERK)) == ((0, 0), (0, 0))
    assert Delivery.objects.count() == 1
    assert list(steward_todos(staff)) == []
    path, phone = path_of(link_of(entry, actor=CLERK)), Client()
    page = phone.get(path).content.decode()
    assert ("韩梅梅" in page, "138****8000" in page, "13800138000" in page) == (True, True, False)
    entry.refresh_from_db()
    assert (entry.state, entry.confirmed_on) == ("waiting", None)
    wrong = phone.post(path, {"answer": "right", "phone": "12"})
    assert wrong.status_code == 422
    phone.post(path, {"answer": "right", "phone": "13900139000", "hours": "晚上"})
    entry.refresh_from_db()
    assert (entry.state, entry.phone, entry.hours) == ("confirmed", "13900139000", "晚上")
    phone.post(path, {"do": "undo"})
    entry.refresh_from_db()
    assert (entry.phone, entry.hours, entry.confirmed_on) == ("13800138000", "", None)
    phone.post(path, {"answer": "left"})
    entry.refresh_from_db()
    assert entry.ended_on == today()
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone || previous_phone FROM interactions_dutyentry")
        assert "1390013" not in cursor.fetchone()[0]
    assert path_of(link_of(entry, actor=CLERK)) == path
    with time_machine.travel(today() + timedelta(days=100)):
        assert phone.get(path).status_code == 410
        assert path_of(link_of(entry, actor=CLERK)) != path


def test_copies_are_numbered_marked_with_their_holder_and_kept_for_a_week(client_of, entry):
    staff = client_of("staff")
    answer = staff.post(f"{URL}print/", {"holders": "张主任\n李老师\n张主任", "body": "department"})
    pdf = b"".join(staff.get(answer.headers["Location"]).streaming_content)
    pages = [page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages]
    numbers = list(IssuedDocument.objects.order_by("number").values_list("number_text", flat=True))
    year = today().year
    assert numbers == [f"值班通讯录〔{year}〕第001份", f"值班通讯录〔{year}〕第002份"]
    assert [("张主任" in page, "13800138000" in page) for page in pages] == [
        (True, True),
        (False, True),
    ]
    data = [document.data for document in IssuedDocument.objects.all()]
    assert "138" not in str(data)
    entries = AuditEntry.objects.filter(verb="duty.printed")
    assert [one.data["holders"] for one in entries] == [["张主任", "李老师"]]
    stored = print_copies(actor=CLERK, holders=["王五"], body="department")
    assert (stored.expires_at - stored.created_at).days in (6, 7)
    with open_stored(stored) as content:
        assert content.read(4) == b"%PDF"
    assert client_of("auditor").get(answer.headers["Location"]).status_code == 404


def test_who_sees_the_directory_and_that_a_number_is_shown_for_the_asking_only(client_of, entry):
    staff = client_of("staff")
    html = staff.get(URL).content.decode() + staff.get(f"{URL}{entry.pk}/").content.decode()
    assert ("138****8000" in html, "13800138000" in html) == (True, False)
    shown = staff.post(f"{URL}{entry.pk}/", {"do": "show"}).content.decode()
    assert "13800138000" in shown
    assert AuditEntry.objects.get(verb="sensitive.viewed").data["fields"] == ["duty:phone"]
    auditor = client_of("auditor")
    assert [auditor.get(URL).status_code, auditor.get(f"{URL}print/").status_code] == [200, 403]
    assert auditor.post(f"{URL}{entry.pk}/", {"do": "show"}).status_code == 403
    for role in ("coordinator", "volunteer", "officer"):
        assert client_of(role, college="C1").get(URL).status_code == 403


def test_a_groups_link_counts_reads_and_keeps_nothing_of_who_read(client_of):
    staff = client_of("staff")
    group = save_group(actor=CLERK, fields={"name": "物理98级群", "kind": "class", "size": 41})
    other = save_group(actor=CLERK, fields={"name": "杭州校友群", "kind": "chapter"})
    assert (group.size_on, other.size_on) == (today(), None)
    tell = {
        "title": "校庆公告",
        "target": "https://example.org/100",
        "groups": [group.pk, other.pk],
    }
    answer = staff.post("/office/groups/tell/", tell)
    link = GroupLink.objects.get(group=group)
    path, reader = f"/w/{link.code}", Client()
    assert reader.head(path).status_code == 302
    for _time in range(3):
        followed = reader.get(path)
    assert (followed.status_code, followed.headers["Location"]) == (302, "https://example.org/100")
    assert dict(followed.cookies) == {}
    assert dict(GroupLink.objects.values_list("group__name", "reads")) == {
        "物理98级群": 3,
        "杭州校友群": 0,
    }
    for _time in range(30):
        reader.get(path)
    assert GroupLink.objects.get(group=group).reads == 20
    assert reader.get("/w/unknown").status_code == 404
    html = staff.get(answer.headers["Location"]).content.decode()
    assert f"/w/{link.code}" in html
    assert "物理98级群" in staff.get("/office/groups/").content.decode()
    bad = staff.post("/office/groups/tell/", {**tell, "target": "javascript:alert(1)"})
    assert bad.status_code == 422
    assert client_of("coordinator", college="C1").get("/office/groups/").status_code == 403
    assert client_of("auditor").post("/office/groups/tell/", tell).status_code == 403
    assert AuditEntry.objects.filter(verb="group.told").count() == 1


def test_a_qr_code_that_ends_is_a_to_do_two_days_before(make_user):
    staff = make_user("staff")
    fields = {"name": "群", "kind": "work", "qr_until": today() + timedelta(days=3)}
    group = save_group(actor=CLERK, fields=fields)
    assert list(steward_todos(staff)) == []
    save_group(actor=CLERK, group_id=group.pk, fields={"qr_until": today() + timedelta(days=2)})
    assert [todo.title for todo in steward_todos(staff)] == ["The QR code of 1 WeChat group ends"]
    ChatGroup.objects.update(closed_on=date(2026, 1, 1))
    assert list(steward_todos(staff)) == []
