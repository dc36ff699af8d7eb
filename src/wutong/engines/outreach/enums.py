"""The vocabulary of sendings."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CampaignState(models.TextChoices):
    """Where a sending stands. Text and audience can be changed in ``draft`` only."""

    DRAFT = "draft", _("draft")
    REVIEW = "review", _("waiting for approval")
    APPROVED = "approved", pgettext_lazy("sending", "approved")
    SCHEDULED = "scheduled", _("about to be sent")
    SENDING = "sending", pgettext_lazy("sending", "being sent")
    FINISHED = "finished", pgettext_lazy("sending", "sent")
    STOPPED = "stopped", pgettext_lazy("sending", "stopped")


class Exclusion(models.TextChoices):
    """Why somebody of the segment does not get it, weightiest first; empty means they do."""

    DECEASED = "deceased", _("has died")
    SENSITIVE = "sensitive", _("record is graded sensitive")
    MERGED = "merged", _("record was merged into another")
    LOST = "lost", _("no way to reach them is known")
    NO_EMAIL = "no_email", _("no e-mail address")
    BOUNCED = "bounced", _("e-mail address no longer works")
    NO_NUMBER = "no_number", _("no phone number")
    LANDLINE = "landline", _("only a landline, which takes no text messages")
    DEAD_NUMBER = "dead_number", _("phone number no longer works")
    OVERSEAS = "overseas", _("number abroad, which the gateway does not serve")
    NO_WECHAT = "no_wechat", _("no WeChat account is tied to the record")
    NO_RIGHT = "no_right", _("has not allowed this notice on WeChat")
    SUPPRESSED = "suppressed", _("address must not be written to")
    STOPPED = "stopped", _("stopped all messages")
    UNSUBSCRIBED = "unsubscribed", _("unsubscribed from this topic")
    NO_CONSENT = "no_consent", _("has not consented to this topic")
    PAUSED = "paused", _("paused messages for a while")
    BEREAVED = "bereaved", _("somebody close has just died")
    FREQUENCY = "frequency", _("got enough messages lately")
    DUPLICATE = "duplicate", _("shares the address with another recipient")
    HOUSEHOLD = "household", _("the letter to the household goes to the other")


class Ornament(models.TextChoices):
    """The seal at the head of a greeting: one character, no picture to be blocked."""

    SPRING = "spring", _("Spring Festival 春")
    MOON = "moon", _("Mid-Autumn 月")
    NEW_YEAR = "new_year", _("New Year 新")
    ANNIVERSARY = "anniversary", _("Anniversary 庆")
    GREETING = "greeting", _("Greeting 安")
    NONE = "none", _("none")


SEALS = {
    Ornament.SPRING: "春",
    Ornament.MOON: "月",
    Ornament.NEW_YEAR: "新",
    Ornament.ANNIVERSARY: "庆",
    Ornament.GREETING: "安",
    Ornament.NONE: "",
}


class BlockKind(models.TextChoices):
    """What a letter is made of."""

    HEADING = "heading", pgettext_lazy("block", "Heading")
    TEXT = "text", pgettext_lazy("block", "Text")
    IMAGE = "image", pgettext_lazy("block", "Picture")
    BUTTON = "button", pgettext_lazy("block", "Button")
    DIVIDER = "divider", pgettext_lazy("block", "Line")
    FILE = "file", pgettext_lazy("block", "File by link")
    CARD = "card", pgettext_lazy("block", "Article card")


class ReplyKind(models.TextChoices):
    """What somebody said through the link in a greeting."""

    RECEIVED = "received", _("received it")
    GREETING = "greeting", _("sent greetings back")


class Dimension(models.TextChoices):
    """By what the results of a sending are broken down; ``all`` is the one line of everybody."""

    ALL = "all", pgettext_lazy("results", "everybody")
    COLLEGE = "college", pgettext_lazy("results", "college")
    CLASS = "class", pgettext_lazy("results", "class")
    CITY = "city", pgettext_lazy("results", "place")
    PROVIDER = "provider", pgettext_lazy("results", "mail provider")


class Result(models.TextChoices):
    """What can have become of a letter and its reader, each a column of the results.

    ``used``: they did something by a link in it. That a page was merely opened is not counted:
    firewalls open every link, and nobody can tell them from people.
    """

    TOTAL = "total", pgettext_lazy("results", "Letters")
    DELIVERED = "delivered", pgettext_lazy("results", "Delivered")
    ARRIVED = "arrived", pgettext_lazy("results", "Arrived")
    REFUSED = "refused", pgettext_lazy("results", "Refused")
    BOUNCED = "bounced", pgettext_lazy("results", "Returned")
    UNCERTAIN = "uncertain", pgettext_lazy("results", "Uncertain")
    CANCELLED = "cancelled", pgettext_lazy("results", "Not sent")
    USED = "used", pgettext_lazy("results", "Used a link")
    ANSWERED = "answered", pgettext_lazy("results", "Answered")
    UNSUBSCRIBED = "unsubscribed", pgettext_lazy("results", "Unsubscribed")


BY_LETTER = (
    Result.TOTAL,
    Result.DELIVERED,
    Result.REFUSED,
    Result.BOUNCED,
    Result.UNCERTAIN,
    Result.CANCELLED,
    Result.USED,
    Result.ANSWERED,
    Result.UNSUBSCRIBED,
)
BY_PHONE = (
    Result.TOTAL,
    Result.DELIVERED,
    Result.ARRIVED,
    Result.REFUSED,
    Result.BOUNCED,
    Result.CANCELLED,
    Result.ANSWERED,
    Result.UNSUBSCRIBED,
)
