"""CAS, protocol 3.0 and 2.0: a ticket comes back, the server says whose it is.

A client of our own over the documented protocol (see the decision record on campus log-in): it
gives the identity to the same door as the other log-ins, so that the second factor, the throttles
and the audit trail hold here too. The service address carries a state of this session; a ticket
that was made for another session, or is shown twice, opens nothing.
"""

from __future__ import annotations

import re
import secrets
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from xml.etree.ElementTree import ParseError

from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import complete_social_login, render_authentication_error
from allauth.socialaccount.providers.base import Provider, ProviderAccount
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.conf import settings
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from requests import RequestException

from wutong.ui.signin.campus.identity import identity_from

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

SESSION = "signin_cas"
LASTS = 10 * 60
MOST = 5
LARGEST = 256 * 1024
NAMESPACE = "{http://www.yale.edu/tp/cas}"
_TICKET = re.compile(r"ST-[A-Za-z0-9_.-]{1,255}")


class CasError(Exception):
    """The server did not say whose ticket it is."""


class CasProvider(Provider):
    """CAS as one of the log-ins."""

    id = "cas"
    name = "CAS"
    uses_apps = False
    account_class = ProviderAccount

    def get_login_url(self, request: HttpRequest, **kwargs: Any) -> str:
        """Where it begins."""
        del request
        address = reverse("cas_login")
        return f"{address}?{urlencode(kwargs)}" if kwargs else address

    def extract_uid(self, data: dict[str, Any]) -> str:
        """The principal, in small letters: CAS servers compare without case."""
        return str(data["user"]).lower()

    def extract_extra_data(self, data: Any) -> dict[str, Any]:
        """Nothing is kept beside the principal."""
        return {}


def parse_answer(text: bytes) -> dict[str, Any]:
    """User and attributes of a ``serviceValidate`` answer. Raises `CasError`."""
    if len(text) > LARGEST:
        message = "the answer is too long"
        raise CasError(message)
    try:
        root = fromstring(text, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as error:
        message = f"not an answer of CAS: {error}"
        raise CasError(message) from error
    success = root.find(f"{NAMESPACE}authenticationSuccess")
    if root.tag != f"{NAMESPACE}serviceResponse" or success is None:
        failure = root.find(f"{NAMESPACE}authenticationFailure")
        message = failure.get("code", "") if failure is not None else "no success"
        raise CasError(message)
    user = (success.findtext(f"{NAMESPACE}user") or "").strip()
    if not user:
        message = "success without a user"
        raise CasError(message)
    said: dict[str, Any] = {"user": user}
    for node in success.find(f"{NAMESPACE}attributes") or ():
        key = node.tag.removeprefix(NAMESPACE)
        said.setdefault(key, []).append((node.text or "").strip())
    return said


def validate(ticket: str, service: str) -> dict[str, Any]:
    """Ask the server whose ticket it is. Raises `CasError`, `RequestException`."""
    if not _TICKET.fullmatch(ticket):
        message = "not a service ticket, or not of this session"
        raise CasError(message)
    path = "p3/serviceValidate" if settings.CAMPUS_CAS_VERSION == "3" else "serviceValidate"
    with get_adapter().get_requests_session() as session:
        answer = session.get(
            f"{settings.CAMPUS_CAS_SERVER.rstrip('/')}/{path}",
            params={"service": service, "ticket": ticket},
            allow_redirects=False,
        )
    answer.raise_for_status()
    return parse_answer(answer.content)


def _service(request: HttpRequest, state: str) -> str:
    return request.build_absolute_uri(f"{reverse('cas_callback')}?{urlencode({'state': state})}")


@never_cache
@require_safe
def login(request: HttpRequest) -> HttpResponse:
    """To the server, with a service address of this session's own."""
    if not settings.CAMPUS_CAS_SERVER:
        raise Http404
    state = secrets.token_urlsafe(18)
    states = dict(request.session.get(SESSION) or {})
    states[state] = [int(time.time()), get_next_redirect_url(request) or ""]
    newest = sorted(states.items(), key=lambda item: -item[1][0])[:MOST]
    request.session[SESSION] = dict(newest)
    query = urlencode({"service": _service(request, state)})
    return HttpResponseRedirect(f"{settings.CAMPUS_CAS_SERVER.rstrip('/')}/login?{query}")


@never_cache
@require_safe
def callback(request: HttpRequest) -> HttpResponse:
    """Back with a ticket, once."""
    if not settings.CAMPUS_CAS_SERVER:
        raise Http404
    provider = CasProvider(request)
    state = request.GET.get("state", "")
    states = dict(request.session.get(SESSION) or {})
    made, following = states.pop(state, (0, ""))
    request.session[SESSION] = states
    request.session.save()  # before the server is asked: a second request finds no state
    response: HttpResponse
    try:
        fresh = time.time() - made <= LASTS
        said = validate(request.GET.get("ticket", "") if fresh else "", _service(request, state))
    except (CasError, RequestException) as error:
        response = render_authentication_error(request, provider, exception=error)
        return response
    found = provider.sociallogin_from_response(request, said)
    found.campus = identity_from(provider.id, found.account.uid, said)
    found.state = {"process": "login", **({"next": following} if following else {})}
    response = complete_social_login(request, found)
    return response
