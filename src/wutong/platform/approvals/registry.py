"""What upper rooms tell this one: who is behind an account, and what follows a decision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from wutong.kernel.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable

    from wutong.kernel.actors import Actor
    from wutong.platform.accounts.models import User
    from wutong.platform.approvals.models import ApprovalRequest


class Subject(Protocol):
    """The owner of a kind of subject ("campaign"), asked and told by this room."""

    def visible(self, user: User, subject_ref: str) -> bool:
        """Whether ``user`` may see the subject at all (scope, confidentiality)."""

    def closed(self, request: ApprovalRequest, actor: Actor) -> None:
        """The request was approved, sent back or withdrawn; runs in the same transaction."""


subjects: Registry[Subject] = Registry("approval subjects")

same_person: Registry[Callable[[int, int], bool]] = Registry("accounts of one person")
"""Says of two user ids whether one person is known to stand behind both."""
