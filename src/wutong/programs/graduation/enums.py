"""The vocabulary of graduation."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class IntakeState(models.TextChoices):
    """Where an intake stands; `running` and `undoing` belong to a background job."""

    PREPARING = "preparing", pgettext_lazy("intake of graduates", "Being prepared")
    RUNNING = "running", pgettext_lazy("intake of graduates", "Under way")
    DONE = "done", pgettext_lazy("intake of graduates", "Done")
    UNDOING = "undoing", pgettext_lazy("intake of graduates", "Being undone")
    UNDONE = "undone", pgettext_lazy("intake of graduates", "Undone")
