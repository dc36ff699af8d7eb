"""Tables and filters of issues, of copies and of what came back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
import django_tables2 as tables
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.core.consent.public import Channel
from wutong.programs.journal.enums import CopyState, IssueState, ReturnReason
from wutong.programs.journal.models import Copy, Issue, ReturnedCopy
from wutong.programs.journal.office.addresses import issue_url
from wutong.programs.journal.postal import copy_code
from wutong.ui.office.lists.table import (
    BadgeColumn,
    DayColumn,
    NumberColumn,
    OfficeTable,
    TitleColumn,
)

if TYPE_CHECKING:
    from django.db.models import QuerySet

ISSUE_TONES = {IssueState.PUBLISHED: "leaf", IssueState.DRAFT: "autumn"}
COPY_TONES = {CopyState.RETURNED: "seal"}
CHANNELS = [(one.value, one.label) for one in (Channel.WECHAT, Channel.EMAIL, Channel.POST)]


def _person_url(row: Any) -> str:
    return reverse("office:people-detail", args=[row.person_id])


class IssueFilter(django_filters.FilterSet):
    """State, when it was published, what is still to be done."""

    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=IssueState.choices)
    published_on = django_filters.DateFromToRangeFilter(
        label=pgettext_lazy("journal issue", "Published")
    )
    posted = django_filters.BooleanFilter(
        label=_("Posted"), field_name="posted_on", lookup_expr="isnull", exclude=True
    )
    noticed = django_filters.BooleanFilter(
        label=_("With a notice on WeChat"), field_name="notice", lookup_expr="isnull", exclude=True
    )
    mailed = django_filters.BooleanFilter(
        label=_("With a letter"), field_name="campaign", lookup_expr="isnull", exclude=True
    )

    class Meta:
        model = Issue
        fields: tuple[str, ...] = ()


class IssueTable(OfficeTable):
    """Which issue, where it stands, how many copies to how many people."""

    number = TitleColumn(
        verbose_name=pgettext_lazy("journal", "No."), link=lambda row: issue_url(row.pk)
    )
    title = tables.Column(verbose_name=_("Title"), order_by="title_zh")
    year = tables.Column(verbose_name=_("Year"))
    number_in_year = tables.Column(verbose_name=_("Number in the year"))
    state = BadgeColumn(verbose_name=_("State"), tones=ISSUE_TONES)
    published_on = DayColumn(verbose_name=pgettext_lazy("journal issue", "Published"))
    by_wechat = NumberColumn(verbose_name=pgettext_lazy("journal", "On WeChat"), orderable=False)
    by_email = NumberColumn(verbose_name=pgettext_lazy("journal", "By e-mail"), orderable=False)
    by_post = NumberColumn(verbose_name=pgettext_lazy("journal", "By post"), orderable=False)
    came_back = NumberColumn(verbose_name=_("Came back"), orderable=False)
    people = NumberColumn(verbose_name=_("People who got it"), orderable=False)
    readers = NumberColumn(verbose_name=_("People who opened it"), orderable=False)
    posted_on = DayColumn(verbose_name=_("Posted on"))
    permit_number = tables.Column(verbose_name=_("Permit number"))

    class Meta(OfficeTable.Meta):
        model = Issue
        fields: tuple[str, ...] = ()
        hidden_at_first = ("number_in_year", "posted_on", "permit_number")

    def render_year(self, value: int) -> str:
        """Without a comma."""
        return str(value)


class CopyFilter(django_filters.FilterSet):
    """Issue, channel, what became of it, whether it was opened."""

    issue = django_filters.ModelChoiceFilter(
        label=_("Issue"), queryset=Issue.objects.all(), empty_label=_("All issues")
    )
    channel = django_filters.ChoiceFilter(
        label=_("Channel"), choices=CHANNELS, empty_label=_("All channels")
    )
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=CopyState.choices)
    opened = django_filters.BooleanFilter(
        label=pgettext_lazy("copy", "Opened"),
        field_name="opened_on",
        lookup_expr="isnull",
        exclude=True,
    )
    arrived = django_filters.BooleanFilter(
        label=pgettext_lazy("copy", "Arrived"),
        field_name="arrived_on",
        lookup_expr="isnull",
        exclude=True,
    )
    sent_on = django_filters.DateFromToRangeFilter(label=pgettext_lazy("copy", "Sent"))

    class Meta:
        model = Copy
        fields: tuple[str, ...] = ()


class CopyTable(OfficeTable):
    """Who got which issue by which channel, and what became of it."""

    person = TitleColumn(verbose_name=_("Reader"), link=_person_url, orderable=False)
    issue = tables.Column(verbose_name=_("Issue"), orderable=False)
    channel = tables.Column(verbose_name=_("Channel"), orderable=False)
    state = BadgeColumn(verbose_name=_("State"), tones=COPY_TONES, orderable=False)
    sent_on = DayColumn(verbose_name=pgettext_lazy("copy", "Sent"), orderable=False)
    arrived_on = DayColumn(verbose_name=pgettext_lazy("copy", "Arrived"), orderable=False)
    opened_on = DayColumn(verbose_name=pgettext_lazy("copy", "Opened"), orderable=False)
    code = tables.Column(
        verbose_name=pgettext_lazy("postal", "Code"), orderable=False, empty_values=()
    )

    class Meta(OfficeTable.Meta):
        model = Copy
        fields: tuple[str, ...] = ()
        hidden_at_first = ("arrived_on", "code")

    def render_code(self, record: Copy) -> str:
        """As on the label; letters have none."""
        if record.channel != Channel.POST:
            return "\N{EN DASH}"
        return copy_code(record.issue.number, record.person_id)

    def value_code(self, record: Copy) -> str:
        """The same in a file."""
        return self.render_code(record)


class ReturnFilter(django_filters.FilterSet):
    """Issue, reason, when; taken back ones only on demand."""

    issue = django_filters.ModelChoiceFilter(
        label=_("Issue"), queryset=Issue.objects.all(), empty_label=_("All issues")
    )
    reason = django_filters.MultipleChoiceFilter(label=_("Reason"), choices=ReturnReason.choices)
    noted_at = django_filters.DateFromToRangeFilter(label=_("Noted"))
    undone = django_filters.BooleanFilter(label=_("Taken back"), method="by_undone")

    class Meta:
        model = ReturnedCopy
        fields: tuple[str, ...] = ()

    def by_undone(self, rows: QuerySet[ReturnedCopy], name: str, value: Any) -> Any:
        """Whether it was an error."""
        return rows.filter(undone_at__isnull=not value)


class ReturnTable(OfficeTable):
    """Whose copy came back and why."""

    person = TitleColumn(verbose_name=_("Reader"), link=_person_url, orderable=False)
    issue = tables.Column(verbose_name=_("Issue"), orderable=False)
    reason = tables.Column(verbose_name=_("Reason"))
    noted_at = DayColumn(verbose_name=_("Noted"), time=True)
    noted_by = tables.Column(verbose_name=_("Noted by"), orderable=False)
    marked = tables.Column(verbose_name=_("Address"), orderable=False, empty_values=())

    class Meta(OfficeTable.Meta):
        model = ReturnedCopy
        fields: tuple[str, ...] = ()

    def render_marked(self, record: ReturnedCopy) -> str:
        """Whether the address is doubtful now."""
        if record.undone_at is not None:
            return str(pgettext_lazy("copy", "taken back"))
        return str(
            _("marked as doubtful")
            if record.before is not None
            else pgettext_lazy("address", "unchanged")
        )

    def value_marked(self, record: ReturnedCopy) -> str:
        """The same in a file."""
        return self.render_marked(record)
