"""Notes reads of stories off the request, whatever kept the page: outside the page cache.

A page that is to be counted answers with ``Wutong-Read: story:<key>``; one that knows its reader
by a signed link adds ``Wutong-Reader: person:<id>``. Both are taken off here.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import structlog
from django.conf import settings

from wutong.kernel import clock
from wutong.programs.posts.spool import SpoolWriter

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

READ, READER = "Wutong-Read", "Wutong-Reader"
AHEAD = ("HTTP_SEC_PURPOSE", "HTTP_PURPOSE", "HTTP_X_PURPOSE", "HTTP_X_MOZ")
LONGEST_AGENT = 400
SEEN = (200, 304)
"""A browser that asks whether its page is still good shows it to somebody all the same."""
log = structlog.get_logger(__name__)


@cache
def _machines() -> re.Pattern[str]:
    lines = (Path(__file__).parent / "crawlers.txt").read_text(encoding="utf-8").splitlines()
    words = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    return re.compile("|".join(re.escape(word) for word in words), re.IGNORECASE)


@lru_cache(maxsize=4096)
def _is_machine(agent: str) -> bool:
    """Looked for once for each browser there is: the list is long, and readers are alike."""
    return not agent or _machines().search(agent) is not None


def is_reader(request: HttpRequest) -> bool:
    """Somebody who asked for the page to read it: no machine, no fetching ahead, no HEAD."""
    if request.method != "GET":
        return False
    asked = request.META
    if any("prefetch" in (said := asked.get(name, "")) or "preview" in said for name in AHEAD):
        return False
    return not _is_machine(asked.get("HTTP_USER_AGENT", "")[:LONGEST_AGENT])


class ReadsMiddleware:
    """Takes the header off and appends one line; the database is not asked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self._spool = SpoolWriter(Path(settings.POSTS_READS))

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if READ not in response.headers:
            return response
        read, reader = response.headers[READ], response.headers.get(READER, "")
        for name in (READ, READER):
            response.headers.pop(name, None)
        if response.status_code in SEEN and is_reader(request):
            self._note(request, read, reader)
        return response

    def _note(self, request: HttpRequest, read: str, reader: str) -> None:
        kind, _colon, key = read.partition(":")
        try:
            story = UUID(key).hex
        except ValueError:
            story = ""
        if kind != "story" or not story:
            log.warning("read_of_nothing", read=read[:80])
            return
        try:
            self._spool.write(f"{story}\t{clock.today():%Y%m%d}\t{reader or _who(request)}")
        except OSError:
            log.exception("read_not_noted", story=story)  # the reader has their page all the same


def _who(request: HttpRequest) -> str:
    """``user:12`` for somebody signed in; anonymous readers stay nobody."""
    user = getattr(request, "user", None)
    if user is None or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return ""
    return f"user:{user.pk}" if user.is_authenticated else ""
