"""The list of what was taken over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import django_filters
import django_tables2 as tables
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.core.interactions import rules
from wutong.core.interactions.enums import Channel, ToldBy
from wutong.core.interactions.models import PastedUpdate
from wutong.core.interactions.office.addresses import update_url
from wutong.core.interactions.office.updates import describe
from wutong.core.people.public import search as search_people
from wutong.core.people.public import visible_people
from wutong.ui.office.lists.registry import register_list
from wutong.ui.office.lists.table import DayColumn, OfficeTable, PersonColumn
from wutong.ui.office.lists.view import OfficeListView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet


class UpdateFilter(django_filters.FilterSet):
    """By which way, from whom, taken back or not, when."""

    channel = django_filters.ChoiceFilter(
        label=_("Came by"), choices=Channel.choices, empty_label=_("All ways")
    )
    told_by = django_filters.ChoiceFilter(
        label=_("Told by"), choices=ToldBy.choices, empty_label=_("Anybody")
    )
    undone = django_filters.BooleanFilter(
        label=_("Taken back"), field_name="undone_at", lookup_expr="isnull", exclude=True
    )
    taken = django_filters.DateFromToRangeFilter(label=_("Taken over on"), field_name="taken_at")

    class Meta:
        model = PastedUpdate
        fields: tuple[str, ...] = ()


class UpdateTable(OfficeTable):
    """Who, what, from where, by whom."""

    person = PersonColumn(
        verbose_name=pgettext_lazy("update", "Person"),
        accessor="person__name",
        link=lambda row: update_url(row.pk),
        order_by=("person__name_pinyin", "person_id"),
    )
    in_words = tables.Column(verbose_name=_("Taken over"), orderable=False, empty_values=())
    channel = tables.Column(verbose_name=_("Came by"))
    told_by = tables.Column(verbose_name=_("Told by"))
    told_on = DayColumn(verbose_name=_("Told on"))
    note = tables.Column(verbose_name=_("Note"), orderable=False)
    taken_by = tables.Column(verbose_name=_("Taken over by"))
    taken_at = DayColumn(verbose_name=_("Taken over on"))
    undone_at = DayColumn(verbose_name=_("Taken back"))

    class Meta(OfficeTable.Meta):
        model = PastedUpdate
        fields: tuple[str, ...] = ()
        hidden_at_first = ("note",)


@register_list
class UpdateListView(OfficeListView[PastedUpdate]):
    """Every update, newest first."""

    model = PastedUpdate
    list_key = "updates"
    permission = rules.PEOPLE_CHANGE
    page_title = _("What was taken over")
    breadcrumbs = ((pgettext_lazy("office", "Contact updates"), "/office/updates/"),)
    table_class = UpdateTable
    filterset_class = UpdateFilter
    default_order = ("-taken_at",)
    search_placeholder = _("Name, pinyin, student number")
    unit = pgettext_lazy("unit", "updates")
    export_permission = rules.PEOPLE_EXPORT
    export_name = "updates"
    export_columns = (
        "person", "in_words", "channel", "told_by", "told_on", "note", "taken_by", "taken_at",
        "undone_at",
    )  # fmt: skip

    def get_base_queryset(self) -> QuerySet[PastedUpdate]:
        """With who is meant and who did it."""
        rows = super().get_base_queryset().select_related("person", "taken_by")
        return rows.defer("person__search_tokens")

    def search(self, rows: QuerySet[PastedUpdate], text: str) -> QuerySet[PastedUpdate]:
        """The one search of people."""
        found = search_people(text, people=visible_people(self.user)).order_by()
        return rows.filter(person__in=found.values("pk"))

    def dress(self, rows: Sequence[PastedUpdate]) -> None:
        """Fields in words."""
        describe(list(rows))

    def get_row_url(self, row: PastedUpdate) -> str:
        """The update."""
        return update_url(row.pk)
