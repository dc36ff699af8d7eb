"""What is kept how long, what goes tonight, what went; the register of processors; the texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wutong.core.consent.models import ConsentText
from wutong.core.rights import rules
from wutong.core.rights.office.forms import ProcessorForm
from wutong.core.rights.office.tables import (
    ProcessorFilter,
    ProcessorTable,
    RunTable,
    TextTable,
)
from wutong.kernel.clock import today
from wutong.platform.access.public import can
from wutong.platform.audit.public import actor_words
from wutong.platform.privacy.enums import CHANGE_PROCESSORS, PROCESSORS, RETENTION, RUN
from wutong.platform.privacy.models import Processor, RetentionRun
from wutong.platform.privacy.public import (
    holdings,
    next_run,
    preview_retention,
    retention_rules,
    save_processor,
    start_retention,
)
from wutong.platform.tabular.exports.public import ExportTable, exports, start_export
from wutong.ui.office.lists.registry import register_list
from wutong.ui.office.lists.view import OfficeListView
from wutong.ui.office.views import (
    OfficeDetailView,
    OfficeEditView,
    OfficeFormView,
    OfficeView,
)

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from wutong.platform.accounts.models import User

TITLE = pgettext_lazy("office", "Retention")
PROCESSORS_TITLE = pgettext_lazy("office", "Processors")
EXPORT = "privacy.schedule"


class RetentionView(OfficeView):
    """Every rule with what goes tonight, and what happens to each holding on an erasure."""

    permission = RETENTION
    template_name = "rights/office/retention.html"
    page_title = TITLE

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """The preview of tonight, the last run, the register of holdings."""
        lines = preview_retention()
        last = RetentionRun.objects.first()
        return super().get_context_data(
            lines=lines,
            total=sum(line.due for line in lines),
            next=next_run(),
            last=last,
            gone={line["rule"]: line["gone"] for line in last.lines} if last else {},
            holdings=[item for _code, item in reversed(holdings.items())],
            may_run=can(self.user, RUN),
            **extra,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The schedule as a file, or the robot's round now."""
        here = reverse("office:privacy-retention")
        if request.POST.get("do") == "export":
            progress = start_export(actor=self.actor, key=EXPORT, params={}, back_url=here)
        elif request.POST.get("do") == "run" and can(self.user, RUN):
            progress = start_retention(actor=self.actor, url=here)
        else:
            messages.error(request, _("Nothing to do."))
            return HttpResponseRedirect(here)
        return HttpResponseRedirect(reverse("office:progress", args=[progress.pk]))


class ScheduleSource:
    """The retention schedule and what an erasure does, as a file to be filed."""

    label = gettext_lazy("Retention schedule")

    def permission(self, params: dict[str, Any]) -> str:
        """Whoever sees it on the screen."""
        return RETENTION

    def needs_reason(self, params: dict[str, Any]) -> bool:
        """It names nobody."""
        return False

    def open(self, user: User, params: dict[str, Any]) -> ExportTable:
        """Rules first, then holdings."""
        due = {line.code: line.due for line in preview_retention()}
        rows = [
            [
                _("Retention rule"),
                str(rule.title),
                str(rule.purpose),
                str(rule.period()),
                str(rule.ground),
                due[code],
            ]
            for code, rule in retention_rules.items()
        ]
        rows += [
            [
                _("On erasure"),
                str(item.title),
                str(item.purpose),
                str(item.fate.label),
                str(item.ground),
                None,
            ]
            for _code, item in reversed(holdings.items())
        ]
        columns = [
            _("Kind"), _("What"), _("What for"), _("Kept for / becomes"), _("Ground"),
            _("Goes tonight"),
        ]  # fmt: skip
        return ExportTable(name="retention", columns=columns, rows=rows, total=len(rows))  # fmt: skip


exports.register(EXPORT, ScheduleSource())


@register_list
class RunListView(OfficeListView[RetentionRun]):
    """Every round of the robot, newest first."""

    model = RetentionRun
    list_key = "privacy.runs"
    permission = RETENTION
    page_title = gettext_lazy("Rounds of the robot")
    breadcrumbs = ((TITLE, "/office/privacy/retention/"),)
    table_class = RunTable
    default_order = ("-started_at", "-pk")
    unit = pgettext_lazy("unit", "rounds")
    export_permission = RETENTION
    export_name = "retention-runs"
    export_columns = ("started_at", "finished_at", "by_label", "gone", "failed")

    def get_row_url(self, row: RetentionRun) -> str:
        """Its page."""
        return reverse("office:privacy-run", args=[row.pk])


