"""Reading sendings: pre-flight, progress, results."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wutong.core.consent.public import unsubscriptions_from
from wutong.engines.outreach.enums import Exclusion
from wutong.engines.outreach.models import Campaign, Recipient, Reply
from wutong.platform.outbox.enums import DeliveryState
from wutong.platform.outbox.public import StreamCounts, deliveries_of, stream_progress

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from wutong.core.people.models import Person
    from wutong.platform.outbox.models import Delivery


@dataclass(frozen=True)
class ReasonLine:
    """One line of the pre-flight."""

    reason: str
    label: str
    people: int


@dataclass(frozen=True)
class Results:
    """What became of a sending; ``counts`` adds up to the letters that were to leave."""

    counts: StreamCounts
    responded: int
    unsubscribed: int

    @property
    def sent(self) -> int:
        """Letters that left: delivered, come back, refused or of uncertain outcome."""
        counts = self.counts
        return counts.delivered + counts.bounced + counts.refused + counts.uncertain

    @property
    def settled(self) -> int:
        """Letters about which nothing more will be done."""
        return self.sent + self.counts.cancelled


def preflight_of(campaign: Campaign) -> tuple[int, list[ReasonLine]]:
    """How many get it, and each reason with its number, weightiest first."""
    counts = campaign.counts or {}
    lines = [
        ReasonLine(reason.value, str(reason.label), counts[reason.value])
        for reason in Exclusion
        if counts.get(reason.value)
    ]
    return counts.get("", 0), lines


def results_of(campaign: Campaign) -> Results:
    """Three small queries whatever the size."""
    return Results(
        counts=stream_progress(campaign.ref),
        responded=Reply.objects.filter(campaign=campaign, undone_at__isnull=True).count(),
        unsubscribed=unsubscriptions_from(campaign.ref).values("person_id").distinct().count(),
    )


def recipients_with(
    campaign: Campaign, reason: str, people: QuerySet[Person]
) -> QuerySet[Recipient]:
    """Recipients judged so, of those in ``people`` (the viewer's scope), in a stable order."""
    return (
        Recipient.objects.filter(campaign=campaign, reason=reason, person__in=people.values("pk"))
        .select_related("person")
        .order_by("person_id")
    )


def uncertain_of(campaign: Campaign) -> QuerySet[Delivery]:
    """Letters whose outcome the network hid: a person decides."""
    return deliveries_of(campaign.ref).filter(state=DeliveryState.UNCERTAIN)
