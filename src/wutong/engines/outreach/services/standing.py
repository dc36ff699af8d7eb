"""Sendings that a programme makes by itself from words a second person has approved for a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from wutong.engines.outreach.enums import CampaignState
from wutong.engines.outreach.message import check_letters
from wutong.engines.outreach.models import Campaign
from wutong.engines.outreach.services.campaigns import digest_of, save_campaign
from wutong.engines.outreach.services.scheduling import schedule
from wutong.engines.outreach.services.snapshot import build_snapshot
from wutong.engines.outreach.services.trying import preview
from wutong.engines.outreach.texts import check_approvals
from wutong.platform.audit.public import record

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from wutong.kernel.actors import Actor
    from wutong.platform.accounts.models import User
    from wutong.platform.outbox.public import Preview


def check_words(values: Mapping[str, Any]) -> None:
    """Raise MarkupError or OutreachError for what would keep these words from being sent."""
    letter = Campaign(**values)
    check_letters(letter)
    if letter.by_text:
        check_approvals(letter)


def preview_words(values: Mapping[str, Any], *, language: str, person_id: int | None) -> Preview:
    """The words as one person would read them; without a person with the fallbacks."""
    return preview(campaign=Campaign(**values), language=language, person_id=person_id)


@transaction.atomic
def send_approved(
    *,
    actor: Actor,
    author: User,
    approver: User | None,
    values: Mapping[str, Any],
    definition: Mapping[str, Any],
    at: datetime,
) -> Campaign:
    """A sending that leaves at ``at`` without being handed in again: its caller answers for its
    approval. It is judged now for the pre-flight and once more when it leaves; until then it can
    be called back. It has no segment, so that nobody hands it in to more people than these.

    Raises MarkupError and OutreachError for its words.
    """
    campaign = save_campaign(actor=actor, author=author, values={**values, "segment": None})
    check_letters(campaign)
    if campaign.by_text:
        check_approvals(campaign)
    campaign.definition = dict(definition)
    campaign.approver = approver
    campaign.digest = digest_of(campaign)
    campaign.state = CampaignState.APPROVED
    campaign.save()
    build_snapshot(campaign)
    record(
        actor=actor,
        verb="campaigns.standing",
        subject=campaign.ref,
        subject_label=campaign.title,
        data={"approver": approver.pk if approver else None},
        body=campaign.legal_body_id,
    )
    return schedule(actor=actor, campaign=campaign, at=at)
