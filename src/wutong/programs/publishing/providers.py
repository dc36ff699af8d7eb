"""What publishing plugs into lower rooms."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wutong.platform.access.registry import Permission, register_permissions

register_permissions(
    Permission("newsroom.enter", _("Write in the newsroom")),
    Permission("newsroom.publish", _("Publish pages")),
)
