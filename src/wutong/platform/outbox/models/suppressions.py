from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from wutong.platform.outbox.enums import SuppressionReason


class Suppression(models.Model):
    """An address that must not be written to, kept as a keyed hash only.

    It outlives the person: an erased address that is imported again is still refused. ``scope``
    is empty for everything, or a topic's code.
    """

    address_hash = models.BinaryField(_("address hash"))
    scope = models.CharField(_("topic"), max_length=60, default="", db_default="")
    reason = models.CharField(_("reason"), max_length=20, choices=SuppressionReason.choices)
    detail = models.CharField(_("detail"), max_length=500, default="", db_default="")
    created_at = models.DateTimeField(_("since"), db_default=Now())

    class Meta:
        verbose_name = _("suppressed address")
        verbose_name_plural = _("suppressed addresses")
        constraints = [
            models.UniqueConstraint(
                fields=["address_hash", "scope"], name="outbox_suppression_once"
            )
        ]

    def __str__(self) -> str:
        return f"{bytes(self.address_hash).hex()[:8]} {self.scope or '*'}"
