"""What a member says is wrong in the record."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CorrectionField(models.TextChoices):
    """What can be said to be wrong."""

    NAME = "name", _("Name")
    NAME_LATIN = "name_latin", _("Name in Latin letters")
    BIRTH_DATE = "birth_date", _("Date of birth")
    PLACE = "place", _("City")
    STUDY = "study", _("College, class and years")
    WORK = "work", _("Employer and position")
    EMAIL = "email", _("E-mail address")
    PHONE = "phone", _("Phone number")
    WECHAT = "wechat", _("WeChat")


class CorrectionState(models.TextChoices):
    """How far it is."""

    OPEN = "open", pgettext_lazy("correction", "with the office")
    ACCEPTED = "accepted", pgettext_lazy("correction", "put right")
    DECLINED = "declined", pgettext_lazy("correction", "not taken over")


class Correction(models.Model):
    """What a member asked to have put right (PIPL 46; GDPR 16). ``wanted`` holds the parts of the new
    value by name, ``shown`` and ``said`` the old and the new one as people read them. When a
    correction of a contact point is decided, its value is blanked: the record has it.
    """

    person = models.ForeignKey(
        "people.Person", models.CASCADE, related_name="corrections", verbose_name=_("person")
    )
    field = models.CharField(_("field"), max_length=12, choices=CorrectionField.choices)
    shown = models.CharField(_("on record"), max_length=400, blank=True)
    said = models.CharField(_("should be"), max_length=400)
    wanted = models.JSONField(default=dict)
    note = models.CharField(_("remark"), max_length=400, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=CorrectionState.choices, default=CorrectionState.OPEN
    )
    asked_at = models.DateTimeField(_("asked"))
    due_on = models.DateField(_("due"))
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    answer = models.CharField(_("answer"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        indexes = (
            models.Index(
                fields=("due_on", "id"),
                name="members_correction_open",
                condition=Q(state="open"),
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("person", "field"),
                name="members_correction_once",
                condition=Q(state="open"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_field_display()}: {self.said}"
