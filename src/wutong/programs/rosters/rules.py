"""Who works with class rosters: the office, and each college with its own classes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from wutong.core.reference.models import AcademicUnit, ClassGroup
from wutong.core.reference.public import units_with_ancestors
from wutong.platform.access.public import Permission, register_permissions, scoper
from wutong.platform.access.registry import scopers
from wutong.programs.rosters.models import ClassRoster, RosterKeeper, Suggestion

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from wutong.platform.access.public import Scopes

VIEW = "rosters.view"
CHANGE = "rosters.change"
PEOPLE_VIEW = "people.record.view"
PEOPLE_EXPORT = "people.record.export"
APPOINT = "appointments.record.change"
APPOINTMENTS = "appointments.record.view"
UNMASK = "people.contact.unmask"

register_permissions(
    Permission(VIEW, _("See how classes stand")),
    Permission(CHANGE, _("Invite class liaisons and decide what they suggest")),
)


def classes_in(scopes: Scopes) -> QuerySet[ClassGroup]:
    """The classes somebody sees: all, or those of their colleges and what these grew out of."""
    if scopes.everything:
        return ClassGroup.objects.all()
    if not scopes.colleges:
        return ClassGroup.objects.none()
    units = AcademicUnit.objects.filter(code__in=scopes.colleges).values_list("pk", flat=True)
    return ClassGroup.objects.filter(unit__in=sorted(units_with_ancestors(units)))


@scoper(ClassRoster)
def roster_scope(scopes: Scopes, action: str) -> QuerySet[ClassRoster]:
    """Rosters of the classes somebody sees."""
    rosters = ClassRoster.objects.all()
    return rosters if scopes.everything else rosters.filter(class_group__in=classes_in(scopes))


@scoper(RosterKeeper)
def keeper_scope(scopes: Scopes, action: str) -> QuerySet[RosterKeeper]:
    """Liaisons of the classes somebody sees."""
    keepers = RosterKeeper.objects.all()
    return keepers if scopes.everything else keepers.filter(class_group__in=classes_in(scopes))


@scoper(Suggestion)
def suggestion_scope(scopes: Scopes, action: str) -> QuerySet[Suggestion]:
    """About people somebody may see, in classes they may see; a missing classmate is nobody yet."""
    people = scopers.get("people.Person")(scopes, action)
    mine = Suggestion.objects.filter(about__isnull=True) | Suggestion.objects.filter(
        about__in=people.values("pk")
    )
    return mine if scopes.everything else mine.filter(class_group__in=classes_in(scopes))
