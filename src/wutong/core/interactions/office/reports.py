"""Contact reports: the list, a page each, writing one from anywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wutong.core.interactions import rules
from wutong.core.interactions.models import ContactReport
from wutong.core.interactions.office.addresses import (
    organisation_url,
    person_url,
    report_url,
    reports_url,
)
from wutong.core.interactions.office.report_forms import ReportForm, WhoseReportForm
from wutong.core.interactions.office.report_tables import ReportFilter, ReportTable
from wutong.core.interactions.services.reports import (
    FIELDS,
    change_report,
    finish_step,
    write_report,
)
from wutong.core.organisations.models import Organisation
from wutong.core.people.models import Person
from wutong.core.people.public import search as search_people
from wutong.core.people.public import visible_people
from wutong.kernel.clock import today
from wutong.platform.access.public import can, scope
from wutong.ui.office.lists.registry import register_list
from wutong.ui.office.lists.view import OfficeListView
from wutong.ui.office.views import OfficeEditView, OfficeFormView, OfficeObjectView

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet
    from django.forms import BaseForm
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase
    from django.utils.functional import _StrOrPromise

TITLE = pgettext_lazy("office", "Contact reports")


@register_list
class ReportListView(OfficeListView[ContactReport]):
    """Every report in sight, newest first."""

    model = ContactReport
    list_key = "reports.contacts"
    permission = rules.REPORTS
    page_title = TITLE
    table_class = ReportTable
    filterset_class = ReportFilter
    default_order = ("-held_on", "-pk")
    search_placeholder = gettext_lazy("Name, pinyin, student number")
    unit = pgettext_lazy("unit", "reports")
    create_url = "new/"
    create_label = gettext_lazy("Write a report")
    create_permission = rules.REPORT
    export_permission = rules.REPORTS_EXPORT
    export_name = "contact-reports"
    export_columns = (
        "about", "held_on", "channel", "summary", "by", "with_whom", "place", "next_step",
        "next_step_on", "next_step_by", "step_done_on", "grade",
    )  # fmt: skip

    def get_base_queryset(self) -> QuerySet[ContactReport]:
        """With whom and by whom."""
        rows = super().get_base_queryset()
        rows = rows.select_related("person", "organisation", "by", "next_step_by")
        return rows.defer("person__search_tokens", "organisation__search_tokens")

    def search(self, rows: QuerySet[ContactReport], text: str) -> QuerySet[ContactReport]:
        """The one search of people."""
        found = search_people(text, people=visible_people(self.user)).order_by()
        return rows.filter(person__in=found.values("pk"))

    def get_row_url(self, row: ContactReport) -> str:
        """Its page."""
        return report_url(row.pk)


class ReportView(OfficeObjectView[ContactReport]):
    """A page about one report; foreign and too sensitive ones answer 404."""

    model = ContactReport
    permission = rules.REPORTS
    template_name = "interactions/office/report.html"
    breadcrumbs = ((TITLE, "/office/reports/"),)

    def get_queryset(self) -> QuerySet[ContactReport]:
        """With whom and by whom."""
        rows = super().get_queryset()
        return rows.select_related("person", "organisation", "by", "next_step_by")

    def get_page_title(self) -> str:
        """Whom it is about."""
        return str(self.object.person or self.object.organisation)

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """And what may be done."""
        report = self.object
        late = bool(
            report.next_step_on and not report.step_done_on and report.next_step_on < today()
        )
        return super().get_context_data(
            may_change=can(self.user, rules.REPORT),
            late=late,
            person_url=person_url(report.person_id) if report.person_id else "",
            organisation_url=organisation_url(report.organisation_id)
            if report.organisation_id
            else "",
            **extra,
        )


class ReportNewView(OfficeFormView):
    """Write a report; about whom, the address says or the form asks."""

    permission = rules.REPORT
    page_title = gettext_lazy("Write a contact report")
    breadcrumbs = ((TITLE, "/office/reports/"),)
    form_class = ReportForm

    def _one(self, model: type[Any], name: str) -> Any:
        key = self.request.GET.get(name, "")
        if not key:
            return None
        return get_object_or_404(scope(self.user, model), pk=key if key.isdecimal() else 0)

    @cached_property
    def person(self) -> Person | None:
        """Of the address, within sight."""
        found: Person | None = self._one(Person, "person")
        return found

    @cached_property
    def organisation(self) -> Organisation | None:
        """Of the address, within sight."""
        found: Organisation | None = self._one(Organisation, "organisation")
        return found

    def get_page_title(self) -> _StrOrPromise:
        """About whom."""
        about = self.person or self.organisation
        return _("Contact report: %(name)s") % {"name": about} if about else self.page_title

    def make_form(self) -> BaseForm:
        """Asks for the person only where nobody is known."""
        known = self.person or self.organisation
        data = self.request.POST if self.request.method == "POST" else None
        return (ReportForm if known else WhoseReportForm)(data, user=self.user)

    def get_cancel_url(self) -> str:
        """Where one came from."""
        if self.person:
            return person_url(self.person.pk)
        return organisation_url(self.organisation.pk) if self.organisation else reports_url()

    def perform(self, form: ReportForm) -> str:
        """Written down; back to whom it is about."""
        person_id = self.person.pk if self.person else form.cleaned_data.get("person")
        report = write_report(
            actor=self.actor,
            person_id=person_id,
            organisation_id=self.organisation.pk if self.organisation else None,
            fields=form.report_fields(),
        )
        messages.success(self.request, _("The report is on record."))
        if report.person_id:
            return person_url(report.person_id)
        return organisation_url(report.organisation_id or 0)


class ReportEditView(ReportView, OfficeEditView[ContactReport]):
    """Put a report right."""

    permission = rules.REPORT
    template_name = "office/form.html"
    form_class = ReportForm
    success_message = gettext_lazy("The report is changed.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form names colleagues."""
        return {"user": self.user}

    def get_initial(self) -> dict[str, Any]:
        """As it is."""
        return {name: getattr(self.object, name) for name in FIELDS}

    def get_breadcrumbs(self) -> Iterable[tuple[_StrOrPromise, _StrOrPromise]]:
        """Reports / the report."""
        return ((TITLE, reports_url()), (self.get_page_title(), report_url(self.object.pk)))

    def get_cancel_url(self) -> str:
        """The report."""
        return report_url(self.object.pk)

    def perform(self, form: ReportForm) -> str:
        """Saved, unless somebody was faster."""
        change_report(
            actor=self.actor,
            report_id=self.object.pk,
            fields=form.report_fields(),
            version=form.cleaned_data.get("version"),
        )
        return report_url(self.object.pk)


class StepView(ReportView):
    """The next step is done, or open again."""

    permission = rules.REPORT
    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """``do=reopen`` opens it again."""
        done = request.POST.get("do") != "reopen"
        finish_step(actor=self.actor, report_id=self.object.pk, done=done)
        messages.success(request, _("The step is done.") if done else _("The step is open again."))
        return HttpResponseRedirect(report_url(self.object.pk))
