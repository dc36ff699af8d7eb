"""A notice on WeChat as the page of its sending shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wutong.engines.outreach.letters import letters_of
from wutong.engines.outreach.notices import card_of
from wutong.engines.outreach.selectors import first_reader
from wutong.engines.outreach.services.sending import values_of

if TYPE_CHECKING:
    from wutong.engines.outreach.models import Campaign
    from wutong.engines.outreach.notices import Card


def shown_cards(campaign: Campaign, user: Any) -> list[Card]:
    """Every language of a notice, as its first recipient would get it."""
    reader = first_reader(campaign, user)
    return [
        card_of(campaign, letter, values_of([letter], reader.pk, letter.language) if reader else {})
        for letter in letters_of(campaign)
    ]
