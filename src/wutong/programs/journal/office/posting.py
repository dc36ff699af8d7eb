"""Who gets a copy by post and who does not, by name; labels and the list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wutong.core.people.public import people_cards, people_labels, visible_people
from wutong.kernel.actors import Actor
from wutong.platform.access.public import can
from wutong.platform.jobs.public import defer, start_progress
from wutong.platform.tabular.exports.public import start_export
from wutong.programs.journal import rules
from wutong.programs.journal.enums import REASONS
from wutong.programs.journal.exporters import JUDGED, POSTAL
from wutong.programs.journal.labels import count_addressees
from wutong.programs.journal.office import forms
from wutong.programs.journal.office.addresses import issue_url
from wutong.programs.journal.office.views import IssuePage
from wutong.programs.journal.selectors import judged_as
from wutong.programs.journal.tasks import labels_job
from wutong.ui.design.typography import exact
from wutong.ui.office.views import OfficeFormView

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase
    from django.utils.functional import _StrOrPromise

PAGE = 50


class JudgedView(IssuePage):
    """Everybody judged the same way, fifty at a time, as far as the viewer sees."""

    template_name = "journal/office/judged.html"

    @cached_property
    def reason(self) -> str:
        """The reason asked for; "" are those who get a copy."""
        asked = self.request.GET.get("reason", self.request.POST.get("reason", ""))
        return asked if asked in REASONS else ""

    def get_page_title(self) -> _StrOrPromise:
        """The reason in words."""
        return str(REASONS[self.reason]) if self.reason else _("Gets a copy by post")

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """One page of names, in a fixed number of queries."""
        people = visible_people(self.user)
        rows = judged_as(self.object, self.reason, people)
        page = Paginator(rows, PAGE).get_page(self.request.GET.get("page"))
        found = list(page.object_list)
        cards = people_cards(people.filter(pk__in=[row.person_id for row in found]))
        shared = people_labels(row.shares_with for row in found if row.shares_with)
        return super().get_context_data(
            reason=self.reason,
            page=page,
            rows=[(cards.get(row.person_id), shared.get(row.shares_with or 0)) for row in found],
            may_export=can(self.user, rules.EXPORT),
            **extra,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The same as a workbook."""
        progress = start_export(
            actor=self.actor, key=JUDGED,
            params={"issue": self.object.pk, "reason": self.reason},
            back_url=issue_url(self.object.pk),
        )  # fmt: skip
        return HttpResponseRedirect(reverse("office:progress", args=[progress.pk]))


class LabelsView(IssuePage, OfficeFormView):
    """Labels for the fixed list, on sheets that are sold everywhere."""

    permission = rules.LABELS
    template_name = "office/form.html"
    page_title = gettext_lazy("Postal labels")
    form_class = forms.LabelsForm
    submit_label = gettext_lazy("Make the labels")

    def get_cancel_url(self) -> str:
        """The issue."""
        return issue_url(self.object.pk)

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """How many there are."""
        number = exact(count_addressees(self.object, self.user))
        words = _(
            "%(number)s labels, in the order of addresses. The file is kept seven days and only"
            " you can fetch it."
        )
        return super().get_context_data(**extra) | {"intro": words % {"number": number}}

    def perform(self, form: forms.LabelsForm) -> str:
        """In the background."""
        with transaction.atomic():
            progress = start_progress(
                kind="journal.labels",
                title=_("Labels: %(issue)s") % {"issue": self.object.label},
                owner=self.actor,
                url=issue_url(self.object.pk),
            )
            defer(
                labels_job, progress_id=str(progress.pk), user_id=self.user.pk,
                issue_id=self.object.pk, sheet=form.cleaned_data["sheet"],
                skip=form.cleaned_data["skip"],
            )  # fmt: skip
        return reverse("office:progress", args=[progress.pk])


class PostalListView(IssuePage, OfficeFormView):
    """The fixed list with addresses, for the mailing house: a reason is asked and kept."""

    permission = rules.LABELS
    template_name = "office/form.html"
    page_title = gettext_lazy("Postal list as a workbook")
    form_class = forms.ReasonForm
    submit_label = gettext_lazy("Make the workbook")
    intro = gettext_lazy("It holds names and full addresses. Who took it and what for is kept.")

    def get_cancel_url(self) -> str:
        """The issue."""
        return issue_url(self.object.pk)

    def perform(self, form: forms.ReasonForm) -> str:
        """In the background."""
        reason = form.cleaned_data["reason"]
        progress = start_export(
            actor=Actor.of(self.user, reason=reason), key=POSTAL,
            params={"issue": self.object.pk}, reason=reason, back_url=issue_url(self.object.pk),
        )  # fmt: skip
        return reverse("office:progress", args=[progress.pk])
