"""Media and what they wrote, what was said of us, and the briefing."""

from wutong.programs.press.models.briefing import Briefing, BriefingItem
from wutong.programs.press.models.honours import Honour, QuotationUse
from wutong.programs.press.models.media import Mention, Outlet

__all__ = ["Briefing", "BriefingItem", "Honour", "Mention", "Outlet", "QuotationUse"]
