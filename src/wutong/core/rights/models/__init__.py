"""What people asked about their own data."""

from wutong.core.rights.models.case import Case

__all__ = ["Case"]
