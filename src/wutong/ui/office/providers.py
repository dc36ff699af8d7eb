"""The pages of the office itself."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.platform.approvals.public import listeners
from wutong.ui.office.approvals import Letters, approval_todos
from wutong.ui.office.imports import rows_file  # noqa: F401 - registers its export
from wutong.ui.office.imports.sources import register_todos
from wutong.ui.office.lists import list_source  # noqa: F401 - registers its export
from wutong.ui.office.registry import MenuItem, menu, todos

menu.add(MenuItem("home", _("Home"), "home", "office:home", "office.enter", "work", order=1))
menu.add(
    MenuItem(
        "progress", _("Running work"), "clock", "office:progress-list", "office.enter", "work", 80
    )
)
menu.add(
    MenuItem(
        "newsroom",
        _("Newsroom"),
        "newsroom",
        "",
        "newsroom.edit",
        "publishing",
        order=10,
        url="/newsroom/",
    )
)
menu.add(
    MenuItem("audit", _("Audit trail"), "audit", "office:audit-list", "audit.view", "governance")
)
menu.add(
    MenuItem(
        "imports", _("Imports"), "import", "office:imports-list", "imports.view", "records", 60
    )
)
menu.add(
    MenuItem(
        "sources",
        _("Registers on schedule"),
        "refresh",
        "office:imports-sources",
        "imports.view",
        "records",
        62,
    )
)
menu.add(
    MenuItem(
        "approvals",
        pgettext_lazy("office", "Approvals"),
        "approve",
        "office:approvals",
        "approvals.chains.view",
        "governance",
        20,
    )
)
todos.register("approvals", approval_todos)
listeners.register("letters", Letters())
todos.register("registers", register_todos)
