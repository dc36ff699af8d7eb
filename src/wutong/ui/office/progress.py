"""Background work as a page: it can be left, and found again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from wutong.platform.access.public import can
from wutong.platform.jobs.models import Progress
from wutong.ui.office.views import OfficeView

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

SHOWN = 50


class ProgressListView(OfficeView):
    """The user's own work of late."""

    permission = "office.enter"
    template_name = "office/progress/list.html"
    page_title = _("Running work")

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """The newest fifty."""
        rows = list(Progress.objects.filter(owner=self.user)[:SHOWN])
        return super().get_context_data(rows=rows, **extra)


class ProgressView(OfficeView):
    """How far one piece of work is; for its owner and those who may see all work."""

    permission = "office.enter"
    template_name = "office/progress/page.html"
    breadcrumbs = ((_("Running work"), "/office/progress/"),)

    @cached_property
    def progress(self) -> Progress:
        """The work, 404 for a stranger."""
        found = get_object_or_404(Progress, pk=self.kwargs["pk"])
        if found.owner_id != self.user.pk and not can(self.user, "jobs.view"):
            raise Http404
        return found

    def get_page_title(self) -> str:
        """What the work is."""
        return self.progress.title

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page; for HTMX the part that changes, once a second until it is over."""
        progress = self.progress
        result_url = str(progress.result.get("url") or "")
        if getattr(request, "htmx", None):
            self.template_name = "office/progress/live.html"  # type: ignore[misc]
        return self.render(progress=progress, result_url=result_url)


class ProgressLineView(ProgressView):
    """The same in one line, for home and lists."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The fragment."""
        self.template_name = "office/progress/line.html"  # type: ignore[misc]
        return self.render(progress=self.progress)
