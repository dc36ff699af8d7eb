"""The open form of a call: words, name and a contact that a code proves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from wutong.engines.calls.public import begin_unproven, own_token
from wutong.kernel.actors import Actor
from wutong.kernel.errors import WutongError
from wutong.platform.audit.public import client_address
from wutong.programs.voices.site.forms import StrangerForm
from wutong.programs.voices.site.views import open_calls

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from wutong.engines.calls.models import Call


# Whoever writes here is nobody yet: there is no session a forged request could borrow.
@method_decorator([csrf_exempt, never_cache], name="dispatch")
class OpenFormView(View):
    """Write without being on record; what was written waits, unseen, for the code."""

    http_method_names = ["get", "head", "post"]

    @cached_property
    def call(self) -> Call:
        """One that is open to everybody today; 404 for any other."""
        return get_object_or_404(open_calls(), slug=self.kwargs["call"])

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """The form."""
        return self.page(StrangerForm(call=self.call))

    def page(self, form: StrangerForm, status: int = 200) -> HttpResponse:
        """The form as filled in so far."""
        context = {"call": self.call, "form": form}
        response = render(self.request, "voices/site/write.html", context, status=status)
        response["X-Robots-Tag"] = "noindex"
        return response

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Keep it and send the code; the page that asks for it is the writer's own from now on."""
        form = StrangerForm(request.POST, request.FILES, call=self.call)
        if not form.is_valid():
            return self.page(form, 422)
        actor = Actor.link("voices.open", f"call:{self.call.pk}")
        try:
            entry = begin_unproven(
                actor=actor, call=self.call, given=form.given(), name=form.cleaned_data["name"],
                contact=form.cleaned_data["contact"], visitor=client_address.get() or "",
            )  # fmt: skip
        except WutongError as error:
            form.add_error(None, str(error))
            return self.page(form, 422)
        token = own_token(entry, actor)
        return HttpResponseRedirect(reverse("voices_writer:write", args=[token]))
