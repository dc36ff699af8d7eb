"""What passed between the office and people, and what the office learnt by it."""

from wutong.core.interactions.models.key_alumnus import KeyAlumnus
from wutong.core.interactions.models.report import ContactReport
from wutong.core.interactions.models.update import PastedUpdate

__all__ = ["ContactReport", "KeyAlumnus", "PastedUpdate"]
