"""Reads of the door and of the accounts it opens for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from wutong.platform.access.models import RoleAssignment
from wutong.platform.access.public import ROLES
from wutong.platform.access.registry import permissions, scope_kinds
from wutong.platform.accounts.models import User
from wutong.platform.vault.errors import BadTokenError, ExpiredTokenError
from wutong.platform.vault.public import unsign

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.utils.functional import _StrOrPromise

INVITATION = "signin.invitation"


@dataclass(frozen=True)
class HeldRole:
    """One role as a page shows it."""

    pk: int
    label: _StrOrPromise
    description: _StrOrPromise
    scope: str

    @property
    def words(self) -> str:
        """The role and what it is limited to."""
        return f"{self.label} \u00b7 {self.scope}" if self.scope else str(self.label)


def staff_accounts() -> QuerySet[User]:
    """Accounts that hold a role, or held one and have a staff number; with whether a second
    factor is on.

    Members' accounts are not here: they belong to a person and are looked after there.
    """
    holds = RoleAssignment.objects.filter(user=OuterRef("pk"))
    second = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
    return (
        User.objects.annotate(holds_role=Exists(holds), second_factor=Exists(second))
        .filter(Q(holds_role=True) | Q(staff_number__isnull=False))
        .prefetch_related("role_assignments")
        .order_by("-is_active", "email")
    )


def guardians(*, without: User | None = None) -> list[User]:
    """Directors and administrators who can be written to: they learn what is wrong at the door."""
    holders = RoleAssignment.objects.filter(role__in=("director", "administrator"))
    users = User.objects.filter(pk__in=holders.values("user"), is_active=True, sealed=None)
    others = users.exclude(pk=without.pk) if without else users
    return list(others.order_by("pk"))


def held_roles(user: User, *, naming: Callable[[str, str], str] | None = None) -> list[HeldRole]:
    """The roles of ``user`` with the names of what they are limited to."""
    named = naming or scope_label
    return [
        HeldRole(
            pk=row.pk,
            label=ROLES[row.role].label,
            description=ROLES[row.role].description,
            scope=named(row.scope_kind, row.scope_ref),
        )
        for row in user.role_assignments.all()
        if row.role in ROLES
    ]


def scope_label(kind: str, ref: str) -> str:
    """What a role is limited to, in words; empty for the whole university."""
    if not kind:
        return ""
    known = scope_kinds.find(kind)
    return known.label_of(ref) if known else ref


def invited_user(token: str) -> User | None:
    """Whom an invitation link is for; None once it was used, replaced, or is too old."""
    try:
        payload = unsign(INVITATION, token)
    except (BadTokenError, ExpiredTokenError):
        return None
    user = User.objects.filter(pk=payload.get("user", 0), is_active=True).first()
    if user is None or user.has_usable_password() or user.password != payload.get("state"):
        return None
    return user


@dataclass(frozen=True)
class RoleSheet:
    """One role for reading: what its holders may do, how far they see, how many there are."""

    code: str
    label: _StrOrPromise
    description: _StrOrPromise
    sees: str
    permissions: list[_StrOrPromise]
    holders: int


def role_sheet() -> list[RoleSheet]:
    """Every role with its permissions in words."""
    counted = dict(
        RoleAssignment.objects.filter(user__is_active=True)
        .values_list("role")
        .annotate(Count("user", distinct=True))
    )
    return [
        RoleSheet(
            code=role.code,
            label=role.label,
            description=role.description,
            sees=role.sees,
            permissions=[item.label for item in permissions.values() if role.grants(item.code)],
            holders=counted.get(role.code, 0),
        )
        for role in ROLES.values()
    ]
