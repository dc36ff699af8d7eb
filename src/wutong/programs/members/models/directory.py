"""How much of the directory a member has read, and the letters that went through the office."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class DirectoryUse(models.Model):
    """What one member read of the directory on one day; kept for ninety days."""

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    day = models.DateField(_("day"))
    pages = models.PositiveIntegerField(_("pages of the list"), default=0)
    profiles = models.PositiveIntegerField(_("people looked at"), default=0)
    stopped_at = models.DateTimeField(_("stopped"), null=True, blank=True)

    class Meta:
        verbose_name = _("use of the directory")
        verbose_name_plural = _("uses of the directory")
        constraints = (
            models.UniqueConstraint(fields=("person", "day"), name="members_use_once_a_day"),
        )

    def __str__(self) -> str:
        return f"{self.day}: {self.pages}/{self.profiles}"


class RelayedLetter(models.Model):
    """That one member wrote to another through the office; the words are not kept here."""

    sender = models.ForeignKey("people.Person", models.CASCADE, related_name="letters_sent")
    recipient = models.ForeignKey("people.Person", models.CASCADE, related_name="letters_received")
    answers = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField(_("sent"))

    class Meta:
        verbose_name = _("letter through the office")
        verbose_name_plural = _("letters through the office")
        indexes = (models.Index(fields=("sender", "sent_at"), name="members_letter_sender"),)

    def __str__(self) -> str:
        return f"{self.sender_id} → {self.recipient_id}"
