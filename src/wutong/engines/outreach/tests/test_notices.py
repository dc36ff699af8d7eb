"""A greeting on WeChat: written into a template, judged by accounts and rights, sent, answered."""

import pytest

from wutong.core.people.models import Person
from wutong.engines.outreach.models import Campaign, Recipient
from wutong.engines.outreach.selectors import results_of
from wutong.engines.outreach.services.campaigns import approval_closed, hand_in, send_due
from wutong.engines.outreach.services.scheduling import schedule
from wutong.engines.outreach.services.snapshot import build_snapshot
from wutong.engines.outreach.why import explain_to
from wutong.kernel import clock
from wutong.platform.approvals.public import decide, requests_for
from wutong.platform.outbox.models import InboundMessage, WechatTemplate
from wutong.platform.outbox.sms.pump import run_single_texts, run_texts
from wutong.platform.outbox.tests.wechat import (
    LASTING,
    fan,
    openid,
    push,
    sent,
    simulated,
    words,
)

from .making import OFFICE, account, body, person, segment

pytestmark = pytest.mark.django_db


@pytest.fixture
def wechat(settings, tmp_path):
    settings.OUTBOX_JOURNAL = tmp_path / "outbox"
    with simulated(settings) as simulator:
        yield simulator


def form(chosen, **changed):
    return {
        "title": "中秋微信", "legal_body": body().pk, "topic": "greetings", "segment": chosen.pk,
        "page": "{{ action_url }}", "zh_thing1": "中秋问候", "zh_thing2": "{{ name }}，阖家团圆",
        "zh_date3": "2026年9月25日", "en_thing1": "", "en_thing2": "", "en_date3": "", **changed,
    }  # fmt: skip


def test_from_the_template_to_the_answer(wechat, client):
    author = account("staff")
    able, unable, none = person("陈静"), person("王明"), person("李强")
    fan(openid(1), f"person:{able.pk}", lasting=True)
    fan(openid(2), f"person:{unable.pk}")
    chosen = segment(author)
    template = WechatTemplate.objects.get(code=LASTING)
    client.force_login(author)
    assert "节日祝福提醒" in client.get("/office/campaigns/notices/").content.decode()

    # Each keyword is held to its kind; half a language is none.
    address = f"/office/campaigns/new/notice/{template.pk}/"
    for wrong in ({"zh_date3": "下周五"}, {"zh_thing1": ""}, {"zh_thing2": "{{ nobody }}"},
                  {"page": "javascript:1"}, {"zh_thing1": "字" * 21},
                  {"zh_thing1": "", "zh_thing2": "", "zh_date3": ""}):  # fmt: skip
        assert client.post(address, form(chosen, **wrong)).status_code == 422, wrong
    client.post(address, form(chosen))
    campaign = Campaign.objects.get()
    assert campaign.body_zh.splitlines()[1] == "thing2: {{ name }}，阖家团圆"

    counts = build_snapshot(campaign)
    assert (counts[""], counts["no_right"], counts["no_wechat"]) == (1, 1, 1)
    assert Recipient.objects.get(campaign=campaign, reason="").address == openid(1)
    assert "陈静" in explain_to(campaign, able)
    for one in (unable, none):
        assert one.name in explain_to(campaign, one)
    preview = client.get(f"/office/campaigns/{campaign.pk}/preview/?person={able.pk}")
    assert "陈静，阖家团圆" in preview.content.decode()

    hand_in(actor=OFFICE, user=author, campaign=campaign)
    request = requests_for(campaign.ref)[0]
    decide(request_id=request.pk, user=account("director"), actor=OFFICE, approve=True)
    approval_closed(campaign_id=campaign.pk, actor=OFFICE)
    campaign.refresh_from_db()
    schedule(actor=OFFICE, campaign=campaign, at=clock.now())
    assert send_due(campaign_id=campaign.pk)
    run_texts(campaign.ref)
    said = wechat.store.page()
    assert [one.openid for one in said] == [openid(1)]
    assert "/a/" in said[0].page
    push(client, sent(said[0].id), openid(1))
    campaign.refresh_from_db()
    assert results_of(campaign).counts.arrived == 1
    assert client.get(f"/office/campaigns/{campaign.pk}/").status_code == 200

    # What they write back is answered from the box, within WeChat's time.
    wechat.store.keep_fan(openid(1))
    wechat.store.wrote(openid(1))
    push(client, words("请问返校日是哪天？", 9), openid(1))
    kept = InboundMessage.objects.get()
    assert kept.subject_ref == f"person:{able.pk}"
    assert kept.assigned_to_id == author.pk
    client.post(f"/office/inbox/{kept.pk}/", {"do": "answer", "text": "十月十八日。"})
    run_single_texts()
    assert wechat.store.page()[0].body == "十月十八日。"
    kept.refresh_from_db()
    assert (kept.state, kept.answer) == ("done", "十月十八日。")


def test_who_died_or_left_since_gets_nothing(wechat):
    author = account("staff")
    one, two = person("陈静"), person("王明")
    for place, who in enumerate((one, two)):
        fan(openid(place), f"person:{who.pk}", lasting=True)
    from wutong.engines.outreach.services.campaigns import save_campaign

    campaign = save_campaign(
        actor=OFFICE,
        author=author,
        values={
            "title": "中秋", "legal_body": body(), "topic": "greetings", "channel": "wechat",
            "segment": segment(author), "notice": WechatTemplate.objects.get(code=LASTING),
            "body_zh": "thing1: 问候\nthing2: 好\ndate3: 2026年9月25日",
        },
    )  # fmt: skip
    build_snapshot(campaign)
    Campaign.objects.filter(pk=campaign.pk).update(state="scheduled", send_at=clock.now())
    campaign.refresh_from_db()
    from wutong.engines.outreach.services.campaigns import digest_of

    Campaign.objects.filter(pk=campaign.pk).update(digest=digest_of(campaign))
    assert send_due(campaign_id=campaign.pk)
    Person.objects.filter(pk=one.pk).update(deceased=True)
    fan(openid(1)).__class__.objects.filter(openid=openid(1)).update(follows=False)
    run_texts(campaign.ref)
    assert wechat.store.total() == 0
