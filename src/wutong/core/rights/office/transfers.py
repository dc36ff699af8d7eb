"""What leaves the country, with the sums of the year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
import django_tables2 as tables
from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wutong.core.rights import rules
from wutong.core.rights.enums import AbroadBasis
from wutong.core.rights.models import Transfer
from wutong.core.rights.services.transfers import FIELDS, save_transfer, year_abroad
from wutong.kernel.clock import today
from wutong.ui.office.fields import DayInput
from wutong.ui.office.lists.registry import register_list
from wutong.ui.office.lists.table import (
    DayColumn,
    NumberColumn,
    OfficeTable,
    TextColumn,
    TitleColumn,
)
from wutong.ui.office.lists.view import OfficeListView
from wutong.ui.office.views import OfficeEditView, OfficeFormView

if TYPE_CHECKING:
    from django.db.models import QuerySet

TITLE = pgettext_lazy("office", "Transfers abroad")
LIST = "/office/privacy/transfers/"
CRUMB = (TITLE, LIST)
SHOWN = 8


class TransferTable(OfficeTable):
    """To whom, where, of how many people, on what ground."""

    recipient = TitleColumn(link=lambda row: reverse("office:privacy-transfer", args=[row.pk]))
    destination = tables.Column(verbose_name=pgettext_lazy("transfer", "Where to"))
    happened_on = DayColumn()
    people = NumberColumn()
    sensitive = tables.Column(verbose_name=pgettext_lazy("transfer", "Sensitive"))
    data_types = TextColumn(orderable=False)
    purpose = TextColumn(orderable=False)
    basis = tables.Column()

    class Meta(OfficeTable.Meta):
        model = Transfer
        fields = (*FIELDS, "noted_by")
        sequence = ("recipient", "...")
        hidden_at_first = ("purpose", "noted_by")

    def render_sensitive(self, value: bool) -> str:
        """In words."""
        return _("yes") if value else _("no")

    value_sensitive = render_sensitive


class TransferFilter(django_filters.FilterSet):
    """By day, country, ground."""

    happened_on = django_filters.DateFromToRangeFilter(label=pgettext_lazy("transfer", "Given on"))
    destination = django_filters.CharFilter(
        label=gettext_lazy("Country or region"), lookup_expr="icontains"
    )
    sensitive = django_filters.BooleanFilter(label=gettext_lazy("Sensitive data among it"))
    basis = django_filters.ChoiceFilter(
        label=pgettext_lazy("transfer", "Ground"), choices=AbroadBasis.choices,
        empty_label=gettext_lazy("Any ground"),
    )  # fmt: skip


@register_list
class TransferListView(OfficeListView[Transfer]):
    """Every transfer, the sums of this year above them."""

    model = Transfer
    list_key = "privacy.transfers"
    template_name = "rights/office/transfers.html"
    permission = rules.VIEW_TRANSFERS
    page_title = TITLE
    table_class = TransferTable
    filterset_class = TransferFilter
    search_fields = ("recipient", "destination", "data_types", "purpose")
    default_order = ("-happened_on", "-pk")
    unit = pgettext_lazy("unit", "transfers")
    create_url = "new/"
    create_label = gettext_lazy("Note a transfer")
    create_permission = rules.CHANGE_TRANSFERS
    export_permission = rules.VIEW_TRANSFERS
    export_name = "transfers-abroad"
    export_columns = ("recipient", *(name for name in FIELDS if name != "recipient"), "noted_by")

    def get_base_queryset(self) -> QuerySet[Transfer]:
        """With who noted it."""
        return super().get_base_queryset().select_related("noted_by")

    def get_row_url(self, row: Transfer) -> str:
        """Its form."""
        return reverse("office:privacy-transfer", args=[row.pk])

    def tools_context(self) -> dict[str, Any]:
        """The sums of this year."""
        found = year_abroad(today().year)
        more = len(found.lines) - SHOWN
        return {**super().tools_context(), "year": found, "shown": found.lines[:SHOWN],
                "more": max(more, 0)}  # fmt: skip


class TransferForm(forms.ModelForm[Transfer]):
    """One transfer."""

    class Meta:
        model = Transfer
        fields = FIELDS
        widgets = {"happened_on": DayInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].min_value = 1  # type: ignore[attr-defined]
        for name, one in self.fields.items():
            if name != "version" and one.label:
                one.label = str(one.label)[:1].upper() + str(one.label)[1:]

    def clean_people(self) -> int:
        """At least one."""
        number: int = self.cleaned_data["people"]
        if number < 1:
            raise forms.ValidationError(_("A transfer is of somebody."))
        return number

    def clean_happened_on(self) -> Any:
        """Not in the future."""
        day = self.cleaned_data["happened_on"]
        if day > today():
            raise forms.ValidationError(_("This day is still to come."))
        return day


class TransferNewView(OfficeFormView):
    """Noted by hand: lists handed over outside of the house."""

    permission = rules.CHANGE_TRANSFERS
    form_class = TransferForm
    page_title = gettext_lazy("Note a transfer")
    breadcrumbs = (CRUMB,)
    cancel_url = LIST
    success_message = gettext_lazy("On the register.")
    intro = gettext_lazy(
        "A list that officers of an organisation abroad take out stands here by itself. Note what "
        "is handed over in any other way."
    )

    def get_initial(self) -> dict[str, Any]:
        """Today."""
        return {"happened_on": today()}

    def perform(self, form: TransferForm) -> str:
        """Keep it."""
        save_transfer(actor=self.actor, fields=form.cleaned_data)
        return LIST


class TransferEditView(OfficeEditView[Transfer]):
    """Put right; entries are not deleted."""

    model = Transfer
    permission = rules.CHANGE_TRANSFERS
    form_class = TransferForm
    breadcrumbs = (CRUMB,)
    cancel_url = LIST
    success_message = gettext_lazy("Kept.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Of the entry."""
        return {"instance": Transfer.objects.get(pk=self.object.pk)}

    def perform(self, form: TransferForm) -> str:
        """Keep it."""
        fields = dict(form.cleaned_data)
        version = fields.pop("version", None)
        save_transfer(actor=self.actor, fields=fields, transfer_id=self.object.pk, version=version)
        return LIST
