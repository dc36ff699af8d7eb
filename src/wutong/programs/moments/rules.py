"""Who sees, writes and approves plans, and who keeps letters to the future."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from wutong.core.reference.enums import Grade
from wutong.platform.access.public import Permission, register_permissions, scope, scoper
from wutong.programs.moments.models import Capsule, Moment, Occurrence
from wutong.programs.moments.services.plans import approval_closed

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from wutong.kernel.actors import Actor
    from wutong.platform.access.public import Scopes
    from wutong.platform.accounts.models import User
    from wutong.platform.approvals.models import ApprovalRequest

VIEW = "moments.view"
CHANGE = "moments.change"
APPROVE = "moments.approve"
CAPSULES = "moments.capsules.view"
KEEP = "moments.capsules.change"
EXPORT = "moments.export"

register_permissions(
    Permission(VIEW, _("See the calendar of moments")),
    Permission(CHANGE, _("Plan moments, pause them and leave days out")),
    Permission(APPROVE, _("Approve moments for a year")),
    Permission(CAPSULES, _("See which letters to the future lie sealed, not their words")),
    Permission(KEEP, _("Enter letters to the future and ask for them")),
    Permission(EXPORT, _("Take moments and letters to the future out as files")),
)


@scoper(Moment)
def moment_scope(scopes: Scopes, action: str) -> QuerySet[Moment]:
    """The plans of the whole office."""
    return Moment.objects.all() if scopes.everything else Moment.objects.none()


@scoper(Occurrence)
def occurrence_scope(scopes: Scopes, action: str) -> QuerySet[Occurrence]:
    """As their plans."""
    return Occurrence.objects.all() if scopes.everything else Occurrence.objects.none()


@scoper(Capsule)
def capsule_scope(scopes: Scopes, action: str) -> QuerySet[Capsule]:
    """The office's, as far as their writers may be seen."""
    if not scopes.everything:
        return Capsule.objects.none()
    rows = Capsule.objects.all()
    return rows if scopes.cleared else rows.filter(writer__grade__lt=Grade.SENSITIVE)


class MomentSubject:
    """Lets approvals ask and tell about ``moment:12``."""

    def visible(self, user: User, subject_ref: str) -> bool:
        """Whether the plan is in the user's sight."""
        return scope(user, Moment).filter(pk=subject_ref.partition(":")[2]).exists()

    def closed(self, request: ApprovalRequest, actor: Actor) -> None:
        """Approved for a year, or not."""
        approval_closed(moment_id=int(request.subject_ref.partition(":")[2]), actor=actor)
