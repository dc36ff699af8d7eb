"""Tables and filters of contact reports and of key alumni."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
import django_tables2 as tables
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.core.interactions import rules
from wutong.core.interactions.enums import Channel, Criterion, Level
from wutong.core.interactions.models import ContactReport, KeyAlumnus
from wutong.core.interactions.office.addresses import key_url, report_url
from wutong.core.interactions.office.report_forms import colleagues
from wutong.core.interactions.selectors.keeping import quiet
from wutong.core.reference.enums import Grade
from wutong.kernel.clock import today
from wutong.ui.office.lists.table import (
    BadgeColumn,
    DayColumn,
    NumberColumn,
    OfficeTable,
    PersonColumn,
    TextColumn,
    TitleColumn,
)

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

LEVEL_TONES = {Level.FIRST: "seal", Level.SECOND: "autumn", Level.THIRD: "slate"}
GRADE_TONES = {Grade.SENSITIVE: "seal"}


def _authors(request: HttpRequest) -> Any:
    return colleagues(rules.REPORT)


class ReportFilter(django_filters.FilterSet):
    """By which way, whose, when, what is open."""

    channel = django_filters.ChoiceFilter(
        label=pgettext_lazy("contact report", "By"),
        choices=Channel.choices,
        empty_label=_("All ways"),
    )
    by = django_filters.ModelChoiceFilter(
        label=_("By whom"), queryset=_authors, empty_label=_("Anybody")
    )
    held = django_filters.DateFromToRangeFilter(label=_("Day"), field_name="held_on")
    step = django_filters.ChoiceFilter(
        label=_("Next step"), method="by_step", empty_label=_("Any"),
        choices=[("open", _("open")), ("late", _("late")), ("done", _("done"))],
    )  # fmt: skip
    mine = django_filters.BooleanFilter(label=_("My steps"), method="my_steps")

    class Meta:
        model = ContactReport
        fields: tuple[str, ...] = ()

    def by_step(
        self, rows: QuerySet[ContactReport], name: str, value: str
    ) -> QuerySet[ContactReport]:
        """Open, late or done."""
        steps = rows.exclude(next_step="")
        if value == "done":
            return steps.filter(step_done_on__isnull=False)
        steps = steps.filter(step_done_on__isnull=True)
        return steps.filter(next_step_on__lt=today()) if value == "late" else steps

    def my_steps(
        self, rows: QuerySet[ContactReport], name: str, value: Any
    ) -> QuerySet[ContactReport]:
        """Those that wait for me."""
        return rows.filter(next_step_by=self.request.user) if value else rows


class ReportTable(OfficeTable):
    """About whom, when, how, what, what next."""

    about = TitleColumn(
        verbose_name=pgettext_lazy("contact report", "About"),
        link=lambda row: report_url(row.pk), empty_values=(), orderable=False,
    )  # fmt: skip
    held_on = DayColumn(verbose_name=_("Day"))
    channel = tables.Column(verbose_name=pgettext_lazy("contact report", "By"))
    summary = TextColumn(verbose_name=_("What was said"), orderable=False)
    by = tables.Column(verbose_name=_("By whom"))
    with_whom = tables.Column(verbose_name=_("Who else was there"), orderable=False)
    place = tables.Column(verbose_name=_("Where"), orderable=False)
    next_step = tables.Column(verbose_name=_("Next step"), orderable=False)
    next_step_on = DayColumn(verbose_name=_("Until"))
    next_step_by = tables.Column(verbose_name=_("Whose step"))
    step_done_on = DayColumn(verbose_name=_("Done on"))
    grade = BadgeColumn(verbose_name=_("Confidentiality"), tones=GRADE_TONES)

    class Meta(OfficeTable.Meta):
        model = ContactReport
        fields: tuple[str, ...] = ()
        hidden_at_first = ("with_whom", "place", "next_step_by", "step_done_on", "grade")

    def render_about(self, record: ContactReport) -> Any:
        column = self.columns["about"].column
        return column.render(record.person or record.organisation, record)

    def value_about(self, record: ContactReport) -> str:
        return str(record.person or record.organisation)


class KeyFilter(django_filters.FilterSet):
    """Criterion, level, steward, quiet for long, on the list or once on it."""

    level = django_filters.ChoiceFilter(
        label=pgettext_lazy("key alumni", "Level"), choices=Level.choices,
        empty_label=pgettext_lazy("key alumni", "All levels"),
    )  # fmt: skip
    criterion = django_filters.ChoiceFilter(
        label=_("Criterion"), choices=Criterion.choices, empty_label=_("All criteria")
    )
    steward = django_filters.ModelChoiceFilter(
        label=_("Steward"), queryset=_authors, empty_label=_("All stewards")
    )
    quiet = django_filters.BooleanFilter(
        label=_("90 days without contact"), method="without_contact"
    )
    past = django_filters.BooleanFilter(label=_("No longer on the list"), method="kept")

    class Meta:
        model = KeyAlumnus
        fields: tuple[str, ...] = ()

    def without_contact(
        self, rows: QuerySet[KeyAlumnus], name: str, value: Any
    ) -> QuerySet[KeyAlumnus]:
        """Due for a contact."""
        return quiet(rows) if value else rows

    def kept(self, rows: QuerySet[KeyAlumnus], name: str, value: Any) -> QuerySet[KeyAlumnus]:
        """Applied in ``filter_queryset``."""
        return rows

    def filter_queryset(self, queryset: QuerySet[KeyAlumnus]) -> QuerySet[KeyAlumnus]:
        """Those on the list unless asked otherwise."""
        rows: QuerySet[KeyAlumnus] = super().filter_queryset(queryset)
        return rows.filter(ended_on__isnull=not self.form.cleaned_data.get("past"))


class KeyTable(OfficeTable):
    """Who, why, how closely, by whom, last contact, next step."""

    person = PersonColumn(
        verbose_name=pgettext_lazy("key alumni", "Person"),
        accessor="person__name",
        link=lambda row: key_url(row.pk),
        note=lambda row: getattr(row, "study_text", ""),
        order_by=("person__name_pinyin", "person_id"),
    )
    criterion = tables.Column(verbose_name=_("Criterion"))
    level = BadgeColumn(verbose_name=pgettext_lazy("key alumni", "Level"), tones=LEVEL_TONES)
    steward = tables.Column(verbose_name=_("Steward"))
    last_contact = DayColumn(verbose_name=_("Last contact"))
    days = NumberColumn(verbose_name=_("Days"), orderable=True, order_by=("-quiet_since",))
    next_step = tables.Column(verbose_name=_("Next step"), orderable=False)
    next_step_on = DayColumn(verbose_name=_("Until"))
    employer = tables.Column(verbose_name=_("Employer"), orderable=False, accessor="job")
    note = tables.Column(verbose_name=_("Why"), orderable=False)
    since = DayColumn(verbose_name=_("On the list since"))

    class Meta(OfficeTable.Meta):
        model = KeyAlumnus
        fields: tuple[str, ...] = ()
        hidden_at_first = ("next_step_on", "employer", "note", "since")
