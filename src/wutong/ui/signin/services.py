"""Looking after accounts: invitations, passwords, second factors, closing and opening."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from wutong.kernel.actors import Actor
from wutong.platform.access.models import RoleAssignment
from wutong.platform.access.public import ADMINISTRATOR, ROLES, grant_role, revoke_role
from wutong.platform.accounts.models import User
from wutong.platform.accounts.public import DEMO_DOMAIN
from wutong.platform.audit.public import record
from wutong.platform.vault.public import sign
from wutong.ui.signin import mails
from wutong.ui.signin.errors import (
    AddressTakenError,
    LastAdministratorError,
    OwnAccountError,
    ScopeMissingError,
)
from wutong.ui.signin.selectors import INVITATION

if TYPE_CHECKING:
    from collections.abc import Iterable

INVITATION_LASTS = timedelta(days=7)


@transaction.atomic
def invite_account(
    *,
    actor: Actor,
    email: str,
    display_name: str,
    language: str,
    role: str,
    scopes: Iterable[tuple[str, str]] = (),
) -> User:
    """Open an account for a colleague and write them a link to choose a password.

    ``scopes`` are (kind, ref) pairs and are needed for a role that sees only a part.
    """
    address = User.objects.normalise(email)
    if User.objects.filter(email=address).exists():
        raise AddressTakenError
    user = User.objects.create_user(address, display_name=display_name, language=language)
    record(
        actor=actor,
        verb="account.invited",
        subject=f"user:{user.pk}",
        subject_label=str(user),
        data={"role": role},
    )
    give_role(actor=actor, user=user, role=role, scopes=scopes)
    mails.send_invitation(user=user, url=_invitation_url(user), inviter=actor.label)
    return user


@transaction.atomic
def invite_again(*, actor: Actor, user: User) -> None:
    """Write a new link; the former one ends with it."""
    user.set_unusable_password()
    user.save(update_fields=["password"])
    record(
        actor=actor,
        verb="account.invited",
        subject=f"user:{user.pk}",
        subject_label=str(user),
        data={"again": True},
    )
    mails.send_invitation(user=user, url=_invitation_url(user), inviter=actor.label)


def _invitation_url(user: User) -> str:
    token = sign(INVITATION, {"user": user.pk, "state": user.password}, expires=INVITATION_LASTS)
    return f"{settings.SITE_URL}{reverse('signin-invitation', args=[token])}"


@transaction.atomic
def accept_invitation(*, user: User, display_name: str, password: str) -> None:
    """The invited colleague chooses a name and a password; the link is used up by it."""
    user.display_name = display_name
    user.set_password(password)
    user.save(update_fields=["display_name", "password"])
    record(
        actor=Actor.of(user),
        verb="account.accepted",
        subject=f"user:{user.pk}",
        subject_label=str(user),
    )


@transaction.atomic
def give_role(
    *, actor: Actor, user: User, role: str, scopes: Iterable[tuple[str, str]] = ()
) -> None:
    """Give ``user`` a role, once for each scope; roles that see everything take none."""
    limits = list(scopes)
    if ROLES[role].sees != "scoped":
        grant_role(actor=actor, user=user, role=role)
        return
    if not limits:
        raise ScopeMissingError
    for kind, ref in limits:
        grant_role(actor=actor, user=user, role=role, scope_kind=kind, scope_ref=ref)


@transaction.atomic
def take_role(*, actor: Actor, assignment: RoleAssignment) -> None:
    """Take a role back; the last administrator keeps it."""
    if assignment.role == ADMINISTRATOR.code:
        _leave_an_administrator(without=assignment.user)
    revoke_role(actor=actor, assignment=assignment)


@transaction.atomic
def close_account(*, actor: Actor, user: User) -> None:
    """End access at once: open sessions stop with the next request. Nothing is deleted."""
    if actor.user_id == user.pk:
        raise OwnAccountError
    _leave_an_administrator(without=user)
    user.is_active = False
    user.save(update_fields=["is_active"])
    record(actor=actor, verb="account.closed", subject=f"user:{user.pk}", subject_label=str(user))


@transaction.atomic
def close_demo_accounts(*, actor: Actor) -> int:
    """Close all accounts of the demo and forget their public password; how many there were."""
    found = User.objects.filter(Q(is_demo=True) | Q(email__endswith=DEMO_DOMAIN), is_active=True)
    users = list(found.select_for_update())
    for user in users:
        user.is_active = False
        user.set_unusable_password()
        user.save(update_fields=["is_active", "password"])
        record(
            actor=actor, verb="account.closed", subject=f"user:{user.pk}", subject_label=str(user)
        )
    return len(users)


@transaction.atomic
def open_account(*, actor: Actor, user: User) -> None:
    """Give access back, with the roles as they were."""
    user.is_active = True
    user.save(update_fields=["is_active"])
    record(actor=actor, verb="account.opened", subject=f"user:{user.pk}", subject_label=str(user))


@transaction.atomic
def reset_second_factor(*, actor: Actor, user: User) -> None:
    """For a lost phone: the next sign-in asks to set up a new one where it is required."""
    if actor.user_id == user.pk:
        raise OwnAccountError
    Authenticator.objects.filter(user=user).delete()
    record(
        actor=actor,
        verb="signin.factor_reset",
        subject=f"user:{user.pk}",
        subject_label=str(user),
    )
    mails.send_notice(user=user, event="factor_reset")


def _leave_an_administrator(*, without: User) -> None:
    holders = RoleAssignment.objects.select_for_update().filter(
        role=ADMINISTRATOR.code, user__is_active=True
    )
    ids = {row.user_id for row in holders}
    if without.pk in ids and ids == {without.pk}:
        raise LastAdministratorError


def send_password_reset(*, email: str) -> None:
    """Write a link for a new password, if the address belongs to an account that can be entered.

    Runs in a worker whether or not the address is known, so that the page answers alike.
    """
    user = User.objects.filter(email=User.objects.normalise(email), is_active=True).first()
    if user is None:
        return
    if not user.has_usable_password():
        mails.send_invitation(user=user, url=_invitation_url(user), inviter="")
        return
    path = reverse(
        "account_reset_password_from_key",
        kwargs={
            "uidb36": user_pk_to_url_str(user),
            "key": default_token_generator.make_token(user),
        },
    )
    mails.send_password_link(user=user, url=f"{settings.SITE_URL}{path}")


def note_password_changed(*, user: User, by_link: bool) -> None:
    """The owner learns of it by mail, and the audit trail has it."""
    record(
        actor=Actor.of(user),
        verb="password.changed",
        data={"by_link": by_link},
        subject=f"user:{user.pk}",
        subject_label=str(user),
    )
    mails.send_notice(user=user, event="password_changed")


def note_factor(*, user: User, added: bool) -> None:
    """A second factor was set up or removed by its owner."""
    record(
        actor=Actor.of(user),
        verb="signin.factor_added" if added else "signin.factor_removed",
        subject=f"user:{user.pk}",
        subject_label=str(user),
    )
    mails.send_notice(user=user, event="factor_added" if added else "factor_removed")
