"""Who sees applications, who decides them, who invites."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from wutong.core.reference.models import AcademicUnit
from wutong.core.reference.public import units_with_ancestors
from wutong.platform.access.public import Permission, register_permissions, scoper
from wutong.platform.access.registry import scopers
from wutong.programs.joining.enums import State
from wutong.programs.joining.models import Application, Invitation

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from wutong.platform.access.public import Scopes

VIEW = "joining.application.view"
DECIDE = "joining.application.decide"
INVITE = "joining.invitation.send"
PEOPLE = "people.record.view"

register_permissions(
    Permission(VIEW, _("Read applications to join and their papers")),
    Permission(DECIDE, _("Decide applications to join")),
    Permission(INVITE, _("Invite people on record to join")),
)


@scoper(Application)
def application_scope(scopes: Scopes, action: str) -> QuerySet[Application]:
    """Proven ones; with limited sight those that name one's colleges. One that was decided shows
    a person graded sensitive only to those cleared.
    """
    del action
    rows = Application.objects.exclude(state=State.PROVING)
    if not scopes.cleared:
        people = scopers.get("people.Person")(scopes, "view")
        hidden = rows.filter(person__isnull=False).exclude(person__in=people.values("pk"))
        rows = rows.exclude(pk__in=hidden.values("pk"))
    if scopes.everything:
        return rows
    if not scopes.colleges:
        return rows.none()
    units = AcademicUnit.objects.filter(code__in=scopes.colleges).values_list("pk", flat=True)
    return rows.filter(unit__in=sorted(units_with_ancestors(units)))


@scoper(Invitation)
def invitation_scope(scopes: Scopes, action: str) -> QuerySet[Invitation]:
    """An invitation follows its person."""
    people = scopers.get("people.Person")(scopes, action)
    return Invitation.objects.filter(person__in=people.values("pk"))
