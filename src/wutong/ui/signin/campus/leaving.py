"""Whoever has left the staff directory has no access within the hour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.cache import cache
from django.db import transaction

from wutong.kernel import clock
from wutong.kernel.actors import Actor
from wutong.platform.access.models import RoleAssignment
from wutong.platform.access.public import revoke_role
from wutong.platform.audit.public import record
from wutong.ui.signin import mails
from wutong.ui.signin.campus.directory import DirectoryUnreadableError, configured_directory
from wutong.ui.signin.models import SealedAccount, StaffNumber
from wutong.ui.signin.selectors import guardians

if TYPE_CHECKING:
    from wutong.ui.signin.campus.directory import Directory

AT_ONCE = 3
SHARE = 0.2
"""More than three and a fifth of all who vanish at once look like a broken list."""
ALARM_AGAIN = 3600


@dataclass(frozen=True)
class Checked:
    """What one look at the directory found. ``held``: too many were missing, nothing was done."""

    asked: int = 0
    left: int = 0
    held: int = 0
    unreadable: str = ""


def check_directory(*, directory: Directory | None = None, anyway: bool = False) -> Checked:
    """Compare open accounts with the directory and close those that are no longer in it.

    ``anyway`` closes them however many they are. Runs every thirty minutes.
    """
    asked = directory or configured_directory()
    if asked is None:
        return Checked()
    sealed = SealedAccount.objects.values("user")
    rows = {
        row.number: row
        for row in StaffNumber.objects.filter(user__is_active=True, left_at__isnull=True)
        .exclude(user__in=sealed)
        .select_related("user")
    }
    if not rows:
        return Checked()
    try:
        here = asked.present(sorted(rows))
    except DirectoryUnreadableError as error:
        _alarm("directory_unreadable", str(error))
        return Checked(len(rows), unreadable=str(error))
    now = clock.now()
    StaffNumber.objects.filter(number__in=here).update(seen_at=now)
    gone = [row for number, row in sorted(rows.items()) if number not in here]
    if len(gone) > max(AT_ONCE, len(rows) * SHARE) and not anyway:
        _alarm("directory_suspicious", ", ".join(row.number for row in gone[:50]))
        return Checked(len(rows), held=len(gone))
    for row in gone:
        end_access(row)
    return Checked(len(rows), left=len(gone))


@transaction.atomic
def end_access(row: StaffNumber) -> None:
    """Close the account, so that its sessions end with their next request, and take its roles."""
    actor, user = Actor.system("directory"), row.user
    row.left_at = clock.now()
    row.save(update_fields=["left_at"])
    user.is_active = False
    user.save(update_fields=["is_active"])
    roles = list(RoleAssignment.objects.filter(user=user))
    for assignment in roles:
        revoke_role(actor=actor, assignment=assignment)
    record(
        actor=actor,
        verb="account.left_directory",
        subject=f"user:{user.pk}",
        subject_label=str(user),
        data={"number": row.number, "roles": [assignment.role for assignment in roles]},
    )


def _alarm(event: str, detail: str) -> None:
    if not cache.add(f"signin:{event}", 1, ALARM_AGAIN):
        return
    record(actor=Actor.system("directory"), verb=f"signin.{event}", data={"detail": detail[:400]})
    for user in guardians():
        mails.send_notice(user=user, event=event)
