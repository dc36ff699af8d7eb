"""The roles, defined in code: one reviewed file says who may do what."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Literal

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

Sight = Literal["everything", "scoped", "nothing"]


@dataclass(frozen=True)
class Role:
    """A set of permission patterns, and how much of the university its holders see.

    ``on_request`` are permissions a holder may be given one by one, for a time and a reason.
    """

    code: str
    label: _StrOrPromise
    description: _StrOrPromise
    allows: tuple[str, ...]
    sees: Sight
    refuses: tuple[str, ...] = ()
    on_request: tuple[str, ...] = ()

    def grants(self, permission: str) -> bool:
        """Whether the role holds ``permission`` (patterns as in fnmatch)."""
        return any(fnmatchcase(permission, p) for p in self.allows) and not any(
            fnmatchcase(permission, p) for p in self.refuses
        )


DIRECTOR = Role(
    "director",
    _("Director"),
    _("Runs the office: sees everything, approves what goes out, closes the year."),
    allows=("*",),
    sees="everything",
    refuses=("accounts.*", "settings.*"),
)
STAFF = Role(
    "staff",
    _("Staff"),
    _("Does the daily work: records, imports, messages, the account."),
    allows=("*",),
    sees="everything",
    refuses=(
        "accounts.*",
        "settings.*",
        "audit.*",
        "*.approve",
        "people.sensitive.*",
        "approvals.chains.change",
        "imports.sources.*",
        "account.close",
    ),
)
AUDITOR = Role(
    "auditor",
    _("Auditor"),
    _("Reads everything including the audit trail; changes nothing."),
    allows=("*.view", "audit.view", "office.enter"),
    sees="everything",
    refuses=("people.sensitive.*",),
)
COORDINATOR = Role(
    "coordinator",
    _("Unit coordinator"),
    _("Keeps the records of one college and writes to its alumni."),
    allows=(
        "office.enter",
        "people.record.view",
        "people.record.change",
        "people.contact.unmask",
        "interactions.report.view",
        "interactions.report.change",
        "interactions.dossier.view",
        "cases.record.view",
        "cases.record.change",
        "segments.view",
        "segments.change",
        "campaigns.view",
        "campaigns.change",
        "inbox.view",
        "inbox.change",
        "rosters.view",
        "rosters.change",
        "verification.view",
        "verification.answer",
        "account.view",
        "organisations.record.view",
        "appointments.record.view",
    ),
    sees="scoped",
)
VOLUNTEER = Role(
    "volunteer",
    _("Volunteer"),
    _("Helps with one college's records: reads them masked, changes nothing."),
    allows=("office.enter", "people.record.view", "rosters.view"),
    sees="scoped",
)
OFFICER = Role(
    "officer",
    _("Officer of an alumni organisation"),
    _("Sees the members of one organisation, masked; takes their list out only when allowed to."),
    allows=(
        "office.enter",
        "people.record.view",
        "organisations.record.view",
        "appointments.record.view",
    ),
    sees="scoped",
    on_request=("people.record.export",),
)
ADMINISTRATOR = Role(
    "administrator",
    _("Administrator"),
    _("Looks after accounts, roles and settings; sees no alumni."),
    allows=("office.enter", "accounts.*", "settings.*", "jobs.*", "api.*", "delivery.*"),
    sees="nothing",
)
NEWSROOM_EDITOR = Role(
    "editor",
    _("Newsroom editor"),
    _("Writes the public pages in the newsroom."),
    allows=("office.enter", "newsroom.*"),
    sees="nothing",
)

SITE_EDITOR = Role(
    "site_editor",
    _("Editor of an organisation's pages"),
    _("Writes the pages of the organisations that name them, and sees no others."),
    allows=("office.enter", "newsroom.view", "newsroom.edit"),
    sees="nothing",
)

ROLES: dict[str, Role] = {
    role.code: role
    for role in (
        DIRECTOR,
        STAFF,
        AUDITOR,
        COORDINATOR,
        VOLUNTEER,
        OFFICER,
        ADMINISTRATOR,
        NEWSROOM_EDITOR,
        SITE_EDITOR,
    )
}
