"""Sendings, their recipients, the replies and the results."""

from wutong.engines.outreach.models.campaign import Campaign
from wutong.engines.outreach.models.recipient import Recipient
from wutong.engines.outreach.models.reply import Reply
from wutong.engines.outreach.models.result import ResultCount, ResultRow

__all__ = ["Campaign", "Recipient", "Reply", "ResultCount", "ResultRow"]
