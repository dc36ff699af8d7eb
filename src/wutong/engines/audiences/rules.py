"""Who sees and changes which segments and lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wutong.engines.audiences.enums import Sharing
from wutong.engines.audiences.models import PeopleList, Segment
from wutong.engines.audiences.models.segment import SharedThing
from wutong.platform.access.public import Permission, register_permissions, scoper

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from wutong.platform.access.public import Scopes

VIEW, CHANGE = "segments.view", "segments.change"
T = TypeVar("T", bound=SharedThing)

register_permissions(
    Permission(VIEW, _("See segments")),
    Permission(CHANGE, _("Build and share segments")),
)


def _shared(things: QuerySet[T], scopes: Scopes, action: str) -> QuerySet[T]:
    """One's own and what is shared with one; a unit coordinator changes only their own. What was
    put away is there for its owner, to be taken out again (``restore``), and for nobody else.

    Whom a segment covers is decided again by the scope of the one who looks.
    """
    mine = Q(owner_id=scopes.user_id)
    if action == "restore":
        return things.filter(mine, archived_at__isnull=False)
    things = things.filter(archived_at__isnull=True)
    if scopes.everything:
        return things.filter(mine | ~Q(sharing=Sharing.OWNER))
    if action != "view":
        return things.filter(mine)
    ours = Q(sharing=Sharing.UNIT, shared_unit__code__in=sorted(scopes.colleges))
    return things.filter(mine | Q(sharing=Sharing.OFFICE) | ours)


@scoper(Segment)
def segment_scope(scopes: Scopes, action: str) -> QuerySet[Segment]:
    """Segments by their sharing."""
    return _shared(Segment.objects.all(), scopes, action)


@scoper(PeopleList)
def list_scope(scopes: Scopes, action: str) -> QuerySet[PeopleList]:
    """Lists by their sharing; which of the people on one are shown follows the reader's sight."""
    return _shared(PeopleList.objects.all(), scopes, action)
