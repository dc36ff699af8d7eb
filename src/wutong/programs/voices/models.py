"""Which sending asks for which call; calls and entries themselves are the engine's."""

from __future__ import annotations

from django.db import models

from wutong.engines.calls.models import Call, Entry
from wutong.engines.outreach.models import Campaign


class Asking(models.Model):
    """A sending whose button opens a call."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="askings")
    campaign = models.OneToOneField(Campaign, models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"{self.call_id} {self.campaign_id}"


class Quoted(models.Model):
    """A testimonial that colleagues chose for the home page, while it stands on the wall."""

    entry = models.OneToOneField(Entry, models.CASCADE, related_name="quoted")
    since = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.entry_id)
