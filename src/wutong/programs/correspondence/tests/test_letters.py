"""A formal letter from the first word to the answer, and what holds it back."""

from datetime import timedelta
from io import BytesIO

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from pypdf import PdfReader

from wutong.core.engagement.public import acts_of_person
from wutong.core.figures.public import Period, figures
from wutong.core.interactions.dossier.sheet import person_sheet
from wutong.core.organisations.tests.factories import make_organisation
from wutong.core.people.models import Employment, Provenance
from wutong.core.people.public import mark_deceased, merge_people, save_employment
from wutong.core.people.selectors.timeline import timeline_of
from wutong.core.people.tests.factories import CLERK, make_person, make_unit
from wutong.core.reference.enums import Grade
from wutong.core.reference.models import LegalBody
from wutong.kernel.actors import Actor
from wutong.kernel.clock import today
from wutong.platform.access.public import scopes_of
from wutong.platform.audit.models import AuditEntry
from wutong.platform.documents.public import grouped, verify_code
from wutong.platform.outbox.enums import InboundKind
from wutong.platform.outbox.models import Delivery, SingleMail
from wutong.platform.outbox.public import Arrival, DeliveryRef, record_bounce, take_in
from wutong.platform.privacy.public import erase_subject
from wutong.programs.correspondence.enums import LetterState
from wutong.programs.correspondence.models import FormalLetter, LetterTemplate
from wutong.programs.correspondence.selectors import letter_todos
from wutong.programs.correspondence.services.writing import Whom, begin_letter

pytestmark = pytest.mark.django_db
BASE = "/office/letters/"
OLD = timedelta(days=366)


def begin(whom, kind="congratulation", **fields):
    values = {"language": "zh-hans", "occasion": "当选院士", "actor": CLERK, **fields}
    body = LegalBody.objects.get(pk=values.pop("body", "association"))
    return begin_letter(kind=kind, legal_body=body, whom=whom, **values)


def do(client, letter, what, **data):
    answer = client.post(f"{BASE}{letter.pk}/do/", {"do": what, **data})
    letter.refresh_from_db()
    return answer


def said(answer):
    from django.contrib.messages import get_messages

    return [str(message) for message in get_messages(answer.wsgi_request)]


def job(person, *, days, title="董事长", employer="梧陵科技"):
    row = save_employment(
        actor=CLERK, person_id=person.pk, fields={"employer": employer, "title": title}
    )
    Employment.objects.filter(pk=row.pk).update(as_of=today() - timedelta(days=days))
    return row


def sent_and_come_back(staff, letter):
    """The mail comes back: a to-do, the letter says why, the report leads to it; sent again."""
    mail = Delivery.objects.get(stream=letter.mail_key)
    ref = DeliveryRef(mail.campaign_month, mail.id)
    Delivery.objects.filter(id=mail.id).update(state="accepted")
    assert record_bounce(actor=CLERK, delivery=ref, status="5.1.1", diagnostic="user unknown")
    page = f"{BASE}{letter.pk}/"
    assert "user unknown" in staff.get(page).content.decode()
    assert [todo.url for todo in letter_todos(staff.user)] == [page]
    kept = take_in(
        Arrival(channel="email", unique=b"1", source="test", kind=InboundKind.UNKNOWN,
                address="li@example.org", text="换了邮箱", delivery=ref)
    )  # fmt: skip
    assert kept.assigned_to_id == letter.author_id
    assert page in staff.get(f"/office/inbox/{kept.pk}/").content.decode()
    do(staff, letter, "again")
    assert (letter.state, letter.sent_on, letter.mail_key) == (LetterState.SEALED, None, "")
    do(staff, letter, "send", way="email", address="li@new.example.org")
    assert letter.state == LetterState.SENT
    assert "user unknown" not in staff.get(page).content.decode()


@pytest.fixture
def person():
    return make_person("李雷", unit=make_unit("物理学院", code="C1"), email="li@example.org")


