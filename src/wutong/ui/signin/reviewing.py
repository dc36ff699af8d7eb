"""Who may do what, by whom it is held, and the look through it once a quarter."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils.translation import gettext as _

from wutong.kernel.clock import CAMPUS, first_of_quarter, now, today
from wutong.kernel.errors import WutongError
from wutong.platform.access.models import PermissionGrant, RoleAssignment
from wutong.platform.access.public import ROLES
from wutong.platform.access.registry import permissions
from wutong.platform.accounts.models import User
from wutong.platform.audit.public import entries, record
from wutong.ui.design.typography import as_day
from wutong.ui.signin import mails
from wutong.ui.signin.models import AccessReview
from wutong.ui.signin.selectors import HeldRole, guardians, held_roles, scope_label

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.db.models import QuerySet
    from django.utils.functional import _StrOrPromise

    from wutong.kernel.actors import Actor
    from wutong.platform.audit.models import AuditEntry

CRON = "40 1 * * *"
FROM_DAY = 8  # after the week of the National Day, as the duty directory
QUIET = timedelta(days=90)
DUE = timedelta(days=30)
CHANGES = ("role.granted", "role.revoked", "permission.granted", "permission.withdrawn")
# Who looks after accounts, who reads the trail and who runs the office are to be three people.
APART = frozenset({"administrator", "auditor", "director"})


@dataclass(frozen=True)
class Holder:
    """An open account of the office: what it holds and what a reviewer should look at."""

    user: User
    roles: list[HeldRole]
    codes: frozenset[str]
    grants: list[PermissionGrant]
    second_factor: bool
    remarks: list[str] = field(default_factory=list)

    def holds(self, permission: str) -> bool:
        """By a role, by a permission for a time, or by standing above them all."""
        if self.user.is_superuser or any(grant.permission == permission for grant in self.grants):
            return True
        return any(ROLES[code].grants(permission) for code in self.codes)


@dataclass(frozen=True)
class PermissionRow:
    """One permission: what each role does with it ("yes", "ask" or "") and how many hold it."""

    code: str
    label: _StrOrPromise
    cells: list[str]
    holders: int


def holders() -> list[Holder]:
    """Every open account that may enter the office, those with a remark first; four queries."""
    moment = now()
    holds = RoleAssignment.objects.filter(user=OuterRef("pk"), role__in=ROLES)
    second = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
    live = PermissionGrant.objects.filter(withdrawn_at__isnull=True, expires_at__gt=moment)
    rows = (
        User.objects.filter(Exists(holds) | Q(is_superuser=True), is_active=True)
        .annotate(second_factor=Exists(second))
        .select_related("staff_number", "sealed")
        .prefetch_related(
            Prefetch("role_assignments", RoleAssignment.objects.order_by("pk")),
            Prefetch("permission_grants", live.order_by("pk"), to_attr="live_grants"),
        )
        .order_by("display_name", "email")
    )
    naming = cache(scope_label)
    found = [_holder(user, naming) for user in rows]
    return sorted(found, key=lambda one: not one.remarks)


def _holder(user: User, naming: Callable[[str, str], str]) -> Holder:
    codes = frozenset(row.role for row in user.role_assignments.all() if row.role in ROLES)
    grants: list[PermissionGrant] = getattr(user, "live_grants", [])
    second = bool(getattr(user, "second_factor", False))
    one = Holder(user, held_roles(user, naming=naming), codes, grants, second)
    one.remarks.extend(_remarks(one))
    return one


def _remarks(one: Holder) -> list[str]:
    user, said = one.user, []
    seen = user.last_login or user.date_joined
    if user.is_superuser:
        said.append(_("stands above all permissions"))
    if len(one.codes & APART) > 1:
        said.append(_("duties in one hand that belong to two"))
    if getattr(user, "staff_number", None) and user.staff_number.left_at:
        said.append(_("left the staff directory"))
    if seen < now() - QUIET and not getattr(user, "sealed", None):
        said.append(_("not signed in for 90 days"))
    if not one.second_factor:
        said.append(_("second step turned off"))
    for grant in one.grants:
        known = permissions.find(grant.permission)
        what = known.label if known else grant.permission
        until = as_day(grant.expires_at)
        said.append(_("%(permission)s, until %(day)s") % {"permission": what, "day": until})
    return said


def matrix(people: Sequence[Holder]) -> list[PermissionRow]:
    """Permissions down, roles across, with how many of ``people`` hold each."""
    rows = []
    for code, known in sorted(permissions.items()):
        cells = [
            "yes" if role.grants(code) else "ask" if code in role.on_request else ""
            for role in ROLES.values()
        ]
        number = sum(one.holds(code) for one in people)
        rows.append(PermissionRow(code, known.label, cells, number))
    return rows


def changes_since(review: AccessReview | None) -> QuerySet[AuditEntry]:
    """Roles and permissions given and taken back since the last look, newest first."""
    rows = entries().filter(verb__in=CHANGES)
    return rows.filter(at__gt=review.closed_at) if review and review.closed_at else rows


def last_closed() -> AccessReview | None:
    """The last look there was."""
    closed = AccessReview.objects.filter(closed_at__isnull=False).select_related("closed_by")
    return closed.order_by("-quarter").first()


def open_one() -> AccessReview | None:
    """What still waits to be looked through."""
    return AccessReview.objects.filter(closed_at__isnull=True).order_by("-quarter").first()


def open_when_due() -> AccessReview | None:
    """This quarter's review with its letters, if it is time and there is none. A house that was
    set up this quarter has nothing to review yet.
    """
    quarter = first_of_quarter(today())
    if today() < quarter.replace(day=FROM_DAY):
        return None
    start = now().astimezone(CAMPUS).replace(
        month=quarter.month, day=1, hour=0, minute=0, second=0, microsecond=0
    )  # fmt: skip
    if not RoleAssignment.objects.filter(granted_at__lt=start).exists():
        return None
    with transaction.atomic():
        review, made = AccessReview.objects.get_or_create(
            quarter=quarter, defaults={"opened_at": now()}
        )
        if not made:
            return None
        for user in guardians():
            if user.mailbox and any(ROLES[code].grants("accounts.change") for code in _codes(user)):
                mails.send_review(user=user, quarter=str(review))
    return review


def _codes(user: User) -> list[str]:
    return [code for code in user.role_assignments.values_list("role", flat=True) if code in ROLES]


@transaction.atomic
def close_review(*, actor: Actor, user: User, note: str = "") -> AccessReview:
    """Put one's name to it: who holds what now is as it should be. Raises `WutongError` when this
    quarter's review is closed already.
    """
    review = AccessReview.objects.select_for_update().filter(closed_at__isnull=True).first()
    if review is None:
        review, made = AccessReview.objects.get_or_create(
            quarter=first_of_quarter(today()), defaults={"opened_at": now()}
        )
        if not made:
            raise WutongError(_("This quarter has been looked through already."))
    people = holders()
    counted = Counter(code for one in people for code in one.codes)
    review.found = {
        "accounts": len(people),
        "remarks": sum(bool(one.remarks) for one in people),
        "roles": dict(counted),
    }
    review.digest = digest_of(people)
    review.closed_at, review.closed_by, review.note = now(), user, note.strip()[:300]
    review.save()
    AccessReview.objects.filter(closed_at__isnull=True).update(
        closed_at=review.closed_at, closed_by=user
    )
    record(
        actor=actor, verb="access.reviewed", subject=review.ref, subject_label=str(review),
        data={**review.found, "digest": review.digest, "note": review.note},
    )  # fmt: skip
    return review


def digest_of(people: Sequence[Holder]) -> str:
    """SHA-256 over who holds what, limited to what, and for how long."""
    held = sorted(
        [one.user.pk, row.role, row.scope_kind, row.scope_ref]
        for one in people
        for row in one.user.role_assignments.all()
    )
    given = sorted(
        [one.user.pk, grant.permission, grant.expires_at.isoformat()]
        for one in people
        for grant in one.grants
    )
    return sha256(json.dumps([held, given]).encode()).hexdigest()
