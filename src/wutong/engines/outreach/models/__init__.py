"""Sendings, their recipients, the replies, the results and the files letters carry."""

from wutong.engines.outreach.models.campaign import Campaign
from wutong.engines.outreach.models.file import LetterFile
from wutong.engines.outreach.models.recipient import Recipient
from wutong.engines.outreach.models.reply import Reply
from wutong.engines.outreach.models.result import ResultCount, ResultRow

__all__ = ["Campaign", "LetterFile", "Recipient", "Reply", "ResultCount", "ResultRow"]
