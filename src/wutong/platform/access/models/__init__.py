from wutong.platform.access.models.assignment import RoleAssignment

__all__ = ["RoleAssignment"]
