"""Who sees which acts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from wutong.core.people.models import Person
from wutong.core.reference.enums import Grade
from wutong.platform.access.public import scoper
from wutong.platform.access.registry import scopers

from .models import Act

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from wutong.platform.access.public import Scopes


@scoper(Act)
def act_scope(scopes: Scopes, action: str) -> QuerySet[Act]:
    """Acts of the people in scope; acts without a person only with the whole university.

    Those not cleared see neither acts graded sensitive nor any act of a person graded sensitive.
    """
    acts = Act.objects.all()
    if scopes.everything:
        if scopes.cleared:
            return acts
        hidden = Person.objects.filter(grade=Grade.SENSITIVE).values("id")
        return acts.filter(
            Q(person__isnull=True) | ~Q(person_id__in=hidden), grade__lt=Grade.SENSITIVE
        )
    people = scopers.get(Person._meta.label)(scopes, action).order_by()
    acts = acts.filter(person_id__in=people.values("id"))
    return acts if scopes.cleared else acts.filter(grade__lt=Grade.SENSITIVE)
