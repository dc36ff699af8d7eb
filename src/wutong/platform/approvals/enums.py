"""States of a request for approval."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class RequestState(models.TextChoices):
    """Where a request stands; everything but ``waiting`` is final."""

    WAITING = "waiting", _("waiting for approval")
    APPROVED = "approved", _("approved")
    REJECTED = "rejected", _("sent back")
    WITHDRAWN = "withdrawn", _("withdrawn")
