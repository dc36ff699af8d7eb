"""The letters of the door, in both languages one below the other, the reader's own first.

They are written from a worker or from somebody else's page, so the reader's language is the one
of the account and never that of the process.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from wutong.platform.accounts.models import User

LANGUAGES = ("zh-hans", "en")
ALARMS = frozenset({"sealed_used", "directory_unreadable", "directory_suspicious"})
"""What directors and administrators are told; it is not about their own account."""


def send_invitation(*, user: User, url: str, inviter: str) -> None:
    """A link to choose a password for a new account."""
    _send(user, "invitation", {"url": url, "inviter": inviter})


def send_password_link(*, user: User, url: str) -> None:
    """A link to choose a new password."""
    _send(user, "password_link", {"url": url})


def send_notice(*, user: User, event: str) -> None:
    """Something about how the account is entered has changed; ``event`` names what."""
    address = f"{settings.SITE_URL}/sign-in/password/"
    _send(user, "notice", {"event": event, "url": address, "alarm": event in ALARMS})


def send_review(*, user: User, quarter: str) -> None:
    """A new quarter: who may do what is to be looked through."""
    address = f"{settings.SITE_URL}/office/users/review/"
    _send(user, "review", {"url": address, "quarter": quarter})


def subject_of(kind: str, event: str = "") -> str:
    """The subject line of a letter in the active language."""
    subjects = {
        "invitation": _("Your account at the alumni office"),
        "password_link": _("Choose a new password"),
        "review": _("Who may do what is to be looked through"),
        "notice:password_changed": _("Your password was changed"),
        "notice:factor_added": _("Two-step sign-in is on"),
        "notice:factor_removed": _("Two-step sign-in is off"),
        "notice:factor_reset": _("Two-step sign-in was reset"),
        "notice:sealed_used": _("The sealed account was used"),
        "notice:directory_unreadable": _("The staff directory cannot be read"),
        "notice:directory_suspicious": _("Many colleagues are missing from the staff directory"),
    }
    return subjects[f"{kind}:{event}" if event else kind]


def _send(user: User, kind: str, context: dict[str, Any]) -> None:
    order = sorted(LANGUAGES, key=lambda code: code != user.language)
    parts: list[dict[str, str]] = []
    for code in order:
        with translation.override(code):
            name = settings.UNIVERSITY["name_zh" if code == "zh-hans" else "name_en"]
            words = {**context, "user": user, "university": name, "kind": kind}
            parts.append(
                {
                    "code": "zh-CN" if code == "zh-hans" else "en",
                    "subject": subject_of(kind, context.get("event", "")),
                    "university": name,
                    "text": render_to_string(f"signin/mail/{kind}.txt", words).strip(),
                    "html": render_to_string(f"signin/mail/{kind}.html", words),
                }
            )
    subject = " · ".join(part["subject"] for part in parts)
    with translation.override(order[0]):
        text = "\n\n————————\n\n".join(part["text"] for part in parts) + "\n"
        page = render_to_string("signin/mail/base.html", {"parts": parts, "subject": subject})
    message = EmailMultiAlternatives(subject=subject, body=text, to=[user.email])
    message.attach_alternative(page, "text/html")
    message.send()
