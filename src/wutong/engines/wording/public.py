"""The door of the room: texts checked against the lists of the propaganda office."""

from __future__ import annotations

from wutong.engines.wording.checking.check import check_text
from wutong.engines.wording.checking.findings import Finding
from wutong.engines.wording.checking.lists import LeaderEntry, Lists, TermEntry, TitleEntry
from wutong.engines.wording.checking.names import imitates_office, names_leader
from wutong.engines.wording.enums import FindingKind, Severity
from wutong.engines.wording.marking import Piece, pieces
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
    "Piece",
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
    "imitates_office",
    "in_protocol_order",
    "look_at",
    "may_raise_funds",
    "names_leader",
    "open_findings",
    "pieces",
    "protocol_rank",
]
