"""The words of the room."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

RETENTION = "privacy.retention.view"
RUN = "privacy.retention.run"
PROCESSORS = "privacy.processors.view"
CHANGE_PROCESSORS = "privacy.processors.change"


class Fate(models.TextChoices):
    """What becomes of a holding when somebody's data is erased."""

    ERASE = "erase", _("erased")
    ANONYMISE = "anonymise", _("kept without who it is")
    LOCK = "lock", _("locked: kept because the law says so")


class ProcessorKind(models.TextChoices):
    """What somebody does with our data on our behalf."""

    MAIL = "mail", _("E-mail delivery")
    SMS = "sms", _("Text messages")
    WECHAT = "wechat", _("WeChat")
    CLOUD = "cloud", _("Servers and storage")
    PAYMENT = "payment", _("Payments")
    PRINT = "print", _("Printing and post")
    OTHER = "other", pgettext_lazy("processor", "Other")
