"""What this room plugs into others."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.core.engagement.public import kinds
from wutong.core.people.registry import timeline
from wutong.engines.inbox import rules
from wutong.engines.inbox.services.arriving import REPLY_ACT, Correspondence
from wutong.engines.inbox.timeline import WrittenSource
from wutong.engines.inbox.todos import inbox_todos
from wutong.platform.audit.registry import verbs
from wutong.platform.outbox.registry import inbound_handlers
from wutong.ui.office.registry import MenuItem, menu, todos

inbound_handlers.register("inbox", Correspondence())
kinds.add(REPLY_ACT)
timeline.register("inbox.written", WrittenSource())
todos.register("inbox", inbox_todos)
verbs.register("inbox.answered", _("answered a message"))
menu.add(
    MenuItem(
        "inbox",
        pgettext_lazy("inbox", "Answers"),
        "todo",
        "office:inbox-list",
        rules.VIEW,
        "messages",
        order=30,
    )
)
menu.add(
    MenuItem(
        "delivery",
        _("Delivery"),
        "send",
        "office:inbox-delivery",
        rules.DELIVERY,
        "messages",
        order=90,
    )
)
