"""Letters, read by the check of wording."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from wutong.engines.outreach.letters import letters_of
from wutong.engines.outreach.models import Campaign
from wutong.engines.wording.public import Checkable, Passage
from wutong.platform.access.public import scope
from wutong.platform.languages.public import OWN_NAMES

if TYPE_CHECKING:
    from wutong.platform.accounts.models import User


class CampaignTexts:
    """Whoever may change a letter may answer what is found in it. A letter goes to people we
    know, so that it may ask them for gifts.
    """

    permission = "campaigns.change"

    def find(self, user: User, key: str) -> Checkable | None:
        """The letter ``campaign:12``, in each of its languages."""
        if not key.isdecimal() or len(key) > 15:
            return None
        campaign = scope(user, Campaign).filter(pk=int(key)).first()
        if campaign is None:
            return None
        return Checkable(
            ref=campaign.ref,
            title=str(campaign),
            url=reverse("office:campaigns-detail", args=[campaign.pk]),
            passages=tuple(
                Passage(
                    "\n".join(dict.fromkeys(letter.texts)),
                    letter.language,
                    OWN_NAMES[letter.language],
                )
                for letter in letters_of(campaign)
            ),
            legal_body=campaign.legal_body_id,
        )
