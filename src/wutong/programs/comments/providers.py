"""What this room plugs into others."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.core.engagement.enums import CaseMode
from wutong.core.engagement.public import ActKind, kinds
from wutong.core.people.registry import PersonColumn, PersonPanel, person_columns, person_panels
from wutong.engines.wording.public import checked
from wutong.kernel.demo import DemoPart, demo_parts
from wutong.platform.audit.registry import verbs
from wutong.platform.tabular.reasons import reasons
from wutong.programs.comments import (
    holdings,  # noqa: F401 - registers what this room holds about a person
    rules,
    tasks,  # noqa: F401 - registers the clock's jobs
)
from wutong.programs.comments.demo import build_comments
from wutong.programs.comments.names import PUBLISHED_ACT
from wutong.programs.comments.office.house import story_panel
from wutong.programs.comments.selectors import panel_context, waiting_todos
from wutong.programs.comments.site.section import areas, section
from wutong.programs.comments.wording import CommentTexts
from wutong.programs.publishing.registry import StoryPanel, StorySection, below, desk
from wutong.ui.office.registry import MenuItem, menu, todos
from wutong.ui.site.registry import SiteItem, site_items

for _verb, _said in {
    "comments.opened": _("opened comments for the whole house"),
    "comments.closed": _("closed comments for the whole house"),
    "comments.editor_named": _("named the duty editor of comments"),
    "comments.thread_set": _("set what a story allows by way of comments"),
    "comments.nickname_chosen": _("chose a nickname for comments"),
    "comments.came": _("handed in a comment"),
    "comments.changed": _("mended a comment"),
    "comments.appealed": _("asked to look at a comment again"),
    "comments.withdrawn": _("withdrew a comment"),
    "comments.published": _("published a comment"),
    "comments.refused": _("refused a comment"),
    "comments.hidden": _("hid a comment"),
    "comments.shown": _("showed a comment again"),
    "comments.undone": _("took back a decision on a comment"),
    "comments.reported": _("reported a comment"),
    "comments.upheld": _("found reports of a comment right"),
    "comments.dismissed": _("answered reports of a comment: it stays"),
}.items():
    verbs.register(_verb, _said)
kinds.add(
    ActKind(
        code=PUBLISHED_ACT, label=_("Had a comment published"), case_mode=CaseMode.COMMUNICATION,
        unit="comment", icon="edit",
    )
)  # fmt: skip
below.register(
    "comments", StorySection("comments/site/section.html", section, areas, "comments/comments.css")
)
desk.register("comments", StoryPanel("comments/office/story_panel.html", story_panel, rules.VIEW))
checked.register("comment", CommentTexts())
todos.register("comments", waiting_todos)
person_columns.register(
    "comments.comment", PersonColumn("comments_comment", "person_id", reason="kept_comments")
)
reasons.register("kept_comments", _("Comments this person wrote: %(count)s."))
person_panels.register(
    "comments",
    PersonPanel(
        pgettext_lazy("office", "Comments"), "comments/office/panel.html", panel_context,
        rules.UNMASK,
    ),
    order=67,
)  # fmt: skip
menu.add(
    MenuItem(
        "comments", pgettext_lazy("office", "Comments"), "edit", "office:comments-list",
        rules.VIEW, "publishing", order=16,
    )
)  # fmt: skip
demo_parts.register("comments", DemoPart(order=92, build=build_comments))
site_items.register(
    "comments.mine",
    SiteItem(
        _("My comments"), "edit", "/me/comments/", where=frozenset({"foot"}),
        prefixed=False, audience="signed in",
    ),
    order=95,
)  # fmt: skip
