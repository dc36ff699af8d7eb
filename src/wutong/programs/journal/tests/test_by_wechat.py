"""An issue goes out on WeChat, by letter and by post, and each reader gets it once."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from wutong.core.consent.models import ConsentRecord, Preference
from wutong.core.consent.public import Channel, Method, blocked_among
from wutong.engines.outreach.models import Recipient
from wutong.engines.outreach.services import campaigns, scheduling
from wutong.engines.outreach.tests.making import NOON, OFFICE, account, person
from wutong.engines.wechat.demo_words import LISTED
from wutong.kernel.actors import Actor
from wutong.platform.approvals.public import decide, requests_for
from wutong.platform.links.public import minter_for
from wutong.platform.outbox.models import Delivery, WechatTemplate
from wutong.platform.outbox.sms.pump import run_texts
from wutong.platform.outbox.tests.wechat import fan, openid, push, sent, simulated
from wutong.programs.journal.enums import Copies, Wish
from wutong.programs.journal.errors import JournalError
from wutong.programs.journal.models import Copy, Issue, Judged
from wutong.programs.journal.reading import set_wish, wish_of
from wutong.programs.journal.services import counting, ledger, mailing
from wutong.programs.journal.tests.test_journal import HOME, agrees, lives, made
from wutong.programs.journal.why import explain_issue

pytestmark = pytest.mark.django_db
TEMPLATE = LISTED[2]["priTmplId"]


@pytest.fixture
def staff():
    return account("staff")


@pytest.fixture
def wechat(settings):
    with simulated(settings) as simulator:
        yield simulator


def follows(one, number, ending="9999", *, times=1):
    fan(openid(number, ending), f"person:{one.pk}", times=times, template=TEMPLATE)
    return one


def approved(sending, staff):
    director = account("director")
    campaigns.hand_in(actor=Actor.of(staff), user=staff, campaign=sending)
    request = requests_for(sending.ref)[0]
    decide(request_id=request.pk, user=director, actor=Actor.of(director), approve=True)
    sending.refresh_from_db()
    return sending


def leaves(sending, staff):
    with time_machine.travel(NOON, tick=False) as clock:
        scheduling.schedule(actor=Actor.of(staff), campaign=sending)
        clock.shift(timedelta(minutes=10))
        assert campaigns.send_due(campaign_id=sending.pk)


def notice_of(issue, staff):
    template = WechatTemplate.objects.get(code=TEMPLATE)
    return mailing.write_notice(actor=Actor.of(staff), user=staff, issue=issue, template=template)


def reached(sending):
    rows = Recipient.objects.filter(campaign=sending, reason="")
    return set(rows.values_list("person__name", flat=True))


def fresh(issue):
    return Issue.objects.select_related("campaign", "notice").get(pk=issue.pk)


def test_each_reader_gets_one_copy_by_the_first_way_that_reaches_them(staff, wechat, client):
    """WeChat, then e-mail, then paper; whoever WeChat refuses gets the letter instead."""
    both = follows(agrees(person("两样")), 1)
    refuses = follows(agrees(person("微信不收")), 2, "0002")
    unasked = follows(agrees(person("没有授权")), 3, times=0)
    mails = agrees(person("只有邮箱"))
    asked = follows(agrees(lives(person("还要纸本"), HOME)), 4)
    set_wish(actor=OFFICE, person_id=asked.pk, wish=Wish.BOTH, method=Method.STAFF)
    scroll = follows(agrees(lives(person("没有邮箱", email=None), "陕西省西安市雁塔区3号楼")), 5)

    issue = made(staff)
    notice = notice_of(issue, staff)
    assert (notice.channel, notice.topic, notice.action) == ("wechat", "journal", "journal.read")
    assert notice.body_zh.splitlines() == [
        "thing1: 梧桐校友", "character_string2: 2026-04", "date3: 2026年11月20日",
        "page: {{ action_url }}",
    ]  # fmt: skip
    with pytest.raises(JournalError):
        notice_of(issue, staff)
    approved(notice, staff)
    letter = mailing.write_letter(actor=Actor.of(staff), user=staff, issue=fresh(issue))
    approved(letter, staff)
    assert reached(letter) == {"没有授权", "只有邮箱"}  # the pre-flight of the notice counts

    leaves(notice, staff)
    run_texts(notice.ref)
    assert reached(notice) == {"两样", "微信不收", "还要纸本", "没有邮箱"}
    leaves(letter, staff)
    Delivery.objects.filter(stream=letter.ref).update(state="accepted")
    assert reached(letter) == {"没有授权", "只有邮箱", "微信不收"}

    issue = fresh(issue)
    ledger.take_letters_over(actor=OFFICE, issue=issue)
    assert issue.tallies["wechat"] == {"sent": 3, "returned": 1}
    assert issue.tallies["email"] == {"sent": 3, "returned": 0}
    row = Delivery.objects.get(stream=notice.ref, subject_ref=f"person:{both.pk}")
    push(client, sent(row.gateway_ref), row.address)
    assert ledger.take_letters_over(actor=OFFICE, issue=issue) == 1
    assert issue.tallies["wechat"]["arrived"] == 1

    counts = ledger.fix_postal_list(actor=Actor.of(staff), user=staff, issue=issue)
    assert counts[""] == 1  # who asked for paper, besides
    assert Judged.objects.get(person=scroll).reason == "elsewhere"
    issue = fresh(issue)
    assert (issue.tallies["people"], issue.tallies["post"]["sent"]) == (6, 1)
    assert unasked.pk
    assert mails.pk

    said = {str(way): words for way, words in explain_issue(issue, scroll, staff)}
    assert "2026年11月" in said["微信"] if "微信" in said else said
    by_way = [words for _way, words in explain_issue(issue, refuses, staff)]
    assert "微信不收" in by_way[0]
    assert len(by_way) == 3


def test_who_may_get_it_twice_is_for_the_office_to_say(staff, wechat):
    both = follows(agrees(lives(person("样样都有"), HOME)), 1)
    issue = made(staff, print_rule="all", order="email")
    letter = mailing.write_letter(actor=Actor.of(staff), user=staff, issue=issue)
    approved(letter, staff)
    notice = notice_of(issue, staff)
    campaigns.count_audience(campaign=notice)
    assert (reached(letter), reached(notice)) == ({"样样都有"}, set())
    assert counting.count_post(issue=fresh(issue), user=staff) == {"": 0, "elsewhere": 1}
    way, words = explain_issue(fresh(issue), both, staff)[1]
    assert way == Channel.WECHAT.label
    assert both.name in words
    Issue.objects.update(copies_each=Copies.EVERY)
    campaigns.count_audience(campaign=notice)
    assert reached(notice) == {"样样都有"}
    assert counting.count_post(issue=fresh(issue), user=staff) == {"": 1}


def test_reading_from_the_notice_is_counted_with_the_notice(staff, wechat):
    reader = follows(agrees(person("读者", language="zh-hans")), 1)
    issue = made(staff)
    notice = approved(notice_of(issue, staff), staff)
    leaves(notice, staff)
    client = Client()
    path = f"/a/{minter_for(f'{notice.ref}:reply').token(reader.pk)}"
    assert "老图书馆" in client.get(path).content.decode()
    assert not Copy.objects.exists()
    assert client.post(path, {"answer": "read"}).url.startswith("/journal/r/")
    copy = Copy.objects.get()
    assert (copy.channel, copy.opened_on is not None) == ("wechat", True)
    ledger.tally(fresh(issue))
    assert fresh(issue).tallies["readers"] == 1


def test_leaving_the_letters_keeps_greetings_and_paper_and_says_so(staff, client):
    """The page says what goes on, and one tap ends that, too."""
    reader = agrees(lives(person("读者", language="zh-hans"), HOME))
    issue = made(staff, print_rule="all")
    letter = approved(mailing.write_letter(actor=Actor.of(staff), user=staff, issue=issue), staff)
    leaves(letter, staff)
    path = f"/u/{minter_for(f'{letter.ref}:wishes').token(reader.pk)}"
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert blocked_among("journal", Channel.EMAIL, [reader.pk])
    assert not blocked_among("journal", Channel.POST, [reader.pk])
    assert not blocked_among("greetings", Channel.EMAIL, [reader.pk])
    assert ConsentRecord.objects.get().withdrawn_at is None
    page = client.get(path).content.decode()
    assert 'value="leave_too:post"' in page
    assert "leave_too:wechat" not in page  # no account is tied
    assert wish_of(reader.pk) == Wish.NONE  # paper only where somebody asks for it

    client.post(path, {"do": "leave_too:post"})
    assert blocked_among("journal", Channel.POST, [reader.pk])
    assert not blocked_among("greetings", Channel.EMAIL, [reader.pk])
    assert "leave_too" not in client.get(path).content.decode()
    assert Preference.objects.filter(wanted=False).count() == 2
    client.post(path, {"do": "leave_too:nonsense"})
    set_wish(actor=OFFICE, person_id=reader.pk, wish=Wish.NONE, method=Method.STAFF)
    assert ConsentRecord.objects.get().withdrawn_at is not None
