"""The door of the room: sendings written and handed in by programmes."""

from wutong.engines.outreach.services.campaigns import (
    discard_campaign,
    hand_in,
    save_campaign,
)

__all__ = ["discard_campaign", "hand_in", "save_campaign"]
