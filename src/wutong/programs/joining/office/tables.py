"""The list of applications: columns and filters."""

from __future__ import annotations

import django_filters
import django_tables2 as tables
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wutong.core.reference.models import AcademicUnit
from wutong.programs.joining.enums import State, Way
from wutong.programs.joining.models import Application
from wutong.ui.office.lists.table import BadgeColumn, DayColumn, OfficeTable, TitleColumn

TONES = {State.OPEN: "autumn", State.ASKED: "slate", State.JOINED: "leaf", State.DECLINED: "seal"}
SHOWN = [choice for choice in State.choices if choice[0] != State.PROVING]


def page_of(row: Application) -> str:
    """The application's page."""
    return reverse("office:joining-application", args=[row.pk])


class ApplicationTable(OfficeTable):
    """Who, by which way, what for, until when."""

    name = TitleColumn(verbose_name=_("Name"), link=page_of)
    unit = tables.Column(verbose_name=_("College"), orderable=False)
    entry_year = tables.Column(verbose_name=_("Year of entry"))
    contact_masked = tables.Column(verbose_name=_("Contact"), orderable=False)
    way = tables.Column(verbose_name=_("Way"))
    reasons = tables.Column(verbose_name=_("Why it waits"), orderable=False, empty_values=())
    asked_at = DayColumn(verbose_name=_("Asked on"))
    due_on = DayColumn(verbose_name=_("Due"))
    state = BadgeColumn(verbose_name=_("State"), tones=TONES)

    class Meta(OfficeTable.Meta):
        model = Application
        fields: tuple[str, ...] = ()
        hidden_at_first = ("contact_masked", "asked_at")

    def render_entry_year(self, value: int) -> str:
        """A year is no amount."""
        return str(value)

    def render_reasons(self, record: Application) -> str:
        """In words."""
        return "; ".join(words_of(record)) if record.waiting else "–"

    def value_reasons(self, record: Application) -> str:
        """In words, for the file."""
        return "; ".join(words_of(record))


def words_of(row: Application) -> list[str]:
    """The reasons as a colleague reads them."""
    labels = dict(Application._meta.get_field("reasons").base_field.choices or ())
    return [str(labels.get(code, code)) for code in row.reasons]


class ApplicationFilter(django_filters.FilterSet):
    """State, way, college."""

    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=SHOWN)
    way = django_filters.ChoiceFilter(
        label=_("Way"), choices=Way.choices, empty_label=_("Every way")
    )
    unit = django_filters.ModelChoiceFilter(
        label=_("College"),
        queryset=AcademicUnit.objects.filter(valid_to__isnull=True).order_by("code"),
        empty_label=_("All colleges"),
    )

    class Meta:
        model = Application
        fields = ("state", "way", "unit")
