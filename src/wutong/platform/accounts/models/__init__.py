from wutong.platform.accounts.models.user import User

__all__ = ["User"]
