"""Stories of five years at the size of the article: 2,000 of them, by COPY.

They stand after the article's years: each is a post on the site as well, and the posts of 2018 to
2020 are made by ``programs.posts`` to the article's count.
"""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType

from wutong.programs.publishing.models import BasePage, StoryIndexPage, StoryPage

if TYPE_CHECKING:
    from wutong.kernel.demo import DemoWorld

BY_YEAR = ((2021, 360), (2022, 380), (2023, 400), (2024, 420), (2025, 440))
PLACES = ("北京", "上海", "广州", "深圳", "成都", "武汉", "西安", "杭州", "南京", "长沙", "香港", "新加坡", "旧金山", "伦敦")  # fmt: skip
KINDS = (
    ("{place}校友会举行年会", "{count}位校友从各地赶来，交流一年的工作，商量明年的安排。"),
    ("{place}校友向母校寄来口罩与防护服", "{count}箱物资在三天内从{place}发出，送到附属医院。"),
    ("校友讲坛走进{place}", "三位校友与{count}名听众谈各自走过的路。"),
    ("{place}校友企业招聘会：{count}个岗位", "企业来自制造、教育、软件等行业，应届生当场面谈。"),
    ("{place}返校小分队：毕业{years}年再相聚", "{count}位同学回到当年的教室，听老师又点了一次名。"),
    ("{place}校友捐赠图书{count}册", "图书已编目上架，扉页盖有捐赠章。"),
    ("一线的校友：{place}抗疫手记", "他在{place}值守了{count}天，记下其中的十二个夜晚。"),
    ("云端合唱：{place}校友同唱一首歌", "{count}位校友在各自家中录音，合成一首校歌。"),
)
BODY = "<p>{lead}</p><p>活动由{place}校友会与校友部共同组织。参加者说，最难得的是坐下来，把近况说完。</p><p>下一次活动的时间将在校友之家公布。</p>"
PAGE_COLUMNS = (
    "id", "path", "depth", "numchild", "live", "has_unpublished_changes", "first_published_at",
    "last_published_at", "expired", "locked", "title", "draft_title", "slug", "url_path",
    "show_in_menus", "seo_title", "search_description", "content_type_id", "locale_id",
    "translation_key", "latest_revision_created_at",
)  # fmt: skip


def build_archive(world: DemoWorld, index: StoryIndexPage) -> None:
    """Under the Chinese page of stories."""
    rng = world.rng("publishing.archive")
    kind = ContentType.objects.get_for_model(StoryPage).pk
    start = (BasePage.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    step = index.numchild
    pages: list[tuple[object, ...]] = []
    stories: list[tuple[object, ...]] = []
    for year, count in BY_YEAR:
        length = 365 * 24 * 60
        for minute in sorted(rng.randrange(length) for _ in range(count)):
            step += 1
            pk = start + len(pages)
            at = datetime(year, 1, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
            place = rng.choice(PLACES)
            title, lead = rng.choice(KINDS[:6] if year > 2022 else KINDS)
            words = {"place": place, "count": rng.randrange(18, 420), "years": rng.choice((10, 20, 30, 40))}  # fmt: skip
            slug = f"{at:%Y%m%d}-{pk}"
            key = uuid.uuid5(uuid.NAMESPACE_URL, f"demo:archive:{step}")
            named = title.format(**words)
            pages.append((
                pk, BasePage._get_path(index.path, index.depth + 1, step), index.depth + 1, 0, True,  # noqa: SLF001 - treebeard's own way of numbering
                False, at, at, False, False, named, named, slug, f"{index.url_path}{slug}/", False,
                "", "", kind, index.locale_id, key, at,
            ))  # fmt: skip
            told = lead.format(**words)
            body = [{"type": "text", "value": BODY.format(lead=told, **words), "id": str(key)}]
            stories.append((pk, told, "校友部", "", json.dumps(body, ensure_ascii=False)))
    world.copy("publishing_basepage", PAGE_COLUMNS, pages)
    world.copy(
        "publishing_storypage",
        ("basepage_ptr_id", "standfirst", "byline", "source", "body"),
        stories,
    )
    BasePage.objects.filter(pk=index.pk).update(numchild=step)
    _count_on()


def _count_on() -> None:
    from django.db import connection  # noqa: PLC0415 - used here alone

    with connection.cursor() as cursor:
        cursor.execute(
            "select setval(pg_get_serial_sequence('publishing_basepage', 'id'), (select max(id) from publishing_basepage))"
        )
