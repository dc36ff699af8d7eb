"""An issue goes out by letter and by post, every copy is in the ledger, and reading is counted once."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from wutong.core.consent.models import Preference
from wutong.core.consent.public import (
    Channel,
    LawfulBasis,
    Method,
    blocked_among,
    record_consent,
    set_topic,
)
from wutong.core.engagement.models import Act
from wutong.core.figures.public import Period, read_figures, tables
from wutong.core.people.models import ContactPoint, Person
from wutong.core.people.public import contact_columns, merge_people, refresh_search
from wutong.core.reference.models import Region
from wutong.engines.outreach.models import Recipient
from wutong.engines.outreach.services import campaigns, scheduling
from wutong.engines.outreach.tests.making import NOON, OFFICE, account, body, person
from wutong.kernel.actors import Actor
from wutong.platform.access.public import scopes_of
from wutong.platform.approvals.public import decide, requests_for
from wutong.platform.links.public import minter_for
from wutong.platform.outbox.models import Delivery
from wutong.platform.privacy.public import erase_subject
from wutong.programs.journal.enums import CreditRole, ReturnReason, Wish
from wutong.programs.journal.errors import (
    AlreadyPostedError,
    CopiesCameBackError,
    NothingInItError,
    PermitMissingError,
)
from wutong.programs.journal.exporters import PostalSource
from wutong.programs.journal.labels import SHEETS, addressees_of, set_labels
from wutong.programs.journal.models import Copy, Issue, Judged, ReturnedCopy
from wutong.programs.journal.postal import copy_code, read_code, split_postcode
from wutong.programs.journal.reading import set_wish, wish_of
from wutong.programs.journal.services import counting, issues, ledger, mailing, returning
from wutong.programs.journal.tasks import letters_job

pytestmark = pytest.mark.django_db
HOME = "陕西省西安市碑林区咸宁西路28号 710049"


@pytest.fixture
def staff():
    return account("staff")


def made(staff, number=17, **values):
    """An issue with two articles, one of them for readers alone; published."""
    given = {
        "number": number, "year": 2026, "number_in_year": 4, "title_zh": "梧桐校友",
        "title_en": "Wutong Alumni", "legal_body": body(), "permit_number": "陕内资第1号",
        **values,
    }  # fmt: skip
    issue = issues.save_issue(actor=Actor.of(staff), values=given)
    for title, is_public in (("老图书馆", True), ("班级来信", False)):
        issues.save_article(
            actor=Actor.of(staff), issue=issue,
            values={"title_zh": title, "text_zh": f"{title}的正文", "is_public": is_public},
            makers={CreditRole.AUTHOR: "林知远、周慕白"},
        )  # fmt: skip
    return issues.publish_issue(actor=Actor.of(staff), issue=issue, on=date(2026, 11, 20))


def agrees(one, channel=""):
    record_consent(
        actor=OFFICE, person_id=one.pk, topic="journal", basis=LawfulBasis.CONSENT,
        method=Method.STAFF, channel=channel,
    )  # fmt: skip
    return one


def lives(one, address, status="ok"):
    columns = contact_columns("address", address)
    ContactPoint.objects.create(
        person=one, kind="address", value=columns.value, normalised=columns.normalised,
        masked=columns.masked, value_hash=columns.value_hash, status=status,
    )  # fmt: skip
    return one


def sent_by_mail(issue, staff):
    """The letter is approved by a second person, leaves, and is taken over into the ledger."""
    director = account("director")
    letter = mailing.write_letter(actor=Actor.of(staff), user=staff, issue=issue)
    campaigns.hand_in(actor=Actor.of(staff), user=staff, campaign=letter)
    request = requests_for(letter.ref)[0]
    decide(request_id=request.pk, user=director, actor=Actor.of(director), approve=True)
    letter.refresh_from_db()
    with time_machine.travel(NOON, tick=False) as clock:
        scheduling.schedule(actor=Actor.of(staff), campaign=letter)
        clock.shift(timedelta(minutes=10))
        assert campaigns.send_due(campaign_id=letter.pk)
    issue.refresh_from_db()
    return letter


def test_a_letter_goes_to_those_who_want_the_journal_and_nothing_else_is_left(staff):
    reader, bounced, left, never = (person(name) for name in ("读者", "退信", "退订", "没说"))
    for one in (reader, bounced, left):
        agrees(one)
    set_topic(
        actor=OFFICE, person_id=left.pk, topic="journal", channel=Channel.EMAIL, wanted=False,
        method=Method.ONE_CLICK,
    )  # fmt: skip
    assert not blocked_among("greetings", Channel.EMAIL, [left.pk])

    issue = made(staff)
    letter = sent_by_mail(issue, staff)
    assert (letter.topic, letter.action) == ("journal", "journal.read")
    assert "老图书馆" in letter.body_zh
    got = dict(Recipient.objects.filter(campaign=letter).values_list("person__name", "reason"))
    assert got == {"读者": "", "退信": ""}  # the segment holds nobody who does not want it

    Delivery.objects.update(state="accepted")
    Delivery.objects.filter(subject_ref=f"person:{bounced.pk}").update(state="bounced")
    assert ledger.take_letters_over(actor=OFFICE, issue=issue) == 2
    assert ledger.take_letters_over(actor=OFFICE, issue=issue) == 0
    assert issue.tallies["email"] == {"sent": 1, "returned": 1}
    assert (issue.tallies["people"], issue.tallies["readers"]) == (1, 0)
    assert list(issue.tallies["days"].values()) == [[1, 1]]
    assert never.pk


WHERE = {
    "国内": (HOME, ""), "同址": (HOME, "duplicate"), "香港": ("香港九龙弥敦道1号", "abroad"),
    "外文": ("12 High Street, Melbourne", "abroad"), "侨居": ("碑林区咸宁西路9号", "abroad"),
    "侨居有家": ("北京市海淀区学院路5号", ""), "不全": ("陕西省西安市碑林区", "incomplete"),
    "无址": ("", "no_address"),
}  # fmt: skip


def test_the_postal_list_says_of_everybody_why_and_is_fixed_by_one_statement(staff, tmp_path):
    abroad = Region.objects.get(code="AU")
    for name, (address, _reason) in WHERE.items():
        one = agrees(person(name, email=None, region=abroad if "侨居" in name else None))
        if address:
            lives(one, address)
    mailed = agrees(lives(person("电邮", email_ok=True), "陕西省西安市雁塔区3号楼"))
    lives(agrees(person("故人", email=None, deceased=True)), "陕西省西安市雁塔区5号楼")
    set_wish(actor=OFFICE, person_id=mailed.pk, wish=Wish.EMAIL, method=Method.STAFF)
    asked = agrees(lives(person("双份", email_ok=True), "陕西省西安市雁塔区4号楼"))
    set_wish(actor=OFFICE, person_id=asked.pk, wish=Wish.BOTH, method=Method.STAFF)

    issue = made(staff, permit_number="")
    with pytest.raises(PermitMissingError):
        counting.count_post(issue=issue, user=staff)
    Issue.objects.update(permit_number="陕内资第1号")
    with CaptureQueriesContext(connection) as seen:
        counts = ledger.fix_postal_list(actor=Actor.of(staff), user=staff, issue=issue)
    writes = [one["sql"] for one in seen if "INSERT INTO journal_" in one["sql"]]
    assert len(writes) == 2  # judged, and copied: however many they are
    judged = dict(Judged.objects.values_list("person__name", "reason"))
    assert judged == {
        **{name: reason for name, (_address, reason) in WHERE.items()},
        "电邮": "unsubscribed", "双份": "", "故人": "deceased",
    }  # fmt: skip
    assert counts[""] == 3
    with pytest.raises(AlreadyPostedError):
        counting.count_post(issue=issue, user=staff)

    found = list(addressees_of(issue, staff))
    assert {one.name for one in found} == {"国内", "侨居有家", "双份"}
    home = next(one for one in found if one.name == "国内")
    assert (home.postcode, home.address) == ("710049", "陕西省西安市碑林区咸宁西路28号")
    made_labels = list(set_labels(found, SHEETS["3x8"][1], note="内部资料，免费交流", skip=2))
    assert [done for done, _pdf in made_labels] == [3]
    assert made_labels[0][1].startswith(b"%PDF")
    table = PostalSource().open(staff, {"issue": issue.pk})
    assert len(list(table.rows)) == table.total == 3

    Person.objects.filter(pk=home.person_id).update(deceased=True)
    assert home.person_id not in {one.person_id for one in addressees_of(issue, staff)}


def test_what_the_post_returns_marks_the_address_and_can_be_taken_back(staff):
    one = agrees(lives(person("搬家", email=None), HOME))
    issue = made(staff)
    ledger.fix_postal_list(actor=Actor.of(staff), user=staff, issue=issue)
    code = copy_code(17, one.pk)
    misread = code[:-1] + ("A" if code[-1] != "A" else "B")
    noted = returning.note_returned(
        actor=Actor.of(staff), user=staff, codes=f"{code}\n{misread} {code} J99-1-0",
        reason=ReturnReason.MOVED,
    )  # fmt: skip
    assert ([row.person for row in noted.done], len(noted.refused)) == ([one], 2)
    again = returning.note_returned(
        actor=Actor.of(staff), user=staff, codes=code, reason=ReturnReason.MOVED
    )
    assert (again.done, len(again.refused)) == ([], 1)
    assert ContactPoint.objects.get().status == "bounced"
    issue.refresh_from_db()
    assert issue.tallies["post"] == {"sent": 0, "returned": 1}
    with pytest.raises(CopiesCameBackError):
        ledger.take_list_back(actor=Actor.of(staff), issue=issue)
    later = made(staff, 18)
    assert counting.count_post(issue=later, user=staff) == {"": 0, "returned": 1}

    assert returning.undo_returned(actor=Actor.of(staff), row=ReturnedCopy.objects.get())
    assert not returning.undo_returned(actor=Actor.of(staff), row=ReturnedCopy.objects.get())
    assert ContactPoint.objects.get().status == "ok"
    assert ledger.take_list_back(actor=Actor.of(staff), issue=issue) == 1
    assert not Copy.objects.exists()


def test_reading_is_a_tap_and_counts_once_and_the_wish_is_about_the_journal_alone(staff):
    reader = agrees(person("读者", language="zh-hans"))
    issue = made(staff)
    letter = sent_by_mail(issue, staff)
    path = f"/a/{minter_for(f'{letter.ref}:reply').token(reader.pk)}"
    client = Client()
    for _robot in range(3):
        assert "老图书馆" in client.get(path).content.decode()
    assert not Act.objects.exists()
    assert not Copy.objects.exists()

    answer = client.post(path, {"answer": "read"})
    assert answer.url.startswith("/journal/r/")
    client.post(path, {"answer": "read"})
    act = Act.objects.get()
    assert (act.kind, act.person, act.counts_for_aem) == ("journal.read", reader, False)
    Delivery.objects.update(state="accepted")
    ledger.take_letters_over(actor=OFFICE, issue=issue)
    assert Copy.objects.get().opened_on is not None
    with time_machine.travel(NOON + timedelta(hours=1), tick=False):
        letters_job()
    issue.refresh_from_db()
    assert issue.tallies["readers"] == 1

    page = client.get(answer.url)
    assert "班级来信的正文" in page.content.decode()
    assert page["Referrer-Policy"] == "no-referrer"
    done = client.post(answer.url, {"wish": "post"}).url
    assert wish_of(reader.pk) == Wish.POST
    assert not blocked_among("greetings", Channel.EMAIL, [reader.pk])
    token = done.partition("done=")[2].partition("#")[0]
    client.post(answer.url, {"do": "undo", "done": token})
    assert (wish_of(reader.pk), Preference.objects.count()) == (Wish.EMAIL, 0)
    assert client.post(answer.url, {"wish": "nonsense"}).status_code == 404
    assert client.get(answer.url[:-3] + "AAA").status_code == 404
    Person.objects.update(deceased=True)
    assert client.get(answer.url).status_code == 410


def test_a_stranger_reads_what_is_for_everybody(staff):
    issue = made(staff)
    client = Client()
    shown = client.get("/journal/17/").content.decode()
    assert "老图书馆的正文" in shown
    assert "班级来信" in shown
    assert "班级来信的正文" not in shown
    assert "/journal/17/" in client.get("/journal/").content.decode()
    assert client.get("/en/journal/17/").status_code == 200
    Issue.objects.update(openness="link")
    assert client.get("/journal/17/").status_code == 404
    Issue.objects.update(openness="public")
    issues.withdraw_issue(actor=Actor.of(staff), issue=issue)
    assert client.get("/journal/17/").status_code == 404


def test_issues_copies_and_people_are_counted_apart(staff):
    first, second = made(staff, 16), made(staff, 17)
    both, paper = person("两样"), person("纸本")
    day = date(2026, 11, 21)
    for issue in (first, second):
        Copy.objects.create(issue=issue, channel="email", person=both, sent_on=day, opened_on=day)
        Copy.objects.create(issue=issue, channel="post", person=both, sent_on=day)
    Copy.objects.create(issue=second, channel="post", person=paper, sent_on=day, state="returned")
    for issue in (first, second):
        ledger.tally(issue)
    codes = ["issues", "deliveries", "people", "readers", "returned"]
    year, scopes = Period.year(2026), scopes_of(staff)
    read = read_figures([f"journal.{code}" for code in codes], [year], scopes)
    assert [read.value(f"journal.{code}", year) for code in codes] == [2, 4, 1, 1, 1]
    rows = tables.get("journal_by_issue").compute(year, scopes)
    assert [row.values for row in rows] == [(1, 1, None, 0, 1, 1), (1, 1, None, 1, 1, 1)]
    earlier = Period.year(2025)
    assert read_figures(["journal.deliveries"], [earlier], scopes).value(
        "journal.deliveries", earlier
    ) == 0  # fmt: skip

    twin = person("两样")
    merge_people(actor=Actor.of(account("director")), kept_id=twin.pk, gone_id=both.pk)
    assert Copy.objects.filter(person=twin).count() == 4
    Copy.objects.update(contact_id=5)
    erase_subject(actor=OFFICE, ref=f"person:{twin.pk}", reason="asked")
    assert set(Copy.objects.filter(person=twin).values_list("contact_id", flat=True)) == {None}
    assert Copy.objects.count() == 5


def picture(colour="#1f5c46"):
    held = io.BytesIO()
    Image.new("RGB", (1200, 1600), colour).save(held, "PNG")
    return SimpleUploadedFile("封面.png", held.getvalue(), "image/png")


def test_colleagues_make_an_issue_and_bad_input_is_told(client_of):
    staff, auditor = client_of("staff"), client_of("auditor")
    base = "/office/journal/"
    form = {
        "title_zh": "梧桐校刊", "year": 2026, "number_in_year": 1, "number": 1,
        "legal_body": body().pk, "internal": "on", "openness": "public", "print_rule": "asked",
        "order": "wechat", "copies_each": "asked",
    }  # fmt: skip
    assert auditor.post(f"{base}new/", form).status_code == 403
    for bad in ({"number": 0}, {"year": 26}, {"cover": SimpleUploadedFile("x.png", b"MZ")}):
        assert staff.post(f"{base}new/", {**form, **bad}).status_code == 422
    told = staff.post(f"{base}new/", {**form, "cover": picture()}, follow=True)
    assert "newspaper or periodical" in told.content.decode()  # 刊: the press office
    issue = Issue.objects.get()
    assert (issue.cover.content_type, issue.cover.size < 60_000) == ("image/jpeg", True)
    assert staff.post(f"{base}new/", form).status_code == 422  # the number is taken
    page = f"{base}{issue.pk}/"
    with pytest.raises(NothingInItError):
        issues.publish_issue(actor=OFFICE, issue=issue)
    staff.post(f"{page}do/", {"do": "publish"})
    assert not Issue.objects.get().is_published
    staff.post(
        f"{page}articles/new/", {"title_zh": "第一篇", "author": "林知远, 周慕白", "page": 3}
    )
    article = issue.articles.get()
    staff.post(f"{page}do/", {"do": f"remove:{article.pk}"})
    staff.post(f"{page}do/", {"do": f"restore:{article.pk}"})
    assert staff.post(f"{page}do/", {"do": "remove:x"}).status_code == 400
    staff.post(f"{page}do/", {"do": "publish", "on": "2999-01-01"})
    assert not Issue.objects.get().is_published
    staff.post(f"{page}do/", {"do": "publish"})
    assert Issue.objects.get().is_published
    assert Client().get("/journal/1/cover")["Content-Type"] == "image/jpeg"

    writer = person("林知远")
    refresh_search([writer.pk])
    credit = article.credits.get(name="林知远")
    staff.post(f"{base}credits/{credit.pk}/", {"who": "林知远"})
    dossier = staff.get(f"/office/people/{writer.pk}/").content.decode()
    assert "第一篇" in dossier
    staff.post(f"{base}readers/{writer.pk}/wish/", {"wish": "both"})
    assert wish_of(writer.pk) == Wish.BOTH
    assert (
        staff.post(f"{base}returns/note/", {"codes": "J1-2-3", "reason": "moved"}).status_code
        == 422
    )
    for address in (
        base, page, f"{page}edit/", f"{page}judged/", f"{page}labels/", f"{page}list/",
        f"{base}copies/?issue={issue.pk}&channel=post", f"{base}returns/", f"{base}returns/note/",
        f"{base}articles/{article.pk}/", f"{page}files/cover/",
    ):  # fmt: skip
        assert staff.get(address).status_code == 200, address
    assert staff.get(f"{page}files/x/").status_code == 404
    assert client_of("coordinator").get(page).status_code == 403


@pytest.mark.parametrize(
    ("text", "postcode", "rest"),
    [
        (HOME, "710049", "陕西省西安市碑林区咸宁西路28号"),
        ("710049，西安市咸宁西路28号", "710049", "西安市咸宁西路28号"),
        ("西安市咸宁西路28号（邮编：710049）", "710049", "西安市咸宁西路28号"),
        ("西安市 029-82668888 转", "", "西安市 029-82668888 转"),
    ],
)
def test_a_label_sets_the_postcode_apart(text, postcode, rest):
    place = split_postcode(text)
    assert (place.postcode, place.lines) == (postcode, rest)


def test_a_code_is_read_back_and_a_misread_digit_is_found():
    code = copy_code(17, 123456)
    assert read_code(f" {code.lower()} ") == (17, 123456)
    assert read_code(code.replace("17", "71", 1)) is None
