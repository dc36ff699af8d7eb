"""A case from the call to the rating: departments and alumni answer by link, without a password."""

import re
from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation

from wutong.core.engagement.public import acts_of_person
from wutong.core.figures.public import Period, figures, tables
from wutong.core.people.public import merge_people
from wutong.core.people.selectors.timeline import timeline_of
from wutong.core.people.tests.factories import CLERK, make_person, make_unit
from wutong.core.reference.enums import Grade
from wutong.kernel.actors import Actor
from wutong.kernel.clock import today, working_days_after
from wutong.platform.access.public import scopes_of
from wutong.platform.audit.models import AuditEntry
from wutong.platform.outbox.enums import InboundKind
from wutong.platform.outbox.models import SingleMail
from wutong.platform.outbox.public import Arrival, take_in
from wutong.platform.privacy.public import erase_subject
from wutong.programs.servicedesk.enums import CaseState, NoteKind
from wutong.programs.servicedesk.errors import SettledError
from wutong.programs.servicedesk.models import Case, CaseKind, CaseNote, Desk
from wutong.programs.servicedesk.selectors import case_todos
from wutong.programs.servicedesk.services.answering import department_link, rating_link
from wutong.programs.servicedesk.services.cases import close_case, open_case

pytestmark = pytest.mark.django_db
BASE = "/office/cases/"


def kind(name="成绩单与学历证明"):
    return CaseKind.objects.select_related("desk").get(name_zh=name)


def opened(person=None, **fields):
    values = {"kind": kind(), "channel": "phone", "subject": "英文成绩单", **fields}
    contact = values.pop("contact", "")
    key = person.pk if person else None
    return open_case(actor=CLERK, person_id=key, contact=contact, fields=values)


def do(client, case, what, **data):
    answer = client.post(f"{BASE}{case.pk}/do/", {"do": what, **data})
    case.refresh_from_db()
    return answer


def said(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)][-1]


def path_of(address):
    return "/a/" + address.rpartition("/a/")[2]


@pytest.fixture
def person():
    unit = make_unit("物理学院", code="C1")
    return make_person("李雷", unit=unit, email="li@example.org")


def test_a_case_goes_from_the_call_to_the_answer(client_of, person):
    staff, stranger = client_of("staff"), Client()
    form = {"channel": "phone", "who": "李雷", "kind": kind().pk, "subject": "英文成绩单",
            "question": "申请学校用", "assignee": staff.user.pk}  # fmt: skip
    case_page = staff.post(f"{BASE}new/", form).headers["Location"]
    case = Case.objects.get()
    assert case_page == f"{BASE}{case.pk}/"
    assert (case.number, case.desk.name_zh) == (f"{today().year}-00001", "教务处")
    assert (case.person, case.due_on) == (person, working_days_after(today(), 5))
    assert "no e-mail address" in said(do(staff, case, "hand", desk=case.desk_id))
    Desk.objects.update(email="desk@example.org")
    do(staff, case, "hand", desk=case.desk_id, words="请协助")
    assert case.state == CaseState.HANDED
    link = path_of(department_link(case))
    page = stranger.get(link).content.decode()
    assert "申请学校用" in page
    assert "li@example.org" not in page
    assert stranger.post(link, {"answer": "reply", "words": ""}).status_code == 422
    stranger.post(link, {"answer": "reply", "words": "周五可取", "name": "周老师"})
    case.refresh_from_db()
    assert case.state == CaseState.WORK
    note = case.notes.get(kind=NoteKind.REPLY)
    assert (note.text, note.by, "周老师" in note.by_label) == ("周五可取", None, True)
    stranger.post(link, {"do": "undo"})
    case.refresh_from_db()
    assert (case.state, case.notes.filter(kind=NoteKind.REPLY).count()) == (CaseState.HANDED, 0)
    stranger.post(link, {"answer": "reply", "words": "周五可取"})
    assert "周五可取" in staff.get(case_page).content.decode()
    do(staff, case, "note", text="附件", file=SimpleUploadedFile("申请表.pdf", b"%PDF-1.7"))
    stored = case.notes.get(file__isnull=False)
    assert staff.get(f"{case_page}files/{stored.pk}/").status_code == 200
    assert "PDF" in said(do(staff, case, "note", file=SimpleUploadedFile("x.pdf", b"MZ evil")))
    do(staff, case, "answer", words="成绩单周五可取。")
    assert (case.state, case.grant_id) == (CaseState.ANSWERED, None)
    assert stranger.get(link).status_code == 410  # the department's link ends with the case
    assert SingleMail.objects.count() == 2
    verbs = set(AuditEntry.objects.values_list("verb", flat=True))
    assert {"case.opened", "case.handed", "case.department_replied", "case.answered"} <= verbs