def test_a_letter_goes_from_the_first_word_to_the_answer(client_of, person):
    staff, director = client_of("staff"), client_of("director")
    job(person, days=30)
    begun = staff.post(
        f"{BASE}new/",
        {"kind": "congratulation", "who": "李雷", "legal_body": "association",
         "language": "zh-hans", "occasion": "当选院士", "theme": "award"},
    )  # fmt: skip
    letter = FormalLetter.objects.get()
    assert begun.headers["Location"] == f"{BASE}{letter.pk}/"
    assert (letter.salutation, letter.position) == ("尊敬的李雷董事长：", "董事长")
    assert "欣悉您当选院士" in letter.body
    draft = PdfReader(BytesIO(staff.get(f"{BASE}{letter.pk}/pdf/").content))
    assert len(draft.pages) == 1
    do(staff, letter, "hand_in", note="请过目")
    assert letter.state == LetterState.REVIEW
    assert staff.post(f"{BASE}{letter.pk}/edit/", {"title": "x"}).status_code == 404
    assert do(staff, letter, "approve").status_code == 403
    assert letter.state == LetterState.REVIEW  # nobody signs off their own work
    assert do(staff, letter, "seal").status_code == 302
    assert letter.document is None
    do(director, letter, "approve")
    assert (letter.state, letter.signed_off_by) == (LetterState.APPROVED, director.user)
    do(staff, letter, "seal", copies="2", note="一正一副")
    year = today().year
    assert (letter.number_text, letter.copies) == (f"校友会函〔{year}〕1号", 2)
    verdict = verify_code(grouped(letter.document.check_code))
    assert [value for _label, value in verdict.facts][:2] == ["Letter of congratulation", "李*"]
    word = docx.Document(BytesIO(staff.get(f"{BASE}{letter.pk}/word/").content))
    texts = [one.text for one in word.paragraphs]
    assert letter.number_text in texts
    assert "尊敬的李雷董事长：" in texts
    pdf = staff.get(f"{BASE}{letter.pk}/pdf/")
    assert (
        letter.number_text.replace("〔", "")[:4]
        in PdfReader(BytesIO(pdf.content)).pages[0].extract_text()
    )
    do(staff, letter, "send", way="email")
    assert (letter.state, letter.sent_note) == (LetterState.SENT, "l****@example.org")
    assert b"application/pdf" in bytes(SingleMail.objects.latest("created_at").raw)
    assert Delivery.objects.latest("id").subject_ref == f"person:{person.pk}"
    sent_and_come_back(staff, letter)
    do(staff, letter, "answer", on=today().isoformat(), words="谢谢",
       file=SimpleUploadedFile("回信.pdf", b"%PDF-1.7 x"))  # fmt: skip
    assert letter.state == LetterState.ANSWERED
    assert staff.get(f"{BASE}{letter.pk}/answer/").status_code == 200
    scopes = scopes_of(director.user)
    assert [act.kind for act in acts_of_person(person.pk, scopes)] == ["letters.answered"]
    titles = [e.title for _y, found in timeline_of(person.pk, director.user).years for e in found]
    assert titles.count("贺信") == 1
    assert any(
        "贺信" in line.text
        for s in person_sheet(person, director.user).sections
        for line in s.lines
    )
    period = Period.year(year)
    for code in ("letters.sent", "letters.answered", "letters.congratulation"):
        assert figures.get(code).rows(period, scopes).queryset.count() == 1
    assert figures.get("letters.relief_thanks").rows(period, scopes).queryset.count() == 0
    do(staff, letter, "answer_back")
    assert acts_of_person(person.pk, scopes).count() == 0
    assert "李雷" in staff.get(f"{BASE}?q=李雷&state=sent").content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        FormalLetter.objects.filter(pk=letter.pk).update(document=None)


