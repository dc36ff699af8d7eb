"""Who acts, and in which of the four CASE modes."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SubjectKind(models.TextChoices):
    """What stands behind an act."""

    PERSON = "person", _("Person")
    ORGANISATION = "organisation", _("Organisation")
    DEVICE = "device", _("Anonymous device")
    COUNT = "count", _("Count without names")
    ERASED = "erased", _("Erased person")


class CaseMode(models.TextChoices):
    """The four modes of the CASE Alumni Engagement Metrics, and none of them."""

    PHILANTHROPIC = "philanthropic", _("Philanthropic engagement")
    VOLUNTEER = "volunteer", _("Volunteer engagement")
    EXPERIENTIAL = "experiential", _("Experiential engagement")
    COMMUNICATION = "communication", _("Communication engagement")
    NONE = "none", _("Outside the four modes")


AEM_MODES = (
    CaseMode.PHILANTHROPIC,
    CaseMode.VOLUNTEER,
    CaseMode.EXPERIENTIAL,
    CaseMode.COMMUNICATION,
)
