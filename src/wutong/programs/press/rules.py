"""Who sees and keeps the registers of media and honours, and the briefing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wutong.core.reference.enums import Grade
from wutong.platform.access.public import Permission, register_permissions, scoper
from wutong.programs.press.models import Honour, Mention, Outlet

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from wutong.platform.access.public import Scopes

VIEW = "press.media.view"
CHANGE = "press.media.change"
IMPORT = "press.media.import"
EXPORT = "press.media.export"
HONOURS = "press.honours.view"
HONOURS_CHANGE = "press.honours.change"
HONOURS_EXPORT = "press.honours.export"

register_permissions(
    Permission(VIEW, _("See the register of media")),
    Permission(CHANGE, _("Keep the register of media")),
    Permission(IMPORT, _("Bring lists of clippings in from a file")),
    Permission(EXPORT, _("Take the register of media out as a file")),
    Permission(HONOURS, _("See the register of praise and honours")),
    Permission(HONOURS_CHANGE, _("Keep praise and honours, and permissions to quote")),
    Permission(HONOURS_EXPORT, _("Take praise and honours out as a file")),
)


@scoper(Outlet)
def outlet_scope(scopes: Scopes, action: str) -> QuerySet[Outlet]:
    """One register for the office."""
    return Outlet.objects.all() if scopes.everything else Outlet.objects.none()


@scoper(Mention)
def mention_scope(scopes: Scopes, action: str) -> QuerySet[Mention]:
    """One register for the office."""
    return Mention.objects.all() if scopes.everything else Mention.objects.none()


@scoper(Honour)
def honour_scope(scopes: Scopes, action: str) -> QuerySet[Honour]:
    """One register for the office; what sensitive people said for the cleared."""
    rows = Honour.objects.all() if scopes.everything else Honour.objects.none()
    if scopes.cleared:
        return rows
    return rows.filter(Q(person__isnull=True) | Q(person__grade__lt=Grade.SENSITIVE))
