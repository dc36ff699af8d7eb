"""Staff numbers of accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from wutong.platform.accounts.models import User
from wutong.platform.audit.public import record
from wutong.ui.signin.errors import NumberTakenError
from wutong.ui.signin.models import StaffNumber

if TYPE_CHECKING:
    from wutong.kernel.actors import Actor


def account_with_number(number: str) -> User | None:
    """The open account of the colleague with this staff number."""
    if not number:
        return None
    return User.objects.filter(
        staff_number__number=number, staff_number__left_at__isnull=True, is_active=True
    ).first()


@transaction.atomic
def set_staff_number(*, actor: Actor, user: User, number: str) -> None:
    """Say who in the directory holds the account; an empty number takes it away.

    Raises `NumberTakenError`.
    """
    number = number.strip()
    if StaffNumber.objects.filter(number=number).exclude(user=user).exists():
        raise NumberTakenError
    if number:
        StaffNumber.objects.update_or_create(
            user=user, defaults={"number": number, "left_at": None, "seen_at": None}
        )
    else:
        StaffNumber.objects.filter(user=user).delete()
    record(
        actor=actor,
        verb="account.number",
        subject=f"user:{user.pk}",
        subject_label=str(user),
        data={"number": number},
    )
