"""Who sees, writes and approves stories, and who keeps the rights of pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from wutong.platform.access.public import Permission, can, register_permissions, scoper
from wutong.programs.publishing.models import Picture, Profile, StoryPage
from wutong.programs.publishing.services.manuscripts import approval_closed

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from wutong.kernel.actors import Actor
    from wutong.platform.access.public import Scopes
    from wutong.platform.accounts.models import User
    from wutong.platform.approvals.models import ApprovalRequest

EDIT = "newsroom.edit"
PUBLISH = "newsroom.publish"
VIEW = "newsroom.view"
RIGHTS = "newsroom.rights"
EXPORT = "newsroom.export"

register_permissions(
    Permission(EDIT, _("Write in the newsroom")),
    Permission(PUBLISH, _("Publish pages")),
    Permission(VIEW, _("See stories, their reviews and their copies")),
    Permission(RIGHTS, _("Keep the rights of pictures and who is to be seen in them")),
    Permission(EXPORT, _("Take lists of stories and pictures out as files")),
)


@scoper(StoryPage)
def story_scope(scopes: Scopes, action: str) -> QuerySet[StoryPage]:
    """Stories are written for everybody: who may see the list sees all of it."""
    rows: QuerySet[StoryPage] = StoryPage.objects.all()
    return rows


@scoper(Picture)
def picture_scope(scopes: Scopes, action: str) -> QuerySet[Picture]:
    """As stories."""
    rows: QuerySet[Picture] = Picture.objects.all()
    return rows


@scoper(Profile)
def profile_scope(scopes: Scopes, action: str) -> QuerySet[Profile]:
    """As stories; the record behind a profile is a matter of people."""
    return Profile.objects.all()


class StorySubject:
    """Lets approvals ask and tell about ``story:<key>``."""

    def visible(self, user: User, subject_ref: str) -> bool:
        """Every story is seen by who sees stories."""
        return can(user, VIEW)

    def closed(self, request: ApprovalRequest, actor: Actor) -> None:
        """Approved, sent back or withdrawn."""
        approval_closed(key=request.subject_ref.partition(":")[2], actor=actor)
