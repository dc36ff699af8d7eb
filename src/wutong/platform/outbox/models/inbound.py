from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class InboundMessage(models.Model):
    """A message that came back to us, kept before anything is done about it."""

    digest = models.BinaryField(_("digest"), unique=True)
    recipient = models.CharField(_("recipient"), max_length=320, default="")
    raw = models.BinaryField(_("message"))
    received_at = models.DateTimeField(_("received"), db_default=Now())
    handled_at = models.DateTimeField(_("handled"), null=True)
    verdict = models.CharField(_("verdict"), max_length=40, default="")
    detail = models.CharField(_("detail"), max_length=500, default="")

    class Meta:
        verbose_name = _("inbound message")
        verbose_name_plural = _("inbound messages")

    def __str__(self) -> str:
        return f"{self.recipient} {self.verdict}"
