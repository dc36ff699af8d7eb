from wutong.platform.access.models.assignment import RoleAssignment
from wutong.platform.access.models.grant import PermissionGrant

__all__ = ["PermissionGrant", "RoleAssignment"]
