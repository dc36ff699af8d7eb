"""Impact assessments: what waits to be written and decided, and what was decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
import django_tables2 as tables
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wutong.core.rights import rules
from wutong.core.rights.enums import Outcome, Trigger
from wutong.core.rights.models import Assessment
from wutong.core.rights.services.assessing import (
    TEXTS,
    decide_assessment,
    open_assessment,
    open_due,
    save_assessment,
)
from wutong.kernel.errors import WutongError
from wutong.platform.access.public import can
from wutong.ui.office.lists.registry import register_list
from wutong.ui.office.lists.table import (
    BadgeColumn,
    DayColumn,
    OfficeTable,
    TextColumn,
    TitleColumn,
)
from wutong.ui.office.lists.view import OfficeListView
from wutong.ui.office.views import OfficeDetailView, OfficeEditView, OfficeFormView

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

TITLE = pgettext_lazy("office", "Impact assessments")
CRUMB = (TITLE, "/office/privacy/assessments/")
TONES = {Outcome.OPEN: "autumn", Outcome.GO: "leaf", Outcome.STOP: "seal"}
QUESTIONS = {
    "necessity": gettext_lazy("Are purpose and manner lawful, legitimate and necessary?"),
    "impact": gettext_lazy("What may it do to people, and how likely is it?"),
    "measures": gettext_lazy("Are the measures lawful, effective and fit for the risk?"),
}


def assessment_url(pk: int) -> str:
    """The page of an assessment."""
    return reverse("office:privacy-assessment", args=[pk])


class AssessmentTable(OfficeTable):
    """What is done, why it was looked at, what came of it."""

    title = TitleColumn(link=lambda row: assessment_url(row.pk))
    trigger = tables.Column()
    outcome = BadgeColumn(
        tones=TONES, verbose_name=pgettext_lazy("assessment", "Outcome"), empty_values=()
    )
    opened_at = DayColumn()
    decided_at = DayColumn()
    facts = TextColumn(orderable=False)
    necessity = TextColumn(orderable=False)
    impact = TextColumn(orderable=False)
    measures = TextColumn(orderable=False)

    class Meta(OfficeTable.Meta):
        model = Assessment
        fields = ("title", "trigger", "outcome", "opened_at", "decided_at", "decided_by")
        hidden_at_first = ("facts", *TEXTS)


class AssessmentFilter(django_filters.FilterSet):
    """Open or not, and because of what."""

    open = django_filters.BooleanFilter(label=_("Still open"), method="filter_open")
    trigger = django_filters.ChoiceFilter(
        label=pgettext_lazy("assessment", "Because of"), choices=Trigger.choices,
        empty_label=gettext_lazy("Any reason"),
    )  # fmt: skip

    def filter_open(self, rows: QuerySet[Assessment], name: str, value: bool) -> Any:
        """Not decided yet."""
        return rows.filter(outcome="") if value else rows.exclude(outcome="")


@register_list
class AssessmentListView(OfficeListView[Assessment]):
    """Every assessment; those that are open first."""

    model = Assessment
    list_key = "privacy.assessments"
    template_name = "rights/office/assessments.html"
    permission = rules.VIEW_ASSESSMENTS
    page_title = TITLE
    table_class = AssessmentTable
    filterset_class = AssessmentFilter
    search_fields = ("title", "facts", *TEXTS)
    default_order = ("outcome", "-opened_at", "-pk")
    unit = pgettext_lazy("unit", "assessments")
    create_url = "new/"
    create_label = gettext_lazy("Assess something planned")
    create_permission = rules.CHANGE_ASSESSMENTS
    export_permission = rules.VIEW_ASSESSMENTS
    export_name = "impact-assessments"
    export_columns = (
        "title", "trigger", "outcome", "opened_at", "decided_at", "decided_by", "facts", *TEXTS,
    )  # fmt: skip

    def get_base_queryset(self) -> QuerySet[Assessment]:
        """With who decided."""
        return super().get_base_queryset().select_related("decided_by")

    def get_row_url(self, row: Assessment) -> str:
        """Its page."""
        return assessment_url(row.pk)

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """Whether one may look for what calls for an assessment now."""
        return super().get_context_data(may_look=can(self.user, rules.CHANGE_ASSESSMENTS), **extra)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Look for it now, instead of tonight."""
        if request.POST.get("do") != "look":
            return super().post(request, *args, **kwargs)
        if not can(self.user, rules.CHANGE_ASSESSMENTS):
            raise PermissionDenied
        number = open_due(actor=self.actor)
        messages.success(request, _("%(count)s opened.") % {"count": number})
        return HttpResponseRedirect(request.path)


