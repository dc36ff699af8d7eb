"""Every intake, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import django_filters
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.programs.graduation import rules
from wutong.programs.graduation.enums import IntakeState
from wutong.programs.graduation.models import Intake
from wutong.ui.office.lists import (
    BadgeColumn,
    DayColumn,
    NumberColumn,
    OfficeListView,
    OfficeTable,
    TitleColumn,
    register_list,
)

if TYPE_CHECKING:
    from django.db.models import QuerySet

TONES = {
    IntakeState.PREPARING: "autumn",
    IntakeState.RUNNING: "slate",
    IntakeState.UNDOING: "slate",
    IntakeState.DONE: "leaf",
}


class IntakeTable(OfficeTable):
    """What came in, and what was made of it."""

    title = TitleColumn(link=lambda intake: reverse("office:graduation-detail", args=[intake.pk]))
    state = BadgeColumn(tones=TONES)
    graduates = NumberColumn(
        accessor="counts__graduates", verbose_name=_("Graduates"), orderable=False
    )
    cards = NumberColumn(accessor="counts__cards", verbose_name=_("Cards"), orderable=False)
    liaisons = NumberColumn(
        accessor="counts__liaisons", verbose_name=_("Liaisons"), orderable=False
    )
    letters = NumberColumn(accessor="counts__letters", verbose_name=_("Letters"), orderable=False)
    finished_at = DayColumn(time=True)

    class Meta(OfficeTable.Meta):
        model = Intake
        fields = ("title", "state", "graduates", "cards", "liaisons", "letters", "finished_at")


class IntakeFilter(django_filters.FilterSet):
    """By state."""

    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=IntakeState.choices)

    class Meta:
        model = Intake
        fields = ("state",)


@register_list
class IntakeListView(OfficeListView[Intake]):
    """Intakes of graduates."""

    model = Intake
    permission = rules.VIEW
    list_key = "graduation"
    page_title = _("Graduates")
    table_class = IntakeTable
    filterset_class = IntakeFilter
    search_fields = ("title",)
    default_order = ("-created_at", "-pk")
    unit = pgettext_lazy("unit", "intakes")
    create_url = "new/"
    create_label = _("Take graduates in")
    create_permission = rules.CHANGE
    export_permission = rules.VIEW
    export_name = "graduates"
    export_columns = ("title", "state", "graduates", "cards", "liaisons", "letters", "finished_at")

    def get_base_queryset(self) -> QuerySet[Intake]:
        """Without the letters' texts."""
        return super().get_base_queryset().defer("body_zh", "body_en", "liaisons")

    def get_row_url(self, row: Intake) -> str:
        """Its page."""
        return reverse("office:graduation-detail", args=[row.pk])
