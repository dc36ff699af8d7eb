"""The rights desk: the list, a request, what can be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import BooleanField, ExpressionWrapper, Q
from django.http import HttpResponseBadRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wutong.core.people.public import search as search_people
from wutong.core.people.public import visible_people
from wutong.core.rights import rules
from wutong.core.rights.enums import (
    COPYING,
    ERASING,
    OPEN,
    WAITING,
    CaseState,
    RefusalGround,
    Right,
    Via,
)
from wutong.core.rights.models import Case
from wutong.core.rights.office.forms import AnswerForm, CaseForm, IdentityForm, RefusalForm
from wutong.core.rights.office.tables import TONES, CaseFilter, CaseTable, case_url
from wutong.core.rights.selectors import trail_of
from wutong.core.rights.services import cases
from wutong.kernel.clock import today
from wutong.kernel.errors import WutongError
from wutong.platform.access.public import can
from wutong.platform.audit.public import actor_words
from wutong.platform.audit.registry import verbs
from wutong.platform.jobs.models import Progress
from wutong.platform.privacy.public import hindrances_of, plan_erasure
from wutong.ui.office.lists.registry import register_list
from wutong.ui.office.lists.view import OfficeListView
from wutong.ui.office.views import OfficeDetailView, OfficeFormView, OfficeObjectView

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

TITLE = pgettext_lazy("office", "Rights desk")


@register_list
class CaseListView(OfficeListView[Case]):
    """Every request; what is due first stands first."""

    model = Case
    list_key = "privacy.cases"
    permission = rules.VIEW
    page_title = TITLE
    table_class = CaseTable
    filterset_class = CaseFilter
    default_order = ("over", "due_on", "pk")
    search_placeholder = gettext_lazy("Name, pinyin, student number")
    unit = pgettext_lazy("unit", "requests")
    create_url = "new/"
    create_label = gettext_lazy("Note a request")
    create_permission = rules.CHANGE
    export_permission = rules.VIEW
    export_name = "requests"
    export_columns = (
        "name", "kind", "via", "received_on", "due_on", "state", "closed_at", "decided_by",
    )  # fmt: skip

    def get_base_queryset(self) -> QuerySet[Case]:
        """With the person and whoever decided; what is open comes first."""
        rows = super().get_base_queryset().select_related("person", "decided_by")
        rows = rows.annotate(over=ExpressionWrapper(~Q(state__in=OPEN), BooleanField()))
        return rows.defer("person__search_tokens", "words", "answer")

    def search(self, rows: QuerySet[Case], text: str) -> QuerySet[Case]:
        """The one search of people, or the name that was given."""
        found = search_people(text, people=visible_people(self.user)).order_by()
        return rows.filter(person__in=found.values("pk")) | rows.filter(applicant__icontains=text)

    def get_row_url(self, row: Case) -> str:
        """Its page."""
        return case_url(row.pk)


class CaseNewView(OfficeFormView):
    """A request that did not come through the member's own page."""

    permission = rules.CHANGE
    form_class = CaseForm
    page_title = gettext_lazy("Note a request")
    submit_label = gettext_lazy("Note the request")
    cancel_url = "/office/privacy/"
    breadcrumbs = ((TITLE, "/office/privacy/"),)

    def get_form_kwargs(self) -> dict[str, Any]:
        """People within sight."""
        return {"user": self.user}

    def get_initial(self) -> dict[str, Any]:
        """Whoever the address names."""
        person = self.request.GET.get("person", "")
        return {"person": int(person)} if person.isdecimal() else {}

    def perform(self, form: CaseForm) -> str:
        """On to the request."""
        given = form.cleaned_data
        case = cases.open_case(
            actor=self.actor,
            kind=Right(given["kind"]),
            via=Via(given["via"]),
            person_id=given["person"],
            applicant=given["applicant"],
            contact=given["contact"],
            words=given["words"],
            received_on=given["received_on"],
        )
        return case_url(case.pk)


class CaseView(OfficeObjectView[Case]):
    """A page about one request."""

    model = Case
    permission = rules.VIEW
    breadcrumbs = ((TITLE, "/office/privacy/"),)

    def get_queryset(self) -> QuerySet[Case]:
        """With the person and whoever decided."""
        return super().get_queryset().select_related("person", "decided_by", "file")

    def get_page_title(self) -> str:
        """Who and what."""
        case = self.object
        name = case.person.name if case.person else case.applicant or _("Somebody unknown")
        return f"{name}: {case.get_kind_display()}"


