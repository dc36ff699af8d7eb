from wutong.ui.signin.models.campus import SealedAccount, StaffNumber

__all__ = ["SealedAccount", "StaffNumber"]
