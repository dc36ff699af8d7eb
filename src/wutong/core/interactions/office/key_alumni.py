"""Key alumni: the list, coming onto it, leaving it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wutong.core.interactions import rules
from wutong.core.interactions.models import KeyAlumnus
from wutong.core.interactions.office.addresses import key_list_url, person_url
from wutong.core.interactions.office.report_forms import KeyForm, NewKeyForm
from wutong.core.interactions.office.report_tables import KeyFilter, KeyTable
from wutong.core.interactions.selectors.keeping import days_quiet, with_contact
from wutong.core.interactions.services.key_alumni import (
    FIELDS,
    change_key_alumnus,
    end_key_alumnus,
    name_key_alumnus,
)
from wutong.core.people.models import Employment
from wutong.core.people.public import latest_studies, study_label, visible_people
from wutong.core.people.public import search as search_people
from wutong.ui.office.lists.registry import register_list
from wutong.ui.office.lists.view import OfficeListView
from wutong.ui.office.views import OfficeEditView, OfficeFormView, OfficeObjectView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

TITLE = pgettext_lazy("office", "Key alumni")


@register_list
class KeyListView(OfficeListView[KeyAlumnus]):
    """Those the office keeps close, the closest and the longest without contact first."""

    model = KeyAlumnus
    list_key = "key-alumni"
    permission = rules.KEY
    page_title = TITLE
    table_class = KeyTable
    filterset_class = KeyFilter
    default_order = ("level", "quiet_since", "pk")
    search_placeholder = gettext_lazy("Name, pinyin, student number")
    unit = pgettext_lazy("unit", "key alumni")
    create_url = "add/"
    create_label = gettext_lazy("Put somebody on the list")
    create_permission = rules.KEY_CHANGE
    export_permission = rules.KEY_EXPORT
    export_name = "key-alumni"
    export_columns = (
        "person", "criterion", "level", "steward", "last_contact", "days", "next_step",
        "next_step_on", "employer", "note", "since",
    )  # fmt: skip

    def get_base_queryset(self) -> QuerySet[KeyAlumnus]:
        """With the person, the steward, and when the last contact was."""
        rows = super().get_base_queryset().select_related("person", "steward")
        return with_contact(rows.defer("person__search_tokens"), self.user)

    def search(self, rows: QuerySet[KeyAlumnus], text: str) -> QuerySet[KeyAlumnus]:
        """The one search of people."""
        found = search_people(text, people=visible_people(self.user)).order_by()
        return rows.filter(person__in=found.values("pk"))

    def dress(self, rows: Sequence[KeyAlumnus]) -> None:
        """Studies and work, in two queries."""
        found: list[Any] = list(rows)
        ids = [row.person_id for row in found]
        studies = latest_studies(ids)
        jobs = Employment.objects.filter(person__in=ids, to_date__isnull=True)
        latest = {job.person_id: job for job in jobs.order_by("as_of", "pk")}
        for row in found:
            row.study_text = study_label(studies.get(row.person_id))
            job = latest.get(row.person_id)
            row.job = " · ".join(part for part in (job.employer, job.title) if part) if job else ""
        days_quiet(found)

    def get_row_url(self, row: KeyAlumnus) -> str:
        """The person."""
        return person_url(row.person_id)


class KeyAddView(OfficeFormView):
    """Somebody comes onto the list."""

    permission = rules.KEY_CHANGE
    form_class = NewKeyForm
    page_title = gettext_lazy("Put somebody on the list of key alumni")
    submit_label = gettext_lazy("Put on the list")
    breadcrumbs = ((TITLE, "/office/key-alumni/"),)
    cancel_url = "/office/key-alumni/"

    def get_form_kwargs(self) -> dict[str, Any]:
        """People within sight."""
        return {"user": self.user}

    def get_initial(self) -> dict[str, Any]:
        """From the person's page; the steward is oneself."""
        key = self.request.GET.get("person", "")
        person = int(key) if key.isdecimal() and len(key) < 15 else None
        return {"steward": self.user.pk, "level": "2", **({"person": person} if person else {})}

    def perform(self, form: NewKeyForm) -> str:
        """From today."""
        person_id = form.cleaned_data["person"]
        name_key_alumnus(actor=self.actor, person_id=person_id, fields=form.key_fields())
        messages.success(self.request, _("On the list of key alumni."))
        return person_url(person_id)


class KeyEditView(OfficeEditView[KeyAlumnus]):
    """Another level, criterion or steward."""

    model = KeyAlumnus
    permission = rules.KEY_CHANGE
    form_class = KeyForm
    template_name = "interactions/office/key.html"
    breadcrumbs = ((TITLE, "/office/key-alumni/"),)
    success_message = gettext_lazy("The list is changed.")

    def get_queryset(self) -> QuerySet[KeyAlumnus]:
        """With the person."""
        return super().get_queryset().select_related("person")

    def get_page_title(self) -> str:
        """Who."""
        return self.object.person.name

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form names colleagues."""
        return {"user": self.user}

    def get_initial(self) -> dict[str, Any]:
        """As it is."""
        return {name: getattr(self.object, name) for name in FIELDS}

    def get_cancel_url(self) -> str:
        """The list."""
        return key_list_url()

    def perform(self, form: KeyForm) -> str:
        """Saved, unless somebody was faster."""
        change_key_alumnus(
            actor=self.actor,
            key_id=self.object.pk,
            fields=form.key_fields(),
            version=form.cleaned_data.get("version"),
        )
        return key_list_url()


class KeyEndView(OfficeObjectView[KeyAlumnus]):
    """Off the list as of today."""

    model = KeyAlumnus
    action = "change"
    permission = rules.KEY_CHANGE
    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """That they were on it stays on record."""
        end_key_alumnus(actor=self.actor, key_id=self.object.pk)
        messages.success(request, _("No longer on the list; that they were stays on record."))
        return HttpResponseRedirect(key_list_url())
