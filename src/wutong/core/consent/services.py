"""Recording consents and wishes. Leaving is as easy as joining; one topic never takes another."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.utils.dateparse import parse_datetime

from wutong.core.consent.enums import ALL_TOPICS, Channel, LawfulBasis, Method
from wutong.core.consent.models import ConsentRecord, ConsentText, Preference, PreferenceChange
from wutong.core.consent.registry import withdrawal_listeners
from wutong.core.consent.selectors import agreement_of, topic_of
from wutong.core.people.public import standing_id
from wutong.kernel import clock
from wutong.platform.audit.public import record

if TYPE_CHECKING:
    from datetime import datetime

    from wutong.core.consent.registry import Purpose, Topic
    from wutong.kernel.actors import Actor

PAUSE = timedelta(days=183)
"""What "pause for six months" means."""


def text_of(topic: Topic | Purpose) -> ConsentText:
    """The stored words of the present version."""
    row, _made = ConsentText.objects.get_or_create(
        code=topic.code,
        version=topic.text.version,
        defaults={
            "text_zh": topic.text.zh,
            "text_en": topic.text.en,
            "valid_from": topic.text.valid_from,
        },
    )
    return row


@transaction.atomic
def record_consent(
    *,
    actor: Actor,
    person_id: int,
    topic: str,
    method: Method,
    basis: LawfulBasis = LawfulBasis.CONSENT,
    channel: Channel | str = "",
    evidence: str = "",
    legal_body: str = "",
) -> ConsentRecord:
    """Write that ``person_id`` agreed, in which words; repeating it while it stands adds nothing."""
    person_id = standing_id(person_id)
    words = text_of(agreement_of(topic)) if topic != ALL_TOPICS else None
    standing = ConsentRecord.objects.filter(
        person_id=person_id,
        topic=topic,
        channel=channel,
        basis=basis,
        text=words,
        withdrawn_at__isnull=True,
    ).first()
    if standing is not None:
        return standing
    row = ConsentRecord.objects.create(
        person_id=person_id,
        topic=topic,
        channel=channel,
        basis=basis,
        text=words,
        method=method,
        evidence=evidence,
        legal_body=legal_body,
        given_at=clock.now(),
        recorded_by_id=actor.user_id,
    )
    record(
        actor=actor,
        verb="consent.given",
        subject=f"person:{person_id}",
        data={"topic": topic, "basis": basis, "consent": row.pk},
    )
    return row


@transaction.atomic
def withdraw_consent(
    *,
    actor: Actor,
    person_id: int,
    topic: str,
    channel: Channel | str = "",
    method: Method,
    whole: bool = True,
) -> list[int]:
    """Close every standing basis "consent" for the topic on the channel; which were closed. One
    that was given to all channels at once is closed with them if ``whole``.
    """
    person_id = standing_id(person_id)
    standing = ConsentRecord.objects.filter(
        Q(channel="") | Q(channel=channel) if whole else Q(channel=channel),
        person_id=person_id,
        topic=topic,
        basis=LawfulBasis.CONSENT,
        withdrawn_at__isnull=True,
    )
    closed = list(standing.select_for_update().values_list("pk", flat=True))
    if closed:
        ConsentRecord.objects.filter(pk__in=closed).update(
            withdrawn_at=clock.now(), withdrawn_method=method
        )
        record(
            actor=actor,
            verb="consent.withdrawn",
            subject=f"person:{person_id}",
            data={"topic": topic, "channel": channel, "closed": closed},
        )
        for listener in withdrawal_listeners.values():
            listener.withdrawn(person_id, topic)
    return closed


@transaction.atomic
def set_topic(
    *,
    actor: Actor,
    person_id: int,
    topic: str,
    channel: Channel,
    wanted: bool,
    method: Method,
    source_ref: str = "",
) -> PreferenceChange | None:
    """Subscribe to or leave one topic (or all: ``*``) on one channel. None when it stood so.

    Joining a topic that needs consent writes the consent; leaving withdraws it. A consent to a
    topic as such outlives one of its channels: who leaves the letters of the journal keeps its
    paper, until the last channel is left.
    """
    person_id = standing_id(person_id)
    change = _change(
        actor=actor,
        key=(person_id, topic, channel),
        wanted=wanted,
        paused_until=None,
        method=method,
        source_ref=source_ref,
    )
    if topic == ALL_TOPICS or not topic_of(topic).needs_consent:
        return change
    given = None
    if wanted:
        given = record_consent(
            actor=actor, person_id=person_id, topic=topic, method=method, channel=channel
        )
    if change is None:
        return None
    if given is not None:
        change.consent_given = given.pk if given.given_at >= change.changed_at else None
    else:
        change.consents_closed = withdraw_consent(
            actor=actor,
            person_id=person_id,
            topic=topic,
            channel=channel,
            method=method,
            whole=not _comes_otherwise(person_id, topic_of(topic), channel),
        )
    change.save(update_fields=["consent_given", "consents_closed"])
    return change


def _comes_otherwise(person_id: int, topic: Topic, channel: Channel) -> bool:
    """Whether another channel of the topic has not been left."""
    others = set(topic.channels) - {channel}
    left = Preference.objects.filter(
        person_id=person_id, topic=topic.code, channel__in=others, wanted=False
    )
    return left.count() < len(others)


@transaction.atomic
def pause(
    *,
    actor: Actor,
    person_id: int,
    channel: Channel,
    method: Method,
    until: datetime | None = None,
    source_ref: str = "",
) -> PreferenceChange | None:
    """Hold everything back on ``channel`` until then (six months when not said)."""
    person_id = standing_id(person_id)
    return _change(
        actor=actor,
        key=(person_id, ALL_TOPICS, channel),
        wanted=True,
        paused_until=until or clock.now() + PAUSE,
        method=method,
        source_ref=source_ref,
    )


@transaction.atomic
def undo_change(*, actor: Actor, change_id: int, person_id: int) -> bool:
    """Put back what stood before a change, unless a later change overrode it. False if so."""
    person_id = standing_id(person_id)
    change = PreferenceChange.objects.select_for_update().get(pk=change_id, person_id=person_id)
    row = Preference.objects.select_for_update().filter(
        person_id=person_id, topic=change.topic, channel=change.channel
    )
    current = row.first()
    if change.undone_at is not None or current is None or _state(current) != change.after:
        return False
    if change.before is None:
        row.delete()
    else:
        row.update(
            wanted=change.before["wanted"],
            paused_until=parse_datetime(change.before["paused_until"] or ""),
            changed_at=clock.now(),
        )
    change.undone_at = clock.now()
    change.save(update_fields=["undone_at"])
    _restore_consent(change)
    record(
        actor=actor,
        verb="preference.undone",
        subject=f"person:{person_id}",
        data={"topic": change.topic, "channel": change.channel, "change": change.pk},
    )
    return True


def _restore_consent(change: PreferenceChange) -> None:
    """The consent that was closed with the change stands again; one given with it is closed."""
    ConsentRecord.objects.filter(pk__in=change.consents_closed).update(
        withdrawn_at=None, withdrawn_method=""
    )
    if change.consent_given is not None:
        ConsentRecord.objects.filter(pk=change.consent_given, withdrawn_at__isnull=True).update(
            withdrawn_at=clock.now(), withdrawn_method=change.method
        )


def _state(row: Preference) -> dict[str, Any]:
    until = row.paused_until
    return {"wanted": row.wanted, "paused_until": until.isoformat() if until else None}


def _change(
    *,
    actor: Actor,
    key: tuple[int, str, Channel],
    wanted: bool,
    paused_until: datetime | None,
    method: Method,
    source_ref: str,
) -> PreferenceChange | None:
    person_id, topic, channel = key
    now = clock.now()
    row, made = Preference.objects.select_for_update().get_or_create(
        person_id=person_id,
        topic=topic,
        channel=channel,
        defaults={"wanted": wanted, "paused_until": paused_until, "changed_at": now},
    )
    before = None if made else _state(row)
    row.wanted, row.paused_until, row.changed_at = wanted, paused_until, now
    if before == _state(row):
        return None
    row.save(update_fields=["wanted", "paused_until", "changed_at"])
    change = PreferenceChange.objects.create(
        person_id=person_id,
        topic=topic,
        channel=channel,
        before=before,
        after=_state(row),
        method=method,
        source_ref=source_ref,
        by_id=actor.user_id,
        changed_at=now,
    )
    record(
        actor=actor,
        verb="preference.changed",
        subject=f"person:{person_id}",
        data={"topic": topic, "channel": channel, "wanted": wanted, "method": method},
    )
    return change
