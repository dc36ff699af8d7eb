"""The lists of classes, of suggestions and of people to be found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_tables2 import Column

from wutong.core.people.models import Degree, Person
from wutong.core.reference.enums import UnitKind
from wutong.core.reference.models import AcademicUnit
from wutong.core.reference.public import unit_with_ancestors
from wutong.programs.rosters.enums import SuggestionKind, SuggestionState
from wutong.programs.rosters.models import ClassRoster, RosterKeeper, Suggestion
from wutong.ui.design.templatetags.design import bar
from wutong.ui.office.lists.table import (
    BadgeColumn,
    DayColumn,
    NumberColumn,
    OfficeTable,
    PersonColumn,
    TitleColumn,
)

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.safestring import SafeString

TONES = {
    SuggestionState.WAITING: "autumn",
    SuggestionState.CONFIRMED: "leaf",
    SuggestionState.DECLINED: "seal",
}
KEPT, UNKEPT = "kept", "unkept"


def colleges(request: HttpRequest) -> QuerySet[AcademicUnit]:
    """The colleges of today."""
    return AcademicUnit.objects.filter(kind=UnitKind.COLLEGE, valid_to__isnull=True)


class RosterTable(OfficeTable):
    """A class: its college, how many are found, who looks after it."""

    name = TitleColumn(
        verbose_name=_("Class"),
        accessor="class_group__name",
        link=lambda row: reverse("office:rosters-detail", args=[row.pk]),
    )
    unit = Column(
        verbose_name=pgettext_lazy("person", "College"),
        accessor="class_group__unit",
        orderable=False,
    )
    entry_year = Column(verbose_name=_("Year of entry"), accessor="class_group__entry_year")
    people = NumberColumn(verbose_name=_("Classmates"))
    lost = NumberColumn(verbose_name=pgettext_lazy("roster", "Lost"))
    share = Column(verbose_name=pgettext_lazy("roster", "Found"))
    keeper = Column(
        verbose_name=_("Liaison"), accessor="keeper_names", orderable=False, default="–"
    )
    waiting = NumberColumn(
        verbose_name=_("Suggestions waiting"), accessor="waiting_number", orderable=False
    )
    counted_at = DayColumn(verbose_name=_("Counted"), time=True)

    class Meta(OfficeTable.Meta):
        model = ClassRoster
        fields = (
            "name", "unit", "entry_year", "people", "lost", "share", "keeper", "waiting",
            "counted_at",
        )  # fmt: skip
        hidden_at_first = ("counted_at",)

    def render_share(self, value: int, record: ClassRoster) -> SafeString:
        """The share as a bar with its number."""
        return format_html(
            '<span class="share">{}<span class="number">{}%</span></span>',
            bar(record.found, record.found + record.lost or 1),
            value,
        )

    def value_share(self, value: int) -> int:
        """In a file: percent."""
        return value


class RosterFilter(django_filters.FilterSet):
    """By college, year and whether somebody looks after the class."""

    unit = django_filters.ModelChoiceFilter(
        label=_("College"), queryset=colleges, method="of_college", empty_label=_("All colleges")
    )
    entry = django_filters.RangeFilter(
        label=_("Year of entry"), field_name="class_group__entry_year"
    )
    keeper = django_filters.ChoiceFilter(
        label=_("Liaison"),
        method="kept",
        empty_label=_("With or without"),
        choices=[(KEPT, _("Somebody looks after it")), (UNKEPT, _("Nobody looks after it"))],
    )
    waiting = django_filters.BooleanFilter(
        label=_("Suggestions waiting"), method="with_waiting",
        widget=forms.Select(choices=[("", _("all")), ("true", _("only with suggestions"))]),
    )  # fmt: skip

    class Meta:
        model = ClassRoster
        fields: tuple[str, ...] = ()

    def of_college(self, rows: QuerySet[Any], name: str, unit: AcademicUnit) -> QuerySet[Any]:
        """With the predecessors of the college."""
        return rows.filter(class_group__unit__in=sorted(unit_with_ancestors(unit.pk)))

    def kept(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """With or without a standing liaison."""
        keepers = RosterKeeper.objects.filter(
            class_group=OuterRef("class_group"), ended_at__isnull=True
        )
        return rows.filter(Exists(keepers) if value == KEPT else ~Exists(keepers))

    def with_waiting(self, rows: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        """Where something waits to be decided."""
        waiting = Suggestion.objects.filter(
            class_group=OuterRef("class_group"), state=SuggestionState.WAITING
        )
        return rows.filter(Exists(waiting)) if value else rows


class SuggestionTable(OfficeTable):
    """Who told what about whom, and what became of it."""

    about = PersonColumn(
        verbose_name=_("Classmate"),
        accessor="about_name",
        link=lambda row: (
            reverse("office:rosters-detail", args=[row.class_group_id]) + f"#suggestion-{row.pk}"
        ),
        orderable=False,
    )
    kind = Column(verbose_name=_("Suggestion"))
    masked = Column(verbose_name=pgettext_lazy("suggestion", "What"), orderable=False)
    class_group = Column(verbose_name=_("Class"), orderable=False)
    keeper = Column(verbose_name=_("Told by"), accessor="keeper__person__name", orderable=False)
    made_at = DayColumn(verbose_name=_("Told"), time=True)
    state = BadgeColumn(verbose_name=_("State"), tones=TONES)
    decided_at = DayColumn(verbose_name=_("Decided"), time=True)

    class Meta(OfficeTable.Meta):
        model = Suggestion
        fields = (
            "about", "kind", "masked", "class_group", "keeper", "made_at", "state", "decided_at",
        )  # fmt: skip
        hidden_at_first = ("decided_at",)


class SuggestionFilter(django_filters.FilterSet):
    """Waiting ones unless asked otherwise; by kind and college."""

    state = django_filters.ChoiceFilter(
        label=_("State"),
        method="in_state",
        empty_label=pgettext_lazy("suggestion", "Waiting"),
        choices=[*((s.value, s.label) for s in SuggestionState if s != SuggestionState.WAITING),
                 ("all", _("All"))],
    )  # fmt: skip
    kind = django_filters.MultipleChoiceFilter(
        label=_("Suggestion"), choices=SuggestionKind.choices
    )
    unit = django_filters.ModelChoiceFilter(
        label=_("College"), queryset=colleges, method="of_college", empty_label=_("All colleges")
    )

    class Meta:
        model = Suggestion
        fields: tuple[str, ...] = ()

    def filter_queryset(self, queryset: QuerySet[Suggestion]) -> QuerySet[Suggestion]:
        """What is decided is left out unless asked for."""
        rows: QuerySet[Suggestion] = super().filter_queryset(queryset)
        if not self.form.cleaned_data.get("state"):
            rows = rows.filter(state=SuggestionState.WAITING)
        return rows

    def in_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """One state, or all of them."""
        return rows if value == "all" else rows.filter(state=value)

    def of_college(self, rows: QuerySet[Any], name: str, unit: AcademicUnit) -> QuerySet[Any]:
        """With the predecessors of the college."""
        return rows.filter(class_group__unit__in=sorted(unit_with_ancestors(unit.pk)))


class LostTable(OfficeTable):
    """Who is lost, from which class, and what to do next."""

    name = PersonColumn(
        verbose_name=pgettext_lazy("person", "Name"),
        link=lambda person: reverse("office:people-detail", args=[person.pk]),
        order_by=("name_pinyin", "pk"),
    )
    unit = Column(
        verbose_name=pgettext_lazy("person", "College"), accessor="study__unit", orderable=False
    )
    class_group = Column(verbose_name=_("Class"), accessor="study__class_group", orderable=False)
    lead = Column(verbose_name=_("Best next step"), orderable=False, accessor="lead")

    class Meta(OfficeTable.Meta):
        model = Person
        fields: tuple[str, ...] = ()

    def render_lead(self, value: Any) -> SafeString | str:
        """The step, leading to the class's board where there is one."""
        if value.class_id is None:
            return str(value.words)
        address = reverse("office:rosters-detail", args=[value.class_id])
        return format_html('<a href="{}">{}</a>', address, value.words)

    def value_lead(self, value: Any) -> str:
        """In a file: the words."""
        return str(value.words)


class LostFilter(django_filters.FilterSet):
    """By college and years."""

    unit = django_filters.ModelChoiceFilter(
        label=_("College"), queryset=colleges, method="of_college", empty_label=_("All colleges")
    )
    leave = django_filters.RangeFilter(label=_("Year of leaving"), method="left_in")

    class Meta:
        model = Person
        fields: tuple[str, ...] = ()

    def of_college(self, rows: QuerySet[Any], name: str, unit: AcademicUnit) -> QuerySet[Any]:
        """Who studied there or at a predecessor."""
        units = sorted(unit_with_ancestors(unit.pk))
        return rows.filter(Exists(Degree.objects.filter(person=OuterRef("pk"), unit__in=units)))

    def left_in(self, rows: QuerySet[Any], name: str, value: slice) -> QuerySet[Any]:
        """Whose studies ended between two years."""
        within = Q()
        if value.start is not None:
            within &= Q(leave_year__gte=int(value.start))
        if value.stop is not None:
            within &= Q(leave_year__lte=int(value.stop))
        return rows.filter(Exists(Degree.objects.filter(within, person=OuterRef("pk"))))
