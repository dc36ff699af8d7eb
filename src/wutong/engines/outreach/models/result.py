"""What became of a sending, counted group by group."""

from __future__ import annotations

from django.db import models

from wutong.engines.outreach.enums import Dimension


class ResultRow(models.Model):
    """One group of a sending's recipients and what became of its letters.

    Counted aside by one statement (``services.results``), so that a page of results reads a few
    hundred small rows however many letters there were. ``key`` is the id of the college, class
    or place, or the domain of the address; "" are those of whom it is not known.
    """

    pk = models.CompositePrimaryKey("campaign_id", "dimension", "key")
    campaign = models.ForeignKey(
        "outreach.Campaign", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    dimension = models.CharField(max_length=10, choices=Dimension.choices)
    key = models.CharField(max_length=320)
    total = models.IntegerField(default=0)
    delivered = models.IntegerField(default=0)
    arrived = models.IntegerField(default=0)
    refused = models.IntegerField(default=0)
    bounced = models.IntegerField(default=0)
    uncertain = models.IntegerField(default=0)
    cancelled = models.IntegerField(default=0)
    used = models.IntegerField(default=0)
    answered = models.IntegerField(default=0)
    unsubscribed = models.IntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.dimension} {self.key}"


class ResultCount(models.Model):
    """When a sending's results were last counted, and ``of`` which state of affairs."""

    campaign = models.OneToOneField(
        "outreach.Campaign", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    of = models.CharField(max_length=160, blank=True)
    counted_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.of}"
