"""The consent ledger: who agreed to what, when, in which words (PIPL 13–16)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from wutong.core.consent.enums import Channel, LawfulBasis, Method


class ConsentText(models.Model):
    """The words somebody agreed to, kept for good under (code, version)."""

    code = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    text_zh = models.TextField()
    text_en = models.TextField()
    valid_from = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="consent_text_version"),
        ]

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"


class ConsentRecord(models.Model):
    """One lawful basis for one purpose on one channel; withdrawing closes it, never deletes it.

    ``topic`` is a registered topic or "*"; ``channel`` empty means every channel.
    """

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="consents")
    topic = models.CharField(max_length=40)
    channel = models.CharField(max_length=10, choices=Channel.choices, blank=True)
    basis = models.CharField(max_length=20, choices=LawfulBasis.choices)
    text = models.ForeignKey(ConsentText, on_delete=models.PROTECT, null=True, blank=True)
    method = models.CharField(max_length=12, choices=Method.choices)
    evidence = models.CharField(max_length=300, blank=True)
    legal_body = models.CharField(max_length=20, blank=True)
    given_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_method = models.CharField(max_length=12, choices=Method.choices, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["person", "topic"], name="consent_person_topic"),
            models.Index(
                fields=["topic", "channel", "person"],
                condition=Q(withdrawn_at__isnull=True),
                name="consent_live",
            ),
            models.Index(
                fields=["topic", "channel", "person"],
                condition=Q(withdrawn_at__isnull=False),
                name="consent_withdrawn",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic}: {self.basis}"
