"""How each college stands, and what is to be reviewed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from wutong.kernel.errors import WutongError
from wutong.programs.verification import rules
from wutong.programs.verification.enums import Answer, Review
from wutong.programs.verification.facts import LABELS
from wutong.programs.verification.models import Line, UnitList, VerificationRound
from wutong.programs.verification.services.reviewing import accept_line
from wutong.ui.office.lists import (
    BulkAction,
    DayColumn,
    NumberColumn,
    OfficeListView,
    OfficeTable,
    TextColumn,
    TitleColumn,
    register_list,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from wutong.kernel.actors import Actor


class UnitListTable(OfficeTable):
    """College by college."""

    unit = TitleColumn(link=lambda row: reverse("office:verification-detail", args=[row.pk]))
    share = NumberColumn(verbose_name=_("Looked at, %"), orderable=False)
    people = NumberColumn()
    right = NumberColumn()
    changed = NumberColumn()
    unknown = NumberColumn()
    due = DayColumn(accessor="round__due_on", verbose_name=_("To be signed by"))
    signed_at = DayColumn()
    signed_name = TextColumn(verbose_name=pgettext_lazy("verification", "Signed by"))

    class Meta(OfficeTable.Meta):
        model = UnitList
        fields = ("unit", "round", "people", "share", "right", "changed", "unknown", "due",
                  "signed_at", "signed_name")  # fmt: skip


class UnitListFilter(django_filters.FilterSet):
    """By round, and signed or not."""

    round = django_filters.ModelChoiceFilter(
        label=_("Round"), queryset=VerificationRound.objects.all()
    )
    signed = django_filters.BooleanFilter(
        label=pgettext_lazy("verification", "Signed"),
        field_name="signed_at",
        lookup_expr="isnull",
        exclude=True,
    )

    class Meta:
        model = UnitList
        fields = ("round", "signed")


@register_list
class UnitListView(OfficeListView[UnitList]):
    """Every list one sees."""

    model = UnitList
    permission = rules.VIEW
    list_key = "verification"
    page_title = _("Verification")
    table_class = UnitListTable
    filterset_class = UnitListFilter
    search_fields = ("unit__name_zh", "unit__name_en", "round__title")
    default_order = ("-round__created_at", "unit__code", "pk")
    unit = pgettext_lazy("unit", "lists")
    create_url = "new/"
    create_label = _("Ask the colleges")
    create_permission = rules.CHANGE
    export_permission = rules.VIEW
    export_name = "verification"
    export_columns = ("unit", "round", "people", "share", "right", "changed", "unknown", "due",
                      "signed_at", "signed_name")  # fmt: skip

    def get_base_queryset(self) -> QuerySet[UnitList]:
        """With college and round."""
        return super().get_base_queryset().select_related("unit", "round")

    def get_row_url(self, row: UnitList) -> str:
        """The list."""
        return reverse("office:verification-detail", args=[row.pk])


class ReviewTable(OfficeTable):
    """Who, what, from which college."""

    person = TitleColumn(
        accessor="person__name",
        verbose_name=_("Person"),
        link=lambda row: reverse("office:verification-change", args=[row.pk]),
    )
    what = TextColumn(accessor="what", verbose_name=_("Changed"), orderable=False)
    unit = TextColumn(accessor="unit_list__unit", verbose_name=_("College"), orderable=False)
    answered_at = DayColumn(time=True)

    class Meta(OfficeTable.Meta):
        model = Line
        fields = ("person", "what", "unit", "answered_by", "answered_at", "review")


class ReviewFilter(django_filters.FilterSet):
    """By what became of it."""

    review = django_filters.ChoiceFilter(
        label=_("Review"),
        choices=[(value, label) for value, label in Review.choices if value],
    )

    class Meta:
        model = Line
        fields = ("review",)


def _accept_all(actor: Actor, rows: QuerySet[Line], data: dict[str, Any]) -> str:
    done = 0
    for line_id in list(rows.filter(review=Review.WAITING).values_list("pk", flat=True)):
        try:
            accept_line(actor=actor, line_id=line_id)
        except WutongError:
            continue
        done += 1
    return ngettext(
        "%(number)s change is on record.", "%(number)s changes are on record.", done
    ) % {"number": done}


def _describe(count: int) -> str:
    return ngettext(
        "%(number)s change is put on record.", "%(number)s changes are put on record.", count
    ) % {"number": count}


@register_list
class ReviewListView(OfficeListView[Line]):
    """What signed lists changed, those not reviewed first."""

    model = Line
    permission = rules.CHANGE
    list_key = "verification-review"
    page_title = _("Changes of the colleges")
    breadcrumbs = ((_("Verification"), "/office/verification/"),)
    table_class = ReviewTable
    filterset_class = ReviewFilter
    search_fields = ("person__name", "unit_list__unit__name_zh")
    default_order = ("review", "answered_at", "pk")
    unit = pgettext_lazy("unit", "changes")
    export_permission = rules.CHANGE
    export_name = "changes"
    export_columns = ("person", "what", "unit", "answered_by", "answered_at", "review")
    bulk_actions = (BulkAction("accept", _("Take over"), rules.CHANGE, _describe, _accept_all),)

    def get_base_queryset(self) -> QuerySet[Line]:
        """Of lists that are signed: until then the college may still think better of it."""
        rows = super().get_base_queryset().filter(answer=Answer.CHANGED)
        rows = rows.filter(unit_list__signed_at__isnull=False)
        return rows.select_related("person", "unit_list__unit", "unit_list__round").defer("shown")

    def dress(self, rows: Sequence[Line]) -> None:
        """The names of the changed fields."""
        for row in rows:
            names = [str(LABELS[key]) for key in row.changes if key in LABELS]
            row.what = "、".join(names)  # type: ignore[attr-defined]

    def get_row_url(self, row: Line) -> str:
        """Old beside new."""
        return reverse("office:verification-change", args=[row.pk])
