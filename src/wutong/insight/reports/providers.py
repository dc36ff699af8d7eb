"""What the account plugs into the office."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wutong.core.figures.models import Closing, ClosingState
from wutong.core.figures.public import official, scope_key
from wutong.kernel.demo import DemoPart, demo_parts
from wutong.platform.access.public import can, scopes_of
from wutong.platform.audit.registry import verbs
from wutong.platform.jobs.public import defer
from wutong.ui.office.registry import HomePanel, MenuItem, Todo, home_panels, menu, todos

from .closings import account_url
from .panel import panel_context, warm_panel
from .tasks import count_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wutong.kernel.demo import DemoWorld
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


def account_panel(user: User) -> dict[str, Any]:
    """The panel of the home page; what is missing or stale is counted in the background."""
    context = panel_context(user)
    if not context["fresh"]:
        defer(count_for, once=f"reports.panel.{scope_key(scopes_of(user))}", user_id=user.pk)
    return context


def warm_demo(world: DemoWorld) -> None:
    """So that the demo's first home page has figures on it."""
    warm_panel()
    world.say("the account of this year is counted")


demo_parts.register("reports", DemoPart(order=80, build=warm_demo))
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
    HomePanel("reports/home_panel.html", account_panel, "account.view", order=5, wide=True),
)
verbs.register("account.document", gettext_lazy("took the account out as a document"))
verbs.register("account.rows_exported", gettext_lazy("took out the rows behind a figure"))
