"""Grants, and what was done with the links minted under them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class LinkGrant(models.Model):
    """Permission for many people to do one thing by a link, until a day.

    A link has no row of its own: its address carries the grant, the subject and a keyed digest
    of both, so that a hundred thousand links cost one row. ``key`` makes opening a grant
    idempotent ("campaign:12:reply"). ``secret`` is random and only one half of the signing key;
    the other half is in the vault.
    """

    key = models.CharField(max_length=120, unique=True)
    action = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=20, default="person")
    params = models.JSONField(default=dict)
    secret = models.BinaryField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.key


class LinkRevocation(models.Model):
    """One subject's link under a grant, withdrawn."""

    grant = models.ForeignKey(LinkGrant, on_delete=models.CASCADE, related_name="revocations")
    subject_id = models.BigIntegerField()
    revoked_at = models.DateTimeField()
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["grant", "subject_id"], name="links_revocation_once"),
        ]

    def __str__(self) -> str:
        return f"{self.grant_id}.{self.subject_id}"


class LinkUse(models.Model):
    """One answer given through a link: what was said, and what is needed to undo it.

    ``single`` copies the action's rule at the time of use: of such uses only one per subject
    can stand at a time.
    """

    grant = models.ForeignKey(LinkGrant, on_delete=models.CASCADE, related_name="uses")
    subject_id = models.BigIntegerField()
    single = models.BooleanField(default=False)
    answer = models.JSONField(default=dict)
    undo = models.JSONField(null=True, blank=True)
    used_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["grant", "subject_id"],
                condition=Q(single=True, undone_at__isnull=True),
                name="links_use_single",
            ),
        ]
        indexes = [models.Index(fields=["grant", "subject_id", "-id"], name="links_use_subject")]

    def __str__(self) -> str:
        return f"{self.grant_id}.{self.subject_id}"
