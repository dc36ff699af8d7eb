"""The log-ins of the university that are set up; a page shows these and no others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from allauth.socialaccount.adapter import get_adapter
from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django.http import HttpRequest


@dataclass(frozen=True)
class CampusWay:
    """One button."""

    key: str
    label: str
    hint: str
    url: str
    icon: str


def ways_in(request: HttpRequest) -> list[CampusWay]:
    """In the order of the page: the university's own first."""
    name = settings.CAMPUS_NAME_EN if (get_language() or "").startswith("en") else ""
    label = name or settings.CAMPUS_NAME_ZH or _("University log-in")
    hint = _("For students, recent graduates and colleagues.")
    found = []
    for app in _apps(request):
        if app.provider == "openid_connect":
            url = reverse("openid_connect_login", args=[app.provider_id])
            found.append(CampusWay(app.provider_id, label, hint, url, "building"))
    if settings.CAMPUS_CAS_SERVER:
        label = f"{label} (CAS)" if found else label
        found.append(CampusWay("cas", label, hint, reverse("cas_login"), "building"))
    if any(app.provider == "weixin" for app in _apps(request)):
        words = pgettext("way to sign in", "WeChat")
        hint = _("Scan a code with the phone you carry.")
        found.append(CampusWay("weixin", words, hint, reverse("weixin_login"), "phone"))
    return found


def _apps(request: HttpRequest) -> list[Any]:
    """Those of the settings; nothing is configured in the database."""
    if not settings.SOCIALACCOUNT_PROVIDERS:
        return []
    return list(get_adapter(request).list_apps(request))
