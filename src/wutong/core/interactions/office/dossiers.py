"""Briefing sheets: on the screen of a phone, as PDF, as Word; each look is logged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import transaction
from django.http import HttpResponse
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from wutong.core.interactions import rules
from wutong.core.interactions.dossier.printing import as_pdf, as_word
from wutong.core.interactions.dossier.sheet import organisation_sheet, person_sheet
from wutong.core.interactions.office.addresses import organisation_url, person_url
from wutong.core.organisations.models import Organisation
from wutong.core.people.models import Person
from wutong.core.reference.enums import Grade
from wutong.platform.audit.public import record
from wutong.platform.documents.public import WORD
from wutong.ui.office.views import OfficeDetailView

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.db.models import Model, QuerySet
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase
    from django.utils.functional import _StrOrPromise

    from wutong.core.interactions.dossier.sheet import Sheet

FORMS: dict[str, tuple[Callable[[Sheet], bytes], str]] = {
    "pdf": (as_pdf, "application/pdf"),
    "docx": (as_word, WORD),
}


class DossierView(OfficeDetailView[Any]):
    """The sheet; ``form`` in the address makes it a file. Foreign and too sensitive ones answer
    404.
    """

    permission = rules.DOSSIER
    template_name = "interactions/office/dossier.html"
    kind: ClassVar[str] = ""

    def make(self) -> Sheet:
        """The sheet as this user may see it."""
        raise NotImplementedError

    def back(self) -> str:
        """The page of whom it is about."""
        raise NotImplementedError

    @cached_property
    def sheet(self) -> Sheet:
        """Made once a request."""
        return self.make()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page or the file, after the look is written down."""
        form = kwargs.get("form", "")
        self._note(form or "page")
        if not form:
            return super().get(request, *args, **kwargs)
        make, content_type = FORMS[form]
        response = HttpResponse(make(self.sheet), content_type=content_type)
        name = f"{_('Briefing sheet')} {self.sheet.name}.{form}"
        disposition = content_disposition_header(as_attachment=True, filename=name)
        response.headers["Content-Disposition"] = disposition or "attachment"
        response.headers["Cache-Control"] = "private, no-store"
        return response

    @transaction.atomic
    def _note(self, form: str) -> None:
        record(
            actor=self.actor,
            verb="dossier.viewed",
            subject=f"{self.kind}:{self.object.pk}",
            subject_label=self.sheet.name,
            data={"form": form},
            sensitive=self.sheet.grade == Grade.SENSITIVE,
        )

    def get_breadcrumbs(self) -> Iterable[tuple[_StrOrPromise, _StrOrPromise]]:
        """The page of whom it is about."""
        return ((self.sheet.name, self.back()),)

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """The sheet and its files."""
        return super().get_context_data(
            sheet=self.sheet, kind=self.kind, sensitive=self.sheet.grade == Grade.SENSITIVE, **extra
        )


class PersonDossierView(DossierView):
    """Of a person."""

    model = Person
    kind = "person"

    def get_queryset(self) -> QuerySet[Model]:
        """With the place."""
        return super().get_queryset().select_related("region")

    def make(self) -> Sheet:
        """See ``DossierView.make``."""
        return person_sheet(self.object, self.user)

    def back(self) -> str:
        """See ``DossierView.back``."""
        return person_url(self.object.pk)


class OrganisationDossierView(DossierView):
    """Of an organisation."""

    model = Organisation
    kind = "organisation"

    def get_queryset(self) -> QuerySet[Model]:
        """With what the sheet names."""
        return super().get_queryset().select_related("region", "host_unit", "parent")

    def make(self) -> Sheet:
        """See ``DossierView.make``."""
        return organisation_sheet(self.object, self.user)

    def back(self) -> str:
        """See ``DossierView.back``."""
        return organisation_url(self.object.pk)
