"""Permissions of the account."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wutong.platform.access.public import Permission, register_permissions

register_permissions(
    Permission("account.view", _("Read the account and the rows behind each figure")),
    Permission("account.export", _("Take the account out as PDF, Word or Excel")),
    Permission("account.prepare", _("Prepare the closing of a year")),
    Permission("account.close", _("Close a year that somebody else prepared; restate figures")),
)
