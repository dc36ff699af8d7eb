"""Tables and filters of the register and of the texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
import django_tables2 as tables
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.core.reference.models import LegalBody
from wutong.programs.correspondence.enums import (
    Language,
    LetterKind,
    LetterState,
    Theme,
    Way,
)
from wutong.programs.correspondence.models import FormalLetter, LetterTemplate
from wutong.programs.correspondence.office.addresses import letter_url
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

STATE_TONES = {
    LetterState.REVIEW: "autumn",
    LetterState.APPROVED: "autumn",
    LetterState.SEALED: "slate",
    LetterState.SENT: "leaf",
    LetterState.ANSWERED: "leaf",
    LetterState.VOID: "seal",
}


class LetterFilter(django_filters.FilterSet):
    """Kind, state, legal body, theme, way, when, mine, not answered."""

    kind = django_filters.MultipleChoiceFilter(label=_("Kind"), choices=LetterKind.choices)
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=LetterState.choices)
    body = django_filters.ModelChoiceFilter(
        label=_("In the name of"), field_name="legal_body", queryset=LegalBody.objects.all(),
        empty_label=_("All legal bodies"),
    )  # fmt: skip
    theme = django_filters.ChoiceFilter(
        label=pgettext_lazy("letter", "Theme"),
        choices=Theme.choices[1:],
        empty_label=_("All themes"),
    )
    way = django_filters.ChoiceFilter(
        label=pgettext_lazy("letter", "Way"), field_name="sent_by", choices=Way.choices,
        empty_label=_("All ways"),
    )  # fmt: skip
    language = django_filters.ChoiceFilter(
        label=_("Language"), choices=Language.choices, empty_label=_("Both languages")
    )
    sealed = django_filters.DateFromToRangeFilter(label=_("Sealed on"), field_name="sealed_on")
    sent = django_filters.DateFromToRangeFilter(label=_("Sent on"), field_name="sent_on")
    mine = django_filters.BooleanFilter(label=_("Written by me"), method="by_me")
    numbered = django_filters.BooleanFilter(label=_("Has a number"), method="with_number")

    class Meta:
        model = FormalLetter
        fields: tuple[str, ...] = ()

    def by_me(self, rows: QuerySet[FormalLetter], name: str, value: Any) -> QuerySet[FormalLetter]:
        """My own."""
        return rows.filter(author=self.request.user) if value else rows

    def with_number(
        self, rows: QuerySet[FormalLetter], name: str, value: Any
    ) -> QuerySet[FormalLetter]:
        """The register of numbers, void ones included."""
        return rows.exclude(number_text="") if value else rows


class LetterTable(OfficeTable):
    """To whom, what, where it stands, under which number."""

    addressee = TitleColumn(
        verbose_name=_("Addressee"), link=lambda row: letter_url(row.pk), empty_values=()
    )
    kind = tables.Column(verbose_name=_("Kind"))
    occasion = TextColumn(verbose_name=_("Occasion"), orderable=False)
    state = BadgeColumn(verbose_name=_("State"), tones=STATE_TONES)
    number_text = tables.Column(verbose_name=_("Number"), order_by=("sealed_on", "pk"))
    legal_body = tables.Column(verbose_name=_("In the name of"), orderable=False)
    sealed_on = DayColumn(verbose_name=_("Sealed on"))
    sent_on = DayColumn(verbose_name=_("Sent on"))
    sent_by = tables.Column(verbose_name=pgettext_lazy("letter", "Way"))
    answered_on = DayColumn(verbose_name=_("Answered on"))
    title = tables.Column(verbose_name=_("Heading"))
    theme = tables.Column(verbose_name=pgettext_lazy("letter", "Theme"))
    author = tables.Column(verbose_name=_("Author"))
    signed_off_by = tables.Column(verbose_name=_("Signed off by"))
    sealed_by = tables.Column(verbose_name=_("Sealed by"))
    copies = NumberColumn(verbose_name=_("Sealed copies"))
    seal_note = tables.Column(verbose_name=_("Seal note"), orderable=False)
    created_at = DayColumn(verbose_name=_("Written on"))

    class Meta(OfficeTable.Meta):
        model = FormalLetter
        fields: tuple[str, ...] = ()
        hidden_at_first = (
            "legal_body", "sealed_on", "sent_by", "title", "theme", "signed_off_by", "sealed_by",
            "copies", "seal_note", "created_at",
        )  # fmt: skip


class TemplateFilter(django_filters.FilterSet):
    """Kind, language, retired ones."""

    kind = django_filters.ChoiceFilter(
        label=_("Kind"), choices=LetterKind.choices, empty_label=_("All kinds")
    )
    language = django_filters.ChoiceFilter(
        label=_("Language"), choices=Language.choices, empty_label=_("Both languages")
    )
    retired = django_filters.BooleanFilter(label=_("No longer offered"))

    class Meta:
        model = LetterTemplate
        fields: tuple[str, ...] = ()


class TemplateTable(OfficeTable):
    """Name, kind, language, how it begins."""

    name = TitleColumn(
        verbose_name=pgettext_lazy("template", "Name"),
        link=lambda row: reverse("office:letters-template", args=[row.pk]),
    )
    kind = tables.Column(verbose_name=_("Kind"))
    language = tables.Column(verbose_name=_("Language"))
    body = TextColumn(verbose_name=_("Text"), orderable=False)
    retired = tables.BooleanColumn(verbose_name=_("No longer offered"))

    class Meta(OfficeTable.Meta):
        model = LetterTemplate
        fields: tuple[str, ...] = ()
        hidden_at_first = ("retired",)
