"""Tables and filters of cases, their kinds and the departments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.kernel.clock import today
from wutong.platform.access.public import users_who_can
from wutong.platform.accounts.models import User
from wutong.programs.servicedesk import rules
from wutong.programs.servicedesk.enums import LOW, OPEN, CaseState, Channel
from wutong.programs.servicedesk.models import Case, CaseKind, Desk
from wutong.programs.servicedesk.office.addresses import case_url
from wutong.ui.design.templatetags.design import draw_badge
from wutong.ui.design.typography import as_day
from wutong.ui.office.lists.table import (
    BadgeColumn,
    DayColumn,
    NumberColumn,
    OfficeTable,
    TitleColumn,
)

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.utils.safestring import SafeString

STATE_TONES = {
    CaseState.NEW: "autumn",
    CaseState.WORK: "slate",
    CaseState.HANDED: "slate",
    CaseState.WAITING: "slate",
    CaseState.ANSWERED: "leaf",
}


RATING_TONES = {5: "leaf", 4: "leaf", 2: "seal", 1: "seal"}


def colleagues(request: HttpRequest | None = None) -> Any:
    """Those who handle cases, by name."""
    keys = [user.pk for user in users_who_can(rules.CHANGE)]
    return User.objects.filter(pk__in=keys).order_by("display_name", "email")


class CaseFilter(django_filters.FilterSet):
    """State, kind, department, way, whose, late, when, how rated."""

    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=CaseState.choices)
    open = django_filters.BooleanFilter(label=pgettext_lazy("cases", "Open"), method="only_open")
    overdue = django_filters.BooleanFilter(label=_("Overdue"), method="only_overdue")
    mine = django_filters.BooleanFilter(label=_("My cases"), method="only_mine")
    nobody = django_filters.BooleanFilter(
        label=_("Nobody's yet"), field_name="assignee", lookup_expr="isnull"
    )
    kind = django_filters.ModelChoiceFilter(
        label=_("Kind"), queryset=CaseKind.objects.all(), empty_label=_("All kinds")
    )
    desk = django_filters.ModelChoiceFilter(
        label=pgettext_lazy("service desk", "Department"), queryset=Desk.objects.all(),
        empty_label=_("All departments"),
    )  # fmt: skip
    channel = django_filters.ChoiceFilter(
        label=pgettext_lazy("case", "Came by"), choices=Channel.choices,
        empty_label=pgettext_lazy("case", "Any way"),
    )  # fmt: skip
    assignee = django_filters.ModelChoiceFilter(
        label=_("Whose case"), queryset=colleagues, empty_label=_("Anybody's")
    )
    opened = django_filters.DateFromToRangeFilter(
        label=pgettext_lazy("case", "Opened"), field_name="opened_at"
    )
    low = django_filters.BooleanFilter(label=_("Rated 1 or 2"), method="rated_low")

    class Meta:
        model = Case
        fields: tuple[str, ...] = ()

    def only_open(self, rows: QuerySet[Case], name: str, value: Any) -> QuerySet[Case]:
        """Somebody has to do something."""
        return rows.filter(state__in=OPEN) if value else rows

    def only_overdue(self, rows: QuerySet[Case], name: str, value: Any) -> QuerySet[Case]:
        """Open past their day."""
        return rows.filter(settled_at__isnull=True, due_on__lt=today()) if value else rows

    def only_mine(self, rows: QuerySet[Case], name: str, value: Any) -> QuerySet[Case]:
        """Mine."""
        return rows.filter(assignee=self.request.user) if value else rows

    def rated_low(self, rows: QuerySet[Case], name: str, value: Any) -> QuerySet[Case]:
        """Somebody was not content."""
        return rows.filter(rating__lte=LOW) if value else rows


class CaseTable(OfficeTable):
    """What, who, where it stands, until when."""

    subject = TitleColumn(
        verbose_name=pgettext_lazy("case", "Matter"), link=lambda row: case_url(row.pk)
    )
    who = tables.Column(
        verbose_name=pgettext_lazy("case", "Who"), order_by=("person__name_pinyin", "who_name")
    )
    kind = tables.Column(verbose_name=_("Kind"))
    state = BadgeColumn(verbose_name=_("State"), tones=STATE_TONES)
    due_on = DayColumn(verbose_name=pgettext_lazy("case", "Due"))
    desk = tables.Column(verbose_name=pgettext_lazy("service desk", "Department"))
    assignee = tables.Column(verbose_name=_("Whose case"))
    opened_at = DayColumn(verbose_name=pgettext_lazy("case", "Opened"))
    settled_at = DayColumn(verbose_name=pgettext_lazy("case", "Settled"))
    rating = BadgeColumn(verbose_name=_("Rating"), tones=RATING_TONES)
    channel = tables.Column(verbose_name=pgettext_lazy("case", "Came by"))
    number = tables.Column(verbose_name=_("Number"))
    opened_by = tables.Column(verbose_name=_("Opened by"))
    rating_words = tables.Column(verbose_name=_("Words of the rating"), orderable=False)

    class Meta(OfficeTable.Meta):
        model = Case
        fields: tuple[str, ...] = ()
        hidden_at_first = (
            "who", "opened_at", "settled_at", "channel", "number", "opened_by", "rating_words",
        )  # fmt: skip

    def render_subject(self, value: Any, record: Case) -> SafeString:
        """The matter, and below it who asks."""
        link = self.columns["subject"].column.render(value, record)
        return format_html('{}<span class="row-note">{}</span>', link, record.who)

    def render_due_on(self, value: Any, record: Case) -> SafeString:
        """Late ones stand out."""
        said = format_html('<time datetime="{}">{}</time>', value.isoformat(), as_day(value))
        return format_html("{} {}", said, draw_badge(_("late"), "seal")) if record.overdue else said

    def value_due_on(self, value: Any) -> Any:
        """The day alone, in a file."""
        return value


class KindTable(OfficeTable):
    """Name, usual department, days."""

    name = TitleColumn(
        verbose_name=_("Kind of case"), empty_values=(), orderable=False,
        link=lambda row: reverse("office:cases-kind", args=[row.pk]),
    )  # fmt: skip
    desk = tables.Column(verbose_name=_("Usual department"))
    days = NumberColumn(verbose_name=_("Working days"))
    retired = tables.BooleanColumn(verbose_name=_("No longer offered"))

    class Meta(OfficeTable.Meta):
        model = CaseKind
        fields: tuple[str, ...] = ()

    def render_name(self, record: CaseKind) -> Any:
        return self.columns["name"].column.render(str(record), record)

    def value_name(self, record: CaseKind) -> str:
        return str(record)


class DeskTable(OfficeTable):
    """Name, college, whom to ask."""

    name = TitleColumn(
        verbose_name=pgettext_lazy("service desk", "Department"), empty_values=(),
        orderable=False, link=lambda row: reverse("office:cases-desk", args=[row.pk]),
    )  # fmt: skip
    unit = tables.Column(verbose_name=_("College"))
    contact = tables.Column(verbose_name=_("Whom to ask"))
    email = tables.Column(verbose_name=_("E-mail"))
    retired = tables.BooleanColumn(verbose_name=_("No longer offered"))

    class Meta(OfficeTable.Meta):
        model = Desk
        fields: tuple[str, ...] = ()

    def render_name(self, record: Desk) -> Any:
        return self.columns["name"].column.render(str(record), record)

    def value_name(self, record: Desk) -> str:
        return str(record)
