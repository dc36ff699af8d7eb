"""Tables and filters of the rights desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.core.consent.models import ConsentText
from wutong.core.consent.public import label_of
from wutong.core.rights.enums import OPEN, WAITING, CaseState, Right, Via
from wutong.core.rights.models import Case
from wutong.kernel.clock import today
from wutong.platform.audit.public import actor_words
from wutong.platform.privacy.enums import ProcessorKind
from wutong.platform.privacy.models import Processor, RetentionRun
from wutong.ui.design.templatetags.design import draw_badge
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
    from django.utils.safestring import SafeString

TONES = {
    CaseState.RECEIVED: "autumn",
    CaseState.WORKING: "autumn",
    CaseState.COOLING: "seal",
    CaseState.DONE: "leaf",
    CaseState.REFUSED: "slate",
}


def case_url(pk: int) -> str:
    """The page of a request."""
    return reverse("office:privacy-case", args=[pk])


class CaseTable(OfficeTable):
    """Who asks what, until when."""

    name = TitleColumn(
        verbose_name=pgettext_lazy("request", "Who"),
        link=lambda row: case_url(row.pk),
        empty_values=(),
        order_by=("person__name_pinyin", "applicant", "pk"),
    )
    kind = tables.Column(verbose_name=_("Request"))
    via = tables.Column(verbose_name=_("Received by"))
    received_on = DayColumn(verbose_name=_("Received"))
    due_on = DayColumn(verbose_name=_("Due"))
    state = BadgeColumn(verbose_name=_("State"), tones=TONES)
    runs_at = DayColumn(verbose_name=_("Erased on"))
    closed_at = DayColumn(verbose_name=_("Closed"))
    decided_by = tables.Column(verbose_name=_("Decided by"), orderable=False)

    class Meta(OfficeTable.Meta):
        model = Case
        fields: tuple[str, ...] = ()
        hidden_at_first = ("via", "runs_at", "closed_at", "decided_by")

    def render_name(self, record: Case) -> SafeString:
        """The person on record, else the name that was given."""
        name = self.value_name(record)
        return format_html('<a class="row-link" href="{}">{}</a>', case_url(record.pk), name)

    def value_name(self, record: Case) -> str:
        """In a file."""
        return record.person.name if record.person else record.applicant or "–"

    def render_due_on(self, value: Any, record: Case, column: DayColumn) -> SafeString:
        """What is late stands out."""
        shown = column.render(value)
        if record.state in WAITING and value < today():
            return format_html("{} {}", shown, draw_badge(_("overdue"), "seal"))
        return shown

    def value_due_on(self, value: Any) -> Any:
        """In a file: the day."""
        return value


class CaseFilter(django_filters.FilterSet):
    """Open or not, late, what, how far."""

    open = django_filters.BooleanFilter(label=_("Still open"), method="filter_open")
    late = django_filters.BooleanFilter(label=_("Overdue"), method="filter_late")
    kind = django_filters.ChoiceFilter(
        label=_("Request"), choices=Right.choices, empty_label=_("All requests")
    )
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=CaseState.choices, empty_label=_("Any state")
    )
    via = django_filters.ChoiceFilter(
        label=_("Received by"), choices=Via.choices, empty_label=_("Any way")
    )
    received_on = django_filters.DateFromToRangeFilter(label=_("Received"))

    def filter_open(self, rows: QuerySet[Case], name: str, value: bool) -> QuerySet[Case]:
        """Something is still to happen."""
        return rows.filter(state__in=OPEN) if value else rows.exclude(state__in=OPEN)

    def filter_late(self, rows: QuerySet[Case], name: str, value: bool) -> QuerySet[Case]:
        """Past its day and not answered."""
        late = {"state__in": WAITING, "due_on__lt": today()}
        return rows.filter(**late) if value else rows.exclude(**late)


class RunTable(OfficeTable):
    """When, by whom, how many went."""

    started_at = TitleColumn(
        verbose_name=_("Began"), link=lambda row: reverse("office:privacy-run", args=[row.pk])
    )
    finished_at = DayColumn(verbose_name=_("Ended"), time=True)
    by_label = tables.Column(verbose_name=_("Started by"))
    gone = NumberColumn(verbose_name=_("Removed"))
    failed = NumberColumn(verbose_name=pgettext_lazy("rules", "Failed"))

    class Meta(OfficeTable.Meta):
        model = RetentionRun
        fields: tuple[str, ...] = ()

    def render_started_at(self, value: Any, record: RetentionRun) -> SafeString:
        """To the minute."""
        return format_html(
            '<a class="row-link" href="{}">{}</a>',
            reverse("office:privacy-run", args=[record.pk]),
            DayColumn(time=True).render(value),
        )

    def value_started_at(self, value: Any) -> Any:
        """In a file: the moment."""
        return value

    def render_by_label(self, value: str) -> str:
        """A name, or the system."""
        return actor_words(value)


class ProcessorTable(OfficeTable):
    """Who handles what on our behalf, and until when."""

    name = TitleColumn(
        verbose_name=pgettext_lazy("processor", "Name"),
        link=lambda row: reverse("office:privacy-processor", args=[row.pk]),
    )
    kind = tables.Column(verbose_name=_("Service"))
    purpose = TextColumn(verbose_name=pgettext_lazy("processor", "Purpose"), orderable=False)
    data_types = TextColumn(verbose_name=_("Data handed over"), orderable=False)
    abroad = tables.Column(verbose_name=_("Abroad"))
    contract = tables.Column(verbose_name=_("Contract number"))
    valid_from = DayColumn(verbose_name=_("Contract from"))
    valid_to = DayColumn(verbose_name=_("Contract until"))

    class Meta(OfficeTable.Meta):
        model = Processor
        fields: tuple[str, ...] = ()
        hidden_at_first = ("contract", "valid_from")


class ProcessorFilter(django_filters.FilterSet):
    """Kind, abroad, in force."""

    kind = django_filters.ChoiceFilter(
        label=_("Service"), choices=ProcessorKind.choices, empty_label=_("All services")
    )
    abroad = django_filters.BooleanFilter(
        label=_("Data leaves the country"), method="filter_abroad"
    )
    ended = django_filters.BooleanFilter(label=_("Contract over"), method="filter_ended")

    def filter_abroad(
        self, rows: QuerySet[Processor], name: str, value: bool
    ) -> QuerySet[Processor]:
        """Where a country is named."""
        return rows.exclude(abroad="") if value else rows.filter(abroad="")

    def filter_ended(
        self, rows: QuerySet[Processor], name: str, value: bool
    ) -> QuerySet[Processor]:
        """Past its last day."""
        over = rows.filter(valid_to__lt=today())
        return over if value else rows.exclude(pk__in=over.values("pk"))


class TextTable(OfficeTable):
    """Which words, since when, and how many stand by them."""

    code = tables.Column(verbose_name=_("Consent"))
    version = NumberColumn(verbose_name=_("Version"))
    text_zh = TextColumn(verbose_name=pgettext_lazy("consent", "Text in Chinese"), orderable=False)
    text_en = TextColumn(verbose_name=pgettext_lazy("consent", "Text in English"), orderable=False)
    valid_from = DayColumn(verbose_name=_("In use since"))
    standing = NumberColumn(verbose_name=_("Standing"), orderable=False)
    withdrawn = NumberColumn(verbose_name=pgettext_lazy("consents", "Withdrawn"), orderable=False)

    class Meta(OfficeTable.Meta):
        model = ConsentText
        fields: tuple[str, ...] = ()

    def render_code(self, value: str) -> str:
        """What it is about, in words."""
        return str(label_of(value))
