"""Reading requests, and who looked at somebody's data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wutong.core.rights.enums import ERASING, CaseState
from wutong.core.rights.models import Case
from wutong.kernel.actors import Actor
from wutong.platform.access.models import RoleAssignment
from wutong.platform.access.public import ROLES
from wutong.platform.audit.models import AuditEntry
from wutong.platform.audit.registry import verbs
from wutong.platform.privacy.public import subject_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from django.db.models import QuerySet
    from django.utils.functional import _StrOrPromise

LOOKED = "sensitive.viewed"
SYSTEM = Actor.system("").label
FIELD_WORDS: dict[str, _StrOrPromise] = {
    "email": gettext_lazy("e-mail address"),
    "phone": gettext_lazy("phone"),
    "address": gettext_lazy("address"),
    "wechat": gettext_lazy("WeChat"),
    "birth_date": gettext_lazy("date of birth"),
    "record": gettext_lazy("whole record"),
    "nickname": gettext_lazy("who is behind a nickname"),
}


@dataclass(frozen=True)
class Access:
    """Somebody looked at a record or changed it. ``who`` is an office, never a colleague's name:
    the person has a right to know what happened, the colleague one not to be called up.
    """

    at: datetime
    who: _StrOrPromise
    words: _StrOrPromise
    fields: list[str]
    reason: str
    looked: bool


def accesses_to(
    person_id: int, *, account: int | None = None, looks_only: bool = False, limit: int = 20
) -> list[Access]:
    """Who looked at the record unmasked or changed it, youngest first (个人信息保护法 第四十五条); what its
    owner (``account``) did is left out.
    """
    refs = [ref for ref in subject_of(f"person:{person_id}").refs if ref.startswith("person:")]
    rows = AuditEntry.objects.filter(subject_ref__in=refs)
    if looks_only:
        rows = rows.filter(verb=LOOKED)
    if account is not None:
        rows = rows.exclude(actor_id=account)
    found = list(rows.order_by("-at", "-pk")[:limit])
    offices = _offices({row.actor_id for row in found if row.actor_id})
    return [
        Access(
            at=row.at,
            who=_who(row, offices),
            words=verbs.find(row.verb) or row.verb,
            fields=field_words(row.data.get("fields", [])),
            reason=row.reason or str(row.data.get("reason", "")),
            looked=row.verb == LOOKED,
        )
        for row in found
    ]


def _who(row: AuditEntry, offices: dict[int, _StrOrPromise]) -> _StrOrPromise:
    if row.actor_label.startswith(SYSTEM):
        return _("The system")
    if row.actor_id is None:
        return _("You, by a link in a letter")
    return offices.get(row.actor_id, _("A former colleague of the alumni office"))


def _offices(ids: Iterable[int]) -> dict[int, _StrOrPromise]:
    """What each account is in the office now."""
    held = RoleAssignment.objects.filter(user__in=list(ids), role__in=ROLES).order_by("pk")
    found: dict[int, _StrOrPromise] = {}
    for row in held:
        found.setdefault(
            row.user_id, _("Alumni office: %(role)s") % {"role": ROLES[row.role].label}
        )
    return found


def field_words(fields: Any) -> list[str]:
    """Names of fields as a reader says them; unknown ones are left out."""
    names: Sequence[str] = []
    if isinstance(fields, list):
        names = [str(name).split(":")[0] for name in fields]
    return [str(FIELD_WORDS[name]) for name in dict.fromkeys(names) if name in FIELD_WORDS]


def requests_of(person_id: int) -> list[Case]:
    """What somebody asked about their own data, youngest first."""
    return list(Case.objects.filter(person_id=person_id).order_by("-received_on", "-pk")[:20])


def closure_of(person_id: int) -> Case | None:
    """The erasure that is coming, if one is."""
    rows = Case.objects.filter(person_id=person_id, kind__in=ERASING, state=CaseState.COOLING)
    return rows.first()


def trail_of(case: Case) -> QuerySet[AuditEntry]:
    """What happened with a request, oldest first."""
    return AuditEntry.objects.filter(subject_ref=case.ref).order_by("at", "pk")
