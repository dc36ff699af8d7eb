"""Who does something: every change has an author."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class HasAccount(Protocol):
    """What we need to know of a signed-in user."""

    pk: int

    def __str__(self) -> str: ...


@dataclass(frozen=True)
class Actor:
    """The author of a change.

    ``user_id`` is None for the system and for people who answer from a signed link; ``label``
    is what an auditor reads; ``subject_ref`` names the person behind a link ("person:12");
    ``reason`` is why, where a reason is asked for.
    """

    user_id: int | None
    label: str
    subject_ref: str = ""
    reason: str = ""

    @classmethod
    def of(cls, user: HasAccount, *, reason: str = "") -> Actor:
        """The signed-in ``user``."""
        return cls(user_id=user.pk, label=str(user), reason=reason)

    @classmethod
    def system(cls, part: str, *, reason: str = "") -> Actor:
        """A part of the house acting by itself, such as ``import`` or ``retention``."""
        return cls(user_id=None, label=f"system:{part}", reason=reason)

    @classmethod
    def link(cls, action: str, subject_ref: str) -> Actor:
        """A person who answered from a signed link without signing in."""
        return cls(user_id=None, label=f"link:{action}", subject_ref=subject_ref)
