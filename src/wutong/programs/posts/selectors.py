"""Reading posts: months and years, one channel, one post."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Max, Min, Q, Sum
from django.db.models.functions import ExtractMonth, ExtractYear
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wutong.kernel import clock
from wutong.platform.access.public import can, scope
from wutong.programs.posts import rules
from wutong.programs.posts.enums import Kind, Origin, Platform, State, Step
from wutong.programs.posts.models import Account, Article, Post, Snapshot, StoryDay
from wutong.programs.posts.office.addresses import post_url
from wutong.ui.office.registry import SearchHit, Todo

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from uuid import UUID

    from django.db.models import QuerySet

    from wutong.platform.accounts.models import User


@dataclass
class Cell:
    """Posts and reads of a month (or year) on a channel (or all)."""

    posts: int = 0
    originals: int = 0
    reads: int = 0

    def add(self, posts: int, originals: int, reads: int) -> None:
        """One more line."""
        self.posts += posts
        self.originals += originals
        self.reads += reads


@dataclass
class Row:
    """A line of a matrix: its label, cells in order, and their sum."""

    label: str
    key: int
    cells: list[Cell]
    total: Cell = field(default_factory=Cell)


_SUMS: dict[str, Any] = {
    "posts": Count("pk"),
    "originals": Count("pk", filter=Q(kind=Kind.ORIGINAL)),
    "total": Sum("reads"),
}


def published(rows: QuerySet[Post]) -> QuerySet[Post]:
    """Those that count."""
    return rows.filter(state=State.PUBLISHED).order_by()


def year_matrix(user: User, year: int) -> tuple[list[Row], Row]:
    """Channels by month of a year, the most posts first, and their sum."""
    rows = published(scope(user, Post)).filter(published_on__year=year)
    found: dict[int, Row] = {}
    names = {one.pk: one.name for one in scope(user, Account)}
    whole = Row(pgettext("official channel", "All channels"), 0, [Cell() for _month in range(12)])
    by_month = rows.values("account_id", month=ExtractMonth("published_on"))
    grouped: Any = by_month.annotate(**_SUMS)
    for line in grouped:
        account = line["account_id"]
        row = found.setdefault(
            account, Row(names.get(account, ""), account, [Cell() for _month in range(12)])
        )
        numbers = (line["posts"], line["originals"], line["total"] or 0)
        for cell in (
            row.cells[line["month"] - 1], row.total, whole.cells[line["month"] - 1], whole.total,
        ):  # fmt: skip
            cell.add(*numbers)
    return sorted(found.values(), key=lambda row: (-row.total.posts, row.label)), whole


def years_of(rows: QuerySet[Post]) -> list[tuple[int, Cell]]:
    """Posts and reads by year, the latest first."""
    by_year = published(rows).values(year=ExtractYear("published_on"))
    grouped: Any = by_year.annotate(**_SUMS)
    return [
        (line["year"], Cell(line["posts"], line["originals"], line["total"] or 0))
        for line in grouped.order_by("-year")
    ]


def known_years(user: User) -> list[int]:
    """From the latest year with a post to the first, without gaps."""
    ends = published(scope(user, Post)).aggregate(
        first=Min("published_on"), last=Max("published_on")
    )
    if ends["first"] is None or ends["last"] is None:
        return [clock.today().year]
    return list(range(ends["last"].year, ends["first"].year - 1, -1))


def best_read(rows: QuerySet[Post], most: int = 5) -> Sequence[Post]:
    """The most read ones."""
    return list(published(rows).filter(reads__gt=0).order_by("-reads", "pk")[:most])


def snapshots_of(post: Post) -> list[Snapshot]:
    """The standing figures, the latest day first."""
    return list(post.snapshots.filter(replaced_at=None).order_by("-day").select_related("noted_by"))


def line_of(post: Post) -> list[Snapshot]:
    """The same with what it continues before it: days of articles that were corrected, and what
    these had at their end in every figure of the later ones. Not to be saved.
    """
    formers = list(post.continues.order_by("published_on", "pk"))
    found: list[Snapshot] = []
    carried = (0, 0, 0)
    for one in (*formers, post):
        for row in reversed(snapshots_of(one)):
            row.reads += carried[0]
            row.shares += carried[1]
            row.likes += carried[2]
            found.append(row)
        if found:
            carried = (found[-1].reads, found[-1].shares, found[-1].likes)
    return found[::-1]


def corrections_of(post: Post) -> list[Snapshot]:
    """What was replaced."""
    rows = post.snapshots.filter(replaced_at__isnull=False)
    return list(rows.order_by("-day", "-pk").select_related("noted_by"))


def is_counted_by_itself(post: Post) -> str:
    """Why nobody has to note figures by hand; empty where somebody has."""
    platform = post.account.platform
    if platform == Platform.SITE and post.story_key:
        return str(Origin.SITE.label)
    if platform == Platform.WECHAT and post.message:
        return str(Origin.WECHAT.label)
    return ""


def known_readers(key: UUID | None) -> int:
    """Known readers of a story on our own site: each once a day."""
    if key is None:
        return 0
    found = StoryDay.objects.filter(story_key=key).aggregate(total=Sum("readers"))
    return int(found["total"] or 0)


def reads_of(keys: Collection[UUID]) -> dict[UUID, int]:
    """Reads on our own site by story, as far as they are counted."""
    rows = StoryDay.objects.filter(story_key__in=keys).values("story_key")
    return dict(rows.annotate(total=Sum("reads")).values_list("story_key", "total"))


def elsewhere(post: Post) -> QuerySet[Post]:
    """The same story on other channels."""
    if post.story_key is None:
        return Post.objects.none()
    rows = Post.objects.filter(story_key=post.story_key).exclude(pk=post.pk)
    return rows.select_related("account").order_by(F("published_on").desc(nulls_last=True), "pk")


def find_posts(user: User, text: str, limit: int) -> list[SearchHit]:
    """For the one search."""
    if not can(user, rules.VIEW):
        return []
    rows = scope(user, Post).filter(title__icontains=text).select_related("account")
    return [
        SearchHit(row.title, f"{row.account.name} · {row.published_on or ''}", post_url(row.pk))
        for row in rows.order_by(F("published_on").desc(nulls_last=True), "-pk")[:limit]
    ]


def sums_by_month(rows: QuerySet[Post], year: int) -> list[Cell]:
    """Twelve months of one year."""
    cells: defaultdict[int, Cell] = defaultdict(Cell)
    by_month = (
        published(rows).filter(published_on__year=year).values(month=ExtractMonth("published_on"))
    )
    grouped: Any = by_month.annotate(**_SUMS)
    for line in grouped:
        cells[line["month"]].add(line["posts"], line["originals"], line["total"] or 0)
    return [cells[month] for month in range(1, 13)]


def todos_of(user: User) -> list[Todo]:
    """Articles that wait for somebody."""
    if not can(user, rules.PUBLISH):
        return []
    words = {
        Step.DRAFT: _("Publish on WeChat: %(title)s"),
        Step.REFUSED: _("WeChat did not take it: %(title)s"),
        Step.UNCERTAIN: _("Look whether WeChat published it: %(title)s"),
    }
    posts = scope(user, Post).values("pk")
    rows = Article.objects.filter(step__in=words, post__in=posts).order_by("stepped_at")
    return [
        Todo(
            title=words[Step(row.step)] % {"title": row.title}, url=post_url(row.pk),
            kind=_("WeChat"),
        )
        for row in rows[:5]
    ]  # fmt: skip
