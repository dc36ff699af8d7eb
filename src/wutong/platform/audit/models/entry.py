"""One line of the audit trail."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEntry(models.Model):
    """Who did what to whom, when, from where and why. Never changed, never deleted by hand.

    Kept at least six months (网络安全法 第二十一条); a trigger refuses UPDATE.
    """

    at = models.DateTimeField(_("when"), auto_now_add=True, db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who"),
        null=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
    )
    actor_label = models.CharField(max_length=120)
    actor_ref = models.CharField(max_length=60, blank=True)
    verb = models.CharField(_("what"), max_length=80)
    subject_ref = models.CharField(max_length=80, blank=True)
    subject_label = models.CharField(_("to whom"), max_length=200, blank=True)
    reason = models.CharField(_("why"), max_length=300, blank=True)
    legal_body = models.CharField(max_length=20, blank=True)
    data = models.JSONField(default=dict)
    address = models.GenericIPAddressField(null=True)
    sensitive = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit trail")
        ordering = ("-at", "-id")
        triggers = (pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update),)
        indexes = (
            models.Index(fields=("subject_ref", "-at"), name="audit_subject_at"),
            models.Index(fields=("actor", "-at"), name="audit_actor_at"),
            models.Index(fields=("verb", "-at"), name="audit_verb_at"),
        )

    def __str__(self) -> str:
        return f"{self.actor_label} {self.verb} {self.subject_label}"
