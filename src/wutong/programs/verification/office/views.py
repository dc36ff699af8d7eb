"""The list of a college: looked through by keyboard or workbook, signed; changes reviewed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from wutong.core.reference.enums import Completion
from wutong.kernel.clock import today
from wutong.kernel.errors import WutongError
from wutong.platform.access.public import can, scope
from wutong.platform.jobs.public import defer, start_progress
from wutong.platform.tabular.exports.public import start_export
from wutong.programs.verification import rules
from wutong.programs.verification.enums import Answer, Review
from wutong.programs.verification.exporters import KEY as EXPORT
from wutong.programs.verification.facts import EDITABLE, LABELS, shown_of
from wutong.programs.verification.models import Line, UnitList
from wutong.programs.verification.services.answering import answer_line, reopen_list, sign_list
from wutong.programs.verification.services.reviewing import accept_line, decline_line
from wutong.programs.verification.services.workbook import TOLD, take_in
from wutong.programs.verification.tasks import open_round_job
from wutong.ui.office.fields import DayInput
from wutong.ui.office.views import OfficeDetailView, OfficeFormView, OfficeObjectView

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

_LIST = (gettext_lazy("Verification"), "/office/verification/")
PAGE = 25
DAYS = 30
TABS = ((Answer.OPEN, "open"), (Answer.RIGHT, "right"), (Answer.CHANGED, "changed"),
        (Answer.UNKNOWN, "unknown"))  # fmt: skip


class RoundForm(forms.Form):
    """Whom the colleges look through, and until when."""

    title = forms.CharField(label=pgettext_lazy("verification", "Title"), max_length=120)
    leave_from = forms.IntegerField(
        label=gettext_lazy("Left from"), required=False, min_value=1900, max_value=2100,
        help_text=gettext_lazy("Left empty, everybody who has left is looked through."),
    )  # fmt: skip
    leave_to = forms.IntegerField(
        label=gettext_lazy("Left until"), required=False, min_value=1900, max_value=2100
    )
    due_on = forms.DateField(label=gettext_lazy("To be signed by"), widget=DayInput)


class RoundNewView(OfficeFormView):
    """Every college gets its list."""

    permission = rules.CHANGE
    form_class = RoundForm
    page_title = gettext_lazy("Ask the colleges")
    submit_label = gettext_lazy("Make the lists")
    breadcrumbs = (_LIST,)
    cancel_url = "/office/verification/"
    intro = gettext_lazy(
        "Each college that stands today gets the people who studied there or at what it grew out"
        " of. Its coordinators find the list on their home page."
    )

    def get_initial(self) -> dict[str, Any]:
        """This year, in a month."""
        year = today().year
        title = _("Verification %(year)s") % {"year": year}
        return {"title": title, "due_on": today() + timedelta(days=DAYS)}

    def perform(self, form: RoundForm) -> str:
        """In the background; hundreds of thousands of lines take a while."""
        values = {**form.cleaned_data, "due_on": form.cleaned_data["due_on"].isoformat()}
        with transaction.atomic():
            progress = start_progress(
                kind="verification",
                title=_("Lists: %(title)s") % {"title": values["title"]},
                owner=self.actor,
                url=reverse("office:verification-list"),
            )
            defer(
                open_round_job,
                values=values,
                progress_id=str(progress.pk),
                user_id=self.user.pk,
            )
        return reverse("office:progress", args=[progress.pk])


class ListPage(OfficeObjectView[UnitList]):
    """A page about one list; foreign ones answer 404."""

    model = UnitList
    permission = rules.VIEW
    breadcrumbs = (_LIST,)

    def get_queryset(self) -> QuerySet[UnitList]:
        """With college and round."""
        return super().get_queryset().select_related("unit", "round", "signed_by")

    def here(self) -> str:
        """Its address."""
        return reverse("office:verification-detail", args=[self.object.pk])


class ListDetailView(ListPage, OfficeDetailView[UnitList]):
    """Where it stands, and its lines a page at a time, those not looked at first."""

    template_name = "verification/office/list.html"

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """A page of lines with what is on record."""
        unit_list = self.object
        tabs = {key: code for code, key in TABS}
        wanted = self.request.GET.get("show", "open" if unit_list.looked_at < unit_list.people else "")  # fmt: skip
        lines = scope(self.user, Line).filter(unit_list=unit_list)
        if wanted in tabs:
            lines = lines.filter(answer=tabs[wanted])
        text = self.request.GET.get("q", "").strip()
        if text:
            lines = lines.filter(person__name__contains=text)
        page = Paginator(lines.order_by("pk"), PAGE).get_page(self.request.GET.get("page"))
        counts = {"open": unit_list.people - unit_list.looked_at, "right": unit_list.right,
                  "changed": unit_list.changed, "unknown": unit_list.unknown}  # fmt: skip
        return super().get_context_data(
            rows=rows_of(unit_list, list(page.object_list)),
            place=page,
            wanted=wanted,
            text=text,
            tabs=[(key, Answer(code).label, counts[key]) for code, key in TABS],
            labels=[LABELS[key] for key in LABELS if key != "name"],
            completions=Completion.labels,
            may_answer=can(self.user, rules.ANSWER) and not unit_list.is_signed,
            may_change=can(self.user, rules.CHANGE),
            **extra,
        )


def rows_of(unit_list: UnitList, lines: list[Line]) -> list[dict[str, Any]]:
    """Lines with the values on record and what was given as new."""
    shown = shown_of(unit_list, [line.person_id for line in lines])
    return [
        {
            "line": line,
            "name": shown[line.person_id].values["name"],
            "cells": [
                (LABELS[key], value, line.changes.get(key, {}).get("new", ""))
                for key, value in shown[line.person_id].values.items()
                if key != "name"
            ],
            "fields": [
                (key, LABELS[key], line.changes.get(key, {}).get("new", ""),
                 shown[line.person_id].values[key])
                for key in EDITABLE
            ],
        }
        for line in lines
        if line.person_id in shown
    ]  # fmt: skip


class AnswerView(ListPage):
    """One line answered: with script its row comes back, without the page does."""

    permission = rules.ANSWER

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Looking answers nothing."""
        return HttpResponseRedirect(self.here())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """`line` and `answer`; the new values of a change by the names of their fields."""
        lines = scope(self.user, Line).filter(unit_list=self.object)
        number = request.POST.get("line", "")
        line = get_object_or_404(lines, pk=number if number.isdecimal() else 0)
        answer, problem = request.POST.get("answer", ""), ""
        try:
            line = answer_line(
                actor=self.actor,
                line_id=line.pk,
                answer=answer if answer in Answer.values else Answer.OPEN,
                given={key: request.POST.get(key, "") for key in EDITABLE},
            )
        except WutongError as error:
            problem = str(error)
        if getattr(request, "htmx", None):
            row = rows_of(self.object, [line])[0]
            if problem:  # what was typed stays
                row["fields"] = [
                    (key, label, request.POST.get(key, ""), before)
                    for key, label, _new, before in row["fields"]
                ]
            self.object.refresh_from_db()
            context = self.get_context_data(
                row=row, problem=problem, may_answer=True, completions=Completion.labels
            )
            return TemplateResponse(request, "verification/office/row.html", context)
        if problem:
            messages.error(request, problem)
        return HttpResponseRedirect(request.POST.get("next") or self.here()) if _own(request) else HttpResponseRedirect(self.here())  # fmt: skip


