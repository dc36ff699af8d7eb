"""The sealed account: made by command, kept in an envelope, and loud when it is used."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import transaction

from wutong.kernel import clock
from wutong.kernel.actors import Actor
from wutong.platform.access.public import ADMINISTRATOR, grant_role
from wutong.platform.accounts.models import User
from wutong.platform.audit.public import record
from wutong.ui.signin import mails
from wutong.ui.signin.models import SealedAccount
from wutong.ui.signin.selectors import guardians

if TYPE_CHECKING:
    from collections.abc import Sequence

ROLES = (ADMINISTRATOR.code, "director")
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True)
class Envelope:
    """What goes into the envelope; it is shown once."""

    email: str
    password: str
    secret: str
    codes: Sequence[str]


@transaction.atomic
def seal_account(*, actor: Actor, email: str) -> Envelope:
    """Make the one sealed account, or seal it anew: old password, app and codes end with it."""
    held = SealedAccount.objects.select_for_update().first()
    user = held.user if held else User.objects.filter(email=User.objects.normalise(email)).first()
    if user is None:
        user = User.objects.create_user(email, display_name="Sealed account")
    password = "-".join("".join(secrets.choice(LETTERS) for _ in range(5)) for _ in range(5))
    user.set_password(password)
    user.is_active = True
    user.save(update_fields=["password", "is_active"])
    Authenticator.objects.filter(user=user).delete()
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    codes = RecoveryCodes.activate(user).get_unused_codes()
    for role in ROLES:
        grant_role(actor=actor, user=user, role=role)
    SealedAccount.objects.update_or_create(user=user, defaults={"sealed_at": clock.now()})
    record(actor=actor, verb="sealed.made", subject=f"user:{user.pk}", subject_label=str(user))
    return Envelope(user.email, password, secret, codes)


def is_sealed(user: User) -> bool:
    """Whether it is the account of the envelope."""
    return SealedAccount.objects.filter(user=user).exists()


def note_use(user: User) -> None:
    """Somebody opened the envelope: directors and administrators learn of it at once."""
    if not SealedAccount.objects.filter(user=user).update(used_at=clock.now()):
        return
    record(
        actor=Actor.of(user), verb="sealed.used", subject=f"user:{user.pk}", subject_label=str(user)
    )
    for guardian in guardians(without=user):
        mails.send_notice(user=guardian, event="sealed_used")
