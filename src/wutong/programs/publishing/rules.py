"""Who sees, writes and approves stories, and who keeps the rights of pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from wutong.platform.access.models import RoleAssignment
from wutong.platform.access.public import (
    ROLES,
    Permission,
    can,
    register_permissions,
    scope,
    scoper,
    scopes_of,
)
from wutong.programs.publishing.models import (
    OrganisationSite,
    Picture,
    Profile,
    SiteEditor,
    StoryPage,
)
from wutong.programs.publishing.services.manuscripts import approval_closed
from wutong.programs.publishing.services.sites import words_decided

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
HOUSE = "newsroom.house"
SITES = "newsroom.sites"

register_permissions(
    Permission(EDIT, _("Write in the newsroom")),
    Permission(PUBLISH, _("Publish pages")),
    Permission(VIEW, _("See stories, their reviews and their copies")),
    Permission(RIGHTS, _("Keep the rights of pictures and who is to be seen in them")),
    Permission(EXPORT, _("Take lists of stories and pictures out as files")),
    Permission(HOUSE, _("Write for the whole house, not for single organisations alone")),
    Permission(SITES, _("Open pages for organisations and name their editors")),
)


def whole_house(scopes: Scopes) -> bool:
    """Whether somebody sees all of the newsroom: who sees everything, and who writes for the
    house; an editor of single sites does not.
    """
    if scopes.everything:
        return True
    rows = RoleAssignment.objects.filter(user=scopes.user_id).values_list("role", flat=True)
    return any(ROLES[code].grants(HOUSE) for code in rows if code in ROLES)


def _sites_of(scopes: Scopes) -> QuerySet[SiteEditor]:
    return SiteEditor.objects.filter(user=scopes.user_id)


@scoper(StoryPage)
def story_scope(scopes: Scopes, action: str) -> QuerySet[StoryPage]:
    """The house's writers see all; editors of sites what is written for these."""
    rows: QuerySet[StoryPage] = StoryPage.objects.all()
    if whole_house(scopes):
        return rows
    return rows.filter(site__in=_sites_of(scopes).values("site"))


@scoper(Picture)
def picture_scope(scopes: Scopes, action: str) -> QuerySet[Picture]:
    """As stories."""
    rows: QuerySet[Picture] = Picture.objects.all()
    if whole_house(scopes):
        return rows
    return rows.filter(collection__in=_sites_of(scopes).values("site__collection"))


@scoper(Profile)
def profile_scope(scopes: Scopes, action: str) -> QuerySet[Profile]:
    """The house's alone; the record behind a profile is a matter of people."""
    return Profile.objects.all() if whole_house(scopes) else Profile.objects.none()


@scoper(OrganisationSite)
def site_scope(scopes: Scopes, action: str) -> QuerySet[OrganisationSite]:
    """The house's writers see all; editors their own."""
    rows = OrganisationSite.objects.all()
    return rows if whole_house(scopes) else rows.filter(pk__in=_sites_of(scopes).values("site"))


class StorySubject:
    """Lets approvals ask and tell about ``story:<key>``."""

    def visible(self, user: User, subject_ref: str) -> bool:
        """Every story is seen by who sees stories; one of a site only by who sees that site."""
        if not can(user, VIEW):
            return False
        key = subject_ref.partition(":")[2]
        everything = scopes_of(user).everything
        return everything or scope(user, StoryPage).filter(translation_key=key).exists()

    def closed(self, request: ApprovalRequest, actor: Actor) -> None:
        """Approved, sent back or withdrawn."""
        approval_closed(key=request.subject_ref.partition(":")[2], actor=actor)


class SiteSubject:
    """Lets approvals ask and tell about ``site:<id>``: what an editor proposes to say there."""

    def visible(self, user: User, subject_ref: str) -> bool:
        """By who sees that site."""
        key = subject_ref.partition(":")[2]
        return can(user, VIEW) and scope(user, OrganisationSite).filter(pk=int(key)).exists()

    def closed(self, request: ApprovalRequest, actor: Actor) -> None:
        """Approved, sent back or withdrawn."""
        key = int(request.subject_ref.partition(":")[2])
        words_decided(site_id=key, request=request, actor=actor)
