"""Requests for a second pair of eyes, and what was decided and said."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from wutong.platform.approvals.enums import RequestState


class ApprovalRequest(models.Model):
    """Something that waits for others before it happens.

    ``chain`` is a list of steps ``{"label": …, "permission": …, "role": …}`` taken in order, and
    stays as it was when the request was made. With ``one_step_each`` nobody takes two of them;
    the author never takes one. ``digest`` pins what is being approved: the owner of the subject compares
    it and withdraws the request when the text changed after it was handed in.
    """

    subject_ref = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    url = models.CharField(max_length=300)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="approval_requests"
    )
    chain = models.JSONField()
    step = models.PositiveSmallIntegerField(default=0)
    one_step_each = models.BooleanField(default=True, db_default=True)
    notify = models.BooleanField(default=True, db_default=True)
    digest = models.CharField(max_length=64, blank=True)
    state = models.CharField(
        max_length=12, choices=RequestState.choices, default=RequestState.WAITING
    )
    note = models.TextField(blank=True)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_ref"],
                condition=Q(state="waiting"),
                name="approvals_one_waiting",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "created_at"], name="approvals_state"),
            models.Index(fields=["subject_ref", "-created_at"], name="approvals_subject"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def kind(self) -> str:
        """The kind of its subject: "campaign" for ``campaign:12``."""
        return self.subject_ref.partition(":")[0]


class ApprovalEntry(models.Model):
    """One line of a request's history: a decision (``approved`` is True or False) or a comment."""

    request = models.ForeignKey(ApprovalRequest, on_delete=models.CASCADE, related_name="entries")
    step = models.PositiveSmallIntegerField()
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="approval_entries"
    )
    approved = models.BooleanField(null=True, blank=True)
    comment = models.TextField(blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["request", "step"],
                condition=Q(approved__isnull=False),
                name="approvals_one_decision",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id}/{self.step}"


class ApprovalChain(models.Model):
    """The chain that the office has set for one kind of request: ``{"label": …, "role": …}``."""

    kind = models.CharField(max_length=40, primary_key=True)
    steps = models.JSONField()
    one_step_each = models.BooleanField(default=True)
    notify = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    def __str__(self) -> str:
        return self.kind
