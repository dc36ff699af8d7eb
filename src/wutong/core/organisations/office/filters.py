"""What the lists of this room are narrowed by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.core.organisations.enums import (
    AlumniType,
    AppointmentRole,
    AppointmentState,
    BatchState,
    Industry,
    LegalForm,
    OrganisationKind,
    OrganisationStatus,
)
from wutong.core.organisations.models import Appointment, AppointmentBatch, Membership, Organisation
from wutong.core.organisations.public import due_for_renewal, in_office
from wutong.core.reference.models import LegalBody, Region
from wutong.kernel.clock import today
from wutong.platform.access.public import scope

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest


def _in_place(rows: QuerySet[Any], name: str, place: Region) -> QuerySet[Any]:
    """In the place itself or in a city of it."""
    return rows.filter(Q(region=place) | Q(region__parent=place))


class OrganisationFilter(django_filters.FilterSet):
    """Kind, type, place, status, legal form, industry."""

    kind = django_filters.ChoiceFilter(
        label=_("Kind"), choices=OrganisationKind.choices, empty_label=_("All kinds")
    )
    alumni_type = django_filters.ChoiceFilter(
        label=pgettext_lazy("alumni organisation", "Type"),
        choices=AlumniType.choices,
        empty_label=_("All types"),
    )
    place = django_filters.ModelChoiceFilter(
        label=_("Place"), queryset=Region.objects.all(), method=_in_place,
        empty_label=_("All places"),
    )  # fmt: skip
    status = django_filters.ChoiceFilter(
        label=_("Status"), choices=OrganisationStatus.choices, empty_label=_("Any status")
    )
    legal_form = django_filters.ChoiceFilter(
        label=_("Legal form"), choices=LegalForm.choices, empty_label=_("Any legal form")
    )
    industry = django_filters.ChoiceFilter(
        label=_("Industry"), choices=Industry.choices, empty_label=_("All industries")
    )

    class Meta:
        model = Organisation
        fields: tuple[str, ...] = ()


def _organisations(request: HttpRequest) -> QuerySet[Organisation]:
    return scope(request.user, Organisation).filter(kind=OrganisationKind.ALUMNI)


def _batches(request: HttpRequest) -> QuerySet[AppointmentBatch]:
    return scope(request.user, AppointmentBatch).exclude(state=BatchState.CANCELLED)


NOW, PAST, EVER = "", "past", "ever"


class MemberFilter(django_filters.FilterSet):
    """Which organisation, and present or past members."""

    organisation = django_filters.ModelChoiceFilter(
        label=_("Organisation"), queryset=_organisations, empty_label=_("All organisations")
    )
    when = django_filters.ChoiceFilter(
        label=pgettext_lazy("organisation", "Membership"), method="kept", empty_label=_("Present members"),
        choices=[(PAST, _("Former members")), (EVER, _("Present and former"))],
    )  # fmt: skip

    class Meta:
        model = Membership
        fields: tuple[str, ...] = ()

    def kept(self, rows: QuerySet[Membership], name: str, value: str) -> QuerySet[Membership]:
        """Applied in ``filter_queryset``."""
        return rows

    def filter_queryset(self, queryset: QuerySet[Membership]) -> QuerySet[Membership]:
        """Present members unless asked otherwise."""
        rows: QuerySet[Membership] = super().filter_queryset(queryset)
        when = self.form.cleaned_data.get("when") or NOW
        return rows if when == EVER else rows.filter(valid_to__isnull=when == NOW)


class AppointmentFilter(django_filters.FilterSet):
    """Office, state, due for renewal, in office on a day, body, organisation, batch."""

    role = django_filters.ChoiceFilter(
        label=pgettext_lazy("appointment", "Office"), choices=AppointmentRole.choices,
        empty_label=_("All offices"),
    )  # fmt: skip
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=AppointmentState.choices, empty_label=_("Any state")
    )
    due = django_filters.BooleanFilter(label=_("Term ends within 60 days"), method="due_soon")
    held = django_filters.BooleanFilter(label=_("In office today"), method="held_today")
    appointed = django_filters.DateFromToRangeFilter(
        label=_("Appointed on"), field_name="appointed_on"
    )
    body = django_filters.ModelChoiceFilter(
        label=_("Appointed by"), queryset=LegalBody.objects.all(), field_name="legal_body",
        empty_label=_("All bodies"),
    )  # fmt: skip
    organisation = django_filters.ModelChoiceFilter(
        label=_("Organisation"), queryset=_organisations, empty_label=_("All organisations")
    )
    batch = django_filters.ModelChoiceFilter(
        label=_("Batch"), queryset=_batches, empty_label=_("All batches")
    )

    class Meta:
        model = Appointment
        fields: tuple[str, ...] = ()

    def due_soon(self, rows: QuerySet[Appointment], name: str, value: Any) -> QuerySet[Appointment]:
        """The term ends soon and nobody has renewed it."""
        return due_for_renewal(rows) if value else rows

    def held_today(
        self, rows: QuerySet[Appointment], name: str, value: Any
    ) -> QuerySet[Appointment]:
        """In office today, or not."""
        held = in_office(today(), rows)
        return held if value else rows.exclude(pk__in=held.values("pk"))
