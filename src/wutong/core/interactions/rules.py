"""Who sees what passed between the office and people: everything follows the person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wutong.core.interactions.models import (
    ChatGroup,
    ContactReport,
    DutyEntry,
    GroupLink,
    GroupNotice,
    KeyAlumnus,
    PastedUpdate,
)
from wutong.core.organisations.models import Organisation
from wutong.core.people.models import Person
from wutong.core.reference.enums import Grade
from wutong.platform.access.registry import (
    Permission,
    Scopes,
    register_permissions,
    scoper,
    scopers,
)

if TYPE_CHECKING:
    from django.db.models import QuerySet

PEOPLE_VIEW = "people.record.view"
PEOPLE_CHANGE = "people.record.change"
PEOPLE_ADD = "people.record.add"
PEOPLE_EXPORT = "people.record.export"
SENSITIVE = "people.sensitive.view"
REPORTS = "interactions.report.view"
REPORT = "interactions.report.change"
REPORTS_EXPORT = "interactions.report.export"
KEY = "interactions.key.view"
DOSSIER = "interactions.dossier.view"
KEY_CHANGE = "interactions.key.change"
KEY_EXPORT = "interactions.key.export"
DUTY = "interactions.duty.view"
DUTY_CHANGE = "interactions.duty.change"
DUTY_EXPORT = "interactions.duty.export"
GROUPS = "interactions.group.view"
GROUP_CHANGE = "interactions.group.change"
GROUPS_EXPORT = "interactions.group.export"
UNMASK = "people.contact.unmask"

register_permissions(
    Permission(REPORTS, _("Read contact reports")),
    Permission(REPORT, _("Write contact reports")),
    Permission(REPORTS_EXPORT, _("Take contact reports out as files")),
    Permission(KEY, _("See the list of key alumni")),
    Permission(DOSSIER, _("Make briefing sheets (each look is logged)")),
    Permission(KEY_CHANGE, _("Say who is a key alumnus and who looks after them")),
    Permission(KEY_EXPORT, _("Take the list of key alumni out as a file")),
    Permission(DUTY, _("See the duty directory, masked")),
    Permission(DUTY_CHANGE, _("Keep the duty directory and ask for confirmation")),
    Permission(DUTY_EXPORT, _("Print the duty directory or take it out as a file")),
    Permission(GROUPS, _("See the register of WeChat groups")),
    Permission(GROUP_CHANGE, _("Keep the register of WeChat groups and tell them things")),
    Permission(GROUPS_EXPORT, _("Take the register of WeChat groups out as a file")),
)


def in_sight(model: type[Any], scopes: Scopes, action: str) -> QuerySet[Any]:
    """The rows of a lower room's ``model`` that are in sight, in no order."""
    return scopers.get(model._meta.label)(scopes, action).order_by()


def about_people(rows: QuerySet[Any], scopes: Scopes, action: str) -> QuerySet[Any]:
    """Rows whose ``person`` is in sight."""
    return rows.filter(person__in=in_sight(Person, scopes, action).values("pk"))


@scoper(PastedUpdate)
def update_scope(scopes: Scopes, action: str) -> QuerySet[PastedUpdate]:
    """Those about people in sight."""
    return about_people(PastedUpdate.objects.all(), scopes, action)


@scoper(ContactReport)
def report_scope(scopes: Scopes, action: str) -> QuerySet[ContactReport]:
    """Those about people and organisations in sight, both where both are named; sensitive ones
    for the cleared and their authors.
    """
    people = in_sight(Person, scopes, action).values("pk")
    bodies = in_sight(Organisation, scopes, action).values("pk")
    rows = ContactReport.objects.filter(
        Q(person__isnull=True) | Q(person__in=people),
        Q(organisation__isnull=True) | Q(organisation__in=bodies),
    )
    if not scopes.cleared:
        rows = rows.filter(Q(grade__lt=Grade.SENSITIVE) | Q(by=scopes.user_id))
    return rows


@scoper(KeyAlumnus)
def key_scope(scopes: Scopes, action: str) -> QuerySet[KeyAlumnus]:
    """Those in sight."""
    return about_people(KeyAlumnus.objects.all(), scopes, action)


@scoper(DutyEntry)
def duty_scope(scopes: Scopes, action: str) -> QuerySet[DutyEntry]:
    """The directory is one list for the whole office; sensitive people for the cleared."""
    rows = DutyEntry.objects.all() if scopes.everything else DutyEntry.objects.none()
    return _uncleared(rows, scopes, "person")


@scoper(ChatGroup)
def group_scope(scopes: Scopes, action: str) -> QuerySet[ChatGroup]:
    """The register of the office."""
    rows = ChatGroup.objects.all() if scopes.everything else ChatGroup.objects.none()
    return _uncleared(rows, scopes, "owner")


@scoper(GroupNotice)
def notice_scope(scopes: Scopes, action: str) -> QuerySet[GroupNotice]:
    """What the office told in groups."""
    return GroupNotice.objects.all() if scopes.everything else GroupNotice.objects.none()


@scoper(GroupLink)
def link_scope(scopes: Scopes, action: str) -> QuerySet[GroupLink]:
    """Links of groups in sight."""
    groups = group_scope(scopes, action).order_by()
    return GroupLink.objects.filter(group__in=groups.values("pk"))


def _uncleared(rows: QuerySet[Any], scopes: Scopes, name: str) -> QuerySet[Any]:
    if scopes.cleared:
        return rows
    return rows.filter(
        Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__grade__lt": Grade.SENSITIVE})
    )
