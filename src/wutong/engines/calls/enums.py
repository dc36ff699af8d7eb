"""The vocabulary of calls."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class Openness(models.TextChoices):
    """Who may answer a call."""

    LINK = "link", pgettext_lazy("call", "Alumni on record, by the link in a message")
    EVERYBODY = (
        "everybody",
        pgettext_lazy("call", "Everybody: who is not on record proves a contact"),
    )


class EntryState(models.TextChoices):
    """Where an entry stands."""

    UNPROVEN = "unproven", pgettext_lazy("entry", "Code not entered yet")
    RECEIVED = "received", pgettext_lazy("entry", "Received")
    MODERATION = "moderation", pgettext_lazy("entry", "In moderation")
    PUBLISHED = "published", pgettext_lazy("entry", "Published")
    DECLINED = "declined", pgettext_lazy("entry", "Not taken")
    WITHDRAWN = "withdrawn", pgettext_lazy("entry", "Withdrawn")


WAITING = (EntryState.RECEIVED, EntryState.MODERATION)
COLLECTED = (*WAITING, EntryState.PUBLISHED, EntryState.DECLINED, EntryState.WITHDRAWN)
"""Everything that came in: a code was entered, or the link was a person's own."""


class Reach(models.TextChoices):
    """Where the writer lets it be published."""

    SITE = "site", pgettext_lazy("reach of a consent", "On this website")
    MEDIA = (
        "media",
        pgettext_lazy("reach of a consent", "On this website, in the journal and in our posts"),
    )


class Act(models.TextChoices):
    """What was done with an entry."""

    RECEIVED = "received", pgettext_lazy("step of an entry", "came in")
    CORRECTED = "corrected", pgettext_lazy("step of an entry", "was corrected by its writer")
    TAKEN_UP = "taken_up", pgettext_lazy("step of an entry", "was taken up")
    PUBLISHED = "published", pgettext_lazy("step of an entry", "was published")
    DECLINED = "declined", pgettext_lazy("step of an entry", "was not taken")
    TAKEN_DOWN = "taken_down", pgettext_lazy("step of an entry", "was taken down")
    WITHDRAWN = "withdrawn", pgettext_lazy("step of an entry", "was withdrawn by its writer")
    CONSENT_ENDED = "consent_ended", pgettext_lazy("step of an entry", "lost its consent")
