"""The vocabulary of the alumni journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.core.consent.enums import Channel
from wutong.engines.outreach.enums import Exclusion

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

TOPIC = "journal"
"""The topic people take or leave; each channel by itself."""


class IssueState(models.TextChoices):
    """Readers see an issue once it is published."""

    DRAFT = "draft", pgettext_lazy("journal issue", "being made")
    PUBLISHED = "published", pgettext_lazy("journal issue", "published")


class Openness(models.TextChoices):
    """Who may read an issue on the web."""

    PUBLIC = "public", _("everybody, in the archive")
    LINK = "link", _("readers with a personal link")


class PrintRule(models.TextChoices):
    """Who of those who want the journal gets it on paper."""

    ASKED = "asked", _("who asked for paper")
    OFFLINE = "offline", _("who asked for paper, and who has no working e-mail address")
    ALL = "all", _("everybody with a postal address")


class Order(models.TextChoices):
    """Which way comes first where several reach somebody."""

    WECHAT = "wechat", _("WeChat, then e-mail, then paper")
    EMAIL = "email", _("e-mail, then WeChat, then paper")
    POST = "post", _("paper, then WeChat, then e-mail")


ORDERS = {
    Order.WECHAT: (Channel.WECHAT, Channel.EMAIL, Channel.POST),
    Order.EMAIL: (Channel.EMAIL, Channel.WECHAT, Channel.POST),
    Order.POST: (Channel.POST, Channel.WECHAT, Channel.EMAIL),
}


class Copies(models.TextChoices):
    """How many copies of an issue one reader gets."""

    ONCE = "once", _("one, by the first way that reaches them")
    ASKED = "asked", _("one, and paper besides where they asked for it")
    EVERY = "every", _("one by every way they take it")


class CreditRole(models.TextChoices):
    """What somebody did for an article."""

    AUTHOR = "author", pgettext_lazy("journal", "text")
    PHOTO = "photo", pgettext_lazy("journal", "photographs")
    EDITOR = "editor", pgettext_lazy("journal", "editing")


class CopyState(models.TextChoices):
    """What became of a copy."""

    SENT = "sent", pgettext_lazy("copy", "sent")
    RETURNED = "returned", pgettext_lazy("copy", "came back")


class ReturnReason(models.TextChoices):
    """What the post wrote on a copy that came back."""

    MOVED = "moved", _("moved away")
    UNKNOWN = "unknown", _("nobody of this name")
    ADDRESS = "address", _("address incomplete or wrong")
    REFUSED = "refused", _("not accepted")
    UNCLAIMED = "unclaimed", _("not collected")


class PostReason(models.TextChoices):
    """Why somebody gets no copy by post; the other reasons are those of every sending."""

    NOT_ASKED = "not_asked", _("gets it otherwise and did not ask for paper")
    ELSEWHERE = "elsewhere", _("gets this issue on WeChat or by e-mail")
    NO_ADDRESS = "no_address", _("no postal address")
    RETURNED = "returned", _("the postal address is doubtful: a copy came back")
    ABROAD = "abroad", _("printed internal matter is not sent abroad")
    INCOMPLETE = "incomplete", _("the postal address is incomplete")


_FIRST = (
    Exclusion.DECEASED, Exclusion.SENSITIVE, Exclusion.MERGED, Exclusion.STOPPED,
    Exclusion.UNSUBSCRIBED, Exclusion.NO_CONSENT, Exclusion.PAUSED,
)  # fmt: skip
REASONS: dict[str, _StrOrPromise] = {
    **{one.value: one.label for one in _FIRST},
    **{one.value: one.label for one in PostReason},
    Exclusion.DUPLICATE.value: _("one copy is enough for this address"),
}
"""Why somebody gets no copy by post, weightiest first."""


class Wish(models.TextChoices):
    """How a reader wants the journal."""

    EMAIL = "email", _("on a screen")
    POST = "post", _("on paper")
    BOTH = "both", _("on a screen and on paper")
    NONE = "none", _("not at all")
