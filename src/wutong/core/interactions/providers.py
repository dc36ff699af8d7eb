"""What this room plugs in: the words of the audit trail, the office's menu, a person's page."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.core.interactions import (
    holdings,  # noqa: F401 - registers what this room holds about a person
    rules,
)
from wutong.core.interactions.demo import build_interactions
from wutong.core.interactions.office.addresses import update_for_url
from wutong.core.interactions.panel import ContactsOnTimeline, panel_context
from wutong.core.interactions.todos import steward_todos
from wutong.core.people.registry import (
    PersonAction,
    PersonPanel,
    person_actions,
    person_panels,
    timeline,
)
from wutong.kernel.demo import DemoPart, demo_parts
from wutong.platform.audit.registry import verbs
from wutong.ui.office.registry import MenuItem, menu, todos

demo_parts.register("interactions", DemoPart(order=35, build=build_interactions))

verbs.register("update.taken_over", _("took over what somebody told the office"))
verbs.register("update.undone", _("took a contact update back"))
verbs.register("report.written", _("wrote a contact report"))
verbs.register("report.changed", _("changed a contact report"))
verbs.register("report.step_done", _("did a next step"))
verbs.register("report.step_reopened", _("opened a next step again"))
verbs.register("key.named", _("put somebody on the list of key alumni"))
verbs.register("key.changed", _("changed the list of key alumni"))
verbs.register("key.ended", _("took somebody off the list of key alumni"))

menu.add(
    MenuItem(
        "updates",
        pgettext_lazy("office", "Contact updates"),
        "edit",
        "office:updates-paste",
        rules.PEOPLE_CHANGE,
        "people",
        order=12,
    )
)
person_actions.register(
    "updates",
    PersonAction(
        _("Paste an update"), "copy", update_for_url, rules.PEOPLE_CHANGE, for_the_dead=False
    ),
    order=10,
)
menu.add(
    MenuItem(
        "reports",
        pgettext_lazy("office", "Contact reports"),
        "phone",
        "office:reports-list",
        rules.REPORTS,
        "people",
        order=16,
    )
)
menu.add(
    MenuItem(
        "key-alumni",
        pgettext_lazy("office", "Key alumni"),
        "bookmark",
        "office:key-list",
        rules.KEY,
        "people",
        order=18,
    )
)
todos.register("interactions", steward_todos)
timeline.register("interactions", ContactsOnTimeline(), order=12)
person_panels.register(
    "interactions",
    PersonPanel(
        _("Contact with the office"), "interactions/office/panel.html", panel_context, rules.REPORTS
    ),
    order=5,
)
