"""Who works at the rights desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from wutong.core.consent.models import ConsentText
from wutong.core.rights.models import Assessment, Case, Transfer
from wutong.platform.access.registry import Permission, register_permissions, scoper, scopers

if TYPE_CHECKING:
    from wutong.platform.access.registry import Scopes

VIEW = "rights.case.view"
CHANGE = "rights.case.change"
ERASE = "rights.erasure.approve"
TEXTS = "consent.view"
VIEW_ASSESSMENTS = "rights.assessment.view"
CHANGE_ASSESSMENTS = "rights.assessment.change"
DECIDE_ASSESSMENTS = "rights.assessment.approve"
VIEW_TRANSFERS = "rights.transfer.view"
CHANGE_TRANSFERS = "rights.transfer.change"

register_permissions(
    Permission(VIEW, _("See what people ask about their own data")),
    Permission(CHANGE, _("Work on what people ask about their own data")),
    Permission(ERASE, _("Have a person's record erased")),
    Permission(VIEW_ASSESSMENTS, _("See impact assessments")),
    Permission(CHANGE_ASSESSMENTS, _("Write impact assessments")),
    Permission(DECIDE_ASSESSMENTS, _("Decide impact assessments")),
    Permission(VIEW_TRANSFERS, _("See what data leaves the country")),
    Permission(CHANGE_TRANSFERS, _("Note what data leaves the country")),
)


@scoper(Case)
def case_scope(scopes: Scopes, action: str) -> QuerySet[Case]:
    """A request follows its person; those of nobody on record, and what is left of fulfilled
    erasures, are for those who see everything.
    """
    people = scopers.get("people.Person")(scopes, action)
    seen = Q(person__in=people.values("pk"))
    if scopes.everything:
        seen |= Q(person__isnull=True) | Q(person__merged_into=F("person"))
    return Case.objects.filter(seen)


@scoper(Assessment)
def assessment_scope(scopes: Scopes, action: str) -> QuerySet[Assessment]:
    """They name nobody; of the whole house."""
    return Assessment.objects.all() if scopes.everything else Assessment.objects.none()


@scoper(Transfer)
def transfer_scope(scopes: Scopes, action: str) -> QuerySet[Transfer]:
    """Numbers alone; of the whole house."""
    return Transfer.objects.all() if scopes.everything else Transfer.objects.none()


def _all_texts(scopes: Scopes, action: str) -> QuerySet[ConsentText]:
    return ConsentText.objects.all()


scoper(ConsentText)(_all_texts)
