"""The vocabulary of stories and their pictures."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class StoryState(models.TextChoices):
    """Where a story stands between the first draft and the day it is taken back."""

    DRAFT = "draft", pgettext_lazy("story", "draft")
    REVIEW = "review", pgettext_lazy("story", "in review")
    SCHEDULED = "scheduled", pgettext_lazy("story", "approved, waits for its hour")
    PUBLISHED = "published", pgettext_lazy("story", "published")
    WITHDRAWN = "withdrawn", pgettext_lazy("story", "withdrawn")


class StoryChange(models.TextChoices):
    """What happened to a story that others have copies of."""

    PUBLISHED = "published", _("published")
    CORRECTED = "corrected", _("corrected")
    WITHDRAWN = "withdrawn", _("withdrawn")
    PICTURE = "picture", _("a picture was taken off")
    PLACED = "placed", _("shown among the house's stories, or no longer")


class Licence(models.TextChoices):
    """By what right a picture is shown."""

    UNKNOWN = "", _("not asked yet")
    OWN = "own", _("made by the university")
    COMMISSIONED = "commissioned", _("commissioned, with contract")
    GIVEN = "given", _("given by its maker, in writing")
    AGENCY = "agency", _("licensed from an agency")
    OPEN = "open", _("open licence")
    FREE = "free", _("free of rights")


class Basis(models.TextChoices):
    """Why the face of somebody may be shown."""

    CONSENT = "consent", _("they agreed")
    NEWS = "news", _("news in the public interest")
    PUBLIC = "public", _("already public by themselves")


class Place(models.TextChoices):
    """Where a picture may stand."""

    SITE = "site", _("website")
    MAIL = "mail", _("e-mail")
    WECHAT = "wechat", _("WeChat")
    JOURNAL = "journal", _("journal")


class Ending(models.TextChoices):
    """How the permission to show somebody ended."""

    LINK = "link", _("taken back by link")
    OFFICE = "office", _("told to the office")
    CONSENT = "consent", _("consent withdrawn")
    EXPIRED = "expired", _("its time is over")
    ERASED = "erased", _("record erased")


class ChartKind(models.TextChoices):
    """How typed-in values are drawn."""

    BAR = "bar", _("bars")
    LINE = "line", _("line")


class Accent(models.TextChoices):
    """The colour of an organisation's pages; each meets the contrast of the house."""

    LEAF = "leaf", pgettext_lazy("colour", "plane tree")
    LAKE = "lake", pgettext_lazy("colour", "lake")
    PLUM = "plum", pgettext_lazy("colour", "plum")
    BRICK = "brick", pgettext_lazy("colour", "brick")
    OCHRE = "ochre", pgettext_lazy("colour", "ochre")


def every_place() -> list[str]:
    """All places, for what has no limits."""
    return list(Place.values)
