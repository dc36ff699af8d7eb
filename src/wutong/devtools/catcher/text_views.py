"""The page of caught text messages, and answering them as their owners would."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from wutong.devtools.catcher.views import PER_PAGE, as_page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from wutong.devtools.texts.server import Simulator
    from wutong.devtools.texts.store import CaughtText

LONGEST = 300


def _simulator() -> Simulator:
    found: Simulator | None = getattr(settings, "CATCHER_TEXTS", None)
    if found is None:
        raise Http404
    return found


class _Texts:
    """A search as Paginator wants it."""

    def __init__(self, text: str) -> None:
        self._text, self._store = text, _simulator().store

    def count(self) -> int:
        return self._store.total(self._text)

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, part: slice) -> list[CaughtText]:
        return self._store.page(self._text, limit=part.stop - part.start, offset=part.start)


@require_GET
def text_list(request: HttpRequest) -> HttpResponse:
    """Newest first, each as a phone shows it."""
    words = request.GET.get("q", "").strip()
    pages: Paginator[CaughtText] = Paginator(_Texts(words), PER_PAGE)  # type: ignore[arg-type]
    page = pages.get_page(request.GET.get("page"))
    lines = [(text, dt.datetime.fromtimestamp(text.caught, dt.UTC)) for text in page.object_list]
    context = {"page": page, "lines": lines, "q": words, "newest": _simulator().store.newest()}
    return as_page(render(request, "catcher/texts.html", context))


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
