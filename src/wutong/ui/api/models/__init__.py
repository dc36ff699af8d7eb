"""Keys that programs use, and how often."""

from wutong.ui.api.models.token import ApiToken, ApiUse

__all__ = ["ApiToken", "ApiUse"]
