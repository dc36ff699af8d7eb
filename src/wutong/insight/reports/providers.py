"""What the account plugs into the office."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wutong.core.figures.models import Closing, ClosingState
from wutong.core.figures.public import official
from wutong.platform.access.public import can, scopes_of
from wutong.platform.audit.registry import verbs
from wutong.ui.office.registry import HomePanel, MenuItem, Todo, home_panels, menu, todos

from . import tasks  # noqa: F401 -- registers the background work
from .closings import account_url
from .panel import panel_context

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wutong.platform.accounts.models import User


def closings_to_approve(user: User) -> Iterator[Todo]:
    """Years that somebody else prepared and this user may close."""
    if not can(user, "account.close") or not official(scopes_of(user)):
        return
    waiting = Closing.objects.filter(state=ClosingState.PREPARED).exclude(prepared_by=user)
    for closing in waiting:
        yield Todo(
            title=_("Close the year %(year)s") % {"year": closing.year},
            url=account_url(closing.year),
            kind="account",
            needs_second_person=True,
        )


menu.add(
    MenuItem(
        "account",
        pgettext_lazy("report", "Account"),
        "chart",
        "office:account-home",
        "account.view",
        "account",
        order=10,
    )
)
todos.register("account.closings", closings_to_approve)
home_panels.register(
    "account",
    HomePanel("reports/home_panel.html", panel_context, "account.view", order=5, wide=True),
)
verbs.register("account.document", gettext_lazy("took the account out as a document"))
verbs.register("account.rows_exported", gettext_lazy("took out the rows behind a figure"))
