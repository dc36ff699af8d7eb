"""The alumni card."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Card(models.Model):
    """A person's card. The number is drawn from the record and stays with the person; the primary
    key is the serial that the code carries, so that a card that was called back and replaced has
    the same number and another serial.
    """

    person = models.ForeignKey(
        "people.Person", models.CASCADE, related_name="cards", verbose_name=_("person")
    )
    number = models.CharField(_("card number"), max_length=20, db_index=True)
    issued_at = models.DateTimeField(_("issued"))
    revoked_at = models.DateTimeField(_("called back"), null=True, blank=True)
    revoked_reason = models.CharField(_("why"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("alumni card")
        verbose_name_plural = _("alumni cards")
        indexes = (
            models.Index(
                fields=("revoked_at",),
                name="members_card_revoked",
                condition=Q(revoked_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.number
