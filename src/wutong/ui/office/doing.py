"""What is done to an object from its page: every act a POST with ``do`` and a permission."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBadRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from wutong.kernel.errors import WutongError
from wutong.platform.access.public import can
from wutong.ui.office.views import OfficeView

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.forms import Form
    from django.http import HttpRequest

    Acts = Mapping[str, tuple[str, Callable[[], str | HttpResponseBase]]]


class DoView(OfficeView):
    """Mixed into a view of one object: ``acts`` names each act with its permission and method.

    An act returns what to say about it, or a response of its own. What it refuses is said on the
    page one came from; looking at the address does nothing.
    """

    def acts(self) -> Acts:
        """Each act under the name that ``do`` has."""
        raise NotImplementedError

    def back(self) -> HttpResponseBase:
        """To the object's page."""
        raise NotImplementedError

    def done(self, said: str | HttpResponseBase) -> HttpResponseBase:
        """After an act."""
        if isinstance(said, HttpResponseBase):
            return said
        if said:
            messages.success(self.request, said)
        return self.back()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Looking does nothing."""
        return self.back()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Do it and go back with a word about it."""
        found = self.acts().get(request.POST.get("do", ""))
        if found is None:
            return HttpResponseBadRequest(_("Nothing to do."))
        permission, act = found
        if not can(self.user, permission):
            raise PermissionDenied
        try:
            said = act()
        except WutongError as error:
            messages.error(request, str(error))
            return self.back()
        return self.done(said)

    def given(self, form_class: type[Form]) -> dict[str, Any]:
        """What was typed; raises the first thing that is wrong with it."""
        form = form_class(self.request.POST, self.request.FILES)
        if not form.is_valid():
            name, problems = next(iter(form.errors.items()))
            label = form.fields[name].label if name in form.fields else ""
            raise WutongError(f"{label}: {problems[0]}" if label else str(problems[0]))
        return form.cleaned_data
