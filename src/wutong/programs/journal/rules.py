"""Who works with the journal: the whole office. Lists of names follow each viewer's sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from wutong.platform.access.public import Permission, register_permissions, scoper
from wutong.platform.access.registry import scopers
from wutong.programs.journal.models import Copy, Issue, ReturnedCopy

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from wutong.platform.access.public import Scopes

VIEW = "journal.view"
CHANGE = "journal.change"
EXPORT = "journal.export"
LABELS = "journal.labels"
READERS = "people.record.view"

register_permissions(
    Permission(VIEW, _("See the journal, its readers and what became of each copy")),
    Permission(CHANGE, _("Make issues, send them and note what comes back")),
    Permission(EXPORT, _("Take lists of the journal's readers out as files")),
    Permission(LABELS, _("Print postal addresses")),
)


@scoper(Issue)
def issue_scope(scopes: Scopes, action: str) -> QuerySet[Issue]:
    """Issues name nobody: whoever sees the whole university sees them, and nobody else: their
    numbers are those of all readers.
    """
    return Issue.objects.all() if scopes.everything else Issue.objects.none()


@scoper(Copy)
def copy_scope(scopes: Scopes, action: str) -> QuerySet[Copy]:
    """Of people one may see."""
    people = scopers.get("people.Person")(scopes, action)
    return Copy.objects.filter(person__in=people.values("pk"))


@scoper(ReturnedCopy)
def returned_scope(scopes: Scopes, action: str) -> QuerySet[ReturnedCopy]:
    """About people one may see."""
    people = scopers.get("people.Person")(scopes, action)
    return ReturnedCopy.objects.filter(person__in=people.values("pk"))
