"""What a member does in the privacy centre: give and withdraw consents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from wutong.core.consent.enums import ALL_TOPICS, Audience, Channel, Method
from wutong.core.consent.models import ConsentRecord
from wutong.core.consent.public import (
    purposes,
    record_consent,
    set_levels,
    set_topic,
    topics,
    withdraw_consent,
)

if TYPE_CHECKING:
    from wutong.kernel.actors import Actor

VISIBLE = "visible:"


@transaction.atomic
def give_consent(*, actor: Actor, person_id: int, purpose: str) -> ConsentRecord:
    """Agree separately to one purpose, in its present words."""
    purposes.get(purpose)
    return record_consent(actor=actor, person_id=person_id, topic=purpose, method=Method.MEMBER)


@transaction.atomic
def withdraw_entry(*, actor: Actor, person_id: int, record_id: int) -> bool:
    """Withdraw one entry of the ledger, and what hangs on it: a topic is left, a field is for the
    office alone again. False for an entry that is not this person's or no longer stands.
    """
    row = ConsentRecord.objects.filter(
        pk=record_id, person_id=person_id, withdrawn_at__isnull=True
    ).first()
    if row is None:
        return False
    if row.topic.startswith(VISIBLE):
        field = row.topic.removeprefix(VISIBLE)
        levels = {field: Audience.OFFICE}
        set_levels(actor=actor, person_id=person_id, levels=levels, method=Method.MEMBER)
    elif row.topic in topics or row.topic == ALL_TOPICS:
        channels = [Channel(row.channel)] if row.channel else list(Channel)
        for channel in channels:
            set_topic(
                actor=actor,
                person_id=person_id,
                topic=row.topic,
                channel=channel,
                wanted=False,
                method=Method.MEMBER,
            )
    withdraw_consent(
        actor=actor, person_id=person_id, topic=row.topic, channel=row.channel, method=Method.MEMBER
    )
    return True
