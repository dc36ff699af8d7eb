"""Posts on official channels and their reads; both over an earlier year on the same channels."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.core.figures.public import (
    AccountTable,
    Batch,
    Column,
    DataSource,
    DerivedFigure,
    DrillDown,
    Figure,
    Reading,
    Rule,
    TableColumn,
    TableRow,
    Unit,
    batches,
    figures,
    sources,
    tables,
)
from wutong.core.reference.enums import SourceGrade
from wutong.platform.access.registry import scopers
from wutong.programs.posts.enums import Kind, State
from wutong.programs.posts.models import Post, Snapshot

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from wutong.core.figures.public import Period
    from wutong.platform.access.public import Scopes

SOURCE = "posts"
PUBLISHED, ORIGINAL, REPOST = "posts.published", "posts.original", "posts.repost"
READS = "posts.reads"
SAME, BEFORE = "posts.published_same", "posts.published_before"
READS_SAME, READS_BEFORE = "posts.reads_same", "posts.reads_before"
GROWTH, READS_GROWTH = "posts.published_times", "posts.reads_times"
STEPS = 2
"""The year compared with: 2018 for 2020."""

# One row a window and which half of the comparison it is. A post is looked up once in each.
_COUNT = """
SELECT w.i, w.half,
       count(*), count(*) FILTER (WHERE p.kind = 'original'),
       count(*) FILTER (WHERE same.is_so),
       coalesce(sum(s.reads), 0) + coalesce(sum(f.reads), 0),
       coalesce(sum(coalesce(s.reads, 0) + coalesce(f.reads, 0)) FILTER (WHERE same.is_so), 0)
  FROM (VALUES {windows}) AS w(i, half, first, last, cutoff, base_last, main_first)
  JOIN posts_post p ON p.state = 'published' AND p.published_on BETWEEN w.first AND w.last
  JOIN posts_account a ON a.id = p.account_id
 CROSS JOIN LATERAL (SELECT a.opened_on <= w.base_last
                        AND coalesce(a.closed_on, 'infinity') >= w.main_first AS is_so) same
  LEFT JOIN LATERAL (SELECT reads FROM posts_snapshot
                      WHERE post_id = p.id AND replaced_at IS NULL AND day <= w.cutoff
                      ORDER BY day DESC LIMIT 1) s ON true
  LEFT JOIN LATERAL (SELECT sum(t.reads) AS reads FROM posts_post o
                      CROSS JOIN LATERAL (SELECT reads FROM posts_snapshot
                             WHERE post_id = o.id AND replaced_at IS NULL AND day <= w.cutoff
                             ORDER BY day DESC LIMIT 1) t
                      WHERE o.continued_by_id = p.id) f ON true
 GROUP BY w.i, w.half