def _own(request: HttpRequest) -> bool:
    return request.POST.get("next", "").startswith("/office/verification/")


class WorkbookView(ListPage):
    """Out by POST, back as a file."""

    permission = rules.ANSWER

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Back to the list."""
        return HttpResponseRedirect(self.here())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """With a file it is taken in; without one it is made."""
        file = request.FILES.get("file")
        if file is None:
            progress = start_export(
                actor=self.actor,
                key=EXPORT,
                params={"list": self.object.pk},
                back_url=self.here(),
            )
            return HttpResponseRedirect(reverse("office:progress", args=[progress.pk]))
        try:
            taken = take_in(
                actor=self.actor, list_id=self.object.pk, content=file, name=file.name or ""
            )
        except WutongError as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(self.here())
        words = ngettext(
            "%(number)s row answered, %(without)s without an answer.",
            "%(number)s rows answered, %(without)s without an answer.",
            taken.answered,
        )
        messages.success(request, words % {"number": taken.answered, "without": taken.without})
        for refused in taken.refused[:TOLD]:
            messages.warning(request, refused)
        return HttpResponseRedirect(self.here())


class SignView(ListPage):
    """Signed by the college; opened again by the office."""

    permission = rules.VIEW

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Back to the list."""
        return HttpResponseRedirect(self.here())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """`do` is sign or reopen."""
        does = request.POST.get("do", "sign")
        needed = rules.CHANGE if does == "reopen" else rules.ANSWER
        if not can(self.user, needed):
            raise PermissionDenied
        try:
            if does == "reopen":
                reopen_list(actor=self.actor, list_id=self.object.pk)
                messages.success(request, _("The college can go on with its list."))
            else:
                sign_list(
                    actor=self.actor,
                    user=self.user,
                    list_id=self.object.pk,
                    name=request.POST.get("name", ""),
                )
                messages.success(request, _("The list is signed. Thank you for your care."))
        except WutongError as error:
            messages.error(request, str(error))
        return HttpResponseRedirect(self.here())


class ReviewView(OfficeDetailView[Line]):
    """One change: on record, as the college saw it, as it says now."""

    model = Line
    permission = rules.CHANGE
    template_name = "verification/office/change.html"
    breadcrumbs = (
        _LIST,
        (gettext_lazy("Changes of the colleges"), "/office/verification/review/"),
    )

    def get_queryset(self) -> QuerySet[Line]:
        """Changes of signed lists."""
        rows = super().get_queryset().filter(answer=Answer.CHANGED)
        rows = rows.filter(unit_list__signed_at__isnull=False)
        return rows.select_related("person", "unit_list__unit", "unit_list__round")

    def get_page_title(self) -> str:
        """The person."""
        return self.object.person.name

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """Field by field."""
        line = self.object
        shown = shown_of(line.unit_list, [line.person_id]).get(line.person_id)
        now = shown.values if shown else {}
        return super().get_context_data(
            fields=[
                (LABELS[key], now.get(key, ""), change["old"], change["new"],
                 now.get(key, "") != change["old"])
                for key, change in line.changes.items()
                if key in LABELS
            ],
            waiting=line.review == Review.WAITING,
            **extra,
        )  # fmt: skip

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Take over or not, then on to the next."""
        line = self.object
        try:
            if request.POST.get("do") == "accept":
                accept_line(actor=self.actor, line_id=line.pk)
                messages.success(request, _("%(name)s: taken over.") % {"name": line.person.name})
            else:
                decline_line(actor=self.actor, line_id=line.pk)
                messages.success(request, _("%(name)s: left as it was.") % {"name": line.person.name})  # fmt: skip
        except WutongError as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(reverse("office:verification-change", args=[line.pk]))
        following = self.get_queryset().filter(review=Review.WAITING).order_by("answered_at", "pk")
        after = following.values_list("pk", flat=True).first()
        if after:
            return HttpResponseRedirect(reverse("office:verification-change", args=[after]))
        return HttpResponseRedirect(reverse("office:verification-review"))