def test_a_message_becomes_one_case(client_of, person):
    staff = client_of("staff")

    def came(channel, text, **more):
        return take_in(Arrival(channel=channel, unique=text.encode(), source="test", text=text,
                               kind=InboundKind.REPLY, **more))  # fmt: skip

    known = came(
        "wechat", "请问英文成绩单怎么开？", address="oX1", subject_ref=f"person:{person.pk}"
    )
    page, new = f"/office/inbox/{known.pk}/", f"{BASE}new/?message={known.pk}"
    assert f"?message={known.pk}" in staff.get(page).content.decode()
    shown = staff.get(new).content.decode()
    assert "请问英文成绩单怎么开？" in shown
    assert "李雷" in shown
    form = {"channel": "wechat", "who": "李雷", "kind": kind().pk, "subject": "英文成绩单",
            "assignee": staff.user.pk}  # fmt: skip
    case_page = staff.post(new, form).headers["Location"]
    case = Case.objects.get()
    assert (case.person, case.message_id, case.channel) == (person, known.pk, "wechat")
    known.refresh_from_db()
    assert (known.state, known.assigned_to) == ("done", staff.user)
    assert page in staff.get(case_page).content.decode()
    assert case.number in staff.get(page).content.decode()
    assert staff.get(new).headers["Location"] == case_page
    assert case.number in staff.post(new, form).content.decode()  # pressed twice

    strange = came("sms", "孩子夏令营如何报名？", address="+8613800000007")
    new = f"{BASE}new/?message={strange.pk}"
    assert "13800000007" not in staff.get(new).content.decode()
    staff.post(new, {**form, "channel": "sms", "who": "", "who_name": "家长"})
    case = Case.objects.get(message=strange)
    assert case.contact == "+8613800000007"
    mailed = came("email", "问一下夏令营", address="li@example.org", raw=b"Message-ID: <1@x>\n\n?",
                  subject_ref=f"person:{person.pk}")  # fmt: skip
    staff.post(f"{BASE}new/?message={mailed.pk}", {**form, "channel": "email"})
    case = Case.objects.get(message=mailed)
    do(staff, case, "there", words="五月报名。")
    mailed.refresh_from_db()
    assert (case.state, mailed.answer) == (CaseState.ANSWERED, "五月报名。")
    assert b"In-Reply-To: <1@x>" in bytes(SingleMail.objects.get().raw)

    blind = client_of("coordinator", college="C1")
    blind.post(new, {**form, "channel": "sms"})
    assert Case.objects.filter(message=strange).count() == 1


def test_an_alumnus_rates_the_answer_without_a_password(client_of, person):
    staff, stranger = client_of("staff"), Client()
    case = opened(person, assignee=staff.user)
    do(staff, case, "answer", words="成绩单周五可取。")
    rate = path_of(rating_link(CLERK, case))
    assert "成绩单周五可取" not in stranger.get(rate).content.decode()
    assert stranger.post(rate, {"answer": "rate", "rating": "9"}).status_code == 422
    stranger.post(rate, {"answer": "rate", "rating": "2", "words": "慢"})
    case.refresh_from_db()
    assert (case.rating, case.rating_words, case.state) == (2, "慢", CaseState.ANSWERED)
    scopes = scopes_of(staff.user)
    assert [act.kind for act in acts_of_person(person.pk, scopes)] == ["servicedesk.rated"]
    stranger.post(rate, {"do": "undo"})
    case.refresh_from_db()
    assert (case.rating, acts_of_person(person.pk, scopes).count()) == (None, 0)
    stranger.post(rate, {"answer": "open", "rating": "1", "words": "还没拿到"})
    case.refresh_from_db()
    assert (case.state, case.settled_at, case.rating) == (CaseState.WORK, None, 1)
    with translation.override("en"):
        assert any("Not content" in todo.title for todo in case_todos(staff.user))
    assert stranger.get(rate).status_code == 200
    with translation.override("en"):
        years = timeline_of(person.pk, staff.user).years
    assert "Asked: 英文成绩单" in [event.title for _year, found in years for event in found]
    verbs = set(AuditEntry.objects.values_list("verb", flat=True))
    assert {"case.opened", "case.answered", "case.rated", "case.rating_undone"} <= verbs


