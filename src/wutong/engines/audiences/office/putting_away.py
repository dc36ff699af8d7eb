"""Putting something away, with the undo in the word about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from wutong.platform.access.public import scope
from wutong.ui.office.views import OfficeView

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase
    from django.utils.functional import _StrOrPromise
    from django.utils.safestring import SafeString


class PutAwayView(OfficeView):
    """``model`` must have an owner and ``archived_at``; only the owner takes it out again."""

    permission = "segments.change"
    http_method_names = ["post"]
    model: ClassVar[type[Any]]
    home: ClassVar[str]
    detail: ClassVar[str]
    archive: ClassVar[str]
    said: ClassVar[_StrOrPromise]

    def put_away(self, found: Any) -> None:
        """Call the service."""
        raise NotImplementedError

    def take_out(self, found: Any) -> None:
        """Call the service."""
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """``undo`` brings it back."""
        pk = kwargs["pk"]
        if request.POST.get("undo"):
            found = get_object_or_404(scope(self.user, self.model, "restore"), pk=pk)
            self.take_out(found)
            messages.success(request, _("Taken out again."))
            return HttpResponseRedirect(reverse(self.detail, args=[pk]))
        found = get_object_or_404(scope(self.user, self.model, "change"), pk=pk)
        self.put_away(found)
        undo = self._undo(pk) if found.owner_id == self.user.pk else ""
        messages.success(request, format_html("{} {}", self.said, undo))
        return HttpResponseRedirect(reverse(self.home))

    def _undo(self, pk: int) -> SafeString:
        return format_html(
            '<form method="post" action="{}"><input type="hidden" name="csrfmiddlewaretoken"'
            ' value="{}"><button class="button button-small" name="undo" value="1">{}</button>'
            "</form>",
            reverse(self.archive, args=[pk]),
            get_token(self.request),
            _("Undo"),
        )
