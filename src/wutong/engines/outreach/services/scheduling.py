"""When a sending leaves, and calling it back before it does."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from wutong.engines.outreach import tasks
from wutong.engines.outreach.enums import CampaignState
from wutong.engines.outreach.errors import OutreachError
from wutong.engines.outreach.services.campaigns import locked
from wutong.kernel import clock
from wutong.platform.audit.public import record
from wutong.platform.jobs.public import defer

if TYPE_CHECKING:
    from datetime import datetime

    from wutong.engines.outreach.models import Campaign
    from wutong.kernel.actors import Actor


@transaction.atomic
def schedule(*, actor: Actor, campaign: Campaign, at: datetime | None = None) -> Campaign:
    """Send at ``at``, or after the waiting time in which it can still be called back.

    Raises StateError, and OutreachError for a time that has passed.
    """
    campaign = locked(campaign.pk, CampaignState.APPROVED)
    now = clock.now()
    if at is not None and at < now - timedelta(minutes=1):
        raise OutreachError(_("This time has passed; please choose a later one."))
    campaign.send_at = at or now + timedelta(minutes=settings.OUTREACH_UNDO_MINUTES)
    campaign.state = CampaignState.SCHEDULED
    campaign.save(update_fields=["send_at", "state"])
    defer(tasks.send_campaign, at=campaign.send_at, campaign_id=campaign.pk)
    record(
        actor=actor,
        verb="campaigns.scheduled",
        subject=campaign.ref,
        subject_label=campaign.title,
        data={"send_at": campaign.send_at.isoformat()},
    )
    return campaign


@transaction.atomic
def call_back(*, actor: Actor, campaign: Campaign) -> Campaign:
    """Stop the clock before anything has left; the approval stands."""
    campaign = locked(campaign.pk, CampaignState.SCHEDULED)
    campaign.send_at = None
    campaign.state = CampaignState.APPROVED
    campaign.save(update_fields=["send_at", "state"])
    record(
        actor=actor,
        verb="campaigns.called_back",
        subject=campaign.ref,
        subject_label=campaign.title,
    )
    return campaign
