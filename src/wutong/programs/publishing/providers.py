"""What publishing plugs into lower rooms."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wutong.kernel.demo import DemoPart, demo_parts
from wutong.platform.access.registry import Permission, register_permissions
from wutong.programs.publishing.demo import build_home

demo_parts.register("publishing", DemoPart(order=90, build=build_home))

register_permissions(
    Permission("newsroom.edit", _("Write in the newsroom")),
    Permission("newsroom.publish", _("Publish pages")),
)
