"""The vocabulary of verification."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class Answer(models.TextChoices):
    """What a college says of a line."""

    OPEN = "", pgettext_lazy("verification", "Not looked at")
    RIGHT = "right", pgettext_lazy("verification", "Right")
    CHANGED = "changed", pgettext_lazy("verification", "Changed")
    UNKNOWN = "unknown", pgettext_lazy("verification", "Unknown")


class Review(models.TextChoices):
    """What the office made of a change."""

    WAITING = "", pgettext_lazy("verification", "To be reviewed")
    ACCEPTED = "accepted", pgettext_lazy("verification", "Taken over")
    DECLINED = "declined", pgettext_lazy("verification", "Not taken over")