class PlannedForm(forms.Form):
    """What is planned."""

    trigger = forms.ChoiceField(
        label=pgettext_lazy("assessment", "Because of"), choices=Trigger.choices
    )
    title = forms.CharField(label=gettext_lazy("What is to be done"), max_length=200)
    facts = forms.CharField(
        label=gettext_lazy("What is known of it"), required=False, max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip


class AssessmentNewView(OfficeFormView):
    """Something planned is thought through before it is done."""

    permission = rules.CHANGE_ASSESSMENTS
    form_class = PlannedForm
    page_title = gettext_lazy("Assess something planned")
    breadcrumbs = (CRUMB,)
    cancel_url = CRUMB[1]

    def perform(self, form: PlannedForm) -> str:
        """On to its questions."""
        row = open_assessment(actor=self.actor, **form.cleaned_data)
        return reverse("office:privacy-assessment-edit", args=[row.pk])


class AnswersForm(forms.Form):
    """The three questions of the law."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, question in QUESTIONS.items():
            self.fields[name] = forms.CharField(
                label=question, required=False, max_length=8000,
                widget=forms.Textarea(attrs={"rows": 6}),
            )  # fmt: skip


class AssessmentEditView(OfficeEditView[Assessment]):
    """The answers, as long as it is not decided."""

    model = Assessment
    permission = rules.CHANGE_ASSESSMENTS
    form_class = AnswersForm
    breadcrumbs = (CRUMB,)
    success_message = gettext_lazy("Kept.")

    def get_cancel_url(self) -> str:
        """Its page."""
        return assessment_url(self.object.pk)

    def get_initial(self) -> dict[str, Any]:
        """What was written so far."""
        return {name: getattr(self.object, name) for name in TEXTS}

    def perform(self, form: AnswersForm) -> str:
        """Back to its page."""
        fields = dict(form.cleaned_data)
        version = fields.pop("version", None)
        save_assessment(
            actor=self.actor, assessment_id=self.object.pk, fields=fields, version=version
        )
        return assessment_url(self.object.pk)


class AssessmentView(OfficeDetailView[Assessment]):
    """The questions with their answers; whoever may decide does so here."""

    model = Assessment
    permission = rules.VIEW_ASSESSMENTS
    template_name = "rights/office/assessment.html"
    breadcrumbs = (CRUMB,)

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """Answers, and what one may do."""
        row = self.object
        return super().get_context_data(
            answers=[(question, getattr(row, name)) for name, question in QUESTIONS.items()],
            tone=TONES[Outcome(row.outcome)],
            may_write=not row.outcome and can(self.user, rules.CHANGE_ASSESSMENTS),
            may_decide=not row.outcome
            and row.is_written
            and can(self.user, rules.DECIDE_ASSESSMENTS),
            **extra,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Decide."""
        if not can(self.user, rules.DECIDE_ASSESSMENTS):
            raise PermissionDenied
        do, version = request.POST.get("do", ""), request.POST.get("version", "")
        if do not in {Outcome.GO, Outcome.STOP}:
            messages.error(request, _("Nothing to do."))
            return HttpResponseRedirect(assessment_url(self.object.pk))
        try:
            decide_assessment(
                actor=self.actor, assessment_id=self.object.pk, outcome=Outcome(do),
                version=int(version) if version.isdecimal() else None,
            )  # fmt: skip
        except WutongError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Decided."))
        return HttpResponseRedirect(assessment_url(self.object.pk))
