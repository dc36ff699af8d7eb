"""Reading sendings: pre-flight, progress, results."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from wutong.core.consent.public import unsubscriptions_from
from wutong.engines.audiences.public import people_of
from wutong.engines.outreach.enums import Exclusion
from wutong.engines.outreach.letters import letters_of
from wutong.engines.outreach.models import Campaign, Recipient, Reply
from wutong.engines.outreach.services.sending import sender_of, values_for
from wutong.engines.outreach.texts import whole_text
from wutong.kernel import clock
from wutong.platform.outbox.enums import DeliveryState, FindingVerdict, InboundKind
from wutong.platform.outbox.models import InboundMessage
from wutong.platform.outbox.public import (
    StreamCounts,
    count_segments,
    deliveries_of,
    findings_of,
    gateways,
    is_domestic,
    stream_progress,
)

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from wutong.core.people.models import Person
    from wutong.platform.accounts.models import User
    from wutong.platform.outbox.models import Delivery


SAMPLE = 60  # recipients whose texts are written out to work out the bill
FAR = 5_000


@dataclass(frozen=True)
class ReasonLine:
    """One line of the pre-flight."""

    reason: str
    label: str
    people: int


@dataclass(frozen=True)
class DomainDoubts:
    """What DNS lacks of the sending domain, as ("SPF", "missing or wrong")."""

    domain: str
    doubts: list[tuple[str, str]]


def domain_doubts(campaign: Campaign) -> DomainDoubts | None:
    """Why mail servers may doubt the sender; None for texts, and where nothing is known."""
    if not campaign.by_mail or campaign.gone_out:
        return None
    domain = sender_of(campaign, campaign.languages[0]).address.rpartition("@")[2]
    findings, _checked_at = findings_of(domain)
    troubled = {FindingVerdict.BAD, FindingVerdict.WEAK}
    doubts = [
        (one.subject.upper(), str(one.verdict.label)) for one in findings if one.verdict in troubled
    ]
    return DomainDoubts(domain, doubts) if doubts else None


@dataclass(frozen=True)
class Results:
    """What became of a sending; ``counts`` adds up to the letters that were to leave."""

    counts: StreamCounts
    responded: int
    unsubscribed: int
    replied: int = 0

    @property
    def sent(self) -> int:
        """Letters that left: delivered, come back, refused or of uncertain outcome."""
        counts = self.counts
        return counts.delivered + counts.bounced + counts.refused + counts.uncertain

    @property
    def unreported(self) -> int:
        """Texts a gateway took of which the carrier has said nothing."""
        return max(self.counts.delivered - self.counts.arrived, 0)

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
        replied=InboundMessage.objects.filter(
            stream=campaign.ref, kind__in=(InboundKind.REPLY, InboundKind.STOP)
        ).count()
        if not campaign.by_mail
        else 0,
    )


@dataclass(frozen=True)
class TextBill:
    """What sending a text message takes: recipients at home and abroad, parts, yuan, hours.

    ``parts`` and ``cost`` are worked out from a sample of the recipients. ``waiting`` are those
    whom the hour would hold back if it left now, until ``hours`` where they are.
    """

    home: int
    abroad: int
    parts: int
    cost: Decimal
    hours: str
    waiting: int


def bill_of(campaign: Campaign) -> TextBill | None:
    """The bill of a text message as last counted; None before a signature is chosen."""
    signature = campaign.signature
    gateway = gateways().get(signature.gateway) if signature else None
    letters = {letter.language: letter for letter in letters_of(campaign)}
    if signature is None or gateway is None or not letters:
        return None
    gets = Recipient.objects.filter(campaign=campaign, reason="")
    counts = gets.aggregate(
        home=Count("person_id", filter=Q(address__startswith="+86")), all=Count("person_id")
    )
    home, abroad = counts["home"], counts["all"] - counts["home"]
    sample = list(gets.order_by("address_hash")[:SAMPLE])
    parts, cost = 0, Decimal(0)
    for one in sample:
        letter = letters.get(one.language) or next(iter(letters.values()))
        values = values_for(campaign, one.person_id, letter.language)
        whole = whole_text(letter, signature.text, values)
        found = count_segments(whole, domestic=is_domestic(one.address)).parts
        parts += found
        cost += found * gateway.price_of(one.address)
    scale = Decimal(counts["all"]) / len(sample) if sample else Decimal(0)
    now = clock.now()
    waiting = home if gateway.hours.wait_for("+86", now) else 0
    if abroad:
        far = gets.exclude(address__startswith="+86").values_list("address", flat=True)
        waiting += sum(bool(gateway.hours.wait_for(number, now)) for number in far[:FAR])
    return TextBill(home, abroad, round(parts * scale), cost * scale, str(gateway.hours), waiting)


def first_reader(campaign: Campaign, user: User) -> Person | None:
    """The first of the segment who can be reached."""
    if campaign.segment is None:
        return None
    people = people_of(campaign.segment, user)
    return people.filter(deceased=False, contactable=True).order_by("pk").first()


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
