"""Writing how posts stood at the end of days. Nothing else writes figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from wutong.kernel import clock
from wutong.platform.audit.public import record
from wutong.programs.posts.enums import Origin, State
from wutong.programs.posts.errors import FewerReadsError, NotPublishedError, PostError
from wutong.programs.posts.models import Post, Snapshot

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import date
    from uuid import UUID

    from wutong.kernel.actors import Actor

CHUNK = 5_000
_TOTALS = """
UPDATE posts_post p
   SET reads = s.reads, shares = s.shares, likes = s.likes, counted_on = s.day
  FROM (SELECT q.id, coalesce(l.day, f.day) AS day, coalesce(l.reads, 0) + f.reads AS reads,
               coalesce(l.shares, 0) + f.shares AS shares, coalesce(l.likes, 0) + f.likes AS likes
          FROM (SELECT unnest(%(posts)s::bigint[])
                 UNION SELECT continued_by_id FROM posts_post
                        WHERE id = ANY(%(posts)s) AND continued_by_id IS NOT NULL) q(id)
          LEFT JOIN LATERAL (SELECT day, reads, shares, likes FROM posts_snapshot
                 WHERE post_id = q.id AND replaced_at IS NULL ORDER BY day DESC LIMIT 1) l
            ON true
         CROSS JOIN LATERAL (
                SELECT max(t.day) AS day, coalesce(sum(t.reads), 0) AS reads,
                       coalesce(sum(t.shares), 0) AS shares, coalesce(sum(t.likes), 0) AS likes
                  FROM posts_post o
                 CROSS JOIN LATERAL (SELECT day, reads, shares, likes FROM posts_snapshot
                        WHERE post_id = o.id AND replaced_at IS NULL ORDER BY day DESC LIMIT 1) t
                 WHERE o.continued_by_id = q.id) f) s
 WHERE p.id = s.id AND (p.reads, p.shares, p.likes, p.counted_on)
       IS DISTINCT FROM (s.reads, s.shares, s.likes, s.day)
"""


@dataclass(frozen=True, slots=True)
class Count:
    """A post at the end of a day, everything since it was published."""

    post_id: int
    day: date
    reads: int
    shares: int = 0
    likes: int = 0

    @property
    def values(self) -> tuple[int, int, int]:
        """What is compared."""
        return self.reads, self.shares, self.likes


def refresh_totals(post_ids: Collection[int]) -> None:
    """Repeat the latest snapshot in its post, and in the one that continues it."""
    if post_ids:
        with connection.cursor() as cursor:
            cursor.execute(_TOTALS, {"posts": list(post_ids)})


def carry_on(former: Post, post: Post) -> None:
    """A corrected article begins at zero there: the reads of the one before go on in ours."""
    line = Q(pk=former.pk) | Q(continued_by=former.pk)
    Post.objects.filter(line).update(continued_by=post)
    refresh_totals([post.pk])


@transaction.atomic
def write_counts(
    counts: Iterable[Count],
    *,
    origin: Origin,
    user_id: int | None = None,
    batch_id: UUID | None = None,
    note: str = "",
) -> int:
    """Write snapshots set-based; what stands already is left, what differs is replaced and kept.
    Returns how many are new.
    """
    wanted = {(one.post_id, one.day): one for one in counts}
    keys = sorted(wanted)
    now, written = clock.now(), 0
    for start in range(0, len(keys), CHUNK):
        part = keys[start : start + CHUNK]
        posts = {post for post, _day in part}
        # Whoever writes about the same posts waits here.
        list(Post.objects.select_for_update().filter(pk__in=posts).order_by("pk").values("pk"))
        standing = {
            (row.post_id, row.day): row
            for row in Snapshot.objects.filter(
                post__in=posts, day__in={day for _post, day in part}, replaced_at=None
            )
        }
        changed = [
            key
            for key in part
            if key not in standing
            or wanted[key].values
            != (standing[key].reads, standing[key].shares, standing[key].likes)
        ]
        gone = [standing[key].pk for key in changed if key in standing]
        if gone:
            Snapshot.objects.filter(pk__in=gone).update(replaced_at=now)
        Snapshot.objects.bulk_create(
            Snapshot(
                post_id=post, day=day, origin=origin, noted_at=now, noted_by_id=user_id,
                batch_id=batch_id, note=note[:200], reads=wanted[post, day].reads,
                shares=wanted[post, day].shares, likes=wanted[post, day].likes,
            )
            for post, day in changed
        )  # fmt: skip
        refresh_totals({post for post, _day in changed})
        written += len(changed)
    return written


@transaction.atomic
def note_figures(
    *,
    actor: Actor,
    post: Post,
    count: Count,
    why: str = "",
) -> int:
    """Somebody reads the figures off a console. What shrinks needs a reason: it is a correction."""
    if post.state == State.DRAFT or post.published_on is None:
        raise NotPublishedError
    if not post.published_on <= count.day <= clock.today():
        raise PostError(_("Give a day between the day of publication and today."))
    if not why and not _grows(post, count):
        raise FewerReadsError
    written = write_counts([count], origin=Origin.HAND, user_id=actor.user_id, note=why)
    if written:
        record(
            actor=actor, verb="posts.figures", subject=post.ref, subject_label=post.title,
            data={"day": count.day.isoformat(), "reads": count.reads, "why": why},
        )  # fmt: skip
    return written


def _grows(post: Post, count: Count) -> bool:
    rows = post.snapshots.filter(replaced_at=None)
    same = rows.filter(day=count.day).values_list("reads", flat=True).first()
    before = rows.filter(day__lt=count.day).order_by("-day").values_list("reads", flat=True).first()
    after = rows.filter(day__gt=count.day).order_by("day").values_list("reads", flat=True).first()
    return (
        (same is None or same <= count.reads)
        and (before is None or before <= count.reads)
        and (after is None or after >= count.reads)
    )


def daily_growth(rows: Sequence[Snapshot]) -> list[tuple[Snapshot, int | None]]:
    """Each standing snapshot, the latest first, with what it has more than the one before."""
    found: list[tuple[Snapshot, int | None]] = []
    for at, row in enumerate(rows):
        before = rows[at + 1].reads if at + 1 < len(rows) else 0
        found.append((row, row.reads - before))
    return found
