"""Closing a year: prepared by one, closed by another, restated with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wutong.core.figures.models import ClosedFigure, Closing
from wutong.core.figures.public import figures, official, restate_figure, withdraw_closing
from wutong.insight.reports.closings import account_url
from wutong.insight.reports.tasks import close, prepare
from wutong.kernel.errors import WutongError
from wutong.platform.access.public import scopes_of
from wutong.platform.jobs.public import defer, start_progress
from wutong.ui.office.views import OfficeFormView, OfficeView

from .forms import CommentForm, ReasonForm

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase


class PrepareView(OfficeFormView):
    """Asks for a word to the second person, then counts the year in the background."""

    permission = "account.prepare"
    form_class = CommentForm
    submit_label = gettext_lazy("Count and prepare")
    intro = gettext_lazy(
        "Every figure of the year is counted with its rows and kept. A second person then closes"
        " the year; from then on the account prints what was kept."
    )

    def get_page_title(self) -> str:
        """Which year."""
        return _("Prepare the closing of %(year)s") % {"year": self.kwargs["year"]}

    def get_cancel_url(self) -> str:
        """Back to the account."""
        return account_url(self.kwargs["year"])

    def perform(self, form: CommentForm) -> str:
        """Queue the counting."""
        if not official(scopes_of(self.user)):
            raise Http404
        year = self.kwargs["year"]
        with transaction.atomic():
            progress = start_progress(
                kind="account.prepare",
                title=self.get_page_title(),
                owner=self.actor,
                url=account_url(year),
            )
            defer(
                prepare,
                progress_id=str(progress.pk),
                user_id=self.user.pk,
                year=year,
                comment=form.cleaned_data["comment"],
            )
        return reverse("office:progress", args=[progress.pk])


class CloseView(OfficeView):
    """The second person's act."""

    permission = "account.close"
    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Queue the second count; who prepared the year is refused here and again there."""
        closing = get_object_or_404(Closing, pk=kwargs["pk"])
        if not official(scopes_of(self.user)):
            raise Http404
        if closing.prepared_by_id == self.user.pk:
            messages.error(
                request, _("A second person closes the year, not the one who prepared it.")
            )
            return HttpResponseRedirect(account_url(closing.year))
        with transaction.atomic():
            progress = start_progress(
                kind="account.close",
                title=_("Close the year %(year)s") % {"year": closing.year},
                owner=self.actor,
                url=account_url(closing.year),
            )
            defer(close, progress_id=str(progress.pk), user_id=self.user.pk, closing_id=closing.pk)
        return HttpResponseRedirect(reverse("office:progress", args=[progress.pk]))


class WithdrawView(OfficeView):
    """Takes back a closing that waits."""

    permission = "account.prepare"
    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Withdraw and say so."""
        closing = get_object_or_404(Closing, pk=kwargs["pk"])
        try:
            withdraw_closing(actor=self.actor, closing_id=closing.pk)
        except WutongError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Withdrawn. The year can be prepared again."))
        return HttpResponseRedirect(account_url(closing.year))


class RestateView(OfficeFormView):
    """Replaces a closed value by today's, with a reason."""

    permission = "account.close"
    form_class = ReasonForm
    submit_label = gettext_lazy("Restate")
    success_message = gettext_lazy("Restated. The old value stays on record and is printed.")

    @cached_property
    def stored(self) -> ClosedFigure:
        """The closed figure."""
        found = get_object_or_404(
            ClosedFigure.objects.select_related("closing"), pk=self.kwargs["pk"]
        )
        if not official(scopes_of(self.user)):
            raise Http404
        return found

    def get_page_title(self) -> str:
        """Which figure of which year."""
        figure = figures.find(self.stored.code)
        return _("Restate “%(figure)s” of %(year)s") % {
            "figure": figure.title if figure else self.stored.code,
            "year": self.stored.closing.year,
        }

    def get_cancel_url(self) -> str:
        """Back to the account."""
        return account_url(self.stored.closing.year)

    def perform(self, form: ReasonForm) -> str:
        """Restate."""
        restate_figure(
            actor=self.actor,
            closed_figure_id=self.stored.pk,
            reason=form.cleaned_data["reason"],
        )
        return account_url(self.stored.closing.year)
