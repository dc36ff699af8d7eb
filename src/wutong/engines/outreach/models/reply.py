"""What people answered."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wutong.engines.outreach.enums import ReplyKind


class Reply(models.Model):
    """An answer given through the link in a message.

    ``act_day`` and ``act_id`` are the key of its row in the engagement ledger; taking the
    answer back sets ``undone_at`` and reverses that row.
    """

    campaign = models.ForeignKey(
        "outreach.Campaign", on_delete=models.CASCADE, related_name="replies"
    )
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("answer"), max_length=10, choices=ReplyKind.choices)
    text = models.CharField(_("words"), max_length=300, blank=True)
    act_day = models.DateField()
    act_id = models.UUIDField()
    replied_at = models.DateTimeField(_("answered"))
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("reply")
        verbose_name_plural = _("replies")
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "person"],
                condition=Q(undone_at__isnull=True),
                name="outreach_reply_once",
            ),
        ]
        indexes = [models.Index(fields=["person", "-replied_at"], name="outreach_reply_person")]

    def __str__(self) -> str:
        return f"{self.campaign_id}/{self.person_id}: {self.kind}"
