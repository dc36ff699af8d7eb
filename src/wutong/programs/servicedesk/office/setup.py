"""Kinds of case and departments."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext_lazy, pgettext_lazy

from wutong.programs.servicedesk import rules
from wutong.programs.servicedesk.models import CaseKind, Desk
from wutong.programs.servicedesk.office.forms import DeskForm, KindForm
from wutong.programs.servicedesk.office.tables import DeskTable, KindTable
from wutong.programs.servicedesk.office.views import TITLE
from wutong.programs.servicedesk.services.cases import save_setup
from wutong.ui.office.lists.registry import register_list
from wutong.ui.office.lists.view import OfficeListView
from wutong.ui.office.views import OfficeEditView, OfficeFormView

if TYPE_CHECKING:
    from django.db.models import QuerySet

CRUMBS = ((TITLE, "/office/cases/"),)
KINDS, DESKS = "/office/cases/kinds/", "/office/cases/departments/"


@register_list
class KindListView(OfficeListView[CaseKind]):
    """What cases are about."""

    model = CaseKind
    list_key = "cases.kinds"
    permission = rules.SETUP
    page_title = gettext_lazy("Kinds of case")
    breadcrumbs = CRUMBS
    table_class = KindTable
    default_order = ("pk",)
    search_fields = ("name_zh", "name_en")
    search_placeholder = gettext_lazy("Name")
    unit = pgettext_lazy("unit", "kinds")
    create_url = "new/"
    create_label = gettext_lazy("Add a kind")
    export_permission = rules.EXPORT
    export_name = "case-kinds"
    export_columns = ("name", "desk", "days", "retired")

    def get_base_queryset(self) -> QuerySet[CaseKind]:
        """With the department."""
        return super().get_base_queryset().select_related("desk")

    def get_row_url(self, row: CaseKind) -> str:
        """Its form."""
        return reverse("office:cases-kind", args=[row.pk])


@register_list
class DeskListView(OfficeListView[Desk]):
    """Who handles cases."""

    model = Desk
    list_key = "cases.desks"
    permission = rules.SETUP
    page_title = pgettext_lazy("service desk", "Departments")
    breadcrumbs = CRUMBS
    table_class = DeskTable
    default_order = ("name_zh", "pk")
    search_fields = ("name_zh", "name_en", "contact")
    search_placeholder = gettext_lazy("Name")
    unit = pgettext_lazy("unit", "departments")
    create_url = "new/"
    create_label = gettext_lazy("Add a department")
    export_permission = rules.EXPORT
    export_name = "case-departments"
    export_columns = ("name", "unit", "contact", "email", "retired")

    def get_base_queryset(self) -> QuerySet[Desk]:
        """With the college."""
        return super().get_base_queryset().select_related("unit")

    def get_row_url(self, row: Desk) -> str:
        """Its form."""
        return reverse("office:cases-desk", args=[row.pk])


class SetupNewView(OfficeFormView):
    """A new row."""

    permission = rules.SETUP
    model: Any = None
    back = ""

    def get_cancel_url(self) -> str:
        """The list."""
        return self.back

    def perform(self, form: Any) -> str:
        """Back to the list."""
        save_setup(actor=self.actor, model=self.model, fields=form.cleaned_data)
        return self.back


class SetupEditView(OfficeEditView[Any]):
    """A row changed; cases that name it stay."""

    permission = rules.SETUP
    template_name = "office/form.html"
    back = ""
    success_message = gettext_lazy("Saved.")

    def get_cancel_url(self) -> str:
        """The list."""
        return self.back

    def get_form_kwargs(self) -> dict[str, Any]:
        """Another instance than the one the page shows: saving is the service's."""
        return {"instance": copy(self.object)}

    def get_initial(self) -> dict[str, Any]:
        """As it is."""
        return {name: getattr(self.object, name) for name in self.form_class._meta.fields}  # type: ignore[attr-defined]

    def perform(self, form: Any) -> str:
        """Saved, unless somebody was faster."""
        fields = {name: form.cleaned_data[name] for name in form._meta.fields}
        save_setup(
            actor=self.actor, model=self.model, fields=fields, row_id=self.object.pk,
            version=form.cleaned_data.get("version"),
        )  # fmt: skip
        return self.back


class KindNewView(SetupNewView):
    """A new kind."""

    model, form_class, back = CaseKind, KindForm, KINDS
    page_title = gettext_lazy("Add a kind")
    breadcrumbs = (*CRUMBS, (gettext_lazy("Kinds of case"), KINDS))


class KindEditView(SetupEditView):
    """A kind."""

    model, form_class, back = CaseKind, KindForm, KINDS
    breadcrumbs = (*CRUMBS, (gettext_lazy("Kinds of case"), KINDS))


class DeskNewView(SetupNewView):
    """A new department."""

    model, form_class, back = Desk, DeskForm, DESKS
    page_title = gettext_lazy("Add a department")
    breadcrumbs = (*CRUMBS, (pgettext_lazy("service desk", "Departments"), DESKS))


class DeskEditView(SetupEditView):
    """A department."""

    model, form_class, back = Desk, DeskForm, DESKS
    breadcrumbs = (*CRUMBS, (pgettext_lazy("service desk", "Departments"), DESKS))
