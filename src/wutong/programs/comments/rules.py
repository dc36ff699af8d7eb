"""Who sees the queue, decides, sees the person behind a nickname, and opens the house."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from wutong.platform.access.public import Permission, register_permissions, scoper
from wutong.programs.comments.models import Comment

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from wutong.platform.access.public import Scopes

VIEW = "comments.view"
MODERATE = "comments.moderate"
UNMASK = "comments.author.unmask"
EXPORT = "comments.export"
OPEN_HOUSE = "comments.house.approve"

register_permissions(
    Permission(VIEW, _("See comments, reports and what was decided")),
    Permission(MODERATE, _("Decide on comments, and close them for the whole house")),
    Permission(UNMASK, _("See who is behind a nickname; every look is logged")),
    Permission(EXPORT, _("Take comments out as a file")),
    Permission(OPEN_HOUSE, _("Open comments for the whole house and name their duty editor")),
)


@scoper(Comment)
def comment_scope(scopes: Scopes, action: str) -> QuerySet[Comment]:
    """Comments stand below stories that are everybody's: for who sees everybody."""
    return Comment.objects.all() if scopes.everything else Comment.objects.none()
