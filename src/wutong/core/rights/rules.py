"""Who works at the rights desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from wutong.core.consent.models import ConsentText
from wutong.core.rights.models import Case
from wutong.platform.access.registry import Permission, register_permissions, scoper, scopers

if TYPE_CHECKING:
    from wutong.platform.access.registry import Scopes

VIEW = "rights.case.view"
CHANGE = "rights.case.change"
ERASE = "rights.erasure.approve"
TEXTS = "consent.view"

register_permissions(
    Permission(VIEW, _("See what people ask about their own data")),
    Permission(CHANGE, _("Work on what people ask about their own data")),
    Permission(ERASE, _("Have a person's record erased")),
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


def _all_texts(scopes: Scopes, action: str) -> QuerySet[ConsentText]:
    return ConsentText.objects.all()


scoper(ConsentText)(_all_texts)
