"""The page of caught text messages, and answering them as their owners would."""

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
    from django.http import HttpRequest, HttpResponse

    from wutong.devtools.texts.server import Simulator

LONGEST = 300


def _simulator() -> Simulator:
    found: Simulator | None = getattr(settings, "CATCHER_TEXTS", None)
    if found is None:
        raise Http404
    return found


@require_GET
def text_list(request: HttpRequest) -> HttpResponse:
    """Newest first, each as a phone shows it."""
    told = Told(
        name="catcher-texts",
        clear_url=reverse("catcher-texts-clear"),
        newest_url=reverse("catcher-texts-newest"),
        search=_("Search number or words"),
        fresh=_("New texts have arrived: show them"),
        nothing_found=_("No text matches. Try a part of the number, or one word."),
        nothing_yet=_("No text message yet. Send one from the office, and it will appear here."),
        clear=lambda count: ngettext(
            "This deletes %(count)s caught text.", "This deletes %(count)s caught texts.", count
        ),
        count=lambda count: ngettext("%(count)s text", "%(count)s texts", count),
    )
    return as_page(found_page(request, "catcher/texts.html", _simulator().store, told))


@require_GET
def newest(request: HttpRequest) -> JsonResponse:
    """What the list asks now and then."""
    return JsonResponse({"newest": _simulator().store.newest()})


@require_POST
def clear(request: HttpRequest) -> HttpResponse:
    """Forget all caught texts."""
    _simulator().store.clear()
    return HttpResponseRedirect(reverse("catcher-texts"))


@require_POST
def reply(request: HttpRequest, number: int) -> HttpResponse:
    """Text back as the owner of the number; the cloud pushes it at once."""
    simulator = _simulator()
    text = simulator.store.get(number)
    words = request.POST.get("words", "").strip()[:LONGEST]
    if text is None:
        raise Http404
    if words:
        simulator.pusher.plan_reply(text.cloud, text.id, words, delay=0.0)
        simulator.store.note_reply(text.id, words)
    return HttpResponseRedirect(f"{reverse('catcher-texts')}#text-{number}")
