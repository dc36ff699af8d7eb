"""The page of WeChat: what the account sent and got, and being a fan of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from wutong.devtools.catcher.lists import Told, found_page
from wutong.devtools.catcher.views import as_page

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from wutong.devtools.wechat.server import Simulator

LONGEST = 600


def _simulator() -> Simulator:
    found: Simulator | None = getattr(settings, "CATCHER_WECHAT", None)
    if found is None:
        raise Http404
    return found


@require_GET
def said_list(request: HttpRequest) -> HttpResponse:
    """The fans and what they can do; below, what was said, newest first."""
    simulator = _simulator()
    told = Told(
        name="catcher-wechat",
        clear_url=reverse("catcher-wechat-clear"),
        newest_url=reverse("catcher-wechat-newest"),
        search=_("Search openid or words"),
        fresh=_("Something new was said: show it"),
        nothing_found=_("Nothing matches. Try a part of the openid, or one word."),
        nothing_yet=_("Nothing was said yet. Send a notice from the office, or write as a fan."),
        clear=lambda count: ngettext(
            "This deletes %(count)s message.", "This deletes %(count)s messages.", count
        ),
        count=lambda count: ngettext("%(count)s message", "%(count)s messages", count),
    )
    extra = {"fans": simulator.store.fans(), "templates": simulator.account.templates}
    return as_page(found_page(request, "catcher/wechat.html", simulator.store, told, extra))


@require_GET
def newest(request: HttpRequest) -> JsonResponse:
    """What the list asks now and then."""
    return JsonResponse({"newest": _simulator().store.newest()})


@require_POST
def clear(request: HttpRequest) -> HttpResponse:
    """Forget what was said."""
    _simulator().store.clear()
    return HttpResponseRedirect(reverse("catcher-wechat"))


@require_POST
def follow(request: HttpRequest) -> HttpResponse:
    """Somebody new follows."""
    _simulator().follow(request.POST.get("nickname", "").strip()[:30] or "微信用户")
    return HttpResponseRedirect(reverse("catcher-wechat"))


@require_POST
def do(request: HttpRequest) -> HttpResponse:
    """A fan follows again, leaves, writes, allows a template or takes that back."""
    simulator = _simulator()
    openid, words = request.POST.get("openid", ""), request.POST.get("words", "").strip()
    template = request.POST.get("template", "")
    fan = simulator.store.fan(openid)
    if fan is None:
        raise Http404
    acts: dict[str, Callable[[], object]] = {
        "follow": lambda: simulator.follow(fan.nickname, openid),
        "leave": lambda: simulator.leave(openid),
        "say": lambda: simulator.say(openid, words[:LONGEST]) if words else None,
        "allow": lambda: simulator.allow(openid, template),
        "refuse": lambda: simulator.refuse(openid, template),
    }
    act = acts.get(request.POST.get("do", ""))
    if act is not None:
        act()
    return HttpResponseRedirect(f"{reverse('catcher-wechat')}#fan-{openid}")
