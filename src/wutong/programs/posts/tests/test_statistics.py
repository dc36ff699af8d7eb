"""WeChat's figures are fetched daily, and whatever was missed is filled in while it can be had."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine

from wutong.devtools.wechat.articles import Article, standing
from wutong.engines.wechat.public import Articles
from wutong.kernel import clock
from wutong.platform.outbox.public import WechatError, the_account
from wutong.platform.outbox.tests.wechat import KEYS, simulated
from wutong.programs.posts.enums import Origin
from wutong.programs.posts.models import AccountDay
from wutong.programs.posts.services.statistics import fetch_statistics
from wutong.programs.posts.tests.making import channel, post

pytestmark = pytest.mark.django_db


@pytest.fixture
def simulator(settings):
    with simulated(settings) as running:
        yield running


def there(simulator, number, day, title):
    """An article that the account published some day."""
    article = Article(f"key{number}", f"{number}_1", {"title": title, "content": ""}, 0.0, day)
    simulator.account.desk.jobs[str(number)] = article
    return article


def by_day(made):
    rows = made.snapshots.filter(replaced_at=None, origin=Origin.WECHAT).order_by("day")
    return {row.day: (row.reads, row.shares, row.likes) for row in rows}


def expected(article, days):
    named = ("read_user", "share_user", "like_user")
    return {day: tuple(standing(article, day)[key] for key in named) for day in days}


def days_from(first, last):
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def test_days_that_were_missed_are_filled_in_before_they_are_gone(simulator):
    account = channel(wechat_app_id=KEYS["app_id"])
    with time_machine.travel("2026-10-01T10:00:00+08:00", tick=False) as travel:
        young = there(simulator, 101, date(2026, 9, 28), "校友年会")
        old = there(simulator, 102, date(2026, 8, 30), "返校纪实")
        by_title = post(account, young.day, title=young.content["title"])
        address = "http://mp.weixin.qq.com/s?__biz=B&mid=102&idx=1&sn=x"
        by_address = post(account, old.day, {date(2026, 9, 20): 7000}, address=address)

        assert fetch_statistics() > 0
        assert by_day(by_title) == expected(young, days_from(young.day, date(2026, 9, 30)))
        # Its own thirty days are over on 28 September: from then on days are added.
        new = (
            standing(old, date(2026, 9, 29))["read_user"]
            - standing(old, date(2026, 9, 28))["read_user"]
        )
        by_address.refresh_from_db()
        assert by_address.message == "102_1"
        assert fetch_statistics() == 0

        travel.shift(timedelta(days=9))  # nobody was at work over the holiday
        simulator.account.desk.delayed = True
        assert fetch_statistics() == 0
        simulator.account.desk.delayed = False
        assert fetch_statistics() > 0
        last = date(2026, 10, 9)
        assert by_day(by_title) == expected(young, days_from(young.day, last))
        reads = [row[0] for day, row in by_day(by_address).items() if day > date(2026, 9, 28)]
        assert reads == sorted(reads)
        assert len(reads) == 11
        assert reads[-1] - reads[0] == 10 * new
        summary = AccountDay.objects.get(account=account, day=date(2026, 9, 28))
        assert (summary.reads, summary.published) == (
            standing(young, young.day)["read_user"]
            + standing(old, young.day)["read_user"] - standing(old, date(2026, 9, 27))["read_user"],
            1,
        )  # fmt: skip


def test_the_interfaces_answer_as_documented(simulator):
    client = the_account().client()
    articles, today = Articles(client), clock.today()
    for asked, code in (
        (lambda: articles.read_on(today), 61501),  # yesterday at the latest
        (lambda: articles.account_days(today - timedelta(days=40), today), 61501),
        (lambda: client.ask("/datacube/getarticletotal", {}), 47009),  # retired
        (lambda: client.ask("/datacube/getarticleread", {"begin_date": "x"}), 61500),
        (lambda: articles.publish("nothing"), 40007),
    ):
        with pytest.raises(WechatError) as refused:
            asked()
        assert refused.value.code == code
    simulator.account.expire()
    assert articles.read_on(date(2025, 10, 1)) == ({}, False)  # before the statistics in force
    client.close()


def test_without_an_account_nothing_is_asked(settings):
    channel(wechat_app_id="another")
    assert fetch_statistics() == 0
