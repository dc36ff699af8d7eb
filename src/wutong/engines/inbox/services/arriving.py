"""What is done about a message that came in: whose it is, what they wish, who answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from wutong.core.consent.public import ALL_TOPICS, Channel, Method, set_topic, topics
from wutong.core.engagement.enums import CaseMode
from wutong.core.engagement.public import ActEntry, ActKind, Subject
from wutong.core.engagement.public import record as record_act
from wutong.core.people.enums import ContactStatus
from wutong.core.people.models import ContactPoint, Person
from wutong.core.people.public import set_contact_status, standing_id
from wutong.engines.inbox.registry import home_of, single_about
from wutong.kernel import clock
from wutong.kernel.actors import Actor
from wutong.platform.outbox.enums import (
    InboundKind,
    InboundState,
    SuppressionReason,
)
from wutong.platform.outbox.models import Stream
from wutong.platform.outbox.public import suppress

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from wutong.platform.outbox.models import InboundMessage

REPLY_ACT = ActKind(
    code="message.reply",
    label=_("Wrote back to a message"),
    case_mode=CaseMode.COMMUNICATION,
    unit="reply",
    icon="mail",
)
_BY_PEOPLE = (InboundKind.REPLY, InboundKind.STOP)
SYSTEM = Actor.system("inbound")


def person_in(subject_ref: str) -> int:
    """The person's id in ``person:12``; 0 for anything else."""
    kind, _sep, number = subject_ref.partition(":")
    return int(number) if kind == "person" and number.isdecimal() else 0


class Correspondence:
    """The outbox's handler for what people send back."""

    def arrived(self, message: InboundMessage) -> None:
        """Find the person, obey what they wish, put an answer into somebody's hands."""
        person = self._person(message)
        if message.kind == InboundKind.STOP:
            _stop(message, person)
        elif message.verdict == "complained":
            _leave_everything(message, person)
        elif message.kind == InboundKind.BOUNCE_HARD or message.verdict == "suppressed":
            _mark_dead(message)
        if message.kind in _BY_PEOPLE and person:
            _write_down(message, person)
        if message.state == InboundState.OPEN and message.assigned_to_id is None:
            message.assigned_to_id = _owner(message.stream)

    def _person(self, message: InboundMessage) -> int:
        """Whom the delivery was about; else the only one who has this address."""
        person = person_in(message.subject_ref)
        if person and not Person.objects.filter(pk=person).exists():
            person = 0  # erased meanwhile
        if not person and message.address_hash and not message.subject_ref:
            holders = _points_of(message).values_list("person_id", flat=True).order_by()
            found = {standing_id(pk) for pk in set(holders)}
            person = found.pop() if len(found) == 1 else 0
        if person:
            person = standing_id(person)
            message.subject_ref = f"person:{person}"
        return person


def _owner(stream: str) -> int | None:
    home, about = home_of(stream), single_about(stream)
    if home is not None:
        return home.owner(stream)
    return about.owner if about is not None else None


def _points_of(message: InboundMessage) -> QuerySet[ContactPoint]:
    return ContactPoint.objects.filter(
        value_hash=bytes(message.address_hash or b""), valid_to__isnull=True
    )


def _stop(message: InboundMessage, person: int) -> None:
    """Off the topic that was answered, or off everything when nobody can tell which it was.

    From an address that nobody is known by, the address itself is left alone from now on, and a
    person looks whose it is.
    """
    if not person:
        if message.address_hash:
            suppress(
                actor=SYSTEM,
                hashed=bytes(message.address_hash),
                reason=SuppressionReason.UNSUBSCRIBE,
            )
        message.verdict = "suppressed"
        return
    rows = Stream.objects.filter(pk=message.stream)
    topic = rows.values_list("topic", flat=True).first() or ""
    set_topic(
        actor=Actor.link("reply", message.subject_ref),
        person_id=person,
        topic=topic if topic in topics else ALL_TOPICS,
        channel=Channel(message.channel),
        wanted=False,
        method=Method.REPLY,
        source_ref=message.stream or f"inbound:{message.pk}",
    )
    message.verdict, message.state = "unsubscribed", InboundState.DONE
    message.done_at = clock.now()


def _leave_everything(message: InboundMessage, person: int) -> None:
    """Whoever complains is taken off everything on that channel, with its line in the ledger."""
    if person:
        set_topic(
            actor=Actor.link("complaint", message.subject_ref),
            person_id=person,
            topic=ALL_TOPICS,
            channel=Channel(message.channel),
            wanted=False,
            method=Method.COMPLAINT,
            source_ref=message.stream or f"inbound:{message.pk}",
        )


def _mark_dead(message: InboundMessage) -> None:
    """The contact point no longer works; the next sending leaves it out and says why."""
    if not message.address_hash or message.verdict not in {"bounced", "suppressed"}:
        return
    points = _points_of(message).filter(status=ContactStatus.OK, person__deceased=False)
    for contact_id in list(points.values_list("pk", flat=True)):
        set_contact_status(actor=SYSTEM, contact_id=contact_id, status=ContactStatus.BOUNCED)


def _write_down(message: InboundMessage, person: int) -> None:
    """Answering is something the person did."""
    if message.kind == InboundKind.STOP:
        return
    record_act(
        actor=Actor.link("reply", message.subject_ref),
        entry=ActEntry(
            kind=REPLY_ACT.code,
            subject=Subject.person(person),
            occurred_on=clock.today(),
            source_ref=f"inbound:{message.pk}",
            idempotency_key=f"inbound:{message.pk}",
        ),
    )
