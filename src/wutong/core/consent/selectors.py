"""Reading consents and wishes: for one person, and set-based for hundreds of thousands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, Value, When

from wutong.core.consent.enums import ALL_TOPICS, Blocked, Channel
from wutong.core.consent.errors import UnknownTopicError
from wutong.core.consent.models import ConsentRecord, Preference, PreferenceChange
from wutong.core.consent.registry import Purpose, Topic, purposes, reaches, topics
from wutong.core.people.models import Person
from wutong.core.people.public import masked_reach
from wutong.kernel import clock
from wutong.platform.database.public import is_one_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from django.db.models import QuerySet


@dataclass(frozen=True)
class TopicState:
    """One line of the preference page."""

    topic: Topic
    wanted: bool


@dataclass(frozen=True)
class PreferenceSheet:
    """Everything the preference page shows of one person on one channel."""

    person_id: int
    channel: Channel
    topics: tuple[TopicState, ...]
    stopped: bool
    paused_until: datetime | None


def topic_of(code: str) -> Topic:
    """The registered topic; raises UnknownTopicError."""
    found = topics.find(code)
    if found is None:
        raise UnknownTopicError(code)
    return found


def agreement_of(code: str) -> Topic | Purpose:
    """What a consent can be given to: a topic or a separate purpose; raises UnknownTopicError."""
    return purposes.find(code) or topic_of(code)


def standing_purposes(person_id: int) -> dict[str, ConsentRecord]:
    """The separate consents of somebody that stand, by purpose."""
    rows = ConsentRecord.objects.filter(
        person_id=person_id, topic__in=purposes.keys(), withdrawn_at__isnull=True
    )
    return {row.topic: row for row in rows.select_related("text").order_by("given_at")}


def ledger_of(person_id: int) -> QuerySet[ConsentRecord]:
    """Everything somebody agreed to or withdrew, youngest first."""
    rows = ConsentRecord.objects.filter(person_id=person_id).select_related("text")
    return rows.order_by("-given_at", "-pk")


def blocked_reason(topic: str, channel: Channel, person: str = "pk") -> Case:
    """SQL for "why may this topic not go to this person": a ``Blocked`` value or empty.

    ``person`` is the field of the outer query that holds the person's id. Every condition is a
    semi-join on an index, so that 300,000 people are judged in one pass.
    """
    spec = topic_of(topic)
    mine = Preference.objects.filter(person_id=OuterRef(person), channel=channel)
    consent = ConsentRecord.objects.filter(
        Q(channel="") | Q(channel=channel),
        person_id=OuterRef(person),
        topic__in=[topic, ALL_TOPICS],
    )
    live = Exists(consent.filter(withdrawn_at__isnull=True))
    withdrawn = Exists(consent.filter(withdrawn_at__isnull=False))
    refused = ~live if spec.needs_consent else withdrawn & ~live
    paused = mine.filter(topic__in=[topic, ALL_TOPICS], paused_until__gt=clock.now())
    return Case(
        When(Exists(mine.filter(topic=ALL_TOPICS, wanted=False)), then=Value(Blocked.STOPPED)),
        When(Exists(mine.filter(topic=topic, wanted=False)), then=Value(Blocked.UNSUBSCRIBED)),
        When(refused, then=Value(Blocked.NO_CONSENT)),
        When(Exists(paused), then=Value(Blocked.PAUSED)),
        default=Value(""),
        output_field=CharField(max_length=12),
    )


def blocked_among(topic: str, channel: Channel, people: Collection[int]) -> dict[int, str]:
    """Of a batch of people, those to whom this topic may not go, with the ``Blocked`` value.

    ``blocked_reason`` judges whole registers by reading the tables of wishes once; here only those
    who ever said anything are judged, so that a batch costs what the batch is.
    """
    said: set[int] = set(people)
    if not topic_of(topic).needs_consent:
        batch = is_one_of("person", people)
        wishes = Preference.objects.filter(batch, channel=channel)
        consents = ConsentRecord.objects.filter(batch, topic__in=[topic, ALL_TOPICS])
        said = {pk for found in (wishes, consents) for pk in found.values_list("person", flat=True)}
    if not said:
        return {}
    judged = (
        Person.objects.filter(is_one_of("pk", said))
        .order_by()
        .annotate(blocked=blocked_reason(topic, channel))
        .values_list("pk", "blocked")
    )
    return {pk: reason for pk, reason in judged if reason}


def preference_sheet(person_id: int, channel: Channel) -> PreferenceSheet:
    """What ``person_id`` receives on ``channel`` today."""
    rows = {
        row.topic: row for row in Preference.objects.filter(person_id=person_id, channel=channel)
    }
    consented = set(
        ConsentRecord.objects.filter(
            Q(channel="") | Q(channel=channel), person_id=person_id, withdrawn_at__isnull=True
        ).values_list("topic", flat=True)
    )
    everything = rows.get(ALL_TOPICS)
    states = tuple(
        TopicState(topic=topic, wanted=_wanted(topic, rows.get(topic.code), consented))
        for topic in topics
        if channel in topic.channels
    )
    until = everything.paused_until if everything else None
    return PreferenceSheet(
        person_id=person_id,
        channel=channel,
        topics=states,
        stopped=everything is not None and not everything.wanted,
        paused_until=until if until and until > clock.now() else None,
    )


def has_contact(kind: str, person_id: int) -> bool:
    """Whether somebody has a contact point of that kind in use."""
    return kind in masked_reach([person_id])[person_id]


def comes_also_by(person_id: int, topic: Topic, channel: Channel) -> list[Channel]:
    """The other channels on which this topic still reaches somebody."""
    found = []
    for other in topic.channels:
        reach = reaches.find(other)
        if other == channel or (reach is not None and not reach(person_id)):
            continue
        if not blocked_among(topic.code, other, [person_id]):
            found.append(other)
    return found


def _wanted(topic: Topic, row: Preference | None, consented: set[str]) -> bool:
    if row is not None and not row.wanted:
        return False
    if topic.needs_consent:
        return bool({topic.code, ALL_TOPICS} & consented)
    return True


def changes_of(person_id: int) -> QuerySet[PreferenceChange]:
    """Every change of a person's wishes, newest first."""
    return (
        PreferenceChange.objects.filter(person_id=person_id)
        .select_related("by")
        .order_by("-changed_at", "-pk")
    )


def unsubscriptions_from(source_ref: str) -> QuerySet[PreferenceChange]:
    """Unsubscriptions and stops that came from one message and still stand."""
    return PreferenceChange.objects.filter(
        source_ref=source_ref, undone_at__isnull=True, after__wanted=False
    )


def unsubscriptions_of(source_refs: Iterable[str]) -> dict[str, int]:
    """How many people each message lost, of those that lost any: one query."""
    rows = PreferenceChange.objects.filter(
        source_ref__in=list(source_refs), undone_at__isnull=True, after__wanted=False
    )
    return dict(
        rows.order_by().values_list("source_ref").annotate(Count("person_id", distinct=True))
    )
