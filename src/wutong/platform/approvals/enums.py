"""States of a request for approval."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RequestState(models.TextChoices):
    """Where a request stands; everything but ``waiting`` is final."""

    WAITING = "waiting", _("waiting for approval")
    APPROVED = "approved", _("approved")
    REJECTED = "rejected", _("sent back")
    WITHDRAWN = "withdrawn", _("withdrawn")


class StepName(models.TextChoices):
    """What a step of a chain is called."""

    APPROVAL = "approval", pgettext_lazy("step", "Approval")
    FIRST = "first", pgettext_lazy("step", "First review")
    SECOND = "second", pgettext_lazy("step", "Second review")
    FINAL = "final", pgettext_lazy("step", "Final review")
    CHECK = "check", pgettext_lazy("step", "Check")
    SIGN_OFF = "sign-off", pgettext_lazy("step", "Sign-off")


class StepState(models.TextChoices):
    """Where one step of a request stands."""

    DONE = "done", pgettext_lazy("step", "approved")
    CURRENT = "current", pgettext_lazy("step", "is due")
    AHEAD = "ahead", pgettext_lazy("step", "comes later")
    SENT_BACK = "sent_back", pgettext_lazy("step", "sent back")
    DROPPED = "dropped", pgettext_lazy("step", "no longer needed")
