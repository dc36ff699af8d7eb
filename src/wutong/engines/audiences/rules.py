"""Who sees and changes which segments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wutong.engines.audiences.models import Segment
from wutong.platform.access.public import Permission, register_permissions, scoper

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from wutong.platform.access.public import Scopes

register_permissions(
    Permission("segments.view", _("See segments")),
    Permission("segments.change", _("Build and share segments")),
)


@scoper(Segment)
def segment_scope(scopes: Scopes, action: str) -> QuerySet[Segment]:
    """One's own and the shared ones; a unit coordinator changes only their own.

    Whom a segment covers is decided again by the scope of the one who looks.
    """
    mine = Q(owner_id=scopes.user_id)
    if not scopes.everything and action != "view":
        return Segment.objects.filter(mine, archived_at__isnull=True)
    return Segment.objects.filter(mine | Q(shared=True), archived_at__isnull=True)
