"""Spool files counted into reads by story and day: each line once, whatever dies in between."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import structlog
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Sum

from wutong.core.engagement.public import ActEntry, Subject, record_many
from wutong.core.people.models import Person
from wutong.kernel import clock
from wutong.kernel.actors import Actor
from wutong.programs.posts.enums import Origin, Platform, State
from wutong.programs.posts.models import Post, Spool, StoryDay
from wutong.programs.posts.services.snapshots import Count, write_counts
from wutong.programs.posts.spool import is_settled, spools, whole_lines

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

READ_ACT = "posts.read"
MOST_BYTES = 4 * 1024 * 1024
LATE = timedelta(days=7)
log = structlog.get_logger(__name__)
_ADD = """
INSERT INTO posts_storyday (story_key, day, reads, readers)
SELECT * FROM unnest(%s::uuid[], %s::date[], %s::bigint[], %s::int[])
ON CONFLICT (story_key, day) DO UPDATE
   SET reads = posts_storyday.reads + EXCLUDED.reads,
       readers = posts_storyday.readers + EXCLUDED.readers
"""

Key = tuple[UUID, date]


def roll_up(folder: Path | None = None) -> int:
    """Count what the spool files hold and nobody has counted; returns the reads counted."""
    counted = 0
    for path in spools(folder or Path(settings.POSTS_READS)):
        while (part := _roll_one(path)) is not None:
            counted += part
        _take_away(path)
    return counted


@transaction.atomic
def _roll_one(path: Path) -> int | None:
    """One stretch of a file: how far it is counted is written with what it held. None at its end."""
    Spool.objects.bulk_create(
        [Spool(name=path.name, seen_at=clock.now())], ignore_conflicts=True
    )  # fmt: skip
    spool = Spool.objects.select_for_update().get(pk=path.name)
    try:
        lines, end = whole_lines(path, spool.offset, MOST_BYTES)
    except FileNotFoundError:
        return None
    if end == spool.offset:
        return None
    reads: Counter[Key] = Counter()
    readers: defaultdict[Key, set[str]] = defaultdict(set)
    for line in lines:
        found = _read(line)
        if found is None:
            spool.unreadable += 1
            continue
        key, who = found
        reads[key] += 1
        if who:
            readers[key].add(who)
    _add(reads, _note_readers(readers))
    spool.offset, spool.seen_at = end, clock.now()
    spool.save()
    return sum(reads.values())


def _read(line: bytes) -> tuple[Key, str] | None:
    """A line as it was written, or None."""
    try:
        story, day, who = line.decode().split("\t")
        on = datetime.strptime(day, "%Y%m%d").date()  # noqa: DTZ007 - a day on campus
        return (UUID(story), on), who
    except ValueError:
        return None


def _add(reads: Counter[Key], readers: Counter[Key]) -> None:
    keys = sorted(reads)
    if keys:
        columns = (
            [str(story) for story, _day in keys], [day for _story, day in keys],
            [reads[key] for key in keys], [readers[key] for key in keys],
        )  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute(_ADD, columns)


def _note_readers(readers: defaultdict[Key, set[str]]) -> Counter[Key]:
    """Who is known: an act in the ledger, once a day and story. How many are new by story."""
    new: Counter[Key] = Counter()
    if not readers:
        return new
    people = _people_behind({who for known in readers.values() for who in known})
    actor = Actor.system("posts")
    today = clock.today()
    for (story, day), known in sorted(readers.items()):
        persons = sorted({people[who] for who in known if who in people})
        entries = [
            ActEntry(
                kind=READ_ACT, subject=Subject.person(person), occurred_on=min(day, today),
                source_ref=f"story:{story}", legal_body="association",
                idempotency_key=f"read:story:{story}:{day}:person:{person}",
            )
            for person in persons
        ]  # fmt: skip
        if entries:
            new[story, day] += record_many(
                actor=actor, entries=entries, source_ref=f"story:{story}"
            )
    return new


def _people_behind(who: Collection[str]) -> dict[str, int]:
    """The person behind an account or a link; accounts of colleagues have none."""
    numbers = {one: one.partition(":") for one in who}
    users = {int(n) for kind, _c, n in numbers.values() if kind == "user" and n.isdigit()}
    persons = {int(n) for kind, _c, n in numbers.values() if kind == "person" and n.isdigit()}
    by_user = dict(
        Person.objects.filter(user__in=users, merged_into=None).values_list("user_id", "pk")
    )
    there = set(
        Person.objects.filter(pk__in=persons, merged_into=None).values_list("pk", flat=True)
    )
    found: dict[str, int] = {}
    for one, (kind, _colon, number) in numbers.items():
        person = by_user.get(int(number)) if kind == "user" and number.isdigit() else None
        if kind == "person" and number.isdigit() and int(number) in there:
            person = int(number)
        if person is not None:
            found[one] = person
    return found


def _take_away(path: Path) -> None:
    """A file nobody writes to any more goes once it is counted; its line in the table after it."""
    if not is_settled(path):
        return
    spool = Spool.objects.filter(pk=path.name).first()
    if spool is None or not path.exists() or path.stat().st_size > spool.offset:
        return  # a torn last line stays and is looked at by people
    path.unlink()


def forget_spools(folder: Path | None = None) -> int:
    """Lines about files that are gone for a week."""
    there = {path.name for path in spools(folder or Path(settings.POSTS_READS))}
    old = Spool.objects.filter(seen_at__lt=clock.now() - LATE).exclude(pk__in=there)
    return old.delete()[0]


def snapshot_site(until: date | None = None) -> int:
    """Snapshots of the posts on our own site, for the days that were counted lately."""
    last = until or clock.today() - timedelta(days=1)
    stories = StoryDay.objects.filter(day__range=(last - LATE, last))
    keys = set(stories.values_list("story_key", flat=True))
    rows = Post.objects.filter(
        account__platform=Platform.SITE, story_key__in=keys, state=State.PUBLISHED
    )
    posts = {story: pk for story, pk in rows.values_list("story_key", "pk") if story}
    return write_counts(_sums(posts, last), origin=Origin.SITE)


def _sums(posts: dict[UUID, int], last: date) -> Iterable[Count]:
    """Everything read by the end of each of the last days; the years before them as one sum."""
    since = last - LATE
    known = StoryDay.objects.filter(story_key__in=posts).order_by()
    earlier = known.filter(day__lt=since).values("story_key").annotate(total=Sum("reads"))
    totals: Counter[UUID] = Counter(dict(earlier.values_list("story_key", "total")))
    for row in known.filter(day__range=(since, last)).order_by("day"):
        totals[row.story_key] += row.reads
        yield Count(posts[row.story_key], row.day, totals[row.story_key])