def test_who_sees_which_case(client_of, person, django_assert_max_num_queries):
    other = make_person("韩梅", unit=make_unit("化学学院", code="C2"))
    secret = make_person("赵六", grade=Grade.SENSITIVE)
    desk = Desk.objects.create(
        name_zh="物理学院", name_en="Physics", unit=person.degrees.get().unit
    )
    theirs, foreign, hidden = opened(person, desk=desk), opened(other, desk=desk), opened(secret)
    elsewhere = opened(person)
    both = (theirs, foreign, hidden, elsewhere)

    def seen(who):
        return [who.get(f"{BASE}{case.pk}/").status_code for case in both]

    college, staff = client_of("coordinator", college="C1"), client_of("staff")
    assert seen(client_of("director")) == [200] * 4
    assert seen(staff) == [200, 200, 404, 200]
    assert seen(college) == [200, 404, 404, 404]
    assert seen(client_of("coordinator", college="C2")) == [404] * 4
    assert seen(client_of("volunteer", college="C1")) == [403] * 4
    assert "赵六" not in staff.get(BASE).content.decode()
    for case in (foreign, hidden, elsewhere):
        assert do(college, case, "close", reason="x").status_code == 404
        assert case.is_open
    assert do(client_of("auditor"), theirs, "take").status_code == 403
    joining = do(college, theirs, "join", into=elsewhere.pk)
    assert "joined to another open case" in said(joining)
    assert college.get(f"{BASE}kinds/").status_code == 403
    mine = college.post(
        f"{BASE}new/",
        {"channel": "walk_in", "who": "李雷", "kind": kind("其他").pk, "subject": "咨询"},
    )
    assert college.get(mine.headers["Location"]).status_code == 200
    for _number in range(3):
        opened(person)
    with django_assert_max_num_queries(13):
        staff.get(BASE)


def test_strangers_repeats_and_late_cases(client_of):
    staff = client_of("staff")
    bad = {"channel": "phone", "kind": kind().pk, "subject": "问询"}
    for wrong, field in (
        ({}, "who"),
        ({"who_name": "王", "contact": "12"}, "contact"),
        ({"who_name": "王", "due_on": "2020-01-01"}, "due_on"),
        ({"who_name": "王", "kind": "99999"}, "kind"),
    ):
        answer = staff.post(f"{BASE}new/", {**bad, **wrong})
        assert (answer.status_code, field in answer.context_data["form"].errors) == (422, True)
    assert not Case.objects.exists()
    first = opened(who_name="王先生", contact="138 0013 8000")
    again = opened(who_name="王", contact="+8613800138000", subject="又问一次", question="怎么样了")
    page = staff.get(f"{BASE}{again.pk}/").content.decode()
    assert first.number in page
    assert "13800138000" not in page
    shown = do(staff, again, "unmask").content.decode()
    assert "+8613800138000" in shown
    assert AuditEntry.objects.filter(sensitive=True).count() == 1
    do(staff, again, "join", into=first.pk)
    assert (again.state, again.joined_to) == (CaseState.JOINED, first)
    assert "怎么样了" in first.notes.get(kind=NoteKind.JOINED).text
    assert do(staff, again, "reopen").status_code == 302
    with pytest.raises(SettledError):
        close_case(
            actor=CLERK,
            case_id=close_case(actor=CLERK, case_id=first.pk, reason="x").pk,
            reason="y",
        )
    do(staff, first, "reopen")
    assert first.is_open
    Case.objects.filter(pk=first.pk).update(due_on=today() - timedelta(days=1), assignee=staff.user)
    titles = [todo.title for todo in case_todos(staff.user)]
    assert f"Case {first.number}: 英文成绩单" in titles
    assert "1 case that nobody has taken" in titles
    late = staff.get(f"{BASE}?overdue=true").content.decode()
    assert (first.number in late or "英文成绩单" in late, "又问一次" in late) == (True, False)
    assert "no e-mail address" in said(do(staff, first, "answer", words="好")).lower()
    do(staff, first, "told", words="电话告知")
    assert first.state == CaseState.ANSWERED
    assert re.search(r"/a/[\w.-]+", do(staff, first, "rate_link").content.decode())


