"""What the door holds about whoever has an account."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.utils.translation import gettext_lazy as _

from wutong.platform.access.models import RoleAssignment
from wutong.platform.access.public import ROLES
from wutong.platform.accounts.models import User
from wutong.platform.outbox.models import SingleMail
from wutong.platform.privacy.enums import Fate
from wutong.platform.privacy.public import (
    Holding,
    RetentionRule,
    Table,
    after_days,
    hindrances,
    holdings,
    reads,
    retention_rules,
    rows_of,
)
from wutong.ui.signin.models import StaffNumber

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from django.utils.functional import _StrOrPromise

    from wutong.kernel.actors import Actor
    from wutong.platform.privacy.public import Subject

LOGS = (AccessAttempt, AccessFailureLog, AccessLog)
LOG_DAYS = 183


def _close(actor: Actor, subject: Subject) -> int:
    """Open sessions end with the next request: an inactive account has none. Mails to others that
    the account caused no longer name it.
    """
    ids = subject.ids("user")
    EmailAddress.objects.filter(user__in=ids).delete()
    Authenticator.objects.filter(user__in=ids).delete()
    labels = [str(user) for user in rows_of(User, subject, by="pk", kind="user")]
    SingleMail.objects.filter(actor__in=labels).update(actor="")
    for user in rows_of(User, subject, by="pk", kind="user"):
        user.email = f"erased-{user.pk}@erased.invalid"
        user.display_name, user.is_active = "", False
        user.set_unusable_password()
        user.save()
    return len(ids)


holdings.register(
    "signin.account",
    Holding(
        title=_("Your account"),
        purpose=_("For you to sign in."),
        fate=Fate.ANONYMISE,
        ground=_("The account is closed for good; an empty row stays so that its number is not "
                 "given again."),
        read=reads(
            User, "email", "display_name", "language", "date_joined", "last_login", by="pk",
            kind="user",
        ),
        erase=_close,
        tables=("accounts_user", "account_emailaddress", "mfa_authenticator"),
    ),
    order=85,
)  # fmt: skip


def _forget_log_ins(_actor: Actor, subject: Subject) -> int:
    ids = subject.ids("user")
    numbers = StaffNumber.objects.filter(user__in=ids).delete()[0]
    return int(SocialAccount.objects.filter(user__in=ids).delete()[0] + numbers)


holdings.register(
    "signin.campus",
    Holding(
        title=_("Log-ins of the university and WeChat"),
        purpose=_("For you to sign in by them."),
        fate=Fate.ERASE,
        read=reads(SocialAccount, "provider", "uid", "last_login", by="user_id", kind="user"),
        erase=_forget_log_ins,
        tables=(
            "socialaccount_socialaccount",
            "socialaccount_socialtoken",
            "signin_staffnumber",
            "signin_sealedaccount",
        ),
    ),
    order=84,
)


def _attempts(subject: Subject) -> Table:
    names = subject.values("email")
    rows = AccessLog.objects.filter(username__in=names).order_by("attempt_time")
    columns = (("when", _("When")), ("address", _("Network address")), ("out", _("Signed out")))
    return Table(columns, [[row.attempt_time, row.ip_address, row.logout_time] for row in rows])


holdings.register(
    "signin.log",
    Holding(
        title=_("When and from where you signed in"),
        purpose=_("To notice somebody else at your account."),
        fate=Fate.LOCK,
        ground=_("Network logs must be kept for at least six months (Cybersecurity Law)."),
        read=_attempts,
        tables=("axes_accesslog", "axes_accessattempt", "axes_accessfailurelog"),
    ),
    order=6,
)


def holds_roles(subject: Subject) -> Iterator[_StrOrPromise]:
    """A colleague's account is not closed by its owner."""
    roles = RoleAssignment.objects.filter(user__in=subject.ids("user"), role__in=ROLES)
    if roles.exists():
        yield _(
            "This account works in the office. Ask the administrator to take its roles back first."
        )


hindrances.register("signin.roles", holds_roles)


def _old(moment: datetime) -> datetime:
    return moment - timedelta(days=LOG_DAYS)


retention_rules.register(
    "signin.log",
    RetentionRule(
        title=_("Log of sign-ins"),
        purpose=_("To notice attacks on accounts"),
        period=after_days(LOG_DAYS),
        due=lambda moment: sum(
            model.objects.filter(attempt_time__lt=_old(moment)).count() for model in LOGS
        ),
        run=lambda _actor, moment: sum(
            model.objects.filter(attempt_time__lt=_old(moment)).delete()[0] for model in LOGS
        ),
        ground=_("At least six months by the Cybersecurity Law"),
    ),
    order=190,
)
