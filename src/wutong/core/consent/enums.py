"""The vocabulary of consent."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

ALL_TOPICS = "*"
"""Stands in ``topic`` for "everything the office sends"."""


PREFERENCES_ACTION = "consent.preferences"
"""The action of links to the preference page, with ``topic``, ``channel`` and ``source_ref``."""


class LawfulBasis(models.TextChoices):
    """Why we may handle somebody's data for a purpose (个人信息保护法 第十三条)."""

    CONSENT = "consent", _("consent")
    CONTRACT = "contract", _("contract or membership")
    LEGAL_DUTY = "legal_duty", _("duty by law")
    EMERGENCY = "emergency", _("emergency")
    PUBLIC_INTEREST = "public_interest", _("news in the public interest")
    ALREADY_PUBLIC = "already_public", _("already public")
    OTHER_LAW = "other_law", _("another law")


class Channel(models.TextChoices):
    """The ways the office reaches people."""

    EMAIL = "email", _("e-mail")
    SMS = "sms", _("text message")
    WECHAT = "wechat", _("WeChat")
    POST = "post", _("post")


class Method(models.TextChoices):
    """How somebody's wish reached us."""

    ONE_CLICK = "one_click", _("unsubscribe button of the mail program")
    LINK = "link", _("link in a message")
    STAFF = "staff", _("told to the office")
    MEMBER = "member", _("signed in")
    REPLY = "reply", _("reply to a message")
    COMPLAINT = "complaint", _("complaint to the mail provider")
    IMPORT = "import", _("import")
    DEMO = "demo", _("demonstration data")


class Blocked(models.TextChoices):
    """Why a topic may not be sent to somebody on a channel, weightiest first."""

    STOPPED = "stopped", _("stopped all messages")
    UNSUBSCRIBED = "unsubscribed", _("unsubscribed from this topic")
    NO_CONSENT = "no_consent", _("no consent for this topic")
    PAUSED = "paused", _("paused messages")


class Separate(models.TextChoices):
    """What needs a consent of its own, apart from any other (PIPL 23, 25, 29, 39)."""

    SHARE = "share", _("given to somebody else")
    PUBLISH = "publish", _("published")
    SENSITIVE = "sensitive", _("sensitive data")
    ABROAD = "abroad", _("leaves the country")


class Audience(models.IntegerChoices):
    """Who may see a field of a record; each circle holds the one before it."""

    OFFICE = 0, _("only the alumni office")
    CLASSMATES = 1, _("my class")
    MEMBERS = 2, _("verified members")
    EVERYONE = 3, _("everyone")
