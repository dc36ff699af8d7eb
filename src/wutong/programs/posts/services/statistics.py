"""How articles on WeChat were read, fetched every day before the figures can no longer be had.

Three looks, each of which fills in what an earlier day missed: articles published in the last
thirty days bring all their days along (``getarticletotaldetail``); older ones are counted on by
what each day added (``getarticleread``, ``getarticleshare``); the whole account by day
(``getbizsummary``) stands beside.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import structlog
from django.db import transaction
from django.db.models import Q

from wutong.engines.wechat.public import DETAIL_DAYS, FIRST_DAY, NOT_READY, Articles, message_in
from wutong.kernel import clock
from wutong.platform.outbox.public import (
    LostError,
    NotSentError,
    OfficialAccount,
    WechatError,
    account,
)
from wutong.programs.posts.enums import Origin, Platform, State
from wutong.programs.posts.models import Account, AccountDay, Post, Snapshot
from wutong.programs.posts.services.snapshots import Count, write_counts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wutong.engines.wechat.public import Published

SUMMARY_DAYS = 30
BACK = timedelta(days=28)
"""So far back a day that was missed is still asked for."""
log = structlog.get_logger(__name__)


def connected_account() -> Account | None:
    """The channel whose WeChat account is set up here."""
    known = account()
    if known is None:
        return None
    rows = Account.objects.filter(platform=Platform.WECHAT, wechat_app_id=known.app_id)
    return rows.filter(closed_on=None).first()


def fetch_statistics(today: date | None = None) -> int:
    """Everything up to yesterday that is not on record yet; how many figures are new."""
    channel, known = connected_account(), account()
    if channel is None or known is None:
        return 0
    client: OfficialAccount = known.client()
    last = (today or clock.today()) - timedelta(days=1)
    articles = Articles(client)
    written = 0
    try:
        name_messages(channel)
        written += _young(articles, channel, last)
        written += _old(articles, channel, last)
        _whole(articles, channel, last)
    except WechatError as error:
        if error.code != NOT_READY:
            raise
        log.info("statistics_not_ready", day=last.isoformat())
    except (NotSentError, LostError) as error:
        log.warning("statistics_not_fetched", why=str(error))  # the next run fills it in
    finally:
        client.close()
    return written


def name_messages(channel: Account) -> int:
    """Posts entered by their address learn how the statistics call them."""
    rows = channel.posts.filter(message="", address__contains="mid=")
    named = [(pk, message_in(address)) for pk, address in rows.values_list("pk", "address")]
    for pk, message in named:
        if message:
            Post.objects.filter(pk=pk).update(message=message)
    return len([pk for pk, message in named if message])


def _young(articles: Articles, channel: Account, last: date) -> int:
    """The days of publication of which something is missing."""
    since = max(last - timedelta(days=DETAIL_DAYS - 1), FIRST_DAY)
    posts = channel.posts.filter(state=State.PUBLISHED, published_on__range=(since, last))
    behind = Q(counted_on=None) | Q(counted_on__lt=last)
    days = set(posts.filter(behind).values_list("published_on", flat=True)) - {None}
    written = 0
    for day in sorted(day for day in days if day):
        found, delayed = articles.published_on(day)
        if delayed:
            continue
        written += _write_young(channel, day, found)
    return written


def _write_young(channel: Account, day: date, found: Sequence[Published]) -> int:
    """All days of the articles of one day; those entered by hand are known by their address, or
    by day and title.
    """
    posts = list(channel.posts.filter(published_on=day, state=State.PUBLISHED))
    by_message = {post.message: post for post in posts if post.message}
    unnamed = [post for post in posts if not post.message]
    counts = []
    for one in found:
        post = by_message.get(one.message) or next(
            (p for p in unnamed if one.title in {p.title, p.title[:32]}), None
        )
        if post is None:
            continue
        if not post.message:
            post.message = one.message
            post.save(update_fields=["message"])
        counts += [
            Count(post.pk, stood.day, stood.readers, stood.shares, stood.likes)
            for stood in one.days
            if stood.day >= day
        ]
    return write_counts(counts, origin=Origin.WECHAT)


def _old(articles: Articles, channel: Account, last: date) -> int:
    """Days whose readers of older articles are not taken yet, one after the other."""
    first = max(last - BACK, FIRST_DAY)
    taken = set(
        channel.days.filter(day__gte=first, articles_at__isnull=False).values_list("day", flat=True)
    )
    written, day = 0, first
    while day <= last:
        if day not in taken:
            read, delayed = articles.read_on(day)
            if delayed:
                break  # days are added to the one before: none may be left out
            written += _add_day(channel, day, read, articles.shared_on(day))
        day += timedelta(days=1)
    return written


@transaction.atomic
def _add_day(
    channel: Account, day: date, read: Mapping[str, int], shared: Mapping[str, int]
) -> int:
    """What a day added to articles whose own thirty days were over by then."""
    posts = channel.posts.filter(
        message__in={*read, *shared}, state=State.PUBLISHED,
        published_on__lte=day - timedelta(days=DETAIL_DAYS),
    )  # fmt: skip
    counts = []
    for post in posts:
        before = (
            Snapshot.objects.filter(post=post, replaced_at=None, day__lt=day)
            .order_by("-day").first()
        )  # fmt: skip
        new, shares = read.get(post.message, 0), shared.get(post.message, 0)
        counts.append(
            Count(
                post.pk, day, (before.reads if before else 0) + new,
                (before.shares if before else 0) + shares, before.likes if before else 0,
            )
        )  # fmt: skip
    written = write_counts(counts, origin=Origin.WECHAT)
    now = clock.now()
    AccountDay.objects.bulk_create(
        [AccountDay(account=channel, day=day, reads=0, taken_at=now, articles_at=now)],
        update_conflicts=True, unique_fields=["account", "day"], update_fields=["articles_at"],
    )  # fmt: skip
    return written


def _whole(articles: Articles, channel: Account, last: date) -> None:
    """The account by day: the last thirty, since WeChat goes on counting for a while."""
    first = max(last - timedelta(days=SUMMARY_DAYS - 1), FIRST_DAY)
    if first > last:
        return
    now = clock.now()
    AccountDay.objects.bulk_create(
        [
            AccountDay(account=channel, day=day, taken_at=now, **numbers)
            for day, numbers in articles.account_days(first, last).items()
        ],
        update_conflicts=True, unique_fields=["account", "day"],
        update_fields=["reads", "shares", "likes", "comments", "published", "taken_at"],
    )  # fmt: skip
