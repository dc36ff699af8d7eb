"""What was erased, what the robot did, and who handles data for us."""

from wutong.platform.privacy.models.erasure import Erasure
from wutong.platform.privacy.models.processor import Processor
from wutong.platform.privacy.models.retention import RetentionRun

__all__ = ["Erasure", "Processor", "RetentionRun"]
