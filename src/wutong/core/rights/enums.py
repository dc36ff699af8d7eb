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


class Trigger(models.TextChoices):
    """What the law wants thought through beforehand (个人信息保护法 第五十五条)."""

    SENSITIVE = "sensitive", pgettext_lazy("assessment", "sensitive data")
    AUTOMATED = "automated", pgettext_lazy("assessment", "automated decisions")
    SHARING = "sharing", pgettext_lazy("assessment", "somebody handles it for us or gets it")
    PUBLISHING = "publishing", pgettext_lazy("assessment", "publication")
    ABROAD = "abroad", pgettext_lazy("assessment", "it leaves the country")
    OTHER = "other", pgettext_lazy("assessment", "another great effect on people")


class Outcome(models.TextChoices):
    """What the assessment came to."""

    OPEN = "", pgettext_lazy("assessment", "being written")
    GO = "go", pgettext_lazy("assessment", "may be done as described")
    STOP = "stop", pgettext_lazy("assessment", "must not be done")


class AbroadBasis(models.TextChoices):
    """The ground on which data of people may leave the country (个人信息保护法 第三十八、三十九条)."""

    EXEMPT = "exempt", pgettext_lazy("transfer", "below the yearly limit, with separate consent")
    CONTRACT = "contract", pgettext_lazy("transfer", "standard contract, filed")
    CERTIFIED = "certified", pgettext_lazy("transfer", "certified protection")
    ASSESSED = "assessed", pgettext_lazy("transfer", "security assessment passed")
    OWN = "own", pgettext_lazy("transfer", "needed for a contract with the person, or an emergency")
