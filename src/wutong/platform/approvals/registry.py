"""What upper rooms tell this one: who is behind an account, and what follows a decision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from wutong.kernel.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.utils.functional import _StrOrPromise

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


@dataclass(frozen=True)
class Kind:
    """A kind of request whose chain the office may set; ``permission`` is that of approving it,
    ``usual`` says in words what happens while nothing is set.
    """

    label: _StrOrPromise
    permission: str
    usual: _StrOrPromise


kinds: Registry[Kind] = Registry("kinds of requests")
"""By the kind of subject: "campaign" for the subject ``campaign:12``."""


class Listener(Protocol):
    """Told in the same transaction, to let people know."""

    def due(self, request: ApprovalRequest) -> None:
        """A step waits for somebody: the first, or the next after an approval."""

    def decided(self, request: ApprovalRequest, actor: Actor, comment: str) -> None:
        """The last step was approved, or the whole was sent back."""


listeners: Registry[Listener] = Registry("listeners to approvals")
