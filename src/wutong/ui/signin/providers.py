"""What the door plugs into lower rooms: audit words, the menu."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wutong.kernel.demo import DemoPart, demo_parts
from wutong.platform.audit.registry import verbs
from wutong.ui.office.registry import MenuItem, menu
from wutong.ui.signin import (
    holdings,  # noqa: F401 - registers what the door holds
    rules,  # noqa: F401 - registers the scope of accounts
)
from wutong.ui.signin.demo import build_accounts

demo_parts.register("signin", DemoPart(order=20, build=build_accounts))

menu.add(
    MenuItem(
        "users",
        _("Colleagues and roles"),
        "key",
        "office:users-list",
        "accounts.view",
        "governance",
        order=40,
    )
)

verbs.register("signin.succeeded", _("has signed in"))
verbs.register("signin.factor_added", _("turned two-step sign-in on"))
verbs.register("signin.factor_removed", _("turned two-step sign-in off"))
verbs.register("signin.factor_reset", _("reset a colleague's two-step sign-in"))
verbs.register("password.changed", _("changed a password"))
verbs.register("account.invited", _("invited a colleague"))
verbs.register("account.accepted", _("accepted an invitation"))
verbs.register("account.closed", _("closed an account"))
verbs.register("account.opened", _("opened an account again"))
