"""Making access keys, withdrawing them, and recognising one."""

from __future__ import annotations

import secrets
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wutong.kernel import clock
from wutong.kernel.errors import NotAllowedError, WutongError
from wutong.platform.access.public import can, narrow
from wutong.platform.audit.public import record
from wutong.ui.api.models import ApiToken
from wutong.ui.api.registry import api_scopes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from wutong.kernel.actors import Actor
    from wutong.platform.accounts.models import User
    from wutong.ui.api.registry import ApiScope

MAKE = "api.token.change"
PREFIX = "wutong_"
HINT = len(PREFIX) + 4
LONGEST = timedelta(days=366)
NOTED_EVERY = timedelta(minutes=1)


def scopes_open_to(user: User) -> list[ApiScope]:
    """The scopes whose permissions ``user`` holds."""
    return [
        scope for scope in api_scopes.values() if all(can(user, code) for code in scope.permissions)
    ]


@transaction.atomic
def make_token(
    *, actor: Actor, user: User, name: str, scopes: Sequence[str], expires_at: datetime
) -> tuple[ApiToken, str]:
    """A key that acts as ``user``, and its text, which is shown once and kept nowhere.

    Raises `NotAllowedError` when the account may not make keys or does not hold what a scope
    needs, `WutongError` for a time that is past or more than a year away.
    """
    open_scopes = {scope.code for scope in scopes_open_to(user)}
    if not can(user, MAKE) or not scopes or not set(scopes) <= open_scopes:
        raise NotAllowedError(_("A key can do no more than its account."))
    if not clock.now() < expires_at <= clock.now() + LONGEST:
        raise WutongError(_("Choose a day within a year."))
    text = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        name=name,
        user=user,
        scopes=sorted(set(scopes)),
        hint=text[:HINT],
        digest=digest_of(text),
        expires_at=expires_at,
    )
    record(
        actor=actor,
        verb="api.token_made",
        subject=f"user:{user.pk}",
        subject_label=str(user),
        data={"token": token.pk, "name": name, "scopes": token.scopes},
    )
    return token, text


@transaction.atomic
def revoke_token(*, actor: Actor, token: ApiToken) -> None:
    """Withdraw a key at once; idempotent."""
    if not ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=clock.now()):
        return
    record(
        actor=actor,
        verb="api.token_revoked",
        subject=f"user:{token.user_id}",
        subject_label=str(token.user),
        data={"token": token.pk, "name": token.name},
    )


def digest_of(text: str) -> bytes:
    """What is kept of a key."""
    return sha256(text.encode()).digest()


def recognise(text: str, address: str | None) -> ApiToken | None:
    """The key of that text, if it counts and its account is open; its account narrowed to it."""
    found = ApiToken.objects.select_related("user").filter(digest=digest_of(text)).first()
    if found is None or not found.counts or not found.user.is_active:
        return None
    narrow(found.user, permissions_of(found.scopes))
    now = clock.now()
    stale = Q(last_used_at=None) | Q(last_used_at__lt=now - NOTED_EVERY)
    if found.last_used_at is None or found.last_used_at < now - NOTED_EVERY:
        ApiToken.objects.filter(stale, pk=found.pk).update(last_used_at=now, last_used_from=address)
    return found


def permissions_of(scopes: Iterable[str]) -> set[str]:
    """The permissions that scopes stand for; scopes that are no more stand for none."""
    found: set[str] = set()
    for code in scopes:
        scope = api_scopes.find(code)
        if scope is not None:
            found |= {*scope.permissions, *scope.optional}
    return found
