"""A person's word on letters whose outcome the network hid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from wutong.engines.outreach.enums import CampaignState
from wutong.engines.outreach.models import Campaign
from wutong.platform.outbox.enums import UncertainDecision
from wutong.platform.outbox.public import resolve_uncertain

if TYPE_CHECKING:
    from wutong.kernel.actors import Actor


@transaction.atomic
def decide_uncertain(*, actor: Actor, campaign: Campaign, decision: UncertainDecision) -> int:
    """Decide on all of them; sending again opens a finished sending once more."""
    count = resolve_uncertain(actor=actor, stream=campaign.ref, decision=decision)
    if count and decision == UncertainDecision.SEND_AGAIN:
        Campaign.objects.filter(pk=campaign.pk, state=CampaignState.FINISHED).update(
            state=CampaignState.SENDING, finished_at=None
        )
    return count
