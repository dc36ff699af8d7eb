"""Who gets a sending and who does not."""

from __future__ import annotations

from django.db import models

from wutong.engines.outreach.enums import Exclusion


class Recipient(models.Model):
    """One person of a sending's segment, judged: ``reason`` empty gets it.

    Written by one ``INSERT … SELECT`` per snapshot (``services.snapshot``) and never by hand.
    Hence no foreign-key checks in the database: they cost more than the whole statement.
    The address is kept for those who get it only. ``shares_with`` names the recipient who has
    the same address.
    """

    pk = models.CompositePrimaryKey("campaign_id", "person_id")
    campaign = models.ForeignKey(
        "outreach.Campaign",
        on_delete=models.CASCADE,
        related_name="recipients",
        db_index=False,
        db_constraint=False,
    )
    person = models.ForeignKey(
        "people.Person",
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    reason = models.CharField(max_length=12, choices=Exclusion.choices, db_default="", default="")
    language = models.CharField(max_length=10, db_default="", default="")
    address = models.CharField(max_length=320, db_default="", default="")
    address_hash = models.BinaryField(null=True)
    shares_with = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["campaign", "reason", "person"], name="outreach_recipient_reason"),
            models.Index(fields=["person", "campaign"], name="outreach_recipient_person"),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id}/{self.person_id}"
