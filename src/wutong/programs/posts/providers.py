"""What this room plugs into others."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wutong.core.engagement.enums import CaseMode
from wutong.core.engagement.public import ActKind, kinds
from wutong.kernel.demo import DemoPart, demo_parts
from wutong.platform.audit.registry import verbs
from wutong.platform.tabular.reasons import reasons
from wutong.platform.tabular.registry import importers
from wutong.programs.posts import (
    figures,  # noqa: F401 - registers F19 to F22 and what stands beside them
    rules,
)
from wutong.programs.posts.copies import PostKeeper, make_article, on_story
from wutong.programs.posts.demo import build_posts
from wutong.programs.posts.demo_reads import build_reads
from wutong.programs.posts.importers import KEY, REASONS, PostsImporter
from wutong.programs.posts.selectors import find_posts, todos_of
from wutong.programs.posts.services.rolling import READ_ACT
from wutong.programs.publishing.events import story_listeners
from wutong.programs.publishing.registry import StoryChannel, channels, copies
from wutong.ui.office.registry import MenuItem, SearchSource, menu, search_sources, todos

for _verb, _said in {
    "posts.saved": _("saved a post"),
    "posts.account_saved": _("saved an official channel"),
    "posts.figures": _("noted how often a post was read"),
    "posts.withdrawn": _("noted that a post was taken down"),
    "posts.tied": _("said which story a post tells"),
    "posts.article_written": _("handed an article to WeChat as a draft"),
    "posts.article_published": _("published an article on WeChat"),
    "posts.article_withdrawn": _("deleted an article on WeChat"),
}.items():
    verbs.register(_verb, _said)

for _code, _text in REASONS.items():
    reasons.register(_code, _text)
importers.register(KEY, PostsImporter())
kinds.add(
    ActKind(
        code=READ_ACT,
        label=_("Read a story on the site"),
        case_mode=CaseMode.COMMUNICATION,
        unit="read",
        counts_for_aem=False,
        icon="newsroom",
    )
)
menu.add(
    MenuItem(
        "posts",
        _("Posts on official channels"),
        "chart",
        "office:posts-list",
        rules.VIEW,
        "publishing",
        order=10,
    )
)
search_sources.register(
    "posts",
    SearchSource(
        _("Posts"), rules.VIEW, find_posts, order=60, list_url_name="office:posts-list"
    ),
)  # fmt: skip
demo_parts.register("posts", DemoPart(order=59, build=build_posts))
demo_parts.register("posts.reads", DemoPart(order=92, build=build_reads))
copies.register("posts", PostKeeper(), order=30)
story_listeners.register("posts", on_story)
channels.register(
    "wechat",
    StoryChannel(
        _("Write it as a WeChat draft"), "send", "wechat", rules.PUBLISH, make_article,
        _("Text and pictures go into the drafts of the account; you publish it from there."),
    ),
    order=10,
)  # fmt: skip
todos.register("posts", todos_of)
