"""The door of the room: what members ask about their own data."""

from __future__ import annotations

from wutong.core.rights.selectors import Access, accesses_to, closure_of, requests_of
from wutong.core.rights.services.cases import open_case, withdraw_case
from wutong.core.rights.services.closing import ask_closure

__all__ = [
    "Access",
    "accesses_to",
    "ask_closure",
    "closure_of",
    "open_case",
    "requests_of",
    "withdraw_case",
]