class RunView(OfficeDetailView[RetentionRun]):
    """What went by which rule."""

    model = RetentionRun
    permission = RETENTION
    template_name = "rights/office/run.html"
    page_title = gettext_lazy("A round of the robot")
    breadcrumbs = (
        (TITLE, "/office/privacy/retention/"),
        (gettext_lazy("Rounds of the robot"), "/office/privacy/retention/runs/"),
    )

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """With the words of the rules."""
        known = dict(retention_rules.items())
        lines = [
            (known[line["rule"]].title if line["rule"] in known else line["rule"], line)
            for line in self.object.lines
        ]
        by = actor_words(self.object.by_label)
        return super().get_context_data(lines=lines, by=by, **extra)


@register_list
class ProcessorListView(OfficeListView[Processor]):
    """Who handles personal data on our behalf."""

    model = Processor
    list_key = "privacy.processors"
    permission = PROCESSORS
    page_title = PROCESSORS_TITLE
    table_class = ProcessorTable
    filterset_class = ProcessorFilter
    search_fields = ("name", "purpose", "data_types", "contract")
    default_order = ("name", "pk")
    unit = pgettext_lazy("unit", "processors")
    create_url = "new/"
    create_label = gettext_lazy("Add a processor")
    create_permission = CHANGE_PROCESSORS
    export_permission = PROCESSORS
    export_name = "processors"
    export_columns = (
        "name", "kind", "legal_body", "purpose", "data_types", "safeguards", "abroad", "contact",
        "contract", "valid_from", "valid_to",
    )  # fmt: skip

    def get_row_url(self, row: Processor) -> str:
        """Its page."""
        return reverse("office:privacy-processor", args=[row.pk])


class ProcessorNewView(OfficeFormView):
    """An entry."""

    permission = CHANGE_PROCESSORS
    form_class = ProcessorForm
    page_title = gettext_lazy("Add a processor")
    cancel_url = "/office/privacy/processors/"
    breadcrumbs = ((PROCESSORS_TITLE, "/office/privacy/processors/"),)
    success_message = gettext_lazy("On the register.")
    intro = gettext_lazy(
        "Whoever handles personal data on our behalf stands here with a contract: for what, which "
        "data, how long, and how it is protected."
    )

    def get_initial(self) -> dict[str, Any]:
        """From today."""
        return {"valid_from": today()}

    def perform(self, form: ProcessorForm) -> str:
        """Keep it."""
        save_processor(actor=self.actor, fields=form.cleaned_data)
        return reverse("office:privacy-processors")


class ProcessorEditView(OfficeEditView[Processor]):
    """A change; entries are not deleted, their contract ends."""

    model = Processor
    permission = CHANGE_PROCESSORS
    form_class = ProcessorForm
    cancel_url = "/office/privacy/processors/"
    breadcrumbs = ((PROCESSORS_TITLE, "/office/privacy/processors/"),)
    success_message = gettext_lazy("Kept.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Of the entry."""
        row = Processor.objects.get(pk=self.object.pk)
        return {"instance": row}

    def perform(self, form: ProcessorForm) -> str:
        """Keep it."""
        fields = dict(form.cleaned_data)
        version = fields.pop("version", None)
        save_processor(
            actor=self.actor, fields=fields, processor_id=self.object.pk, version=version
        )
        return reverse("office:privacy-processors")


@register_list
class TextListView(OfficeListView[ConsentText]):
    """Every version of every text somebody agreed to."""

    model = ConsentText
    list_key = "privacy.texts"
    permission = rules.TEXTS
    page_title = pgettext_lazy("office", "Consent texts")
    table_class = TextTable
    search_fields = ("code", "text_zh", "text_en")
    default_order = ("code", "-version")
    unit = pgettext_lazy("unit", "texts")
    export_permission = rules.TEXTS
    export_name = "consent-texts"
    export_columns = (
        "code", "version", "text_zh", "text_en", "valid_from", "standing", "withdrawn",
    )  # fmt: skip

    def get_base_queryset(self) -> QuerySet[ConsentText]:
        """With how many stand by each."""
        stands = Q(consentrecord__withdrawn_at__isnull=True)
        return (
            super()
            .get_base_queryset()
            .annotate(
                standing=Count("consentrecord", filter=stands),
                withdrawn=Count("consentrecord", filter=~stands),
            )
        )
