"""The vocabulary of posts on official channels."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Platform(models.TextChoices):
    """Where an account is."""

    SITE = "site", pgettext_lazy("post channel", "our own site")
    WECHAT = "wechat", pgettext_lazy("post channel", "WeChat Official Account")
    CHANNELS = "channels", pgettext_lazy("post channel", "WeChat Channels (video)")
    WEIBO = "weibo", pgettext_lazy("post channel", "Weibo")
    DOUYIN = "douyin", pgettext_lazy("post channel", "Douyin")
    BILIBILI = "bilibili", pgettext_lazy("post channel", "Bilibili")
    OTHER = "other", pgettext_lazy("post channel", "another platform")


class Kind(models.TextChoices):
    """Ours, or taken over from somebody else; the two are counted apart."""

    ORIGINAL = "original", pgettext_lazy("kind of post", "original")
    REPOST = "repost", pgettext_lazy("kind of post", "repost")


class State(models.TextChoices):
    """Where a post stands. Only what is published counts."""

    DRAFT = "draft", pgettext_lazy("state of a post", "draft")
    PUBLISHED = "published", pgettext_lazy("state of a post", "published")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a post", "withdrawn")


class Origin(models.TextChoices):
    """Who says how often a post was read."""

    HAND = "hand", pgettext_lazy("origin of figures", "noted by hand")
    IMPORT = "import", pgettext_lazy("origin of figures", "import")
    WECHAT = "wechat", pgettext_lazy("origin of figures", "WeChat's statistics")
    SITE = "site", pgettext_lazy("origin of figures", "counted on our site")
    DEMO = "demo", _("example data")


class Step(models.TextChoices):
    """Where an article stands at WeChat."""

    WRITING = "writing", pgettext_lazy("step of an article", "on its way into the drafts")
    DRAFT = "draft", pgettext_lazy("step of an article", "among the drafts")
    PUBLISHING = "publishing", pgettext_lazy("step of an article", "being published")
    CHECKING = "checking", pgettext_lazy("step of an article", "WeChat looks it over")
    PUBLISHED = "published", pgettext_lazy("step of an article", "published")
    REFUSED = "refused", pgettext_lazy("step of an article", "refused")
    UNCERTAIN = "uncertain", pgettext_lazy("step of an article", "no answer came")
    WITHDRAWING = "withdrawing", pgettext_lazy("step of an article", "being deleted")
    WITHDRAWN = "withdrawn", pgettext_lazy("step of an article", "deleted")


BUSY_STEPS = (Step.WRITING, Step.PUBLISHING, Step.CHECKING, Step.WITHDRAWING)
"""Something is asked of WeChat and its answer is waited for."""
