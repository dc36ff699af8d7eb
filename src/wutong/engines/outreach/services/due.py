"""The safety net under scheduled sendings."""

from __future__ import annotations

from wutong.engines.outreach.enums import CampaignState
from wutong.engines.outreach.models import Campaign
from wutong.engines.outreach.services.campaigns import send_due
from wutong.kernel import clock


def send_what_is_due() -> int:
    """Send every sending whose time has come; how many left."""
    waiting = Campaign.objects.filter(
        state=CampaignState.SCHEDULED, send_at__lte=clock.now()
    ).values_list("pk", flat=True)
    return sum(send_due(campaign_id=pk) for pk in list(waiting))
