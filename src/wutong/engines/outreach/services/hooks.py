"""What the outbox asks and tells us while a sending runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F, Q

from wutong.core.consent.public import Channel, blocked_among
from wutong.core.people.enums import ContactStatus
from wutong.core.people.models import ContactPoint, Person
from wutong.core.people.public import set_contact_status
from wutong.core.reference.enums import Grade
from wutong.engines.outreach.enums import CampaignState
from wutong.engines.outreach.models import Campaign
from wutong.engines.outreach.models import Recipient as Chosen
from wutong.engines.outreach.services.grants import minters_of, reply_address, wishes_address
from wutong.kernel import clock
from wutong.kernel.actors import Actor
from wutong.platform.database.public import is_one_of
from wutong.platform.outbox.enums import DeliveryState, Reason

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wutong.platform.outbox.public import Outcome, Recipient, StreamRef


def person_of(subject_ref: str) -> int:
    """The person's id in ``person:12``; 0 for anything else."""
    kind, _, number = subject_ref.partition(":")
    return int(number) if kind == "person" and number.isdecimal() else 0


class GreetingSource:
    """Screens each batch once more and mints the links of each message."""

    def screen(self, stream: StreamRef, recipients: Sequence[Recipient]) -> Mapping[int, Reason]:
        """Who died, was merged or graded sensitive, or said no since the recipients were fixed."""
        by_person = {person_of(one.subject_ref): one.id for one in recipients}
        blocked = blocked_among(stream.topic, Channel(stream.medium), by_person)
        verdicts = {by_person[pk]: Reason.UNSUBSCRIBED for pk in blocked}
        people = Person.objects.filter(is_one_of("pk", by_person)).order_by()
        if people.count() < len(by_person):
            gone = set(by_person).difference(people.values_list("pk", flat=True))
            verdicts |= {by_person[pk]: Reason.WITHDRAWN for pk in gone}
        changed = people.filter(
            Q(deceased=True) | Q(grade__gte=Grade.SENSITIVE) | Q(merged_into__isnull=False)
        )
        for pk, deceased in changed.values_list("pk", "deceased"):
            verdicts[by_person[pk]] = Reason.DECEASED if deceased else Reason.WITHDRAWN
        return verdicts

    def values(
        self, stream: StreamRef, recipients: Sequence[Recipient]
    ) -> Sequence[Mapping[str, str]]:
        """The personal links; about 5 µs a message, no query."""
        reply, wishes = minters_of(stream.key)
        people = [person_of(one.subject_ref) for one in recipients]
        return [
            {
                "action_url": reply_address(reply.token(person)),
                "unsubscribe_url": wishes_address(wishes.token(person)),
            }
            for person in people
        ]


class GreetingForgetter:
    """Lets go of the addresses of an old sending's recipients, as the outbox does of its own."""

    def forgotten(self, stream_key: str) -> None:
        """Who was chosen and why somebody was left out stays."""
        rows = Chosen.objects.filter(campaign_id=stream_key.partition(":")[2])
        rows.exclude(address="").update(address="", address_hash=None)


class GreetingListener:
    """Writes what became of messages where it belongs."""

    def settled(self, stream: StreamRef, outcomes: Sequence[Outcome]) -> None:
        """A mailbox that does not exist marks the contact point, so that the next one skips it."""
        dead = [
            one
            for one in outcomes
            if one.state in {DeliveryState.BOUNCED, DeliveryState.REFUSED}
            and one.reason == Reason.BOUNCE_HARD
        ]
        for one in dead:
            points = ContactPoint.objects.filter(
                value_hash=one.address_hash,
                valid_to__isnull=True,
                status=ContactStatus.OK,
                person__deceased=False,
            )
            for contact_id in list(points.values_list("pk", flat=True)):
                set_contact_status(
                    actor=Actor.system("outreach", reason=stream.key),
                    contact_id=contact_id,
                    status=ContactStatus.BOUNCED,
                )

    def finished(self, stream: StreamRef) -> None:
        """Nothing is left to send."""
        pk = campaign_of(stream.key)
        Campaign.objects.filter(pk=pk, state=CampaignState.SENDING).update(
            state=CampaignState.FINISHED, finished_at=clock.now(), version=F("version") + 1
        )


def campaign_of(key: str) -> int:
    """The number in ``campaign:12``."""
    return int(key.partition(":")[2])
