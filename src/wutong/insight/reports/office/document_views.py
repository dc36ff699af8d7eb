"""Taking the account out: documents and rows, made in the background."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.http import Http404, HttpResponseBadRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from wutong.core.figures.public import Figure, figures
from wutong.insight.reports.rows import narrowed
from wutong.insight.reports.services import FORMATS
from wutong.insight.reports.tasks import export_rows, make_document
from wutong.kernel import clock
from wutong.platform.access.public import scopes_of
from wutong.platform.jobs.public import defer, start_progress
from wutong.ui.office.views import OfficeView

from .forms import PeriodForm

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase


class DocumentView(OfficeView):
    """Starts a document and leads to its progress."""

    permission = "account.export"
    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Queue the document of the period, language and format that was asked for."""
        form = PeriodForm.read(request.POST)
        kind = request.POST.get("format", "")
        if not form.is_valid() or kind not in FORMATS:
            return HttpResponseBadRequest()
        period, language = form.period, form.cleaned_data["lang"] or "zh-hans"
        label = period.until(clock.today()).label
        with transaction.atomic():
            progress = start_progress(
                kind="account.document",
                title=_("Account %(period)s as %(format)s")
                % {"period": label, "format": FORMATS[kind].label},
                owner=self.actor,
                url=f"{reverse('office:account-home')}?{request.POST.get('query', '')}",
                total=3,
            )
            defer(
                make_document,
                progress_id=str(progress.pk),
                user_id=self.user.pk,
                start=period.start.isoformat(),
                end=period.end.isoformat(),
                language=language,
                kind=kind,
            )
        return HttpResponseRedirect(reverse("office:progress", args=[progress.pk]))


class RowsExportView(OfficeView):
    """Starts the export of a figure's rows."""

    permission = "account.export"
    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Queue the list; who may not see the college gets 404."""
        figure = figures.find(kwargs["code"])
        college = request.POST.get("college", "")
        form = PeriodForm.read(request.POST)
        if not isinstance(figure, Figure) or narrowed(scopes_of(self.user), college) is None:
            raise Http404
        if not form.is_valid():
            return HttpResponseBadRequest()
        period = form.period
        with transaction.atomic():
            progress = start_progress(
                kind="account.rows",
                title=_("Rows of “%(figure)s”") % {"figure": figure.title},
                owner=self.actor,
                url=reverse("office:account-rows", args=[figure.code])
                + f"?{request.POST.get('query', '')}",
            )
            defer(
                export_rows,
                progress_id=str(progress.pk),
                user_id=self.user.pk,
                code=figure.code,
                start=period.start.isoformat(),
                end=period.end.isoformat(),
                college=college,
            )
        return HttpResponseRedirect(reverse("office:progress", args=[progress.pk]))
