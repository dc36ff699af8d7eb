"""Who sees and keeps the registers of media and honours, and the briefing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wutong.core.reference.enums import Grade
from wutong.engines.wording.public import Checkable, Passage
from wutong.platform.access.public import Permission, register_permissions, scope, scoper
from wutong.programs.press.models import Briefing, Honour, Mention, Outlet
from wutong.programs.press.services.briefing import approval_closed

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from wutong.kernel.actors import Actor
    from wutong.platform.access.public import Scopes
    from wutong.platform.accounts.models import User
    from wutong.platform.approvals.models import ApprovalRequest

VIEW = "press.media.view"
CHANGE = "press.media.change"
IMPORT = "press.media.import"
EXPORT = "press.media.export"
HONOURS = "press.honours.view"
HONOURS_CHANGE = "press.honours.change"
HONOURS_EXPORT = "press.honours.export"
BRIEFING = "press.briefing.view"
BRIEFING_CHANGE = "press.briefing.change"
BRIEFING_APPROVE = "press.briefing.approve"
BRIEFING_ISSUE = "press.briefing.issue"
BRIEFING_EXPORT = "press.briefing.export"

register_permissions(
    Permission(VIEW, _("See the register of media")),
    Permission(CHANGE, _("Keep the register of media")),
    Permission(IMPORT, _("Bring lists of clippings in from a file")),
    Permission(EXPORT, _("Take the register of media out as a file")),
    Permission(HONOURS, _("See the register of praise and honours")),
    Permission(HONOURS_CHANGE, _("Keep praise and honours, and permissions to quote")),
    Permission(HONOURS_EXPORT, _("Take praise and honours out as a file")),
    Permission(BRIEFING, _("Read work briefings")),
    Permission(BRIEFING_CHANGE, _("Put work briefings together")),
    Permission(BRIEFING_APPROVE, _("Approve work briefings")),
    Permission(BRIEFING_ISSUE, _("Number and issue work briefings")),
    Permission(BRIEFING_EXPORT, _("Take the list of work briefings out as a file")),
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


@scoper(Briefing)
def briefing_scope(scopes: Scopes, action: str) -> QuerySet[Briefing]:
    """The briefings of the office."""
    return Briefing.objects.all() if scopes.everything else Briefing.objects.none()


class BriefingSubject:
    """Lets approvals ask and tell about ``briefing:12``."""

    def visible(self, user: User, subject_ref: str) -> bool:
        """Whether the briefing is in the user's sight."""
        return scope(user, Briefing).filter(pk=subject_ref.partition(":")[2]).exists()

    def closed(self, request: ApprovalRequest, actor: Actor) -> None:
        """Approved, or back to draft."""
        approval_closed(briefing_id=int(request.subject_ref.partition(":")[2]), actor=actor)


class BriefingTexts:
    """Briefings, read by the check of wording."""

    permission = BRIEFING_CHANGE

    def find(self, user: User, key: str) -> Checkable | None:
        """The briefing ``briefing:12`` with the lines that are picked."""
        if not key.isdecimal() or len(key) > 15:
            return None
        briefing = scope(user, Briefing).filter(pk=int(key)).first()
        if briefing is None:
            return None
        lines = briefing.items.filter(picked=True).values_list("text", flat=True)
        return Checkable(
            ref=briefing.ref,
            title=str(briefing),
            url=reverse("office:press-briefing", args=[briefing.pk]),
            passages=(
                Passage("\n".join([briefing.title, briefing.lead, *lines]), briefing.language),
            ),
            legal_body=briefing.legal_body_id,
            on=briefing.until,
        )
