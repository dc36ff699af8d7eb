"""The log-ins of the demo: one list for the data, the sign-in page and the terminal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_lazy as _

from wutong.kernel.actors import Actor
from wutong.kernel.clock import first_of_quarter
from wutong.platform.access.public import ROLES, grant_role
from wutong.platform.access.registry import scope_kinds
from wutong.platform.accounts.models import User
from wutong.platform.accounts.public import DEMO_DOMAIN
from wutong.ui.signin.models import AccessReview

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

    from wutong.kernel.demo import DemoWorld

DEMO_PASSWORD = "wutong-demo"  # noqa: S105 - public on purpose; guards keep it out of production


@dataclass(frozen=True)
class DemoLogin:
    """One account of the demo. ``person`` is a key of the fixed persons of the demo's data."""

    key: str
    label: _StrOrPromise
    display_name: str
    role: str = ""
    person: str = ""

    @property
    def email(self) -> str:
        """The address to sign in with."""
        return f"{self.key}{DEMO_DOMAIN}"


DEMO_LOGINS: tuple[DemoLogin, ...] = (
    DemoLogin("director", _("Director"), "沈致远", role="director"),
    DemoLogin("staff", _("Staff"), "陆晓岚", role="staff"),
    DemoLogin("auditor", _("Auditor"), "秦正", role="auditor"),
    DemoLogin("coordinator", _("Coordinator of one college"), "顾春晖", role="coordinator"),
    DemoLogin("volunteer", _("Volunteer of one college"), "叶青", role="volunteer"),
    DemoLogin("officer1", _("Officer of an alumni organisation"), "宋怀远", role="officer"),
    DemoLogin("officer2", _("Officer of another organisation"), "白若溪", role="officer"),
    DemoLogin("administrator", _("Administrator"), "方守一", role="administrator"),
    DemoLogin("alumnus1", _("Alumna"), "", person="alumna"),
    DemoLogin("alumnus2", _("Alumnus"), "", person="alumnus"),
    DemoLogin("editor", _("Newsroom editor"), "季文澜", role="editor"),
)


def demo_login(key: str) -> DemoLogin | None:
    """The log-in called ``key``, as the sign-in page's links name it."""
    return next((entry for entry in DEMO_LOGINS if entry.key == key), None)


def build_accounts(world: DemoWorld) -> None:
    """Make the accounts of the list with their roles; limited roles get the first college.
    Officers get theirs from the room of organisations, which comes later.
    """
    actor = Actor.system("demo")
    kind = scope_kinds.find("college")
    colleges = kind.choices() if kind else []
    hashed = make_password(DEMO_PASSWORD)  # once: hashing is slow on purpose
    for entry in DEMO_LOGINS:
        user, created = User.objects.get_or_create(
            email=entry.email, defaults={"display_name": entry.display_name, "is_demo": True}
        )
        if created:
            user.password = hashed
            user.save(update_fields=["password"])
        if not entry.role:
            continue
        limited = ROLES[entry.role].sees == "scoped"
        if limited and (entry.role == "officer" or not colleges):
            continue
        grant_role(
            actor=actor,
            user=user,
            role=entry.role,
            scope_kind="college" if limited else "",
            scope_ref=colleges[0][0] if limited else "",
        )
    _look_through(world.today)


def _look_through(today: date) -> None:
    """Last quarter's review of permissions is done, this one's waits."""
    this = first_of_quarter(today)
    before = first_of_quarter(this - timedelta(days=1))
    user = User.objects.get(email=f"administrator{DEMO_DOMAIN}")
    closed = {
        "closed_at": _morning(before, 12),
        "closed_by": user,
        "note": "离任人员的账号均已停用。",
    }
    for quarter, more in ((before, closed), (this, {})):
        opened = {"opened_at": _morning(quarter, 7), **more}
        AccessReview.objects.get_or_create(quarter=quarter, defaults=opened)


def _morning(day: date, later: int) -> datetime:
    return datetime.combine(day + timedelta(days=later), time(1, 40), tzinfo=UTC)
