"""Why an approval was refused."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wutong.kernel.errors import ConflictError, NotAllowedError, WutongError


class OwnWorkError(NotAllowedError):
    """Nobody approves their own work, not from a second account either."""

    def __init__(self) -> None:
        super().__init__(
            _("You wrote this yourself; please ask a colleague to approve it."), code="own_work"
        )


class SecondStepError(NotAllowedError):
    """One person takes one step of a chain."""

    def __init__(self) -> None:
        super().__init__(
            _("You have already approved an earlier step; another colleague takes this one."),
            code="second_step",
        )


class NotApproverError(NotAllowedError):
    """The step belongs to others."""

    def __init__(self) -> None:
        super().__init__(_("This step is approved by others."), code="not_approver")


class AlreadyDecidedError(ConflictError):
    """Somebody was quicker, or the author withdrew the request."""

    def __init__(self) -> None:
        super().__init__(_("This request has already been decided."), code="decided")


class CommentMissingError(WutongError):
    """Sending back without a word helps nobody."""

    def __init__(self) -> None:
        super().__init__(
            _("Please say in the comment what should be changed."), code="comment_missing"
        )


class NoStepsError(WutongError):
    """A chain without steps approves nothing."""

    def __init__(self) -> None:
        super().__init__(_("A chain has one to five steps."), code="no_steps")


class NobodyError(WutongError):
    """A step that no account could take would stop everything."""

    def __init__(self, step: str) -> None:
        super().__init__(
            _("Nobody could take the step “%(step)s”: no account holds that role.")
            % {"step": step},
            code="nobody",
        )


class TooFewError(WutongError):
    """Every step by somebody else needs that many people."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "There are more steps than people who could take them. Take a step away, give "
                "more colleagues the role, or let one person take two steps."
            ),
            code="too_few",
        )


class ChangedMeanwhileError(ConflictError):
    """Two people set the same chain."""

    def __init__(self) -> None:
        super().__init__(_("Somebody else changed this chain in the meantime."), code="changed")
