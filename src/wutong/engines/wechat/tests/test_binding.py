"""Tying a WeChat account to a record: by the way through WeChat, by a number, undone, ended."""

import html

import pytest
from django.core.cache import cache
from django.test import Client

from wutong.core.consent.public import Method, ledger_of, withdraw_consent
from wutong.engines.outreach.tests.making import account, person
from wutong.engines.wechat.binding import ACTION, VALID, accounts_of, tie, untie_all
from wutong.kernel.actors import Actor
from wutong.platform.links.public import mint
from wutong.platform.outbox.models import InboundMessage, WechatFan
from wutong.platform.outbox.public import forget_subject
from wutong.platform.outbox.tests.wechat import event, fan, openid, push, simulated, words

pytestmark = pytest.mark.django_db
OFFICE = Actor.system("test")


@pytest.fixture
def wechat(settings, tmp_path):
    cache.clear()
    settings.OUTBOX_JOURNAL = tmp_path / "outbox"
    with simulated(settings) as simulator:
        yield simulator


def link_for(one):
    address = mint(actor=OFFICE, action=ACTION, subject_ref=f"person:{one.pk}",
                   valid_for=VALID, prefix="wechat/bind")  # fmt: skip
    return address[address.index("/wechat/") :]


def standing(one):
    return list(ledger_of(one.pk).filter(topic="wechat", withdrawn_at=None))


def test_through_wechat_and_undone(wechat, client):
    one = person("陈静")
    path = link_for(one)
    shown = client.get(path).content.decode()
    assert "陈静" in shown
    assert not WechatFan.objects.exists()  # looking ties nothing
    going = html.unescape(shown.partition(f'href="{wechat.address}')[2].partition('"')[0])
    assert "scope=snsapi_base" in going
    state = going.partition("state=")[2].partition("#")[0]
    assert state.isalnum()
    wechat.account.codes["c1"] = openid(1)
    back = client.get(f"/wechat/back?code=c1&state={state}")
    assert back["Location"] == path  # nothing of WeChat's stays in the address
    assert accounts_of(one.pk).get().openid == openid(1)
    assert len(standing(one)) == 1
    again = client.get(f"/wechat/back?code=c1&state={state}")
    assert again.status_code == 409  # a code is good once
    assert client.get("/wechat/back?code=c1&state=forged").status_code == 410
    wechat.account.codes["c2"] = openid(2)
    assert Client().get(f"/wechat/back?code=c2&state={state}").status_code == 410  # sent to another
    assert accounts_of(one.pk).count() == 1

    client.post(path, {"do": "undo"})
    assert not accounts_of(one.pk).exists()
    assert not standing(one)


def test_by_a_number_sent_from_wechat(wechat, client):
    one, other, who = person("陈静"), person("王明"), openid(2)
    page = client.post(link_for(one), {"do": "code"}).content.decode()
    code = page.partition("绑定 ")[2][:8]
    push(client, words("绑定 00000000", 1), who)
    assert not accounts_of(one.pk).exists()
    push(client, words(f"绑定 {code}", 2), who)
    assert accounts_of(one.pk).get().openid == who
    assert not InboundMessage.objects.exists()  # nothing for a colleague to read

    # The account is one person's, and a number is good once.
    page = client.post(link_for(other), {"do": "code"}).content.decode()
    push(client, words(page.partition("绑定 ")[2][:8], 3), who)
    assert not accounts_of(other.pk).exists()

    push(client, event("unsubscribe"), who)
    assert not accounts_of(one.pk).exists()
    assert not standing(one)


def test_untying_and_erasing_leave_nothing(wechat):
    one = person("陈静")
    tie(openid=openid(8), person_id=one.pk, way="test")
    withdraw_consent(actor=OFFICE, person_id=one.pk, topic="wechat", method=Method.STAFF)
    assert not accounts_of(one.pk).exists()  # without the consent nothing is tied
    fan(openid(3), f"person:{one.pk}", lasting=True)
    fan(openid(4), f"person:{one.pk}")
    assert untie_all(actor=OFFICE, person_id=one.pk) == 2
    fan(openid(5), f"person:{one.pk}", lasting=True)
    assert forget_subject(actor=OFFICE, subject_ref=f"person:{one.pk}") == 1
    assert not WechatFan.objects.filter(openid=openid(5)).exists()


def test_the_office_sees_whose_and_never_the_account_itself(wechat, client):
    one = person("陈静")
    fan(openid(6), f"person:{one.pk}", lasting=True)
    client.force_login(account("staff"))
    page = client.get("/office/wechat/").content.decode()
    assert "陈静" in page
    assert openid(6) not in page
    record = client.get(f"/office/people/{one.pk}/").content.decode()
    assert f"/office/wechat/person/{one.pk}/link/" in record
    assert WechatFan.objects.get(openid=openid(6)).masked in record
    made = client.post(f"/office/wechat/person/{one.pk}/link/", follow=True).content.decode()
    assert "/wechat/bind/" in made
    client.force_login(account("volunteer"))
    assert client.get("/office/wechat/").status_code == 403
