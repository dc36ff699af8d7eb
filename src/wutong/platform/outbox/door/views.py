"""The HTTP addresses for returned mail: each refuses what is not signed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anymail.exceptions import AnymailWebhookValidationFailure
from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from wutong.platform.outbox.door.events import take_in_event, view_of
from wutong.platform.outbox.door.signing import HEADER, RECIPIENT, is_signed
from wutong.platform.outbox.services.inbound import SIZE_LIMIT, receive_mail

if TYPE_CHECKING:
    from django.http import HttpRequest


@csrf_exempt
@require_POST
def returned_mail(request: HttpRequest) -> HttpResponse:
    """A whole message from our own mail server's pipe (``door.signing`` has the form).

    2xx means it is kept and may be forgotten there; anything else means try again later.
    """
    body = request.read(SIZE_LIMIT + 1)
    recipient = request.headers.get(RECIPIENT, "")
    seal = request.headers.get(HEADER, "")
    if not is_signed(settings.OUTBOX_DOOR_SECRET, seal, body, recipient=recipient):
        return HttpResponse(status=403)
    verdict = receive_mail(raw=body, recipient=recipient, source="door")
    return JsonResponse({"verdict": verdict})


@csrf_exempt
@require_POST
def provider_events(request: HttpRequest, provider: str) -> HttpResponse:
    """Tracking events of a provider, in its own form and with its own signature."""
    reader = view_of(provider)
    if reader is None:
        raise Http404
    try:
        reader.run_validators(request)
        events = reader.parse_events(request)
    except AnymailWebhookValidationFailure:
        return HttpResponse(status=403)
    for event in events:
        take_in_event(provider, event)
    return HttpResponse(status=204)
