"""The office asks and reviews; each college answers for its own people and signs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from wutong.platform.access.public import Permission, register_permissions, scoper
from wutong.platform.access.registry import scopers
from wutong.programs.verification.models import Line, UnitList

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from wutong.platform.access.public import Scopes

VIEW = "verification.view"
ANSWER = "verification.answer"
CHANGE = "verification.change"

register_permissions(
    Permission(VIEW, _("See how verification stands")),
    Permission(ANSWER, _("Look through the list of a college and sign it")),
    Permission(CHANGE, _("Ask the colleges, and take over what they changed")),
)


@scoper(UnitList)
def list_scope(scopes: Scopes, action: str) -> QuerySet[UnitList]:
    """Every list, or those of one's own colleges."""
    lists = UnitList.objects.all()
    return lists if scopes.everything else lists.filter(unit__code__in=scopes.colleges)


@scoper(Line)
def line_scope(scopes: Scopes, action: str) -> QuerySet[Line]:
    """Of lists one sees, about people one sees."""
    people = scopers.get("people.Person")(scopes, action)
    return Line.objects.filter(
        unit_list__in=list_scope(scopes, action).values("pk"), person__in=people.values("pk")
    )
