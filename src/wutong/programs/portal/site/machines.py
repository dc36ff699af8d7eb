"""What programs read first: robots.txt and the map of the site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.sax.xmlreader import AttributesImpl

from django.conf import settings
from django.db.models import Max
from django.http import Http404, HttpResponse
from django.urls import translate_url
from django.utils.decorators import method_decorator
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe
from django.views.generic import View

from wutong.programs.portal.models import PublicDocument
from wutong.ui.site.meta import HREFLANG
from wutong.ui.site.public import absolute, keep, kept
from wutong.ui.site.registry import site_items

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"
PART = 2_000
NONE: AttributesImpl[str] = AttributesImpl({})
XML = "application/xml; charset=utf-8"
CLOSED = (
    "/office/", "/newsroom/", "/sign-in/", "/me/", "/a/", "/u/", "/w/", "/class/", "/gate/",
    "/journal/r/", "/letter/", "/verify/", "/api/", "/hooks/", "/search/", "/en/search/",
)  # fmt: skip


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Everything public may be read; what is personal is not even to be asked for."""
    keep(request)
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED), "",
             f"Sitemap: {absolute('/sitemap.xml')}", ""]  # fmt: skip
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def standing_pages() -> list[str]:
    """Public pages that are always there, without language prefix."""
    return [item.path for item in site_items if item.prefixed and item.audience == "everybody"]


@method_decorator(kept(), name="dispatch")
class SitemapIndexView(View):
    """``/sitemap.xml``: which parts there are, each with its latest change."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Parts of two thousand addresses."""
        counted = PublicDocument.objects.aggregate(last=Max("changed_at"))
        number = PublicDocument.objects.count()
        response = HttpResponse(content_type=XML)
        xml = SimplerXMLGenerator(response, "utf-8")
        xml.startDocument()
        xml.startElement("sitemapindex", AttributesImpl({"xmlns": SITEMAP}))
        for part in range(1 + -(-number // PART)):
            xml.startElement("sitemap", NONE)
            xml.addQuickElement("loc", absolute(f"/sitemap-{part}.xml"))
            if part and counted["last"]:
                xml.addQuickElement("lastmod", counted["last"].isoformat())
            xml.endElement("sitemap")
        xml.endElement("sitemapindex")
        xml.endDocument()
        return response


@method_decorator(kept(), name="dispatch")
class SitemapView(View):
    """``/sitemap-0.xml`` are the standing pages; from 1 on, what rooms made public."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, number: int) -> HttpResponse:
        """One part; each address beside its other languages."""
        response = HttpResponse(content_type=XML)
        xml = SimplerXMLGenerator(response, "utf-8")
        xml.startDocument()
        xml.startElement("urlset", AttributesImpl({"xmlns": SITEMAP, "xmlns:xhtml": XHTML}))
        for versions, changed in self.standing() if not number else self.documents(number):
            for _code, path in versions:
                _address(xml, path, versions, changed)
        xml.endElement("urlset")
        xml.endDocument()
        return response

    def standing(self) -> list[tuple[list[tuple[str, str]], datetime | None]]:
        """The pages of the menu in every language."""
        codes = [code for code, _name in settings.LANGUAGES]
        return [
            ([(code, translate_url(path, code)) for code in codes], None)
            for path in standing_pages()
        ]

    def documents(self, number: int) -> list[tuple[list[tuple[str, str]], datetime | None]]:
        """Things of this part, by key."""
        rows = (
            PublicDocument.objects.order_by("key", "language")
            .values_list("key", "language", "path", "changed_at")[(number - 1) * PART : number * PART]
        )  # fmt: skip
        found: dict[str, list[Any]] = {}
        for key, language, path, changed in rows:
            found.setdefault(key, [[], None])
            found[key][0].append((language, path))
            found[key][1] = max(filter(None, (found[key][1], changed)), default=None)
        if not found:
            raise Http404
        return [(versions, changed) for versions, changed in found.values()]


def _address(
    xml: SimplerXMLGenerator,
    path: str,
    versions: list[tuple[str, str]],
    changed: datetime | None,
) -> None:
    xml.startElement("url", NONE)
    xml.addQuickElement("loc", absolute(path))
    if changed:
        xml.addQuickElement("lastmod", changed.isoformat())
    if len(versions) > 1:
        for code, other in versions:
            lang = HREFLANG.get(code, code)
            link = {"rel": "alternate", "hreflang": lang, "href": absolute(other)}
            xml.addQuickElement("xhtml:link", attrs=link)
    xml.endElement("url")
