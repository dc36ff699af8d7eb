"""Errors as RFC 9457 has them (application/problem+json), in the language of whoever asks."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wutong.kernel.errors import ConflictError, NotAllowedError, WutongError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.utils.functional import _StrOrPromise

CONTENT_TYPE = "application/problem+json"
PAGE = "/api/docs/"

#: code: status, title
KINDS: dict[str, tuple[int, _StrOrPromise]] = {
    "bad-request": (400, _("The request is not understood")),
    "unauthenticated": (401, _("An access key is needed")),
    "forbidden": (403, _("This key may not do that")),
    "not-found": (404, _("Not found")),
    "method-not-allowed": (405, _("This address does not do that")),
    "conflict": (409, _("It clashes with what is on record")),
    "precondition-failed": (412, _("Somebody changed it in between")),
    "unsupported-media-type": (415, _("Only JSON is understood")),
    "invalid": (422, _("Something in the request is not right")),
    "precondition-required": (428, _("Say which version you changed")),
    "too-many-requests": (429, _("Too many requests")),
    "failed": (500, _("Something went wrong on our side")),
}
OF_STATUS = {status: code for code, (status, _title) in KINDS.items()}

#: What a value is found wrong for, by pydantic's name of it.
REASONS: dict[str, _StrOrPromise] = {
    "missing": _("This is needed."),
    "extra_forbidden": _("There is no such field."),
    "json_invalid": _("This is not JSON."),
    "int_parsing": _("This must be a whole number."),
    "int_type": _("This must be a whole number."),
    "bool_parsing": _("This must be true or false."),
    "bool_type": _("This must be true or false."),
    "string_type": _("This must be text."),
    "string_too_short": _("This is too short."),
    "string_too_long": _("This is too long."),
    "enum": _("This is none of the values there are."),
    "literal_error": _("This is none of the values there are."),
    "greater_than_equal": _("This is too small."),
    "less_than_equal": _("This is too large."),
    "datetime_parsing": _("This is no point in time (RFC 3339)."),
    "datetime_from_date_parsing": _("This is no point in time (RFC 3339)."),
    "timezone_aware": _("This needs a time zone."),
}


class Problem(Exception):  # noqa: N818 - the name the standard gives it
    """Ends a request with a problem; ``code`` is one of ``KINDS``."""

    def __init__(
        self,
        code: str,
        detail: _StrOrPromise = "",
        *,
        errors: Sequence[dict[str, str]] = (),
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(code)
        self.code, self.detail = code, detail
        self.errors, self.headers = errors, headers or {}


def problem_response(request: HttpRequest, problem: Problem) -> HttpResponse:
    """The answer that tells of a problem."""
    status, title = KINDS[problem.code]
    body: dict[str, Any] = {
        "type": f"{settings.SITE_URL}{PAGE}#{problem.code}",
        "title": str(title),
        "status": status,
        "code": problem.code,
        "instance": request.path,
    }
    if problem.detail:
        body["detail"] = str(problem.detail)
    if problem.errors:
        body["errors"] = list(problem.errors)
    response = HttpResponse(
        json.dumps(body, ensure_ascii=False), status=status, content_type=CONTENT_TYPE
    )
    for name, value in problem.headers.items():
        response[name] = value
    return response


def problem_of(error: WutongError) -> Problem:
    """What an error of ours is for a program."""
    if isinstance(error, ConflictError):
        return Problem("precondition-failed", error.message)
    if isinstance(error, NotAllowedError):
        return Problem("forbidden", error.message)
    return Problem("invalid", error.message)


def problem_of_values(errors: Sequence[dict[str, Any]]) -> Problem:
    """What was wrong with which value; ``pointer`` into the body (RFC 6901), else ``parameter``."""
    found = []
    for error in errors:
        where, *path = (str(part) for part in error.get("loc", ()))
        reason = REASONS.get(error.get("type", "")) or gettext("This value is not understood.")
        if where == "body":
            # the name of the view's argument comes first, and is nothing to the caller
            found.append({"detail": str(reason), "pointer": "#/" + "/".join(path[1:])})
        else:
            found.append({"detail": str(reason), "parameter": path[-1] if path else ""})
    return Problem("invalid", errors=found)