def test_a_title_nobody_confirmed_for_a_year_never_gets_into_a_letter(client_of, person):
    staff = client_of("staff")
    row = job(person, days=OLD.days)
    letter = begin(Whom(person=person))
    assert (letter.salutation, letter.position) == ("尊敬的李雷校友：", "")
    page = staff.get(f"{BASE}{letter.pk}/").content.decode()
    assert "more than 12 months ago" in page
    FormalLetter.objects.filter(pk=letter.pk).update(salutation="尊敬的李雷董事长：")
    answer = do(staff, letter, "hand_in")
    assert "last confirmed on" in said(answer)[-1]
    assert letter.state == LetterState.DRAFT
    FormalLetter.objects.filter(pk=letter.pk).update(salutation="尊敬的李雷校友：")
    do(staff, letter, "position", employment=row.pk, seen="公司官网")
    assert (letter.salutation, letter.position_on) == ("尊敬的李雷董事长：", today())
    row.refresh_from_db()
    assert row.as_of == today()
    assert Provenance.objects.filter(source_label="公司官网").count() == 1
    do(staff, letter, "hand_in")
    assert letter.state == LetterState.REVIEW
    # signed off today, sealed a year later: the title has grown old meanwhile
    do(client_of("director"), letter, "approve")
    Employment.objects.update(as_of=today() - OLD)
    FormalLetter.objects.update(position_on=today() - OLD)
    assert "董事长" in said(do(staff, letter, "seal", copies="1"))[-1]
    assert letter.document is None


def test_nobody_congratulates_the_dead(client_of, person):
    staff, director = client_of("staff"), client_of("director")
    letter = begin(Whom(person=person))
    do(staff, letter, "hand_in")
    do(director, letter, "approve")
    do(staff, letter, "seal", copies="1")
    waiting = begin(Whom(person=person), kind="thanks")
    mark_deceased(actor=CLERK, person_id=person.pk, on=today())
    assert "has died" in said(do(staff, letter, "send", way="post"))[-1]
    assert "has died" in said(do(staff, waiting, "hand_in"))[-1]
    refused = staff.post(
        f"{BASE}new/",
        {"kind": "invitation", "who": "李雷", "legal_body": "association", "language": "zh-hans"},
    )
    assert (refused.status_code, FormalLetter.objects.count()) == (422, 2)
    todo = "Letter of condolence: 李雷 has died"
    assert todo in [one.title for one in letter_todos(staff.user)]
    person.refresh_from_db()
    condolence = begin(Whom(person=person), kind="condolence")
    assert "李雷校友不幸逝世" in condolence.body
    assert "李雷" in condolence.addressee
    assert todo not in [one.title for one in letter_todos(staff.user)]
    relative = begin(Whom(name="韩梅梅"), kind="condolence")
    assert "still to be filled in" in said(do(staff, relative, "hand_in"))[-1]


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({}, "who"),
        ({"who": "李雷", "outsider": "某某"}, "outsider"),
        ({"outsider": "某某", "outsider_title": "部长"}, "outsider_title_on"),
        ({"outsider": "某某", "outsider_title": "部长", "outsider_title_on": "2019-01-01"}, "outsider_title_on"),
        ({"organisation": "没有这家"}, "organisation"),
        ({"who": "查无此人"}, "who"),
        ({"outsider": "某某", "kind": "nonsense"}, "kind"),
    ],
)  # fmt: skip
def test_bad_input_is_told_and_nothing_begun(client_of, person, given, wrong):
    form = {"kind": "thanks", "legal_body": "foundation", "language": "en", **given}
    answer = client_of("staff").post(f"{BASE}new/", form)
    assert answer.status_code == 422
    assert wrong in answer.context_data["form"].errors
    assert not FormalLetter.objects.exists()


