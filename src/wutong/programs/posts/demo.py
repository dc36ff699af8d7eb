"""The demo's posts: at article scale nearly 2,000 of 2020 with more than three million reads, ten
times and seven times more than 2018 on the same channels.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from django.db import connection

from wutong.core.reference.models import LegalBody
from wutong.programs.posts.demo_words import (
    CHANNELS,
    COLLEGES,
    ORIGINAL,
    PLACES,
    REPOST,
    VIDEO,
)
from wutong.programs.posts.models import Account

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from wutong.kernel.demo import DemoWorld

# Year: posts on the channels open since before 2018, their reads by 31 January after.
YEARS = {
    2016: (142, 268_000),
    2017: (160, 329_000),
    2018: (178, 381_400),
    2019: (905, 1_210_000),
    2020: (1_960, 3_061_000),
    2021: (2_040, 3_340_000),
    2022: (2_110, 3_480_000),
    2023: (2_160, 3_650_000),
    2024: (2_210, 3_720_000),
    2025: (2_240, 3_810_000),
    2026: (2_260, 3_900_000),
}
VIDEOS = {2020: (15, 11_200), 2021: (60, 96_000), 2022: (80, 150_000)}
LAST_KNOWN_VIDEOS = (96, 210_000)
SMALL = 0.01
CURVE = tuple(
    (timedelta(days=after), share)
    for after, share in (
        (1, 0.45),
        (2, 0.62),
        (3, 0.7),
        (5, 0.78),
        (7, 0.83),
        (14, 0.9),
        (30, 0.95),
    )
)
LATER = timedelta(days=365)
REPOSTS = 0.42
POST_COLUMNS = (
    "id", "account_id", "language", "title", "kind", "state", "published_on", "address",
    "message", "reads", "shares", "likes", "counted_on", "version", "created_at", "updated_at",
)  # fmt: skip
SNAPSHOT_COLUMNS = (
    "post_id", "day", "reads", "shares", "likes", "origin", "note", "noted_at",
)  # fmt: skip


def build_posts(world: DemoWorld) -> None:
    """Channels, posts by year, and figures of a few days each."""
    body = LegalBody.objects.filter(code="association").first()
    if body is None:
        return
    channels = [_channel(line, body) for line in CHANNELS]
    video = _channel(VIDEO, body)
    factor = 1.0 if world.scale == "article" else SMALL
    rng = world.rng("posts")
    posts: list[tuple[object, ...]] = []
    snapshots: list[tuple[object, ...]] = []
    weights = [line[5] for line in CHANNELS]
    for year, (number, reads) in YEARS.items():
        places = rng.choices(range(len(channels)), weights, k=_scaled(number, factor))
        owners = [(channels[place], CHANNELS[place][6]) for place in places]
        _year(world, rng, year, owners, round(reads * factor), posts, snapshots)
        if year >= VIDEO[4][0]:
            films, views = VIDEOS.get(year, LAST_KNOWN_VIDEOS)
            owners = [(video, VIDEO[6])] * _scaled(films, factor)
            _year(world, rng, year, owners, round(views * factor), posts, snapshots)
    world.copy("posts_post", POST_COLUMNS, posts)
    world.copy("posts_snapshot", SNAPSHOT_COLUMNS, snapshots)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence('posts_post', 'id'), max(id)) FROM posts_post"
        )
        cursor.execute("ANALYZE posts_post, posts_snapshot")
    world.say(f"{len(posts):,} posts with {len(snapshots):,} days of figures")


def _scaled(number: int, factor: float) -> int:
    return max(2, round(number * factor))


def _channel(line: tuple[Any, ...], body: LegalBody) -> Account:
    platform, name_zh, name_en, handle, opened, _share, _weight, app_id = line
    return Account.objects.create(
        platform=platform, name_zh=name_zh, name_en=name_en, handle=handle, legal_body=body,
        opened_on=date(*opened), wechat_app_id=app_id,
    )  # fmt: skip


def _year(
    world: DemoWorld,
    rng: Random,
    year: int,
    owners: list[tuple[Account, float]],
    reads: int,
    posts: list[tuple[object, ...]],
    snapshots: list[tuple[object, ...]],
) -> None:
    """The posts of one year; what lies after today is left out."""
    weights = [rng.lognormvariate(0, 1.1) * weight for _owner, weight in owners]
    steps = [round(reads * part / sum(weights)) for part in accumulate(weights)]
    cutoff = date(year + 1, 1, 31)
    for at, (account, _weight) in enumerate(owners):
        on = _day(rng, year)
        whole = steps[at] - (steps[at - 1] if at else 0)
        kind = "repost" if rng.random() < REPOSTS else "original"
        words = rng.choice(REPOST if kind == "repost" else ORIGINAL)
        title = words.format(place=rng.choice(PLACES), college=rng.choice(COLLEGES))
        if on < account.opened_on or on >= world.today:
            continue
        number = len(posts) + 1
        days = list(_figures(on, whole, cutoff, world.today))
        for day, count in days:
            moment = _morning_after(day)
            snapshots.append(
                (number, day, count, count // 24, count // 61, "demo", "", moment)
            )  # fmt: skip
        last, latest = days[-1] if days else (None, 0)
        moment = datetime.combine(on, time(2), tzinfo=UTC)
        posts.append(
            (
                number, account.pk, "zh-hans", title, kind, "published", on,
                _address(account, number), f"{2_240_000_000 + number}_1"
                if account.platform == "wechat" else "",
                latest, latest // 24, latest // 61, last, 1, moment, moment,
            )
        )  # fmt: skip


@cache
def _morning_after(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(1), tzinfo=UTC)


def _day(rng: Random, year: int) -> date:
    """More on weekdays than on Sundays."""
    on = date(year, 1, 1) + timedelta(days=rng.randrange(365))
    return on - timedelta(days=2) if on.weekday() == 6 and on.day > 2 and rng.random() < 0.7 else on


def _figures(on: date, whole: int, cutoff: date, today: date) -> Iterator[tuple[date, int]]:
    """A few days after publication, all of it by the cut-off, a little more a year later."""
    for after, share in CURVE:
        if (day := on + after) < today:
            yield day, round(whole * share)
    if cutoff < today:
        yield cutoff, whole
    if (later := cutoff + LATER) < today:
        yield later, round(whole * 1.02)


def _address(account: Account, number: int) -> str:
    hosts = {
        "wechat": "https://mp.weixin.qq.com/s/demo-",
        "site": "https://alumni.example.edu.cn/news/",
        "weibo": "https://weibo.com/example/",
        "channels": "https://channels.weixin.qq.com/demo/",
    }
    return f"{hosts[account.platform]}{number}"
