"""The texts letters start from."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy, pgettext_lazy

from wutong.programs.correspondence import rules
from wutong.programs.correspondence.models import LetterTemplate
from wutong.programs.correspondence.office.addresses import templates_url
from wutong.programs.correspondence.office.forms import TemplateForm
from wutong.programs.correspondence.office.tables import TemplateFilter, TemplateTable
from wutong.programs.correspondence.office.views import TITLE
from wutong.programs.correspondence.services.writing import TEMPLATE_FIELDS, save_template
from wutong.ui.office.lists.registry import register_list
from wutong.ui.office.lists.view import OfficeListView
from wutong.ui.office.views import OfficeEditView, OfficeFormView

TEXTS = pgettext_lazy("office", "Texts for letters")


@register_list
class TemplateListView(OfficeListView[LetterTemplate]):
    """Every text, by kind."""

    model = LetterTemplate
    list_key = "letters.templates"
    permission = rules.VIEW
    page_title = TEXTS
    breadcrumbs = ((TITLE, "/office/letters/"),)
    table_class = TemplateTable
    filterset_class = TemplateFilter
    default_order = ("kind", "-language", "name", "pk")
    search_fields = ("name", "title", "body")
    search_placeholder = gettext_lazy("Name or words of the text")
    unit = pgettext_lazy("unit", "texts")
    create_url = "new/"
    create_label = gettext_lazy("Add a text")
    create_permission = rules.TEMPLATES
    export_permission = rules.EXPORT
    export_name = "letter-texts"
    export_columns = ("name", "kind", "language", "body", "retired")

    def get_row_url(self, row: LetterTemplate) -> str:
        """Its form."""
        return reverse("office:letters-template", args=[row.pk])


class TemplateNewView(OfficeFormView):
    """A new text."""

    permission = rules.TEMPLATES
    page_title = gettext_lazy("Add a text")
    breadcrumbs = ((TITLE, "/office/letters/"), (TEXTS, "/office/letters/texts/"))
    cancel_url = "/office/letters/texts/"
    form_class = TemplateForm

    def perform(self, form: TemplateForm) -> str:
        """Back to the texts."""
        fields = {name: form.cleaned_data[name] for name in TEMPLATE_FIELDS}
        save_template(actor=self.actor, fields=fields)
        return templates_url()


class TemplateEditView(OfficeEditView[LetterTemplate]):
    """Change a text; letters begun before stay as they are."""

    model = LetterTemplate
    permission = rules.TEMPLATES
    template_name = "office/form.html"
    breadcrumbs = ((TITLE, "/office/letters/"), (TEXTS, "/office/letters/texts/"))
    cancel_url = "/office/letters/texts/"
    form_class = TemplateForm
    success_message = gettext_lazy("The text is saved.")

    def get_initial(self) -> dict[str, Any]:
        """As it is."""
        return {name: getattr(self.object, name) for name in TEMPLATE_FIELDS}

    def perform(self, form: TemplateForm) -> str:
        """Saved, unless somebody was faster."""
        save_template(
            actor=self.actor, template_id=self.object.pk, version=form.cleaned_data.get("version"),
            fields={name: form.cleaned_data[name] for name in TEMPLATE_FIELDS},
        )  # fmt: skip
        return templates_url()
