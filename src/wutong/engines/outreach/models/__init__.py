"""Sendings, their recipients and the replies."""

from wutong.engines.outreach.models.campaign import Campaign
from wutong.engines.outreach.models.recipient import Recipient
from wutong.engines.outreach.models.reply import Reply

__all__ = ["Campaign", "Recipient", "Reply"]
