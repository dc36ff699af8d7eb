"""The vocabulary of segments and lists."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Sharing(models.TextChoices):
    """Who besides the owner sees and uses a segment or a list."""

    OWNER = "owner", pgettext_lazy("sharing", "only me")
    UNIT = "unit", pgettext_lazy("sharing", "colleagues of a college")
    OFFICE = "office", pgettext_lazy("sharing", "all colleagues")


class Topic(models.TextChoices):
    """What a criterion is about: the headings of the menu of conditions."""

    PEOPLE = "people", _("People")
    STUDIES = "studies", _("Studies")
    WORK = "work", _("Work and offices")
    REACH = "reach", _("Place and reachability")
    ACTS = "acts", _("What they did")
    SAVED = "saved", _("Saved and listed")


class LineVerdict(models.TextChoices):
    """What became of a line of a list."""

    MATCHED = "matched", pgettext_lazy("line of a list", "recognised")
    AMBIGUOUS = "ambiguous", pgettext_lazy("line of a list", "several people fit")
    DIFFERS = "differs", pgettext_lazy("line of a list", "record says otherwise")
    UNKNOWN = "unknown", pgettext_lazy("line of a list", "nobody found")
    TWICE = "twice", pgettext_lazy("line of a list", "stands there already")


OPEN_VERDICTS = (LineVerdict.AMBIGUOUS, LineVerdict.DIFFERS)
"""Lines a person can still decide."""


class MatchedBy(models.TextChoices):
    """By what a line was recognised, surest first."""

    STUDENT_NO = "student_no", _("student number")
    PHONE = "phone", _("phone number")
    EMAIL = "email", _("e-mail address")
    STUDY = "study", _("name with year, class or college")
    NAME = "name", _("name alone")
    CHOSEN = "chosen", _("chosen by a colleague")
