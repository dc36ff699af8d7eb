"""Who may do what, to which rows: the one place that answers."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

from django.contrib.auth.models import Group
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from wutong.kernel.clock import now
from wutong.kernel.errors import WutongError
from wutong.platform.access.models import PermissionGrant, RoleAssignment
from wutong.platform.access.registry import (
    Permission,
    Scopes,
    permissions,
    register_permissions,
    scoper,
    scopers,
)
from wutong.platform.access.roles import ADMINISTRATOR, ROLES, Role
from wutong.platform.audit.public import record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from django.contrib.auth.models import AnonymousUser
    from django.db.models import Model, QuerySet
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from wutong.kernel.actors import Actor
    from wutong.platform.accounts.models import User

__all__ = [
    "ADMINISTRATOR",
    "ROLES",
    "Permission",
    "Role",
    "Scopes",
    "assignments_of",
    "can",
    "grant_permission",
    "grant_role",
    "group_of",
    "is_staff",
    "live_grant",
    "narrow",
    "permissions",
    "register_permissions",
    "require",
    "revoke_role",
    "roles_of",
    "scope",
    "scoper",
    "scopes_of",
    "users_who_can",
    "users_with_role",
    "withdraw_grants",
]

M = TypeVar("M", bound="Model")
CLEARANCE = "people.sensitive.view"
_CACHE = "_wutong_assignments"
_NARROWED = "_wutong_narrowed"


def assignments_of(user: User | AnonymousUser) -> list[RoleAssignment]:
    """The roles of ``user``, read once per request; inactive accounts have none."""
    if not user.is_authenticated or not user.is_active:
        return []
    known: list[RoleAssignment] | None = getattr(user, _CACHE, None)
    if known is None:
        known = [row for row in RoleAssignment.objects.filter(user=user) if row.role in ROLES]
        setattr(user, _CACHE, known)
    return known


def roles_of(user: User | AnonymousUser) -> list[Role]:
    """The roles themselves, without their scopes."""
    return [ROLES[row.role] for row in assignments_of(user)]


def is_staff(user: User | AnonymousUser) -> bool:
    """Staff are those who hold a role (or stand above all permissions)."""
    return bool(assignments_of(user)) or _above_all(user)


def _above_all(user: User | AnonymousUser) -> bool:
    return bool(user.is_authenticated and user.is_active and user.is_superuser)


def narrow(user: User, allowed: Iterable[str]) -> None:
    """From here on this very object stands for somebody who holds none but the ``allowed`` of the
    user's permissions, clearance included: a program that acts for them. Narrowing twice leaves
    what both allow.
    """
    before: frozenset[str] | None = getattr(user, _NARROWED, None)
    now_allowed = frozenset(allowed)
    setattr(user, _NARROWED, now_allowed if before is None else before & now_allowed)


def can(user: User | AnonymousUser, permission: str) -> bool:
    """Whether ``user`` holds ``permission`` through any role, or by a grant that still holds."""
    narrowed: frozenset[str] | None = getattr(user, _NARROWED, None)
    if narrowed is not None and permission not in narrowed:
        return False
    roles = roles_of(user)
    if _above_all(user) or any(role.grants(permission) for role in roles):
        return True
    if not any(permission in role.on_request for role in roles):
        return False
    return live_grant(user, permission) is not None


def live_grant(user: User | AnonymousUser, permission: str) -> PermissionGrant | None:
    """The grant by which ``user`` holds ``permission`` now, if there is one."""
    if not user.is_authenticated or not user.is_active:
        return None
    rows = PermissionGrant.objects.filter(
        user=user, permission=permission, withdrawn_at__isnull=True, expires_at__gt=now()
    )
    return rows.order_by("-expires_at").first()


def scopes_of(user: User | AnonymousUser) -> Scopes:
    """How far ``user`` sees, over all roles."""
    if not user.is_authenticated:
        return Scopes()
    if _above_all(user):
        return Scopes(everything=True, cleared=can(user, CLEARANCE), user_id=user.pk)
    rows = assignments_of(user)
    limited: dict[str, set[str]] = {}
    for row in rows:
        if ROLES[row.role].sees == "scoped":
            limited.setdefault(row.scope_kind, set()).add(row.scope_ref)
    return Scopes(
        everything=any(ROLES[row.role].sees == "everything" for row in rows),
        colleges=frozenset(limited.get("college", ())),
        organisations=frozenset(limited.get("organisation", ())),
        cleared=can(user, CLEARANCE),
        user_id=user.pk,
    )


def scope(user: User | AnonymousUser, model: type[M], action: str = "view") -> QuerySet[M]:
    """The rows of ``model`` that ``user`` may see (or ``action``); views start here."""
    return scopers.get(model._meta.label)(scopes_of(user), action)


def require(
    permission: str,
) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """A view decorator: sign-in first, then ``permission``, else the 403 page."""

    def decorate(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not can(request.user, permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.required_permission = permission  # type: ignore[attr-defined]
        return guarded

    return decorate


def users_who_can(permission: str) -> list[User]:
    """Active accounts that hold ``permission`` (for to-dos and approvals)."""
    codes = [code for code, role in ROLES.items() if role.grants(permission)]
    rows = RoleAssignment.objects.filter(role__in=codes, user__is_active=True)
    return list({row.user_id: row.user for row in rows.select_related("user")}.values())


def users_with_role(role: str) -> list[User]:
    """Active accounts that hold ``role``."""
    rows = RoleAssignment.objects.filter(role=role, user__is_active=True)
    return list({row.user_id: row.user for row in rows.select_related("user")}.values())


def grant_role(
    *, actor: Actor, user: User, role: str, scope_kind: str = "", scope_ref: str = ""
) -> RoleAssignment:
    """Give ``user`` a role; audited, idempotent.

    What a role allows holds wherever its holder sees, so an officer of an alumni organisation
    holds no other limited role: their other account would unmask the members.
    """
    kinds = {row.scope_kind for row in assignments_of(user) if row.scope_kind} | {scope_kind} - {""}
    if "organisation" in kinds and len(kinds) > 1:
        raise WutongError(
            _("An account limited to an alumni organisation holds no other limited role.")
        )
    row, created = RoleAssignment.objects.get_or_create(
        user=user,
        role=ROLES[role].code,
        scope_kind=scope_kind,
        scope_ref=scope_ref,
        defaults={"granted_by_id": actor.user_id},
    )
    if created:
        record(
            actor=actor,
            verb="role.granted",
            subject=f"user:{user.pk}",
            subject_label=str(user),
            data={"role": role, "scope": scope_ref},
        )
    user.groups.add(group_of(row.role))
    user.__dict__.pop(_CACHE, None)
    return row


def grant_permission(
    *, actor: Actor, user: User, permission: str, expires_at: datetime, reason: str
) -> PermissionGrant:
    """Give ``user`` one of the permissions that their role allows on request, for a time and for
    a reason; audited. A grant that still holds is replaced.
    """
    if not reason.strip():
        raise WutongError(_("Please say what it is for; the reason is kept."))
    if not any(permission in role.on_request for role in roles_of(user)):
        raise WutongError(_("The role of this account does not allow that."))
    if expires_at <= now():
        raise WutongError(_("Choose a day in the future."))
    withdraw_grants(actor=actor, user=user, permission=permission)
    grant = PermissionGrant.objects.create(
        user=user,
        permission=permission,
        expires_at=expires_at,
        reason=reason.strip()[:300],
        granted_by_id=actor.user_id,
    )
    record(
        actor=actor,
        verb="permission.granted",
        subject=f"user:{user.pk}",
        subject_label=str(user),
        data={
            "permission": permission,
            "until": expires_at.isoformat(),
            "reason": grant.reason,
        },
    )
    return grant


def withdraw_grants(*, actor: Actor, user: User, permission: str) -> int:
    """End what still holds of such grants at once; audited, idempotent."""
    ended = PermissionGrant.objects.filter(
        user=user, permission=permission, withdrawn_at__isnull=True, expires_at__gt=now()
    ).update(withdrawn_at=now())
    if ended:
        record(
            actor=actor,
            verb="permission.withdrawn",
            subject=f"user:{user.pk}",
            subject_label=str(user),
            data={"permission": permission},
        )
    return ended


def group_of(role: str) -> Group:
    """The Django group that mirrors a role, for libraries that know only groups."""
    group, _created = Group.objects.get_or_create(name=f"role:{role}")
    return group


def revoke_role(*, actor: Actor, assignment: RoleAssignment) -> None:
    """Take a role back; audited."""
    user = assignment.user
    record(
        actor=actor,
        verb="role.revoked",
        subject=f"user:{user.pk}",
        subject_label=str(user),
        data={"role": assignment.role, "scope": assignment.scope_ref},
    )
    assignment.delete()
    if not RoleAssignment.objects.filter(user=user, role=assignment.role).exists():
        user.groups.remove(group_of(assignment.role))
    user.__dict__.pop(_CACHE, None)
