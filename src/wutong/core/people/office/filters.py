"""What the list of people is narrowed by. Everything about a study must hold of the same one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django import forms
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wutong.core.people.models import Degree, Person
from wutong.core.people.registry import people_list_columns
from wutong.core.reference.enums import DegreeLevel, Grade, UnitKind
from wutong.core.reference.models import AcademicUnit, Region
from wutong.core.reference.public import unit_with_ancestors
from wutong.platform.access.public import can
from wutong.ui.office.lists.filters import OfficeFilterSet

if TYPE_CHECKING:
    from django.http import HttpRequest

    from wutong.core.people.registry import ListColumn

LIVING, CONTACTABLE, LOST, DECEASED, ALL = "", "contactable", "lost", "deceased", "all"
REACH = {
    LIVING: Q(deceased=False),
    CONTACTABLE: Q(deceased=False, contactable=True),
    LOST: Q(deceased=False, contactable=False),
    DECEASED: Q(deceased=True),
    ALL: Q(),
}
SENSITIVE = "people.sensitive.view"


def _colleges(request: HttpRequest) -> QuerySet[AcademicUnit]:
    """Today's colleges first, then every unit that is no more, the latest first: who studied at
    a vanished department is found under its name, too.
    """
    units = AcademicUnit.objects.filter(
        Q(kind=UnitKind.COLLEGE, valid_to__isnull=True) | Q(valid_to__isnull=False)
    )
    return units.order_by(F("valid_to").desc(nulls_first=True), "code")


def _kept(rows: QuerySet[Person], name: str, value: Any) -> QuerySet[Person]:
    """Applied with the others in `filter_queryset`."""
    return rows


if TYPE_CHECKING:
    _PlaceChoice = forms.ModelChoiceField[Region]
    _UnitChoice = forms.ModelChoiceField[AcademicUnit]
else:
    _PlaceChoice = forms.ModelChoiceField
    _UnitChoice = forms.ModelChoiceField


class PlaceField(_PlaceChoice):
    """Places with cities indented under their province."""

    def label_from_instance(self, obj: Region) -> str:
        return f"  {obj}" if obj.parent_id else str(obj)


class UnitField(_UnitChoice):
    """Units with the year in which those that are no more came to their end."""

    def label_from_instance(self, obj: AcademicUnit) -> str:
        if obj.valid_to is None:
            return str(obj)
        return gettext("%(unit)s (until %(year)s)") % {"unit": obj, "year": obj.valid_to.year}


class UnitFilter(django_filters.ModelChoiceFilter):
    """A unit and everything it grew out of."""

    field_class = UnitField


class PlaceFilter(django_filters.ModelChoiceFilter):
    """A place and everything in it."""

    field_class = PlaceField


def _filter_by(name: str, column: ListColumn) -> django_filters.ChoiceFilter:
    def narrowed(rows: QuerySet[Person], _name: str, value: str) -> QuerySet[Person]:
        return rows.filter(column.condition(value)) if column.condition else rows

    return django_filters.ChoiceFilter(
        field_name=name,
        label=column.label,
        choices=column.choices,
        empty_label=column.any_label,
        method=narrowed,
    )


class PeopleFilter(OfficeFilterSet):
    """College (with its predecessors), class, years, level, place, reach, grade, and what upper
    rooms know of people.
    """

    unit = UnitFilter(
        label=_("College"), queryset=_colleges, method=_kept, empty_label=_("All colleges")
    )
    class_name = django_filters.CharFilter(label=_("Class"), method=_kept, max_length=60)
    level = django_filters.ChoiceFilter(
        label=_("Level"), choices=DegreeLevel.choices, method=_kept, empty_label=_("All levels")
    )
    entry = django_filters.RangeFilter(label=_("Year of entry"), method=_kept)
    leave = django_filters.RangeFilter(label=_("Year of leaving"), method=_kept)
    place = PlaceFilter(
        label=_("Place"), queryset=Region.objects.all(), method="in_place",
        empty_label=_("All places"),
    )  # fmt: skip
    reach = django_filters.ChoiceFilter(
        label=_("Reach"),
        method=_kept,
        empty_label=_("Living"),
        choices=[
            (CONTACTABLE, _("Contactable")),
            (LOST, _("Lost")),
            (DECEASED, _("Deceased")),
            (ALL, _("Living and deceased")),
        ],
    )
    grade = django_filters.ChoiceFilter(
        label=_("Confidentiality"), choices=Grade.choices, empty_label=_("All grades")
    )

    class Meta:
        model = Person
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not can(self.request.user, SENSITIVE):
            self.filters.pop("grade")
        for name, column in people_list_columns.items():
            if column.choices:
                self.filters[name] = added = _filter_by(name, column)
                added.parent, added.model = self, Person

    def unasked(self, queryset: QuerySet[Person]) -> QuerySet[Person]:
        """The deceased are left out unless asked for."""
        return queryset.filter(REACH[LIVING])

    def filter_queryset(self, queryset: QuerySet[Person]) -> QuerySet[Person]:
        """All of it together: a study has to fit everything that is asked of it."""
        rows: QuerySet[Person] = super().filter_queryset(queryset)
        values = self.form.cleaned_data
        rows = rows.filter(REACH[values.get("reach") or LIVING])
        studied = self._studied(values)
        if studied:
            rows = rows.filter(Exists(Degree.objects.filter(studied, person=OuterRef("pk"))))
        return rows

    def in_place(self, rows: QuerySet[Person], name: str, place: Region) -> QuerySet[Person]:
        """In the place itself or in a city of it."""
        return rows.filter(Q(region=place) | Q(region__parent=place))

    def _studied(self, values: dict[str, Any]) -> Q:
        condition = Q()
        if values.get("unit"):
            condition &= Q(unit__in=sorted(unit_with_ancestors(values["unit"].pk)))
        if values.get("class_name"):
            text = values["class_name"].strip()
            condition &= Q(class_group__name__startswith=text) | Q(class_group__code=text)
        if values.get("level"):
            condition &= Q(level=values["level"])
        for name in ("entry", "leave"):
            years = values.get(name)
            if years and years.start is not None:
                condition &= Q(**{f"{name}_year__gte": int(years.start)})
            if years and years.stop is not None:
                condition &= Q(**{f"{name}_year__lte": int(years.stop)})
        return condition
