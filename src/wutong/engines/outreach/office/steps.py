"""The way of a sending, as five steps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from wutong.engines.outreach.enums import CampaignState

if TYPE_CHECKING:
    from wutong.engines.outreach.models import Campaign

ORDER = {
    CampaignState.DRAFT: 0,
    CampaignState.REVIEW: 2,
    CampaignState.APPROVED: 3,
    CampaignState.SCHEDULED: 3,
    CampaignState.SENDING: 4,
    CampaignState.FINISHED: 5,
    CampaignState.STOPPED: 5,
}


@dataclass(frozen=True)
class Step:
    """One step; ``current`` is where something is to be done."""

    label: str
    done: bool
    current: bool


def steps_of(campaign: Campaign) -> list[Step]:
    """Write, check, approve, send, results."""
    at = ORDER[CampaignState(campaign.state)]
    if at == 0 and campaign.counts is not None:
        at = 1
    labels = (_("Write"), _("Check"), _("Approve"), _("Send"), _("Results"))
    return [
        Step(label, done=number < at, current=number == min(at, 4))
        for number, label in enumerate(labels)
    ]
