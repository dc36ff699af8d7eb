"""What passed between the office and people, and what the office learnt by it."""

from wutong.core.interactions.models.duty import DutyEntry
from wutong.core.interactions.models.group import ChatGroup, GroupLink, GroupNotice
from wutong.core.interactions.models.key_alumnus import KeyAlumnus
from wutong.core.interactions.models.report import ContactReport
from wutong.core.interactions.models.update import PastedUpdate

__all__ = [
    "ChatGroup",
    "ContactReport",
    "DutyEntry",
    "GroupLink",
    "GroupNotice",
    "KeyAlumnus",
    "PastedUpdate",
]
