"""The words of the room."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Right(models.TextChoices):
    """What people may ask about their own data (个人信息保护法 第四十四至五十条; GDPR 15-21)."""

    VIEW = "view", pgettext_lazy("right", "See what is held")
    COPY = "copy", pgettext_lazy("right", "Get a copy")
    CORRECT = "correct", pgettext_lazy("right", "Have it corrected")
    DELETE = "delete", pgettext_lazy("right", "Have it erased")
    RESTRICT = "restrict", pgettext_lazy("right", "Have it not used")
    TRANSFER = "transfer", pgettext_lazy("right", "Have it passed on")
    CLOSE = "close", pgettext_lazy("right", "Close the account")
    EXPLAIN = "explain", pgettext_lazy("right", "Have it explained")


ERASING = frozenset((Right.DELETE, Right.CLOSE))
COPYING = frozenset((Right.VIEW, Right.COPY, Right.TRANSFER))


class CaseState(models.TextChoices):
    """How far a request is."""

    RECEIVED = "received", pgettext_lazy("request", "Who it is, is to be checked")
    WORKING = "working", pgettext_lazy("request", "Being worked on")
    COOLING = "cooling", pgettext_lazy("request", "Will be erased")
    DONE = "done", pgettext_lazy("request", "Done")
    REFUSED = "refused", pgettext_lazy("request", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("request", "Withdrawn")


OPEN = (CaseState.RECEIVED, CaseState.WORKING, CaseState.COOLING)
WAITING = (CaseState.RECEIVED, CaseState.WORKING)
"""Waits for the office; what will be erased waits for its day."""


class Via(models.TextChoices):
    """How a request reached the office."""

    MEMBER = "member", _("signed in")
    EMAIL = "email", _("e-mail")
    PHONE = "phone", _("phone")
    POST = "post", pgettext_lazy("request", "letter")
    VISIT = "visit", _("in person")


class RefusalGround(models.TextChoices):
    """Why a request may be refused; the person is told which, and in what words."""

    IDENTITY = "identity", _("who is asking could not be confirmed")
    OTHERS = "others", _("it would disclose data of somebody else")
    LAW = "law", _("a law requires it to be kept, or forbids it")
    REPEATED = "repeated", _("the same was asked and answered lately")
    NOT_HELD = "not_held", _("we hold nothing of the kind")
