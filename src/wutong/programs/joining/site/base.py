"""What the pages of joining share: what the visitor has shown so far, kept in their session."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language
from django.views.generic import View

from wutong.platform.audit.public import client_address
from wutong.programs.joining.models import ContactProof
from wutong.programs.joining.services.proofs import send_code

if TYPE_CHECKING:
    from django.forms import Form
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

PROOF, APPLICATION = "joining_proof", "joining_application"


class JoinPage(View):
    """A public page of the door; never cached, never indexed but for its front."""

    template_name = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Nothing of it stays in a cache."""
        response = super().dispatch(request, *args, **kwargs)
        add_never_cache_headers(response)
        response["Referrer-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    @property
    def language(self) -> str:
        """The language the visitor reads."""
        return "en" if (get_language() or "").startswith("en") else "zh-hans"

    @property
    def visitor(self) -> str:
        """The network address that brakes count."""
        return client_address.get() or ""

    def page(self, form: Form | None = None, *, status: int = 200, **context: Any) -> HttpResponse:
        """The page."""
        bad = form is not None and form.is_bound and not form.is_valid()
        return render(
            self.request,
            self.template_name,
            {"form": form, **context},
            status=422 if bad and status == 200 else status,
        )

    def kept(self, key: str) -> UUID | None:
        """An id the session keeps."""
        held = self.request.session.get(key, "")
        try:
            return UUID(held)
        except (ValueError, TypeError):
            return None

    def proof(self) -> ContactProof | None:
        """The proof the visitor is in the middle of."""
        key = self.kept(PROOF)
        return ContactProof.objects.filter(pk=key).first() if key else None

    def send(self, purpose: str, contact: tuple[str, str]) -> ContactProof:
        """Send a code to a contact (kind and value) and remember it in the session."""
        kind, value = contact
        proof = send_code(purpose=purpose, kind=kind, value=value, visitor=self.visitor)
        self.request.session[PROOF] = str(proof.pk)
        return proof

    def to(self, address: str) -> HttpResponseRedirect:
        """On."""
        return HttpResponseRedirect(address)
