"""The door of the room: texts checked against the lists of the propaganda office."""

from __future__ import annotations

from wutong.engines.wording.checking.check import check_text
from wutong.engines.wording.checking.findings import Finding
from wutong.engines.wording.checking.lists import LeaderEntry, Lists, TermEntry, TitleEntry
from wutong.engines.wording.enums import FindingKind, Severity
from wutong.engines.wording.registry import Checkable, CheckedTexts, Passage, checked, further
from wutong.engines.wording.selectors import (
    Seen,
    check,
    current_lists,
    in_protocol_order,
    look_at,
    may_raise_funds,
    open_findings,
    protocol_rank,
)
from wutong.engines.wording.services.answering import examine

__all__ = [
    "Checkable",
    "CheckedTexts",
    "Finding",
    "FindingKind",
    "LeaderEntry",
    "Lists",
    "Passage",
    "Seen",
    "Severity",
    "TermEntry",
    "TitleEntry",
    "check",
    "check_text",
    "checked",
    "current_lists",
    "examine",
    "further",
    "in_protocol_order",
    "look_at",
    "may_raise_funds",
    "open_findings",
    "protocol_rank",
]
