"""The vocabulary of comments."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class CommentState(models.TextChoices):
    """Where a comment stands. Only what is published is read by others."""

    WAITING = "waiting", pgettext_lazy("comment", "Waiting")
    PUBLISHED = "published", pgettext_lazy("comment", "Published")
    REFUSED = "refused", pgettext_lazy("comment", "Refused")
    HIDDEN = "hidden", pgettext_lazy("comment", "Hidden")
    WITHDRAWN = "withdrawn", pgettext_lazy("comment", "Withdrawn")


class ThreadState(models.TextChoices):
    """What a single story allows while the house allows comments."""

    HOUSE = "house", pgettext_lazy("comments of a story", "As the house has it")
    READING = "reading", pgettext_lazy("comments of a story", "To be read, no new ones")
    OFF = "off", pgettext_lazy("comments of a story", "None at all")


class Act(models.TextChoices):
    """What was done with a comment."""

    CAME = "came", pgettext_lazy("step of a comment", "came in")
    CHANGED = "changed", pgettext_lazy("step of a comment", "was mended by its author")
    APPEALED = "appealed", pgettext_lazy("step of a comment", "its author asked to look again")
    WITHDRAWN = "withdrawn", pgettext_lazy("step of a comment", "was withdrawn by its author")
    PUBLISHED = "published", pgettext_lazy("step of a comment", "was published")
    REFUSED = "refused", pgettext_lazy("step of a comment", "was refused")
    HIDDEN = "hidden", pgettext_lazy("step of a comment", "was hidden")
    SHOWN = "shown", pgettext_lazy("step of a comment", "was shown again")
    UNDONE = "undone", pgettext_lazy("step of a comment", "the decision was taken back")
    REPORTED = "reported", pgettext_lazy("step of a comment", "was reported")
    UPHELD = "upheld", pgettext_lazy("step of a comment", "reports were found right")
    DISMISSED = "dismissed", pgettext_lazy("step of a comment", "reports were answered: it stays")


class Ground(models.TextChoices):
    """Why somebody reports a comment."""

    UNLAWFUL = "unlawful", pgettext_lazy("ground of a report", "It breaks the law")
    INSULT = "insult", pgettext_lazy("ground of a report", "It insults somebody")
    PRIVACY = "privacy", pgettext_lazy("ground of a report", "It tells private things of somebody")
    UNTRUE = "untrue", pgettext_lazy("ground of a report", "It is not true")
    ADVERT = "advert", pgettext_lazy("ground of a report", "It is advertising")
    OTHER = "other", pgettext_lazy("ground of a report", "Something else")


class Outcome(models.TextChoices):
    """What became of a report."""

    OPEN = "open", pgettext_lazy("report", "being looked at")
    UPHELD = "upheld", pgettext_lazy("report", "found right; the comment is gone")
    DISMISSED = "dismissed", pgettext_lazy("report", "looked at; the comment stays")
