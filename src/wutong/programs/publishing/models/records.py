"""What the office keeps about a story besides its pages: reviews, corrections, withdrawals."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.programs.publishing.enums import StoryState


def _user(label: object, *, null: bool = True) -> models.ForeignKey[object, object]:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=null, related_name="+", verbose_name=label  # type: ignore[arg-type]
    )  # fmt: skip


class Manuscript(models.Model):
    """The way of one story (``key``) to its readers.

    ``revisions`` pins the very versions that were handed in, by language: they are what is read by
    the reviewers and what is published, whatever is typed meanwhile. ``note`` is the sentence of a
    correction, by language.
    """

    key = models.UUIDField(unique=True)
    author = _user(pgettext_lazy("story", "Author"))
    state = models.CharField(
        pgettext_lazy("story", "State"), max_length=10, choices=StoryState, default=StoryState.DRAFT
    )
    revisions = models.JSONField(default=dict)
    note = models.JSONField(default=dict)
    publish_at = models.DateTimeField(_("Publish at"), null=True, blank=True)
    approver = _user(_("Approved by"))
    handed_in_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = (
            models.Index(
                fields=("publish_at",),
                name="publishing_due",
                condition=Q(state=StoryState.SCHEDULED.value),
            ),
        )

    def __str__(self) -> str:
        return str(self.key)

    @property
    def ref(self) -> str:
        """As approvals and the trail name it."""
        return f"story:{self.key}"


class Correction(models.Model):
    """What was wrong in a story and is put right; readers see it with its day."""

    key = models.UUIDField(db_index=True)
    at = models.DateTimeField()
    note_zh = models.CharField(max_length=300, blank=True)
    note_en = models.CharField(max_length=400, blank=True)
    by = _user(_("By"))

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return self.note_zh or self.note_en


class Withdrawal(models.Model):
    """A story taken back. Its address goes on answering, with the reason; it can be put back."""

    key = models.UUIDField()
    at = models.DateTimeField()
    reason_zh = models.CharField(max_length=300)
    reason_en = models.CharField(max_length=400, blank=True)
    note = models.TextField(blank=True)
    by = _user(_("By"))
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("key",),
                condition=Q(lifted_at__isnull=True),
                name="publishing_one_withdrawal",
            ),
        )

    def __str__(self) -> str:
        return self.reason_zh


class MailDraft(models.Model):
    """A letter that was made from a story, so that the story knows where its copies are."""

    key = models.UUIDField(db_index=True)
    campaign = models.ForeignKey(
        "outreach.Campaign", models.CASCADE, related_name="+", verbose_name=_("Sending")
    )
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.key} → {self.campaign_id}"
