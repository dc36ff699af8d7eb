"""Reads of the demo's stories on the site: many in the first days, a few for long."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from wutong.programs.posts.copies import enter_stories
from wutong.programs.posts.enums import Origin, Platform, State
from wutong.programs.posts.models import Post, StoryDay
from wutong.programs.posts.services.snapshots import Count, write_counts

if TYPE_CHECKING:
    from wutong.kernel.demo import DemoWorld

LONGEST = 90
FADING = 0.82


def build_reads(world: DemoWorld) -> None:
    """Every public story enters the register; its last months have reads by day."""
    enter_stories()
    rng = world.rng("posts.reads")
    days: list[StoryDay] = []
    counts: list[Count] = []
    rows = Post.objects.filter(
        account__platform=Platform.SITE, story_key__isnull=False, state=State.PUBLISHED
    ).order_by("published_on", "title")
    for post in rows:
        if post.published_on is None or post.story_key is None:
            continue
        fresh, whole = 40 + 400 * rng.random(), 0
        day = max(post.published_on, world.today - timedelta(days=LONGEST))
        while day < world.today:
            reads = round(fresh * (0.7 + 0.6 * rng.random()))
            fresh = max(fresh * FADING, 2.0)
            whole += reads
            readers = min(reads // 9, 12)
            days.append(StoryDay(story_key=post.story_key, day=day, reads=reads, readers=readers))
            counts.append(Count(post.pk, day, whole))
            day += timedelta(days=1)
    StoryDay.objects.bulk_create(days)
    write_counts(counts, origin=Origin.SITE)
    world.say(f"{len(rows)} stories with reads of {len(days)} days")
