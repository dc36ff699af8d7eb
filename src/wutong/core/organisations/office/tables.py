"""Tables of organisations, members and appointments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.core.organisations.enums import AppointmentState, OrganisationStatus
from wutong.core.organisations.models import Appointment, AppointmentBatch, Membership, Organisation
from wutong.core.organisations.office.addresses import (
    appointment_url,
    batch_url,
    organisation_url,
    person_url,
)
from wutong.core.people.public import study_label
from wutong.ui.office.lists.table import (
    BadgeColumn,
    DayColumn,
    NumberColumn,
    OfficeTable,
    PersonColumn,
    TitleColumn,
)

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

STATUS_TONES = {
    OrganisationStatus.ACTIVE: "leaf",
    OrganisationStatus.PREPARING: "slate",
    OrganisationStatus.DORMANT: "autumn",
}
STATE_TONES = {
    AppointmentState.APPOINTED: "leaf",
    AppointmentState.PROPOSED: "slate",
    AppointmentState.RENEWED: "",
}


class OrganisationTable(OfficeTable):
    """What it is, where, and how many belong to it."""

    name_zh = TitleColumn(
        verbose_name=_("Organisation"),
        link=lambda row: organisation_url(row.pk),
        order_by=("name_pinyin", "id"),
    )
    kind = tables.Column(verbose_name=_("Kind"))
    alumni_type = tables.Column(verbose_name=pgettext_lazy("alumni organisation", "Type"))
    region = tables.Column(verbose_name=_("Place"), order_by=("region__code",))
    industry = tables.Column(verbose_name=_("Industry"))
    legal_form = tables.Column(verbose_name=_("Legal form"))
    host_unit = tables.Column(verbose_name=_("College"), orderable=False)
    members = NumberColumn(verbose_name=_("Members"), orderable=False)
    alumni_here = NumberColumn(verbose_name=_("Alumni working there"), orderable=False)
    credit_code = tables.Column(verbose_name=_("Credit code"))
    website = tables.Column(verbose_name=_("Website"), orderable=False)
    founded_on = DayColumn(verbose_name=_("Founded on"))
    status = BadgeColumn(verbose_name=_("Status"), tones=STATUS_TONES)
    updated_at = DayColumn(verbose_name=_("Last changed"))

    class Meta(OfficeTable.Meta):
        model = Organisation
        fields: tuple[str, ...] = ()
        hidden_at_first = (
            "legal_form", "host_unit", "credit_code", "website", "founded_on", "updated_at",
        )  # fmt: skip

    def render_name_zh(self, record: Organisation) -> SafeString:
        return format_html(
            '<a class="row-link" href="{}">{}</a>', organisation_url(record.pk), str(record)
        )

    def value_name_zh(self, record: Organisation) -> str:
        """In a file: the full name in Chinese."""
        return record.name_zh

    def render_website(self, value: str) -> SafeString:
        return format_html(
            '<a href="{0}" rel="noopener noreferrer" target="_blank">{1}</a>',
            value,
            value.partition("//")[2].strip("/"),
        )

    def value_website(self, value: str) -> str:
        """In a file: the address."""
        return value


def _study(record: Any) -> str:
    return study_label(getattr(record, "study", None))


class MemberTable(OfficeTable):
    """Who, what they studied, since when, masked contact points."""

    person = PersonColumn(
        verbose_name=_("Member"),
        accessor="person__name",
        link=lambda row: person_url(row.person_id),
        note=_study,
        order_by=("person__name_pinyin", "person_id"),
    )
    study = tables.Column(verbose_name=_("Studies"), orderable=False)
    organisation = tables.Column(
        verbose_name=_("Organisation"), order_by=("organisation__name_pinyin",)
    )
    office = tables.Column(
        verbose_name=pgettext_lazy("appointment", "Office"), empty_values=(), orderable=False
    )
    region = tables.Column(verbose_name=_("Place"), accessor="person__region", orderable=False)
    phone = tables.Column(verbose_name=_("Phone"), empty_values=(), orderable=False)
    email = tables.Column(verbose_name=_("E-mail"), empty_values=(), orderable=False)
    valid_from = DayColumn(verbose_name=_("Member since"))
    valid_to = DayColumn(verbose_name=_("Member until"))

    class Meta(OfficeTable.Meta):
        model = Membership
        fields: tuple[str, ...] = ()
        hidden_at_first = ("study", "valid_to")

    def render_study(self, value: Any) -> str:
        return study_label(value)

    def render_office(self, record: Any) -> str:
        return getattr(record, "office", "") or "–"

    def render_phone(self, record: Any) -> str:
        return str(getattr(record, "reach", {}).get("phone", "–"))

    def render_email(self, record: Any) -> str:
        return str(getattr(record, "reach", {}).get("email", "–"))


class AppointmentTable(OfficeTable):
    """Who holds which office where, until when, with which letter."""

    person = PersonColumn(
        verbose_name=pgettext_lazy("appointment", "Person"),
        accessor="person__name",
        link=lambda row: appointment_url(row.pk),
        note=_study,
        order_by=("person__name_pinyin", "person_id"),
    )
    role = tables.Column(
        verbose_name=pgettext_lazy("appointment", "Office"), attrs={"td": {"class": "nowrap"}}
    )
    office_title = tables.Column(verbose_name=_("Title of the office"))
    place = tables.Column(verbose_name=pgettext_lazy("appointment", "In"), orderable=False)
    term_from = DayColumn(verbose_name=_("Term from"))
    term_to = DayColumn(verbose_name=_("Term to"))
    state = BadgeColumn(verbose_name=_("State"), tones=STATE_TONES)
    number = tables.Column(
        verbose_name=pgettext_lazy("appointment", "Letter"), accessor="document__number_text",
        attrs={"td": {"class": "nowrap"}},
        order_by=("document__issued_on", "document__number"),
    )  # fmt: skip
    letter_state = tables.Column(
        verbose_name=_("State of the letter"), accessor="document", orderable=False
    )
    legal_body = tables.Column(verbose_name=_("Appointed by"), orderable=False)
    appointed_on = DayColumn(verbose_name=_("Appointed on"))
    ended_on = DayColumn(verbose_name=_("Ended on"))

    class Meta(OfficeTable.Meta):
        model = Appointment
        fields: tuple[str, ...] = ()
        hidden_at_first = (
            "office_title",
            "term_from",
            "letter_state",
            "legal_body",
            "appointed_on",
            "ended_on",
        )

    def render_letter_state(self, value: Any) -> str:
        return str(value.get_state_display())


class BatchTable(OfficeTable):
    """Batches, newest first."""

    title = TitleColumn(verbose_name=_("Batch"), link=lambda row: batch_url(row.pk))
    role = tables.Column(verbose_name=pgettext_lazy("appointment", "Office"))
    people = NumberColumn(verbose_name=_("People"), accessor="counts__ok", orderable=False)
    source = tables.Column(verbose_name=_("People from"), orderable=False)
    appointed_on = DayColumn(verbose_name=_("Appointed on"))
    state = BadgeColumn(
        verbose_name=_("State"), tones={"done": "leaf", "running": "slate", "checked": "autumn"}
    )

    class Meta(OfficeTable.Meta):
        model = AppointmentBatch
        fields: tuple[str, ...] = ()
