"""The verbs this room writes into the audit trail, and the permission to enter the office."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wutong.platform.access.registry import Permission, register_permissions
from wutong.platform.audit.registry import verbs

verbs.register("role.granted", _("granted a role"))
verbs.register("role.revoked", _("took back a role"))
verbs.register("permission.granted", _("allowed something for a time"))
verbs.register("permission.withdrawn", _("took back what was allowed for a time"))

register_permissions(
    Permission("office.enter", _("Enter the office")),
    Permission("audit.view", _("Read the audit trail")),
    Permission("accounts.view", _("See accounts and roles")),
    Permission("accounts.change", _("Invite, change and close accounts")),
    Permission("settings.change", _("Change settings")),
    Permission("jobs.view", _("See background work")),
)
