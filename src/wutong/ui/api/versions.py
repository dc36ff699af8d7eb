"""ETags: what has not changed is not sent twice, and nobody overwrites what they have not seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.http import parse_etags
from django.utils.translation import gettext_lazy as _

from wutong.ui.api.problems import Problem

if TYPE_CHECKING:
    from django.http import HttpRequest


def etag_of(kind: str, pk: int, version: int, *, variant: str = "") -> str:
    """The ETag of a version of a record; ``variant`` tells apart two ways of showing it."""
    return f'"{kind}-{pk}-{version}{"-" if variant else ""}{variant}"'


def is_unchanged(request: HttpRequest, etag: str) -> bool:
    """Whether the caller has this version already (If-None-Match)."""
    return etag in parse_etags(request.headers.get("If-None-Match", ""))


def require_match(request: HttpRequest, kind: str, pk: int, version: int) -> None:
    """Refuse a change of anything but the version that the caller has seen (If-Match).

    Call it with the record locked.
    """
    given = request.headers.get("If-Match", "")
    if not given:
        raise Problem("precondition-required", _("Send the ETag of what you read as If-Match."))
    front = etag_of(kind, pk, version)[:-1]
    for etag in parse_etags(given):
        if etag in {"*", f'{front}"'} or etag.startswith(f"{front}-"):
            return
    raise Problem("precondition-failed", _("Read it again, then repeat your change."))
