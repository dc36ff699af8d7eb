"""Reading the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wutong.core.people.models import Person
from wutong.core.reference.enums import Population
from wutong.platform.access.registry import Scopes, scopers

from .enums import AEM_MODES
from .models import Act

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet


def acts_standing(scopes: Scopes) -> QuerySet[Act]:
    """Acts within ``scopes`` that have not been taken back."""
    return scopers.get(Act._meta.label)(scopes, "view").filter(voided_at__isnull=True)


def acts_between(scopes: Scopes, start: date, end: date) -> QuerySet[Act]:
    """Standing acts from ``start`` to ``end``, both included."""
    return acts_standing(scopes).filter(occurred_on__gte=start, occurred_on__lte=end)


def aem_acts(scopes: Scopes, start: date, end: date) -> QuerySet[Act]:
    """Standing acts of alumni that count for the CASE metrics (AEM-1, AEM-4)."""
    return acts_between(scopes, start, end).filter(
        counts_for_aem=True, case_mode__in=AEM_MODES, population=Population.ALUMNUS
    )


def acts_of_person(person_id: int, scopes: Scopes) -> QuerySet[Act]:
    """The standing acts of one person, newest first, within ``scopes``; all of one's own."""
    own = (
        scopes.user_id is not None
        and Person.objects.filter(pk=person_id, user_id=scopes.user_id).exists()
    )
    sight = Scopes(everything=True, cleared=True, user_id=scopes.user_id) if own else scopes
    return acts_standing(sight).filter(person_id=person_id).order_by("-occurred_on", "-id")


def acts_of_source(source_ref: str) -> QuerySet[Act]:
    """Standing acts that one object ("campaign:3") proves; for the room that owns it."""
    return Act.objects.filter(source_ref=source_ref, voided_at__isnull=True)
