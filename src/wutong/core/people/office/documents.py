"""Identity documents on the dossier: masked, shown for a reason, put on record, taken off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wutong.core.people import rules
from wutong.core.people.models import Person, PersonDocument
from wutong.core.people.office.addresses import person_url
from wutong.core.people.office.forms import DocumentForm
from wutong.core.people.office.profile import REASONS, PersonView
from wutong.core.people.services.documents import add_document, read_document, remove_document
from wutong.platform.access.public import can, scope
from wutong.ui.office.views import OfficeEditView

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from wutong.platform.accounts.models import User


def documents_panel(person_id: int, viewer: User) -> dict[str, Any] | None:
    """The documents masked; no panel where there are none."""
    found = list(PersonDocument.objects.filter(person=person_id).defer("number").order_by("pk"))
    if not found:
        return None
    return {
        "person_id": person_id,
        "documents": found,
        "reasons": REASONS.items(),
        "may_change": can(viewer, rules.CHANGE_DOCUMENTS),
    }


class DocumentAddView(PersonView, OfficeEditView[Person]):
    """A document put on record."""

    permission = rules.CHANGE_DOCUMENTS
    form_class = DocumentForm
    template_name = "office/form.html"
    page_title = gettext_lazy("Add an identity document")
    version_field = ""
    success_message = gettext_lazy("The document is on record, encrypted.")

    def get_cancel_url(self) -> str:
        """The dossier."""
        return person_url(self.object.pk)

    def perform(self, form: DocumentForm) -> str:
        """Checked, encrypted, with source."""
        add_document(
            actor=self.actor,
            person_id=self.object.pk,
            value=form.cleaned_data["number"],
            source=form.source(),
        )
        return person_url(self.object.pk)


class _DocumentView(PersonView):
    """An act on one document; looking at the address leads to the dossier."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Back to the page: an address alone shows and changes nothing."""
        return HttpResponseRedirect(person_url(self.object.pk))

    def found(self) -> PersonDocument:
        """The document of this person, its number left closed."""
        return get_object_or_404(
            scope(self.user, PersonDocument).defer("number"),
            pk=self.kwargs["document"],
            person=self.object,
        )


class ShowDocumentView(_DocumentView):
    """The number unmasked: asked for by POST, with a reason, and logged."""

    permission = rules.DOCUMENTS

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Log, then show."""
        reason = request.POST.get("reason", "")
        document = read_document(
            actor=self.actor,
            document_id=self.found().pk,
            reason=reason if reason in REASONS else "check",
        )
        context = self.get_context_data(document=document)
        if getattr(request, "htmx", None):
            return TemplateResponse(request, "people/office/document_shown.html", context)
        return TemplateResponse(request, "people/office/document_page.html", context)


class RemoveDocumentView(_DocumentView):
    """Takes a document off the record."""

    permission = rules.CHANGE_DOCUMENTS

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Gone, with a line in the audit trail."""
        remove_document(actor=self.actor, document_id=self.found().pk)
        messages.success(request, _("The document is off the record."))
        return HttpResponseRedirect(person_url(self.object.pk))
