"""The list of cases and a page for each; opening and changing one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db.models import Q
from django.http import FileResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wutong.core.people.public import latest_studies, study_label, visible_people
from wutong.core.people.public import search as search_people
from wutong.engines.inbox.public import brief_of, way_to
from wutong.platform.access.public import can, scope, scopes_of
from wutong.platform.audit.public import record
from wutong.platform.files.public import open_stored
from wutong.programs.servicedesk import rules
from wutong.programs.servicedesk.enums import CaseState
from wutong.programs.servicedesk.models import Case, CaseNote
from wutong.programs.servicedesk.office import forms
from wutong.programs.servicedesk.office.addresses import case_url, cases_url
from wutong.programs.servicedesk.office.tables import STATE_TONES, CaseFilter, CaseTable
from wutong.programs.servicedesk.rules import own_desk
from wutong.programs.servicedesk.selectors import case_from
from wutong.programs.servicedesk.services.answering import address_of
from wutong.programs.servicedesk.services.cases import change_case, open_case, repeats_of
from wutong.ui.office.lists.registry import register_list
from wutong.ui.office.lists.view import OfficeListView
from wutong.ui.office.views import OfficeDetailView, OfficeEditView, OfficeFormView

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase
    from django.utils.functional import _StrOrPromise

    from wutong.engines.inbox.public import Brief

TITLE = pgettext_lazy("office", "Service desk")


@register_list
class CaseListView(OfficeListView[Case]):
    """Every case in sight; what is due first stands first."""

    model = Case
    list_key = "cases"
    permission = rules.VIEW
    page_title = TITLE
    template_name = "servicedesk/office/cases.html"
    table_class = CaseTable
    filterset_class = CaseFilter
    default_order = ("-opened_at", "-pk")
    search_placeholder = gettext_lazy("Name, matter, number")
    unit = pgettext_lazy("unit", "cases")
    create_url = "new/"
    create_label = gettext_lazy("Open a case")
    create_permission = rules.CHANGE
    export_permission = rules.EXPORT
    export_name = "cases"
    export_columns = (
        "number", "subject", "who", "kind", "channel", "state", "desk", "assignee", "opened_at",
        "opened_by", "due_on", "settled_at", "rating", "rating_words",
    )  # fmt: skip

    def get_base_queryset(self) -> QuerySet[Case]:
        """With the names it shows."""
        rows = super().get_base_queryset().defer("contact", "answer", "person__search_tokens")
        return rows.select_related("person", "kind", "desk", "assignee", "opened_by")

    def search(self, rows: QuerySet[Case], text: str) -> QuerySet[Case]:
        """By number, matter or name given, and by the one search of people."""
        people = search_people(text, people=visible_people(self.user)).order_by()
        return rows.filter(
            Q(number__icontains=text) | Q(subject__icontains=text) | Q(who_name__icontains=text)
            | Q(person__in=people.values("pk"))
        )  # fmt: skip

    def get_row_url(self, row: Case) -> str:
        """Its page."""
        return case_url(row.pk)

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """And the set-up."""
        return super().get_context_data(may_set_up=can(self.user, rules.SETUP), **extra)


class CasePage(OfficeDetailView[Case]):
    """What every page about one case shares; foreign and too sensitive ones answer 404."""

    model = Case
    permission = rules.VIEW
    breadcrumbs = ((TITLE, "/office/cases/"),)

    def get_queryset(self) -> QuerySet[Case]:
        """With what is named."""
        rows = super().get_queryset()
        return rows.select_related("person", "kind", "desk", "assignee", "opened_by", "joined_to")

    def get_page_title(self) -> _StrOrPromise:
        """The matter."""
        return self.object.subject


class CaseView(CasePage):
    """The case, its history, and what can be done now."""

    template_name = "servicedesk/office/case.html"
    shown_contact = ""
    shown_link = ""

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """History, repeats, forms."""
        case, user = self.object, self.user
        changes = can(user, rules.CHANGE)
        mine = scope(user, Case)
        study = latest_studies([case.person_id]).get(case.person_id) if case.person_id else None
        replied = case.notes.filter(kind="reply").order_by("-pk").values_list("text", flat=True)
        return super().get_context_data(
            tone=STATE_TONES.get(CaseState(case.state), ""),
            study=study_label(study),
            notes=case.notes.select_related("by", "file"),
            same=repeats_of(case, mine)[:5] if case.is_open else [],
            repeats=mine.filter(joined_to=case),
            joined_to=mine.filter(pk=case.joined_to_id or 0).first(),
            may_change=changes,
            may_unmask=bool(case.contact_masked) and can(user, rules.UNMASK),
            may_mail=bool(address_of(case)) if case.is_open and changes else False,
            source=brief_of(user, case.message_id),
            way=way_to(case.message_id) if case.is_open and changes else None,
            shown_contact=self.shown_contact,
            shown_link=self.shown_link,
            note_form=forms.NoteForm(),
            hand_form=forms.HandForm(initial={"desk": case.desk_id}),
            answer_form=forms.AnswerForm(initial={"words": replied.first() or ""}),
            **extra,
        )


class NoteFileView(CasePage):
    """A file of the history, as it was handed in."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """404 for a line of another case, and without a file."""
        rows = CaseNote.objects.filter(case=self.object, file__isnull=False)
        note = get_object_or_404(rows.select_related("file"), pk=kwargs["note"])
        assert note.file is not None
        record(
            actor=self.actor, verb="file.fetched", subject=self.object.ref,
            subject_label=self.object.number, data={"size": note.file.size},
        )  # fmt: skip
        response = FileResponse(
            open_stored(note.file), as_attachment=True, filename=note.file.name,
            content_type=note.file.content_type,
        )  # fmt: skip
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "private, no-store"
        return response


class CaseNewView(OfficeFormView):
    """Somebody calls, writes, stands at the counter."""

    permission = rules.CHANGE
    page_title = gettext_lazy("Open a case")
    breadcrumbs = ((TITLE, "/office/cases/"),)
    cancel_url = "/office/cases/"
    form_class = forms.CaseForm
    submit_label = gettext_lazy("Open the case")

    def get_form_kwargs(self) -> dict[str, Any]:
        """People within sight."""
        return {"user": self.user}

    @cached_property
    def message(self) -> Brief | None:
        """The message it is opened from."""
        key = self.request.GET.get("message", "")
        return brief_of(self.user, int(key)) if key.isdigit() and len(key) < 15 else None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """A message becomes one case."""
        made = case_from(self.user, self.message.id) if self.message else None
        return HttpResponseRedirect(made[1]) if made else super().get(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        """From a person's page or from a message; whoever opens it looks after it."""
        given: dict[str, Any] = {"assignee": self.user.pk}
        if self.message is not None:
            return {**given, **forms.asked_in(self.message)}
        person = self.request.GET.get("person", "")
        if person.isdecimal() and len(person) < 15:
            given["person"] = int(person)
        return given

    def perform(self, form: forms.CaseForm) -> str:
        """To the case; what looks the same is shown there."""
        fields = form.case_fields()
        if fields["desk"] is None and not scopes_of(self.user).everything:
            fields["desk"] = own_desk(self.user)
        case = open_case(
            actor=self.actor, fields=fields, person_id=form.cleaned_data.get("person"),
            contact=form.cleaned_data["contact"] or forms.contact_in(self.message),
            message_id=self.message.id if self.message else None,
        )  # fmt: skip
        messages.success(self.request, _("Case %(number)s is open.") % {"number": case.number})
        return (
            case_url(case.pk) if scope(self.user, Case).filter(pk=case.pk).exists() else cases_url()
        )