def test_figures_count_what_was_opened_and_settled(client_of, person):
    staff = client_of("staff")
    Desk.objects.update(email="desk@example.org")
    answered, late, waiting = opened(person), opened(person), opened(person, kind=kind("校友卡"))
    for case, rating in ((answered, 5), (late, 2)):
        do(staff, case, "answer", words="办好了")
        Client().post(path_of(rating_link(CLERK, case)), {"answer": "rate", "rating": rating})
    html = staff.get(f"{BASE}?low=true").content.decode()
    assert ("2: poor" in html, "5: very good" in html.partition("<tbody")[2]) == (True, False)
    Case.objects.filter(pk=late.pk).update(due_on=today() - timedelta(days=1))
    do(staff, opened(person), "join", into=waiting.pk)
    period, scopes = Period.year(today().year), scopes_of(staff.user)
    counted = {
        code: figures.get(f"cases.{code}").rows(period, scopes).queryset.count()
        for code in ("opened", "settled", "in_time", "rated", "content")
    }
    assert counted == {"opened": 3, "settled": 2, "in_time": 1, "rated": 2, "content": 1}
    rows = {row.label_zh: row.values for row in tables.get("cases_by_kind").compute(period, scopes)}
    assert rows == {"成绩单与学历证明": (2, 2, 0.0, 3.5), "校友卡": (1, 0, None, None)}
    before = Period.year(today().year - 1)
    assert figures.get("cases.opened").rows(before, scopes).queryset.count() == 0


def test_a_case_follows_its_person_and_is_forgotten_with_them(client_of, person):
    staff, director = client_of("staff"), client_of("director")
    twin = make_person("李雷")
    case = opened(twin, question="我的证件号")
    do(staff, case, "note", text="已核对", file=SimpleUploadedFile("证件.jpg", b"\xff\xd8\xff\xe0"))
    stray = opened(who_name="李", contact="li@example.org", question="同一邮箱")
    merge_people(actor=Actor.of(director.user), kept_id=person.pk, gone_id=twin.pk)
    case.refresh_from_db()
    assert case.person == person
    assert case.number in staff.get(f"/office/people/{person.pk}/").content.decode()
    erase_subject(actor=CLERK, ref=f"person:{person.pk}", reason="asked")
    for row in (case, stray):
        row.refresh_from_db()
        assert (row.question, row.who_name, row.contact, row.contact_hash) == ("", "", "", None)
    assert set(CaseNote.objects.values_list("text", "file")) == {("", None)}


def test_kinds_and_departments_are_the_offices_own(client_of):
    staff, row = client_of("staff"), kind("其他")
    form = {"name_zh": "校友企业服务", "name_en": "Alumni companies", "days": 9}
    staff.post(f"{BASE}kinds/{row.pk}/", {**form, "version": row.version})
    row.refresh_from_db()
    assert (row.name_zh, row.days, row.version) == ("校友企业服务", 9, 2)
    stale = staff.post(f"{BASE}kinds/{row.pk}/", {**form, "days": 1, "version": 1})
    twice = staff.post(f"{BASE}kinds/new/", {**form, "name_zh": "校友卡"})
    assert (stale.status_code, twice.status_code, CaseKind.objects.count()) == (409, 422, 7)
    staff.post(f"{BASE}departments/new/", {"name_zh": "图书馆", "name_en": "Library"})
    assert Desk.objects.filter(name_zh="图书馆").exists()
    page = staff.get(f"{BASE}departments/").content.decode()
    assert "Library" in page
