"""Whole answers of public pages, kept for everybody who is nobody in particular.

It stands outside of everything but the counting of reads. What is kept was answered to a request
without session, sets no cookie, holds no token and was said to be public by its view. A page is
shown again while its areas are what they were (``versions``) and at most ``FRESH`` seconds, after
which it is built anew whatever happened: names on a page that a person no longer shows are gone
by then. When the house cannot build it, the last one is shown for ``LAST_RESORT`` seconds.
"""

from __future__ import annotations

import hashlib
import time
import zlib
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseNotModified

from wutong.ui.site.cache.keys import is_plain, key_of
from wutong.ui.site.cache.marks import areas_of
from wutong.ui.site.cache.store import Kept, pages
from wutong.ui.site.cache.versions import snapshot, versions

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.http import HttpRequest

FRESH = 30.0
WHILE_BUILDING = 5.0
LAST_RESORT = 600.0
PUBLIC = "public, max-age=0, s-maxage=20, must-revalidate"
PRIVATE = "private, no-cache"
TEXTS = ("text/", "application/json", "application/feed+json", "application/rss", "application/atom",
         "application/xml", "image/svg")  # fmt: skip
DROPPED = frozenset({"content-length", "etag", "cache-control"})
SMALLEST_PACKED = 500


class PageCacheMiddleware:
    """Answers from kept pages; keeps what may be kept."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = key_of(request)
        if key is None:
            return _not_shared(request, self.get_response(request))
        known = versions.now()
        kept = pages.get(key)
        current = kept is not None and kept.shown == snapshot(kept.areas, known)
        if kept is not None and current:
            now = time.monotonic()
            if now < kept.fresh_until:
                return _answer(request, kept)
            kept.fresh_until = (
                now + WHILE_BUILDING
            )  # one builds it, the others are not kept waiting
        response = self.get_response(request)
        if response.status_code >= 500 and kept is not None and current:
            return _last_resort(request, response, kept)
        areas = areas_of(request)
        if areas is None or not _may_be_kept(request, response):
            return _not_shared(request, response)
        made = _kept(response, areas, known)
        if request.method == "GET" and is_plain(request):
            pages.put(key, made)
        return _answer(request, made)


def _last_resort(request: HttpRequest, response: HttpResponse, kept: Kept) -> HttpResponse:
    if time.monotonic() - kept.made_at > LAST_RESORT:
        return response
    return _answer(request, kept)


def _not_shared(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A public page in somebody's own form is for them alone."""
    if areas_of(request) is not None and "Cache-Control" not in response:
        response["Cache-Control"] = PRIVATE
    return response


def _may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    if response.status_code != 200 or response.streaming or response.cookies:
        return False
    if request.META.get("CSRF_COOKIE_NEEDS_UPDATE"):
        return False
    said = response.get("Cache-Control", "")
    return not any(word in said for word in ("private", "no-store", "no-cache"))


def _kept(
    response: HttpResponse, areas: tuple[str, ...], known: Mapping[str, tuple[int, int]]
) -> Kept:
    body = bytes(response.content)
    text = response.get("Content-Type", "").startswith(TEXTS)
    packed = b""
    if text and len(body) > SMALLEST_PACKED:
        packer = zlib.compressobj(6, zlib.DEFLATED, 31)
        packed = packer.compress(body) + packer.flush()
    headers = [(name, value) for name, value in response.items() if name.lower() not in DROPPED]
    names = [name.lower() for name, _ in headers]
    if "vary" in names:
        at = names.index("vary")
        if "accept-encoding" not in headers[at][1].lower():
            headers[at] = ("Vary", f"{headers[at][1]}, Accept-Encoding")
    else:
        headers.append(("Vary", "Cookie, Accept-Encoding"))
    headers.append(("Cache-Control", response.get("Cache-Control") or PUBLIC))
    now = time.monotonic()
    return Kept(
        body=body,
        packed=packed,
        headers=tuple(headers),
        etag=f'W/"{hashlib.sha256(body).hexdigest()[:24]}"',
        areas=areas,
        shown=snapshot(areas, known),
        fresh_until=now + FRESH,
        made_at=now,
    )


def _answer(request: HttpRequest, kept: Kept) -> HttpResponse:
    meta = request.META
    asked = meta.get("HTTP_IF_NONE_MATCH", "")
    response: HttpResponse
    if asked and kept.etag in asked:
        response = HttpResponseNotModified()
    elif kept.packed and "gzip" in meta.get("HTTP_ACCEPT_ENCODING", ""):
        response = HttpResponse(kept.packed)
        response.headers["Content-Encoding"] = "gzip"
        response.headers["Content-Length"] = str(len(kept.packed))
    else:
        response = HttpResponse(kept.body)
        response.headers["Content-Length"] = str(len(kept.body))
    unchanged = response.status_code == 304
    for name, value in kept.headers:
        if not (unchanged and name == "Content-Type"):
            response.headers[name] = value
    response.headers["ETag"] = kept.etag
    return response
