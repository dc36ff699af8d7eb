"""Who sees calls and entries. What may be done with them the programmes say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from wutong.core.reference.enums import Grade
from wutong.engines.calls.models import Call, Entry
from wutong.platform.access.public import scoper
from wutong.platform.access.registry import scopers

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from wutong.platform.access.public import Scopes


@scoper(Call)
def call_scope(scopes: Scopes, action: str) -> QuerySet[Call]:
    """Calls name nobody; their numbers are those of all writers: for who sees everybody."""
    return Call.objects.all() if scopes.everything else Call.objects.none()


@scoper(Entry)
def entry_scope(scopes: Scopes, action: str) -> QuerySet[Entry]:
    """Of people one may see; words of strangers for who sees everybody. Nothing unproven."""
    rows = Entry.objects.exclude(state="unproven")
    if scopes.everything and scopes.cleared:
        return rows
    if scopes.everything:
        return rows.filter(Q(person__isnull=True) | Q(person__grade__lt=Grade.SENSITIVE))
    people = scopers.get("people.Person")(scopes, action)
    return rows.filter(person__in=people.values("pk"))
