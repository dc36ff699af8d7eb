from wutong.ui.signin.models.campus import SealedAccount, StaffNumber
from wutong.ui.signin.models.review import AccessReview

__all__ = ["AccessReview", "SealedAccount", "StaffNumber"]