class CaseEditView(CasePage, OfficeEditView[Case]):
    """Put an open case right."""

    permission = rules.CHANGE
    template_name = "office/form.html"
    form_class = forms.CaseForm
    success_message = gettext_lazy("The case is changed.")

    def get_queryset(self) -> QuerySet[Case]:
        """Open ones alone."""
        return super().get_queryset().filter(settled_at__isnull=True)

    def get_form_kwargs(self) -> dict[str, Any]:
        """People within sight."""
        return {"user": self.user}

    def get_initial(self) -> dict[str, Any]:
        """As it is; the contact stays unless another is typed."""
        case = self.object
        names = ("kind", "channel", "subject", "question", "who_name", "desk", "due_on", "assignee")
        return {**{name: getattr(case, name) for name in names}, "person": case.person_id}

    def get_breadcrumbs(self) -> Iterable[tuple[_StrOrPromise, _StrOrPromise]]:
        """The list / the case."""
        return ((TITLE, cases_url()), (self.get_page_title(), case_url(self.object.pk)))

    def get_cancel_url(self) -> str:
        """The case."""
        return case_url(self.object.pk)

    def perform(self, form: forms.CaseForm) -> str:
        """Saved, unless somebody was faster."""
        fields = form.case_fields()
        fields["due_on"] = fields["due_on"] or self.object.due_on
        change_case(
            actor=self.actor, case_id=self.object.pk, fields=fields,
            version=form.cleaned_data.get("version"), person_id=form.cleaned_data.get("person"),
            contact=form.cleaned_data["contact"] or None,
        )  # fmt: skip
        return case_url(self.object.pk)
