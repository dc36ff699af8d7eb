from wutong.kernel.errors import WutongError


class VerificationError(WutongError):
    """What was asked cannot be done as the list stands; the sentence says why."""
