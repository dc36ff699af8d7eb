"""Letters that asked somebody something and were not answered yet."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from wutong.core.consent.enums import Channel
from wutong.core.people.registry import Ahead
from wutong.engines.outreach.enums import CampaignState
from wutong.engines.outreach.models import Recipient
from wutong.engines.outreach.services.grants import reply_address
from wutong.kernel import clock
from wutong.platform.links.models import LinkGrant, LinkUse
from wutong.platform.links.public import token_for
from wutong.ui.design.typography import as_day

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from wutong.engines.outreach.models import Campaign

ASKED = timedelta(days=45)
AT_MOST = 20


def questions_asked(person_id: int, today: date) -> Iterator[Ahead]:
    """Those of the last weeks whose button asks for an answer; three queries."""
    rows = Recipient.objects.filter(
        person=person_id, reason="", campaign__channel=Channel.EMAIL, campaign__action="",
        campaign__state__in=(CampaignState.SENDING, CampaignState.FINISHED),
        campaign__sent_at__gte=clock.now() - ASKED,
    )  # fmt: skip
    found = rows.select_related("campaign").order_by("-campaign__sent_at")[:AT_MOST]
    asking = [(row, words) for row in found if (words := _question(row.campaign, row.language))]
    keys = {f"{row.campaign.ref}:reply": row.campaign_id for row, _words in asking}
    grants = {grant.key: grant for grant in LinkGrant.objects.filter(key__in=keys)} if keys else {}
    uses = LinkUse.objects.filter(
        grant__in=grants.values(), subject_id=person_id, undone_at__isnull=True
    )
    answered = set(uses.values_list("grant_id", flat=True)) if grants else set()
    for row, words in asking:
        grant = grants.get(f"{row.campaign.ref}:reply")
        if grant is None or grant.pk in answered or grant.revoked_at is not None:
            continue
        yield Ahead(
            key=str(row.campaign_id),
            title=row.campaign.subject,
            todo=_("This letter asks you something, and your answer is not here yet."),
            asks=True,
            url=reply_address(token_for(grant, person_id)),
            button=words,
            lines=(_("Sent on %(day)s") % {"day": as_day(row.campaign.sent_at)},)
            if row.campaign.sent_at
            else (),
            icon="mail",
        )


def _question(campaign: Campaign, language: str) -> str:
    """What its button says, where it is one that asks and leads to our answer page."""
    blocks = campaign.blocks_en if language == "en" else campaign.blocks_zh
    for block in blocks:
        if block.get("kind") == "button" and block.get("text") and not block.get("address"):
            return str(block["text"])
    return ""
