"""Tables and filters of the registers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
import django_tables2 as tables
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.programs.press.enums import Evidence, HonourKind, OutletKind, Permission
from wutong.programs.press.models import Honour, Mention, Outlet
from wutong.programs.press.office.addresses import honour_url, mention_url, outlet_url
from wutong.programs.press.quoting import standing, uses_without_permission
from wutong.ui.office.lists.table import (
    BadgeColumn,
    DayColumn,
    NumberColumn,
    OfficeTable,
    TextColumn,
    TitleColumn,
)

if TYPE_CHECKING:
    from django.db.models import QuerySet

EVIDENCE_TONES = {Evidence.NONE: "seal", Evidence.CHECKED: "leaf"}
PERMISSION_TONES = {
    Permission.NONE: "slate", Permission.ASKED: "autumn", Permission.GRANTED: "leaf",
    Permission.REFUSED: "seal",
}  # fmt: skip


class OutletFilter(django_filters.FilterSet):
    """Kind."""

    kind = django_filters.MultipleChoiceFilter(
        label=_("Kind of medium"), choices=OutletKind.choices
    )

    class Meta:
        model = Outlet
        fields: tuple[str, ...] = ()


class OutletTable(OfficeTable):
    """Who, what sort, how much they wrote."""

    name = TitleColumn(verbose_name=_("Media outlet"), link=lambda row: outlet_url(row.pk))
    kind = tables.Column(verbose_name=_("Kind of medium"))
    written = NumberColumn(verbose_name=_("Reports"))
    last = DayColumn(verbose_name=_("Last on"))
    licence = tables.Column(verbose_name=_("Licence or filing number"), orderable=False)
    account = tables.Column(verbose_name=pgettext_lazy("of a medium", "Account"), orderable=False)
    website = tables.Column(verbose_name=_("Website"), orderable=False)
    contact = TextColumn(verbose_name=_("Contact at the desk"), orderable=False)
    name_en = tables.Column(verbose_name=_("Name in English"))
    note = TextColumn(verbose_name=_("Note"), orderable=False)

    class Meta(OfficeTable.Meta):
        model = Outlet
        fields: tuple[str, ...] = ()
        hidden_at_first = ("website", "contact", "name_en", "note")


class MentionFilter(django_filters.FilterSet):
    """Kind of medium, evidence, when, about what, with the time to publication."""

    kind = django_filters.MultipleChoiceFilter(
        label=_("Kind of medium"), field_name="outlet__kind", choices=OutletKind.choices
    )
    evidence = django_filters.MultipleChoiceFilter(
        label=pgettext_lazy("media", "Evidence"), choices=Evidence.choices
    )
    published = django_filters.DateFromToRangeFilter(
        label=_("Published on"), field_name="published_on"
    )
    about = django_filters.CharFilter(label=_("Reports about"), lookup_expr="icontains")
    outlet = django_filters.NumberFilter(label=_("Number of the outlet"))
    timed = django_filters.BooleanFilter(label=_("Day of our text known"), method="with_source")

    class Meta:
        model = Mention
        fields: tuple[str, ...] = ()

    def with_source(self, rows: QuerySet[Mention], name: str, value: Any) -> QuerySet[Mention]:
        """Whether the time to publication can be told."""
        return rows if value is None else rows.filter(source_on__isnull=not value)


class MentionTable(OfficeTable):
    """What, where, when, on what it rests."""

    title = TitleColumn(
        verbose_name=pgettext_lazy("media mention", "Title"), link=lambda row: mention_url(row.pk)
    )
    outlet = tables.Column(verbose_name=_("Media outlet"))
    kind = tables.Column(
        verbose_name=_("Kind of medium"), accessor="outlet__get_kind_display",
        order_by=("outlet__kind",),
    )  # fmt: skip
    published_on = DayColumn(verbose_name=_("Published on"))
    evidence = BadgeColumn(verbose_name=pgettext_lazy("media", "Evidence"), tones=EVIDENCE_TONES)
    about = TextColumn(verbose_name=_("Reports about"))
    days = NumberColumn(
        verbose_name=_("Days to publication"), order_by=("gap",), empty_values=(None,)
    )
    link = tables.Column(verbose_name=_("Link"), orderable=False)
    source_on = DayColumn(verbose_name=_("Our text left on"))
    checked_on = DayColumn(verbose_name=_("Looked at on"))
    note = TextColumn(verbose_name=_("Note"), orderable=False)

    class Meta(OfficeTable.Meta):
        model = Mention
        fields: tuple[str, ...] = ()
        hidden_at_first = ("link", "source_on", "checked_on", "note")

    def order_days(
        self, rows: QuerySet[Mention], descending: bool
    ) -> tuple[QuerySet[Mention], bool]:
        """By the days between."""
        gap = F("published_on") - F("source_on")
        order = gap.desc(nulls_last=True) if descending else gap.asc(nulls_last=True)
        return rows.order_by(order), True


class HonourFilter(django_filters.FilterSet):
    """Kind, permission, where used."""

    kind = django_filters.MultipleChoiceFilter(label=_("Kind"), choices=HonourKind.choices)
    permission = django_filters.MultipleChoiceFilter(
        label=_("Permission to quote"), choices=Permission.choices
    )
    said = django_filters.DateFromToRangeFilter(label=_("Day"), field_name="said_on")
    used = django_filters.ChoiceFilter(
        label=_("In use"), method="in_use", empty_label=_("All"),
        choices=(("yes", _("In use")), ("bad", _("In use without permission"))),
    )  # fmt: skip

    class Meta:
        model = Honour
        fields: tuple[str, ...] = ()

    def in_use(self, rows: QuerySet[Honour], name: str, value: str) -> QuerySet[Honour]:
        """Whose words stand somewhere."""
        if value == "bad":
            return rows.filter(pk__in=uses_without_permission().values("honour"))
        return rows.filter(uses__ended_on__isnull=True, uses__isnull=False).distinct()


class HonourTable(OfficeTable):
    """Who, what, when, whether it may be quoted."""

    name = TitleColumn(verbose_name=_("Who"), link=lambda row: honour_url(row.pk))
    office = TextColumn(verbose_name=_("Office held then"), orderable=False)
    words = TextColumn(verbose_name=_("Exact words"), orderable=False)
    kind = tables.Column(verbose_name=_("Kind"))
    said_on = DayColumn(verbose_name=_("Day"))
    permission = BadgeColumn(verbose_name=_("Permission to quote"), tones=PERMISSION_TONES)
    until = DayColumn(verbose_name=_("Permission ends on"), accessor="permitted_until")
    uses = NumberColumn(verbose_name=_("Places in use"), accessor="used", orderable=False)
    occasion = TextColumn(verbose_name=_("Occasion"), orderable=False)
    source = TextColumn(verbose_name=_("Where it is found"), orderable=False)

    class Meta(OfficeTable.Meta):
        model = Honour
        fields: tuple[str, ...] = ()
        hidden_at_first = ("until", "occasion", "source")

    def value_permission(self, record: Honour) -> str:
        """With scope and end."""
        return standing(record)

    def value_until(self, record: Honour) -> Any:
        """The day, for a file."""
        return record.permitted_until
