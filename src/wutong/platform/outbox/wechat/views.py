"""Where WeChat calls back: signed, encrypted, kept before anything is done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse, HttpResponseBadRequest
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from wutong.platform.outbox.services.text_inbound import take_push
from wutong.platform.outbox.wechat import xml
from wutong.platform.outbox.wechat.account import CODE, account
from wutong.platform.outbox.wechat.crypto import SealError, is_signed, key_of, unseal

if TYPE_CHECKING:
    from django.http import HttpRequest

MOST_BYTES = 200_000


@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
def callback(request: HttpRequest) -> HttpResponse:
    """GET proves to WeChat that we know the token; POST brings what fans do, sealed ("safe mode").

    What is not signed, not sealed with our key or not for our account does not exist here. WeChat
    wants an answer within five seconds and asks three times; the same push twice does nothing.
    """
    found = account()
    if found is None or not found.token:
        raise Http404
    given = request.GET
    stamped = (found.token, given.get("timestamp", ""), given.get("nonce", ""))
    if request.method == "GET":
        echo = given.get("echostr", "")
        if not is_signed(given.get("signature", ""), *stamped) or not echo.isalnum():
            raise Http404
        return HttpResponse(echo[:64], content_type="text/plain")
    raw = request.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        return HttpResponseBadRequest()
    try:
        sealed = str(xml.read(raw).get("Encrypt", ""))
        if not sealed or not is_signed(given.get("msg_signature", ""), *stamped, sealed):
            raise Http404
        message = unseal(sealed, key=key_of(found.aes_key), app_id=found.app_id)
    except (xml.XmlError, SealError):
        raise Http404 from None
    take_push(gateway=CODE, what="events", raw=message)
    return HttpResponse("success", content_type="text/plain")
