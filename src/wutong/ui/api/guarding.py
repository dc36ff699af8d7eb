"""Who asks, and whether they may: a key, its account, the scope an address needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pghistory
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from ninja.security import HttpBearer

from wutong.kernel.actors import Actor
from wutong.platform.access.public import can
from wutong.platform.links.public import within_limit
from wutong.ui.api.limits import count_request
from wutong.ui.api.problems import CONTENT_TYPE, KINDS, Problem
from wutong.ui.api.registry import api_scopes
from wutong.ui.api.services import recognise

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.functional import _StrOrPromise

    from wutong.platform.accounts.models import User
    from wutong.ui.api.models import ApiToken

WRONG_IN_FIVE_MINUTES = 60
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class AccessKey(HttpBearer):
    """``Authorization: Bearer wutong_…`` with ``scope``, of an account that holds its permissions."""

    def __init__(self, scope: str) -> None:
        self.scope = scope
        super().__init__()

    def __call__(self, request: HttpRequest) -> ApiToken:
        """Nothing is answered without a key, not even that it is missing from this scope."""
        if not request.headers.get("Authorization", "").lower().startswith("bearer "):
            raise _unknown("")
        found: ApiToken = super().__call__(request)  # type: ignore[assignment]
        return found

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken:
        """The key; raises the problem where it opens nothing."""
        address = request.META.get("REMOTE_ADDR") or ""
        found = recognise(token.strip(), address or None)
        if found is None:
            if not within_limit("api", address, limit=WRONG_IN_FIVE_MINUTES):
                raise Problem("too-many-requests", headers={"Retry-After": "300"})
            raise _unknown("invalid_token")
        if "Accept-Language" not in request.headers:
            translation.activate(found.user.language)
        allowance = count_request(found)
        request.api_allowance = allowance  # type: ignore[attr-defined]
        if allowance.exceeded:
            raise Problem("too-many-requests", headers={"Retry-After": str(allowance.seconds)})
        self._may(found)
        request.user = found.user
        if request.method not in SAFE:
            pghistory.context(user=found.user.pk, url=request.path, api_token=found.pk)
        return found

    def _may(self, token: ApiToken) -> None:
        if not self.scope:
            return
        needed = api_scopes.get(self.scope)
        held = all(can(token.user, code) for code in needed.permissions)
        if self.scope not in token.scopes or not held:
            raise Problem(
                "forbidden",
                _("It needs the scope %(scope)s.") % {"scope": self.scope},
                headers={
                    "WWW-Authenticate": f'Bearer error="insufficient_scope", scope="{self.scope}"'
                },
            )


def _unknown(error: str) -> Problem:
    challenge = f'Bearer realm="wutong", error="{error}"' if error else 'Bearer realm="wutong"'
    return Problem("unauthenticated", headers={"WWW-Authenticate": challenge})


def token_of(request: HttpRequest) -> ApiToken:
    """The key of a request that was let in."""
    found: ApiToken = request.auth  # type: ignore[attr-defined]
    return found


def user_of(request: HttpRequest) -> User:
    """The account the key acts for, narrowed to what the key allows."""
    return token_of(request).user


def actor_of(request: HttpRequest) -> Actor:
    """The author of what is changed through the API."""
    token = token_of(request)
    return Actor(user_id=token.user_id, label=f"{token.user} ({token.name})")


def has_scope(request: HttpRequest, scope: str) -> bool:
    """Whether the key has a further scope, and its account what that needs."""
    token = token_of(request)
    needed = api_scopes.get(scope).permissions
    return scope in token.scopes and all(can(token.user, code) for code in needed)


def guarded(scope: str, summary: _StrOrPromise, *problems: str, **more: Any) -> dict[str, Any]:
    """The keywords of an operation that needs ``scope`` (``""``: any key). ``problems`` are the
    codes it may answer besides those that every operation may.
    """
    codes = sorted({"unauthenticated", "forbidden", "invalid", "too-many-requests", *problems})
    answer = {"schema": {"$ref": "#/components/schemas/Problem"}}
    extra: dict[str, Any] = {
        "responses": {
            KINDS[code][0]: {"description": code, "content": {CONTENT_TYPE: answer}}
            for code in codes
        },
        "x-scope": scope,
    }
    return {"auth": AccessKey(scope), "summary": summary, "openapi_extra": extra, **more}
