"""The menu of interfaces, the words of the trail, the permission to make keys."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wutong.kernel.demo import DemoPart, demo_parts
from wutong.platform.access.registry import Permission, register_permissions
from wutong.platform.audit.registry import verbs
from wutong.ui.api import rules
from wutong.ui.api.demo import build_programs
from wutong.ui.api.services import MAKE
from wutong.ui.office.registry import MenuItem, menu

demo_parts.register("programs", DemoPart(order=97, build=build_programs))
register_permissions(Permission(MAKE, _("Make access keys for programs")))
verbs.register("api.token_made", _("made an access key for a program"))
verbs.register("api.token_revoked", _("withdrew an access key"))
menu.add(
    MenuItem("keys", _("Access keys"), "key", "office:programs-keys", MAKE, "governance", order=60)
)
menu.add(
    MenuItem(
        "webhooks",
        _("Webhooks"),
        "link",
        "office:programs-webhooks",
        rules.WEBHOOKS,
        "governance",
        order=62,
    )
)
