"""The wall: what alumni wrote, for everybody, as typographic cards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.generic import View

from wutong.core.reference.models import AcademicUnit
from wutong.engines.calls.enums import Openness
from wutong.engines.calls.models import Call, Entry
from wutong.kernel.clock import today
from wutong.platform.files.public import open_stored
from wutong.programs.voices.names import AREA, PATH, PROGRAM
from wutong.programs.voices.selectors import wall
from wutong.programs.voices.site.showing import signature, size_of
from wutong.ui.site.public import PageMeta, absolute, kept, prefix

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from wutong.platform.files.models import StoredFile

EACH = 18
MOST_COLLEGES = 40


def cards(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    """Entries as the template sets them."""
    return [
        {"entry": entry, "size": size_of(entry), "signature": signature(entry)} for entry in entries
    ]


def open_calls() -> QuerySet[Call]:
    """What takes texts from everybody today."""
    day = today()
    rows = Call.objects.filter(program=PROGRAM, openness=Openness.EVERYBODY, opens_on__lte=day)
    return rows.exclude(closes_on__lt=day)


@method_decorator(kept(AREA), name="dispatch")
class WallView(View):
    """All testimonials, or those of one call or one college, a page at a time."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, call: str = "", code: str = "") -> HttpResponse:
        """Show; a call or a college without anything to show answers 404 unless it is open."""
        rows, shown = wall(), None
        chosen = college = None
        if call:
            chosen = get_object_or_404(Call, slug=call, program=PROGRAM, opens_on__lte=today())
            rows, shown = rows.filter(call=chosen), str(chosen)
        if code:
            college = get_object_or_404(AcademicUnit, code=code)
            rows, shown = rows.filter(college=college), str(college)
        page = Paginator(rows, EACH).get_page(request.GET.get("page"))
        if code and not page.object_list:
            raise Http404
        title = _("Testimonials")
        meta = PageMeta(
            title=f"{shown} · {title}" if shown else title,
            description=chosen.asked if chosen else _("What alumni say of their years here."),
        )
        context = {
            "page": page,
            "cards": cards(page.object_list),
            "chosen": chosen,
            "college": college,
            "open_calls": [one for one in open_calls() if chosen in (None, one)],
            "meta": meta,
            **self.ways(),
        }
        return render(request, "voices/site/wall.html", context)

    def ways(self) -> dict[str, Any]:
        """Calls and colleges that have something, with how much."""
        by_call = dict(wall().order_by().values_list("call").annotate(Count("pk")))
        by_unit = dict(
            wall().order_by().filter(college__isnull=False).values_list("college")
            .annotate(Count("pk"))
        )  # fmt: skip
        calls = Call.objects.in_bulk(by_call)
        units = AcademicUnit.objects.in_bulk(by_unit)
        rows = sorted(calls.values(), key=lambda one: one.opens_on, reverse=True)
        colleges = sorted(units.values(), key=lambda one: one.code)
        return {
            "total": sum(by_call.values()),
            "calls": [(one, by_call[one.pk]) for one in rows],
            "colleges": [(one, by_unit[one.pk]) for one in colleges[:MOST_COLLEGES]],
        }


@method_decorator(kept(AREA), name="dispatch")
class VoiceView(View):
    """One testimonial, to be passed on."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """404 for what is not, or no longer, there for everybody."""
        entry = get_object_or_404(wall(), pk=pk)
        words = " ".join(entry.text.split())
        meta = PageMeta(
            title=f"{signature(entry)} · {entry.call}",
            description=words[:150],
            kind="article",
            published=entry.published_on,
            linked=(
                {
                    "@type": "Quotation",
                    "text": words,
                    "spokenByCharacter": {"@type": "Person", "name": entry.shown_as},
                    "url": absolute(f"{prefix()}{PATH}{entry.pk}/"),
                },
            ),
        )
        more = wall().filter(call=entry.call_id).exclude(pk=pk)[:3]
        context = {"card": cards([entry])[0], "more": cards(more), "meta": meta}
        return render(request, "voices/site/voice.html", context)


class PictureView(View):
    """The picture of a published testimonial; asked for anew each time, so that it can go."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """404 for everything that is not published."""
        entry = get_object_or_404(wall().select_related("picture"), pk=pk, picture__isnull=False)
        assert entry.picture is not None
        return send_picture(entry.picture)


def send_picture(stored: StoredFile) -> FileResponse:
    """As the image it was drawn as, and nothing else."""
    response = FileResponse(open_stored(stored), content_type="image/jpeg")
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-cache, private"
    return response
