"""Who sees, writes and approves sendings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from wutong.engines.outreach.models import Campaign
from wutong.engines.outreach.services.campaigns import approval_closed
from wutong.platform.access.public import Permission, register_permissions, scope, scoper
from wutong.platform.outbox.models import TextSignature, TextTemplate

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from wutong.kernel.actors import Actor
    from wutong.platform.access.public import Scopes
    from wutong.platform.accounts.models import User
    from wutong.platform.approvals.models import ApprovalRequest

register_permissions(
    Permission("campaigns.view", _("See greetings and what became of them")),
    Permission("campaigns.change", _("Write greetings, hand them in and send them")),
    Permission("campaigns.approve", _("Approve greetings")),
    Permission("campaigns.carriers", _("Keep signatures and templates of text messages")),
    Permission("campaigns.export", _("Take lists of recipients out as files")),
)


@scoper(Campaign)
def campaign_scope(scopes: Scopes, action: str) -> QuerySet[Campaign]:
    """Those who see the whole university see every sending, others only their own: its lists
    of names follow the scope of its author.
    """
    if scopes.everything:
        return Campaign.objects.all()
    return Campaign.objects.filter(author_id=scopes.user_id)


@scoper(TextTemplate)
def template_scope(scopes: Scopes, action: str) -> QuerySet[TextTemplate]:
    """They name nobody: whoever may see sendings sees them all."""
    return TextTemplate.objects.all()


@scoper(TextSignature)
def signature_scope(scopes: Scopes, action: str) -> QuerySet[TextSignature]:
    """As templates."""
    return TextSignature.objects.all()


class CampaignSubject:
    """Lets approvals ask and tell about ``campaign:12``."""

    def visible(self, user: User, subject_ref: str) -> bool:
        """Whether the user's scope covers the sending."""
        pk = int(subject_ref.partition(":")[2])
        return scope(user, Campaign).filter(pk=pk).exists()

    def closed(self, request: ApprovalRequest, actor: Actor) -> None:
        """Approved, or back to draft."""
        approval_closed(campaign_id=int(request.subject_ref.partition(":")[2]), actor=actor)