"""
_WINDOW = "(%s::int, %s, %s::date, %s::date, %s::date, %s::date, %s::date)"


def cutoff_of(period: Period) -> date:
    """Reads are those known by 31 January after the period."""
    return date(period.end.year + 1, 1, 31)


def _halves(period: Period) -> tuple[Period, Period]:
    """The period, and the one it is compared with."""
    return period, period.earlier(STEPS)


def posts_in(period: Period, scopes: Scopes) -> QuerySet[Any]:
    """Published in the period, with their reads by the cut-off."""
    rows: QuerySet[Any] = scopers.get(Post._meta.label)(scopes, "view").order_by()
    known = Snapshot.objects.filter(
        post=OuterRef("pk"), replaced_at=None, day__lte=cutoff_of(period)
    ).order_by("-day")
    last = Subquery(known.values("reads")[:1])
    former = Post.objects.filter(continued_by=OuterRef("pk")).order_by().annotate(last=last)
    before = former.values("continued_by").annotate(total=Sum("last")).values("total")
    inside: QuerySet[Any] = rows.filter(
        state=State.PUBLISHED, published_on__range=(period.start, period.end)
    ).annotate(known_reads=Coalesce(last, 0) + Coalesce(Subquery(before), 0))
    return inside


def same_channels(period: Period) -> Q:
    """Channels that were open in the period and in the one it is compared with."""
    main, base = _halves(period)
    closed = Q(account__closed_on=None) | Q(account__closed_on__gte=main.start)
    return closed & Q(account__opened_on__lte=base.end)


def _drill(rows: QuerySet[Any], *, reads: bool = False) -> DrillDown:
    return DrillDown(
        queryset=rows.values(
            "id", "title", "account_id", "kind", "published_on", "known_reads",
            channel=F("account__name_zh"),
        ),
        keys=("id",),
        weight="known_reads" if reads else None,
        order=("-known_reads", "id") if reads else ("-published_on", "id"),
        columns=(
            Column("title", _("Title"), opens=("post", "id")),
            Column("channel", pgettext_lazy("official channel", "Channel"), opens=("post_account", "account_id")),
            Column("kind", pgettext_lazy("post", "Kind"), show=lambda kind: Kind(kind).label),
            Column("published_on", pgettext_lazy("post", "Published")),
            Column("known_reads", _("Reads by 31 January after"), numeric=True),
        ),
        counted=rows.values("id"),
    )  # fmt: skip


def published_rows(period: Period, scopes: Scopes) -> DrillDown:
    """One row a post."""
    return _drill(posts_in(period, scopes))


def original_rows(period: Period, scopes: Scopes) -> DrillDown:
    """One row an original."""
    return _drill(posts_in(period, scopes).filter(kind=Kind.ORIGINAL))


def repost_rows(period: Period, scopes: Scopes) -> DrillDown:
    """One row a repost."""
    return _drill(posts_in(period, scopes).filter(kind=Kind.REPOST))


def reads_rows(period: Period, scopes: Scopes) -> DrillDown:
    """One row a post, counted by its reads."""
    return _drill(posts_in(period, scopes), reads=True)


def same_rows(period: Period, scopes: Scopes) -> DrillDown:
    """One row a post on the channels that are compared."""
    return _drill(posts_in(period, scopes).filter(same_channels(period)))


def before_rows(period: Period, scopes: Scopes) -> DrillDown:
    """The same two years earlier."""
    base = _halves(period)[1]
    return _drill(posts_in(base, scopes).filter(same_channels(period)))


def reads_same_rows(period: Period, scopes: Scopes) -> DrillDown:
    """Posts on the channels that are compared, by their reads."""
    return _drill(posts_in(period, scopes).filter(same_channels(period)), reads=True)


def reads_before_rows(period: Period, scopes: Scopes) -> DrillDown:
    """The same two years earlier."""
    base = _halves(period)[1]
    return _drill(posts_in(base, scopes).filter(same_channels(period)), reads=True)


def compute(periods: Sequence[Period], scopes: Scopes) -> dict[tuple[str, Period], Reading]:
    """Every figure of every period in one statement."""
    counted = _counted(periods) if scopes.everything and periods else {}
    found: dict[tuple[str, Period], Reading] = {}
    for at, period in enumerate(periods):
        posts, original, same, reads, reads_same = counted.get((at, "main"), (0,) * 5)
        _posts, _original, before, _reads, reads_before = counted.get((at, "base"), (0,) * 5)
        for code, value in (
            (PUBLISHED, posts), (ORIGINAL, original), (REPOST, posts - original), (READS, reads),
            (SAME, same), (BEFORE, before), (READS_SAME, reads_same), (READS_BEFORE, reads_before),
        ):  # fmt: skip
            found[code, period] = Reading(value, {SourceGrade.A.value: value} if value else {})
    return found


def _counted(periods: Sequence[Period]) -> dict[tuple[int, str], tuple[int, ...]]:
    values: list[Any] = []
    for at, period in enumerate(periods):
        main, base = _halves(period)
        for half, window in (("main", main), ("base", base)):
            values += [
                at, half, window.start, window.end, cutoff_of(window), base.end, main.start,
            ]  # fmt: skip
    windows = ", ".join([_WINDOW] * (2 * len(periods)))
    with connection.cursor() as cursor:
        cursor.execute(_COUNT.format(windows=windows), values)
        return {(at, half): tuple(map(int, rest)) for at, half, *rest in cursor.fetchall()}


def by_channel(period: Period, scopes: Scopes) -> Sequence[TableRow]:
    """Posts and reads of every channel that published something, the most read first."""
    found: dict[int, list[Any]] = {}
    rows = posts_in(period, scopes).values_list(
        "account_id", "account__name_zh", "account__name_en", "kind", "known_reads"
    )
    for account, name_zh, name_en, kind, reads in rows:
        line = found.setdefault(account, [name_zh, name_en or name_zh, 0, 0, 0])
        line[2 if kind == Kind.ORIGINAL else 3] += 1
        line[4] += reads
    ranked = sorted(found.values(), key=lambda line: (-line[4], line[0]))
    return [TableRow(line[0], line[1], tuple(line[2:])) for line in ranked]


sources.register(SOURCE, DataSource(SOURCE, _("Posts on official channels")))
batches.register(PUBLISHED, Batch(PUBLISHED, SOURCE, compute))
_COMMON: dict[str, Any] = {
    "section": "alumni",
    "source": SOURCE,
    "source_grade": SourceGrade.A,
    "legal_body": "association",
    "rule": Rule.OBJECTS,
    "batch": PUBLISHED,
}
_READ_OF = _(
    "Reads as the platforms count them (WeChat: readers of each day added up; our own site: pages"
    " opened, machines left out), known by 31 January after the end of the period. An article that"
    " was corrected on WeChat begins there at zero: the reads of the one it replaced are added to"
    " its own."
)
_SAME_OF = _(
    "Compared are the channels that were open both in the period and two years earlier, and no"
    " others."
)
for _place, (_code, _title, _definition, _unit, _rows, _within) in enumerate(
    (
        (PUBLISHED, _("Posts on official channels"),
         _("Posts published in the period on the office's official channels, each story once on"
           " each channel; drafts and what was withdrawn do not count."),
         Unit.POST, published_rows, ""),
        (ORIGINAL, _("Original posts"), _("Of these posts, those the office made."),
         Unit.POST, original_rows, PUBLISHED),
        (REPOST, _("Reposts"), _("Of these posts, those taken over from other publishers."),
         Unit.POST, repost_rows, PUBLISHED),
        (READS, _("Reads of these posts"), _READ_OF, Unit.READ, reads_rows, ""),
        (SAME, _("Posts on the channels that are compared"), _SAME_OF, Unit.POST, same_rows,
         PUBLISHED),
        (BEFORE, _("Posts two years earlier on the same channels"), _SAME_OF, Unit.POST,
         before_rows, ""),
        (READS_SAME, _("Reads on the channels that are compared"), _SAME_OF, Unit.READ,
         reads_same_rows, READS),
        (READS_BEFORE, _("Reads two years earlier on the same channels"), _SAME_OF, Unit.READ,
         reads_before_rows, ""),
    )
):  # fmt: skip
    figures.add(
        Figure(
            code=_code, title=_title, definition=_definition, unit=_unit, rows=_rows,
            within=_within, **_COMMON,
        ),
        order=30 + _place,
    )  # fmt: skip
for _place, (_code, _title, _of) in enumerate(
    (
        (GROWTH, _("Posts: by how many times more than two years earlier"), (SAME, BEFORE)),
        (READS_GROWTH, _("Reads: by how many times more than two years earlier"),
         (READS_SAME, READS_BEFORE)),
    )
):  # fmt: skip
    figures.add(
        DerivedFigure(
            code=_code, title=_title, definition=_SAME_OF, rule=Rule.TIMES, section="alumni",
            of=_of, unit=Unit.TIMES, legal_body="association",
        ),
        order=38 + _place,
    )  # fmt: skip
tables.register(
    "posts_by_channel",
    AccountTable(
        key="posts_by_channel",
        title=_("Posts and reads by channel"),
        section="alumni",
        source=SOURCE,
        row_title=pgettext_lazy("official channel", "Channel"),
        columns=(
            TableColumn(_("Original posts"), Unit.POST),
            TableColumn(_("Reposts"), Unit.POST),
            TableColumn(_("Reads by 31 January after"), Unit.READ),
        ),
        compute=by_channel,
        note=_("A story that stands on several channels counts once on each."),
    ),
    order=56,
)