def test_each_body_numbers_for_itself_and_a_void_letter_keeps_its_number(client_of):
    staff, director = client_of("staff"), client_of("director")
    body, numbers = make_organisation("欧洲校友会"), []
    for legal in ("department", "foundation", "department"):
        letter = begin(Whom(organisation=body), kind="thanks", body=legal)
        do(staff, letter, "hand_in", check_first="on")
        do(client_of("staff"), letter, "approve")  # checked by a colleague
        assert letter.state == LetterState.REVIEW
        do(director, letter, "approve")
        do(staff, letter, "seal", copies="1")
        numbers.append(letter.number_text)
    year = today().year
    assert numbers == [
        f"校友函〔{year}〕1号", f"基金会函〔{year}〕1号", f"校友函〔{year}〕2号",
    ]  # fmt: skip
    assert client_of("auditor").post(f"{BASE}{letter.pk}/void/").status_code == 403
    staff.post(f"{BASE}{letter.pk}/void/", {"reason": "写错收件人"})
    letter.refresh_from_db()
    assert letter.state == LetterState.VOID
    assert verify_code(grouped(letter.document.check_code)).state == "void"
    copy = staff.post(f"{BASE}{letter.pk}/copy/", {"outsider": "王先生"})
    assert (
        FormalLetter.objects.get(pk=copy.headers["Location"].split("/")[-2]).addressee == "王先生"
    )


def test_who_sees_and_does_what(client_of, person, django_assert_max_num_queries):
    secret = make_person("赵六", grade=Grade.SENSITIVE)
    plain, hidden = begin(Whom(person=person)), begin(Whom(person=secret))
    staff = client_of("staff")

    def seen(who):
        return [
            who.get(f"{BASE}{one.pk}/{page}").status_code
            for one in (plain, hidden)
            for page in ("", "pdf/", "word/")
        ]

    assert seen(client_of("director")) == [200] * 6
    assert seen(staff) == [200] * 3 + [404] * 3
    assert seen(client_of("auditor")) == [200] * 3 + [404] * 3
    assert seen(client_of("coordinator", college="C1")) == [403] * 6
    assert do(staff, hidden, "hand_in").status_code == 404
    assert do(client_of("auditor"), plain, "hand_in").status_code == 403
    assert (plain.state, hidden.state) == (LetterState.DRAFT, LetterState.DRAFT)
    assert "赵六" not in staff.get(BASE).content.decode()
    assert do(staff, plain, "nonsense").status_code == 400
    for number in range(3):
        begin(Whom(name=f"某{number}"))
    with django_assert_max_num_queries(12):
        staff.get(BASE)
    assert staff.get(f"{BASE}texts/").status_code == 200
    text = LetterTemplate.objects.first()
    bad = staff.post(
        f"{BASE}texts/{text.pk}/",
        {"kind": text.kind, "language": text.language, "name": "x", "title": "x",
         "salutation": "{{ phone }}", "body": "x", "version": 1},
    )  # fmt: skip
    assert "salutation" in bad.context_data["form"].errors
    staff.post(f"{BASE}{plain.pk}/do/", {"do": "discard"})
    assert not FormalLetter.objects.filter(pk=plain.pk).exists()
    assert AuditEntry.objects.filter(verb="letter.discarded").count() == 1


def test_a_letter_follows_its_person_and_is_forgotten_with_them(client_of, person):
    staff, director = client_of("staff"), client_of("director")
    twin = make_person("李雷")
    letter, draft = begin(Whom(person=twin)), begin(Whom(person=twin))
    do(staff, letter, "hand_in")
    do(director, letter, "approve")
    do(staff, letter, "seal", copies="1")
    merge_people(actor=Actor.of(director.user), kept_id=person.pk, gone_id=twin.pk)
    letter.refresh_from_db()
    assert letter.person == person
    assert letter.number_text in staff.get(f"/office/people/{person.pk}/").content.decode()
    erase_subject(actor=CLERK, ref=f"person:{person.pk}", reason="asked")
    letter.refresh_from_db()
    assert (letter.addressee, letter.body, bool(letter.number_text)) == ("", "", True)
    assert not FormalLetter.objects.filter(pk=draft.pk).exists()
    assert director.get(f"{BASE}{letter.pk}/pdf/").status_code == 404
