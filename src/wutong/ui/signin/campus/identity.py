"""What a log-in of the university says of somebody, and how it waits in the session."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db import transaction

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest

    from wutong.platform.accounts.models import User

SESSION = "signin_identity"
WAITS = 30 * 60
"""Seconds that a log-in without an account is remembered."""
LONGEST = 120


@dataclass(frozen=True)
class Identity:
    """``uid`` is the log-in's own name for the person; the numbers are the university's."""

    provider: str
    uid: str
    name: str = ""
    student_no: str = ""
    staff_no: str = ""
    email: str = ""


def identity_from(provider: str, uid: str, claims: Mapping[str, Any]) -> Identity:
    """The parts that are used, under the names the settings give them; the rest is not kept."""

    def said(setting: str) -> str:
        value = claims.get(getattr(settings, setting), "")
        first = value[0] if isinstance(value, list) and value else value
        return str(first or "").strip()[:LONGEST] if isinstance(first, (str, int)) else ""

    trusted = provider != "weixin"  # a nickname is no name
    return Identity(
        provider=provider,
        uid=uid,
        name=said("CAMPUS_NAME_CLAIM") if trusted else "",
        student_no=said("CAMPUS_STUDENT_CLAIM") if trusted else "",
        staff_no=said("CAMPUS_STAFF_CLAIM") if trusted else "",
        email=said("CAMPUS_EMAIL_CLAIM") if trusted else "",
    )


def remember_identity(request: HttpRequest, identity: Identity) -> None:
    """Keep it for the page that follows."""
    request.session[SESSION] = {"at": int(time.time()), **asdict(identity)}


def pending_identity(request: HttpRequest) -> Identity | None:
    """Who came through the university's log-in a moment ago and has no account; else None."""
    held = dict(request.session.get(SESSION) or {})
    if not held or time.time() - held.pop("at", 0) > WAITS:
        return None
    return Identity(**held)


def forget_identity(request: HttpRequest) -> None:
    """It was used, or was not wanted."""
    request.session.pop(SESSION, None)


@transaction.atomic
def connect_identity(*, user: User, provider: str, uid: str) -> bool:
    """From now on this log-in opens ``user``'s account; False if it opens another one already."""
    row, _made = SocialAccount.objects.get_or_create(
        provider=provider, uid=uid, defaults={"user": user}
    )
    return bool(row.user_id == user.pk)
