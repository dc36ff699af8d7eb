"""Tables and filters of posts and channels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
import django_tables2 as tables
from django.db.models import Count, Max, Sum
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.programs.posts.enums import Kind, Platform, State
from wutong.programs.posts.models import Account, Post
from wutong.programs.posts.office.addresses import account_url, post_url
from wutong.ui.office.lists.table import (
    BadgeColumn,
    DayColumn,
    NumberColumn,
    OfficeTable,
    TitleColumn,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

TONES = {State.PUBLISHED: "leaf", State.DRAFT: "autumn", State.WITHDRAWN: "slate"}


class PostFilter(django_filters.FilterSet):
    """Channel, platform, kind, state, when, with a story of ours, and how much read."""

    account = django_filters.ModelChoiceFilter(
        label=pgettext_lazy("official channel", "Channel"),
        queryset=Account.objects.all(),
        empty_label=pgettext_lazy("official channel", "All channels"),
    )
    platform = django_filters.MultipleChoiceFilter(
        label=_("Platform"), choices=Platform.choices, field_name="account__platform"
    )
    kind = django_filters.ChoiceFilter(
        label=pgettext_lazy("post", "Kind"), choices=Kind.choices, empty_label=_("All kinds")
    )
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=State.choices)
    published_on = django_filters.DateFromToRangeFilter(label=pgettext_lazy("post", "Published"))
    reads = django_filters.NumberFilter(
        label=_("Reads at least"), field_name="reads", lookup_expr="gte"
    )
    story = django_filters.BooleanFilter(
        label=_("A story of the newsroom"), field_name="story_key", lookup_expr="isnull",
        exclude=True,
    )  # fmt: skip
    counted = django_filters.BooleanFilter(
        label=_("With figures"), field_name="counted_on", lookup_expr="isnull", exclude=True
    )

    class Meta:
        model = Post
        fields: tuple[str, ...] = ()


class PostTable(OfficeTable):
    """What, where, when, and how often read."""

    title = TitleColumn(verbose_name=_("Title"), link=lambda row: post_url(row.pk))
    account = tables.Column(
        verbose_name=pgettext_lazy("official channel", "Channel"), order_by="account__name_zh"
    )
    kind = tables.Column(verbose_name=pgettext_lazy("post", "Kind"))
    state = BadgeColumn(verbose_name=_("State"), tones=TONES)
    published_on = DayColumn(verbose_name=pgettext_lazy("post", "Published"))
    reads = NumberColumn(verbose_name=pgettext_lazy("post", "Reads"))
    shares = NumberColumn(verbose_name=pgettext_lazy("post", "Shares"))
    likes = NumberColumn(verbose_name=pgettext_lazy("post", "Likes"))
    counted_on = DayColumn(verbose_name=_("Figures as of"))
    address = tables.Column(
        verbose_name=pgettext_lazy("official channel", "Address"), orderable=False
    )

    class Meta(OfficeTable.Meta):
        model = Post
        fields: tuple[str, ...] = ()
        hidden_at_first = ("likes", "counted_on", "address")


class AccountFilter(django_filters.FilterSet):
    """Platform, and whether it is still open."""

    platform = django_filters.MultipleChoiceFilter(label=_("Platform"), choices=Platform.choices)
    open = django_filters.BooleanFilter(
        label=pgettext_lazy("channel", "Open"), field_name="closed_on", lookup_expr="isnull"
    )

    class Meta:
        model = Account
        fields: tuple[str, ...] = ()


class AccountTable(OfficeTable):
    """Which channels there are, since when, and what they bring."""

    name_zh = TitleColumn(
        verbose_name=pgettext_lazy("official channel", "Channel"),
        link=lambda row: account_url(row.pk),
    )
    platform = tables.Column(verbose_name=_("Platform"))
    legal_body = tables.Column(
        verbose_name=pgettext_lazy("official channel", "In the name of"), orderable=False
    )
    opened_on = DayColumn(verbose_name=pgettext_lazy("channel", "Opened"))
    closed_on = DayColumn(verbose_name=pgettext_lazy("channel", "Closed"))
    posts_count = NumberColumn(verbose_name=_("Posts"), orderable=False)
    reads = NumberColumn(verbose_name=pgettext_lazy("post", "Reads"), orderable=False)
    last = DayColumn(verbose_name=_("Last post"), orderable=False)

    class Meta(OfficeTable.Meta):
        model = Account
        fields: tuple[str, ...] = ()

    def render_name_zh(self, value: str, record: Account) -> Any:
        """In the reader's language."""
        column: TitleColumn = self.base_columns["name_zh"]
        return column.render(record.name, record)


def with_sums(rows: Sequence[Account]) -> dict[int, dict[str, Any]]:
    """Posts, reads and last day of channels, in one statement."""
    found = (
        Post.objects.filter(account__in=[row.pk for row in rows], state=State.PUBLISHED)
        .order_by().values("account_id")
        .annotate(posts=Count("pk"), total=Sum("reads"), last=Max("published_on"))
    )  # fmt: skip
    return {line["account_id"]: dict(line) for line in found}
