"""What people want to receive, and every change of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from wutong.core.consent.enums import Channel, Method


class Preference(models.Model):
    """A person's present wish for one topic on one channel; no row means "as usual".

    ``topic`` "*" is the stop or pause of everything. ``wanted`` False is an unsubscription,
    True an explicit subscription; ``paused_until`` holds messages back until that moment.
    """

    person = models.ForeignKey(
        "people.Person", on_delete=models.CASCADE, related_name="preferences"
    )
    topic = models.CharField(max_length=40)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    wanted = models.BooleanField(default=True)
    paused_until = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "topic", "channel"], name="consent_preference_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["topic", "channel", "person"],
                condition=Q(wanted=False) | Q(paused_until__isnull=False),
                name="consent_preference_blocks",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic}/{self.channel}: {'on' if self.wanted else 'off'}"


class PreferenceChange(models.Model):
    """One change of a wish, with what stood before it, so that it can be undone and explained.

    ``source_ref`` is what led to it ("campaign:12"). ``before`` is null where nothing stood.
    ``consents_closed`` and ``consent_given`` are the ledger entries that were closed or made
    with it.
    """

    person = models.ForeignKey(
        "people.Person", on_delete=models.CASCADE, related_name="preference_changes"
    )
    topic = models.CharField(max_length=40)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    before = models.JSONField(null=True, blank=True)
    after = models.JSONField()
    method = models.CharField(max_length=12, choices=Method.choices)
    source_ref = models.CharField(max_length=80, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    consents_closed = models.JSONField(default=list)
    consent_given = models.BigIntegerField(null=True, blank=True)
    changed_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["person", "-changed_at"], name="consent_change_person"),
            models.Index(fields=["source_ref", "topic"], name="consent_change_source"),
        ]

    def __str__(self) -> str:
        return f"{self.topic}/{self.channel}"
