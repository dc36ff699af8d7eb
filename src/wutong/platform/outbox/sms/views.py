"""Where the clouds push receipts and replies. They sign nothing, so the address is the secret."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import Http404, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from wutong.platform.outbox.services.text_inbound import take_push
from wutong.platform.outbox.sms.gateways import KINDS, readers_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

MOST_BYTES = 2_000_000
WHAT = ("receipts", "replies")


@csrf_exempt
@never_cache
@require_POST
def push(request: HttpRequest, token: str, gateway: str, what: str) -> HttpResponse:
    """``/sms/<token>/<gateway>/receipts`` and ``…/replies``; anything else does not exist."""
    secret = settings.SMS_CALLBACK_TOKEN
    known = bool(secret) and hmac.compare_digest(token.encode(), secret.encode())
    if not known or gateway not in KINDS or what not in WHAT:
        raise Http404
    raw = request.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        return JsonResponse({"code": 413, "msg": "too large"}, status=413)
    verdict = take_push(gateway=gateway, what=what, raw=raw)
    if verdict == "unknown":
        return JsonResponse({"code": 1, "result": 1, "msg": "not understood"}, status=400)
    _receipts, _replies, well = readers_of(gateway)
    return JsonResponse(well)
