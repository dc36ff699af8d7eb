"""What people asked about their own data, and what was thought through and given abroad."""

from wutong.core.rights.models.assessment import Assessment
from wutong.core.rights.models.case import Case
from wutong.core.rights.models.transfer import Transfer

__all__ = ["Assessment", "Case", "Transfer"]