class CaseDetailView(CaseView, OfficeDetailView[Case]):
    """What is asked, what an erasure would do, what to do next, what happened."""

    template_name = "rights/office/case.html"

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """The forms of the next steps, as far as the user may take them."""
        case = self.object
        may_change = can(self.user, rules.CHANGE)
        working = case.state == CaseState.WORKING and case.person_id is not None
        erasing = case.kind in ERASING
        made = case.progress_id
        progress = Progress.objects.filter(pk=made).first() if made else None
        about = f"person:{case.person_id}"
        return super().get_context_data(
            tone=TONES.get(CaseState(case.state), ""),
            late=case.state in WAITING and case.due_on < today(),
            erasing=erasing,
            plan=plan_erasure(about) if erasing and case.person_id and case.is_open else [],
            hindrances=hindrances_of(about) if erasing and working else [],
            may_identify=may_change and case.state == CaseState.RECEIVED,
            may_copy=may_change and working and case.kind in COPYING,
            may_settle=may_change and working and not erasing,
            may_refuse=may_change and case.state in WAITING,
            may_erase=working and erasing and can(self.user, rules.ERASE),
            waits_for_director=working and erasing and not can(self.user, rules.ERASE),
            may_withdraw=may_change and case.is_open,
            progress=progress,
            file_url=self._file_url(progress),
            trail=[
                (row.at, actor_words(row.actor_label), verbs.find(row.verb) or row.verb)
                for row in trail_of(case)
            ],
            **{
                "identity_form": IdentityForm(
                    user=self.user, initial={"person": case.person_id}, prefix="identify"
                ),
                "answer_form": AnswerForm(prefix="settle"),
                "refusal_form": RefusalForm(prefix="refuse"),
                **extra,
            },
        )

    def _file_url(self, progress: Progress | None) -> str:
        made = progress.result.get("file") if progress else None
        return reverse("office:file", args=[made]) if made else ""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """``do`` is a step; a form with something missing comes back with what was typed."""
        steps: dict[str, Callable[[], HttpResponseBase]] = {
            "identify": self._identify,
            "copy": self._copy,
            "settle": self._settle,
            "refuse": self._refuse,
            "erase": self._erase,
            "withdraw": self._withdraw,
        }
        step = steps.get(request.POST.get("do", ""))
        if not can(self.user, rules.CHANGE):
            raise PermissionDenied
        if step is None:
            return HttpResponseBadRequest(_("Nothing to do."))
        try:
            return step()
        except WutongError as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(case_url(self.object.pk))

    def _done(self, said: str) -> HttpResponseBase:
        messages.success(self.request, said)
        return HttpResponseRedirect(case_url(self.object.pk))

    def _identify(self) -> HttpResponseBase:
        form = IdentityForm(self.request.POST, user=self.user, prefix="identify")
        if not form.is_valid():
            return self.render(identity_form=form, status=422)
        cases.confirm_identity(
            actor=self.actor,
            case_id=self.object.pk,
            how=form.cleaned_data["how"],
            person_id=form.cleaned_data["person"],
        )
        return self._done(_("Noted. The request can be worked on."))

    def _copy(self) -> HttpResponseBase:
        progress = cases.make_case_copy(
            actor=self.actor,
            case_id=self.object.pk,
            url=case_url(self.object.pk),
            permission=rules.CHANGE,
        )
        return HttpResponseRedirect(reverse("office:progress", args=[progress.pk]))

    def _settle(self) -> HttpResponseBase:
        form = AnswerForm(self.request.POST, prefix="settle")
        if not form.is_valid():
            return self.render(answer_form=form, status=422)
        cases.settle_case(
            actor=self.actor, case_id=self.object.pk, answer=form.cleaned_data["answer"]
        )
        return self._done(_("Done. The person is told."))

    def _refuse(self) -> HttpResponseBase:
        form = RefusalForm(self.request.POST, prefix="refuse")
        if not form.is_valid():
            return self.render(refusal_form=form, status=422)
        cases.refuse_case(
            actor=self.actor,
            case_id=self.object.pk,
            ground=RefusalGround(form.cleaned_data["ground"]),
            answer=form.cleaned_data["answer"],
        )
        return self._done(_("Refused. The person is told why."))

    def _erase(self) -> HttpResponseBase:
        if not can(self.user, rules.ERASE):
            raise PermissionDenied
        case = cases.approve_erasure(actor=self.actor, case_id=self.object.pk)
        assert case.runs_at is not None
        return self._done(_("Put down for erasure. Until then it can be taken back."))

    def _withdraw(self) -> HttpResponseBase:
        cases.withdraw_case(actor=self.actor, case_id=self.object.pk)
        return self._done(_("Taken back. Nothing was erased."))
