"""What the door plugs into lower rooms: audit words, the menu."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wutong.kernel.demo import DemoPart, demo_parts
from wutong.platform.audit.registry import verbs
from wutong.ui.office.registry import MenuItem, menu, todos
from wutong.ui.signin import (
    holdings,  # noqa: F401 - registers what the door holds
    rules,  # noqa: F401 - registers the scope of accounts
)
from wutong.ui.signin.demo import build_accounts
from wutong.ui.signin.office import reviews

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

menu.add(
    MenuItem(
        "users_review", reviews.TITLE, "shield", "office:users-review", reviews.VIEW, "governance",
        order=42,
    )
)  # fmt: skip
todos.register("signin.review", reviews.review_todos)

verbs.register("access.reviewed", _("looked through who may do what"))
verbs.register("signin.succeeded", _("has signed in"))
verbs.register("signin.factor_added", _("turned two-step sign-in on"))
verbs.register("signin.factor_removed", _("turned two-step sign-in off"))
verbs.register("signin.factor_reset", _("reset a colleague's two-step sign-in"))
verbs.register("signin.connected", _("joined a log-in of the university to an account"))
verbs.register("signin.campus_failed", _("refused a log-in of the university"))
verbs.register("signin.directory_unreadable", _("could not read the staff directory"))
verbs.register("signin.directory_suspicious", _("found many colleagues missing at once"))
verbs.register("sealed.made", _("sealed the account in the envelope"))
verbs.register("sealed.used", _("used the sealed account"))
verbs.register("account.number", _("set a colleague's staff number"))
verbs.register("account.left_directory", _("closed an account: left the staff directory"))
verbs.register("password.changed", _("changed a password"))
verbs.register("account.invited", _("invited a colleague"))
verbs.register("account.accepted", _("accepted an invitation"))
verbs.register("account.closed", _("closed an account"))
verbs.register("account.opened", _("opened an account again"))
