"""The door of the room: quotations that may be shown, and what was said where."""

from __future__ import annotations

from wutong.programs.press.quoting import Quotation, as_quotation, may_quote, quotation
from wutong.programs.press.services.honours import end_use, note_use

__all__ = ["Quotation", "as_quotation", "end_use", "may_quote", "note_use", "quotation"]
