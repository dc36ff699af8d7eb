from wutong.kernel.errors import WutongError


class IntakeError(WutongError):
    """What was asked cannot be done as the intake stands; the sentence says why."""
