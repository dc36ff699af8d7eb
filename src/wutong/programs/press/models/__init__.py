"""Media and what they wrote, what was said of us, and the briefing."""

from wutong.programs.press.models.honours import Honour, QuotationUse
from wutong.programs.press.models.media import Mention, Outlet

__all__ = ["Honour", "Mention", "Outlet", "QuotationUse"]
