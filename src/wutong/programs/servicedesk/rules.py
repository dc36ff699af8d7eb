"""Who sees and handles cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wutong.core.people.models import Person
from wutong.core.reference.enums import Grade
from wutong.core.reference.models import AcademicUnit
from wutong.core.reference.public import units_with_ancestors
from wutong.platform.access.public import Permission, register_permissions, scoper, scopes_of
from wutong.platform.access.registry import scopers
from wutong.programs.servicedesk.models import Case, CaseKind, CaseNote, Desk

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from wutong.platform.access.public import Scopes
    from wutong.platform.accounts.models import User

VIEW = "cases.record.view"
CHANGE = "cases.record.change"
EXPORT = "cases.record.export"
SETUP = "cases.setup.change"
UNMASK = "people.contact.unmask"

register_permissions(
    Permission(VIEW, _("See cases of the service desk")),
    Permission(CHANGE, _("Open, hand over, answer and close cases")),
    Permission(EXPORT, _("Take cases out as a file")),
    Permission(SETUP, _("Say which kinds of case there are and which departments handle them")),
)


@scoper(Case)
def case_scope(scopes: Scopes, action: str) -> QuerySet[Case]:
    """The whole office sees all but those of sensitive people; a coordinator those that were
    handed to the college or are the coordinator's own, about nobody or about the college's people.
    """
    rows = Case.objects.all()
    if scopes.everything:
        if scopes.cleared:
            return rows
        return rows.filter(Q(person__isnull=True) | Q(person__grade__lt=Grade.SENSITIVE))
    if not scopes.colleges:
        return rows.none()
    people = scopers.get(Person._meta.label)(scopes, action).order_by()
    return rows.filter(
        Q(person__isnull=True) | Q(person__in=people.values("pk")),
        Q(desk__unit__in=_units(scopes)) | Q(assignee=scopes.user_id) | Q(opened_by=scopes.user_id),
    )


def _units(scopes: Scopes) -> list[int]:
    own = AcademicUnit.objects.filter(code__in=scopes.colleges).values_list("pk", flat=True)
    return sorted(units_with_ancestors(own))


def own_desk(user: User) -> Desk | None:
    """The department of a college's coordinator: what they open is theirs to see."""
    rows = Desk.objects.filter(unit__in=_units(scopes_of(user)), retired=False)
    return rows.order_by("pk").first()


@scoper(CaseNote)
def note_scope(scopes: Scopes, action: str) -> QuerySet[CaseNote]:
    """The history of cases in sight."""
    return CaseNote.objects.filter(case__in=case_scope(scopes, action).order_by().values("pk"))


@scoper(Desk)
def desk_scope(scopes: Scopes, action: str) -> QuerySet[Desk]:
    """The departments of the office."""
    return Desk.objects.all() if scopes.everything else Desk.objects.none()


@scoper(CaseKind)
def kind_scope(scopes: Scopes, action: str) -> QuerySet[CaseKind]:
    """The kinds of the office."""
    return CaseKind.objects.all() if scopes.everything else CaseKind.objects.none()
