"""Tables and filters of the lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
import django_tables2 as tables
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.core.reference.models import LegalBody
from wutong.engines.wording.enums import LeaderKind, TermKind, TermLanguage
from wutong.engines.wording.models import Certificate, Leader, ListVersion, Term
from wutong.kernel.clock import today
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

TERM_TONES = {TermKind.FORBIDDEN: "seal", TermKind.SENSITIVE: "autumn", TermKind.PHRASE: "leaf"}


class LeaderFilter(django_filters.FilterSet):
    """Kind, in office, retired."""

    kind = django_filters.MultipleChoiceFilter(label=_("Kind"), choices=LeaderKind.choices)
    holds = django_filters.BooleanFilter(label=_("Holds a title today"), method="in_office")
    retired = django_filters.BooleanFilter(label=_("No longer looked for"))

    class Meta:
        model = Leader
        fields: tuple[str, ...] = ()

    def in_office(self, rows: QuerySet[Leader], name: str, value: Any) -> QuerySet[Leader]:
        """By the days of the titles."""
        if value is None:
            return rows
        day = today()
        held = (Q(titles__since__isnull=True) | Q(titles__since__lte=day)) & (
            Q(titles__until__isnull=True) | Q(titles__until__gte=day)
        )
        found = Leader.objects.filter(held, titles__isnull=False).values("pk")
        return rows.filter(pk__in=found) if value else rows.exclude(pk__in=found)


class LeaderTable(OfficeTable):
    """Who, with which titles, at which place."""

    name = TitleColumn(
        verbose_name=_("Name"), link=lambda row: reverse("office:wording-leader", args=[row.pk])
    )
    now = TextColumn(verbose_name=_("Titles today"), orderable=False, empty_values=())
    past = TextColumn(verbose_name=_("Titles before"), orderable=False, empty_values=())
    kind = tables.Column(verbose_name=_("Kind"))
    rank = NumberColumn(verbose_name=_("Place in protocol"))
    name_en = tables.Column(verbose_name=_("Name in English"))
    note = TextColumn(verbose_name=_("Note"), orderable=False)
    retired = tables.BooleanColumn(verbose_name=_("No longer looked for"))

    class Meta(OfficeTable.Meta):
        model = Leader
        fields: tuple[str, ...] = ()
        hidden_at_first = ("name_en", "note", "retired")

    def value_now(self, record: Leader) -> str:
        """For a file."""
        return said(record, now=True)

    def render_now(self, record: Leader) -> str:
        """The titles held today."""
        return said(record, now=True) or "–"

    def value_past(self, record: Leader) -> str:
        """For a file."""
        return said(record, now=False)

    def render_past(self, record: Leader) -> str:
        """The titles held before."""
        return said(record, now=False) or "–"


def said(leader: Leader, *, now: bool) -> str:
    """Titles held today, or before with the last day."""
    day, found = today(), []
    for row in leader.titles.all():
        over = row.until is not None and row.until < day
        if now and not over and (row.since is None or row.since <= day):
            found.append(row.title)
        if not now and over:
            found.append(f"{row.title} (–{row.until:%Y-%m-%d})")
    return "、".join(found)


class TermFilter(django_filters.FilterSet):
    """Kind, language, retired."""

    kind = django_filters.MultipleChoiceFilter(label=_("Kind"), choices=TermKind.choices)
    language = django_filters.ChoiceFilter(
        label=_("Language"), choices=TermLanguage.choices, empty_label=_("Both languages")
    )
    retired = django_filters.BooleanFilter(label=_("No longer looked for"))

    class Meta:
        model = Term
        fields: tuple[str, ...] = ()


class TermTable(OfficeTable):
    """The word, why it is here, what to write."""

    words = TitleColumn(
        verbose_name=pgettext_lazy("wording", "Word"),
        link=lambda row: reverse("office:wording-term", args=[row.pk]),
    )
    kind = BadgeColumn(verbose_name=_("Kind"), tones=TERM_TONES)
    advice = TextColumn(verbose_name=_("Write instead"), orderable=False)
    reason = TextColumn(verbose_name=_("Reason"), orderable=False)
    within = TextColumn(verbose_name=_("Allowed in"), orderable=False)
    language = tables.Column(verbose_name=_("Language"))
    retired = tables.BooleanColumn(verbose_name=_("No longer looked for"))

    class Meta(OfficeTable.Meta):
        model = Term
        fields: tuple[str, ...] = ()
        hidden_at_first = ("within", "retired")


class VersionTable(OfficeTable):
    """When, by whom, why, how much."""

    pk = TitleColumn(
        verbose_name=_("Version"), link=lambda row: reverse("office:wording-version", args=[row.pk])
    )
    made_at = DayColumn(verbose_name=_("Made on"), time=True)
    author = tables.Column(verbose_name=_("Author"), accessor="author_label", orderable=False)
    entries = NumberColumn(verbose_name=_("Entries changed"))
    note = TextColumn(verbose_name=_("Why"), orderable=False)

    class Meta(OfficeTable.Meta):
        model = ListVersion
        fields: tuple[str, ...] = ()


class VersionFilter(django_filters.FilterSet):
    """When."""

    made = django_filters.DateFromToRangeFilter(label=_("Made on"), field_name="made_at__date")

    class Meta:
        model = ListVersion
        fields: tuple[str, ...] = ()


class CertificateFilter(django_filters.FilterSet):
    """Whose."""

    body = django_filters.ModelChoiceFilter(
        label=_("Legal body"), field_name="legal_body", queryset=LegalBody.objects.all(),
        empty_label=_("All legal bodies"),
    )  # fmt: skip

    class Meta:
        model = Certificate
        fields: tuple[str, ...] = ()


class CertificateTable(OfficeTable):
    """Whose, which, from when to when."""

    number = TitleColumn(
        verbose_name=_("Number of the certificate"),
        link=lambda row: reverse("office:wording-certificate", args=[row.pk]),
    )
    legal_body = tables.Column(verbose_name=_("Legal body"), orderable=False)
    since = DayColumn(verbose_name=_("Valid from"))
    until = DayColumn(verbose_name=_("Valid until"))

    class Meta(OfficeTable.Meta):
        model = Certificate
        fields: tuple[str, ...] = ()
